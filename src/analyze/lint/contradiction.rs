//! A component of which nothing can be chosen, and the rules that contradict each other.

use super::LintCode;
use super::bench::{Bench, Everywhere, Sought, Stage, is_allowed};
use crate::evaluate::order_input;
use crate::model::order::Order;
use crate::model::quote::Status;
use crate::plan::{ComponentPlan, Plan, PlanData};

/// Something that forbids configurations.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// A `forbid` or `require`.
    Constraint(usize),
    /// When a feature can be chosen.
    Feature(usize),
    /// When an option can be chosen.
    Option(usize, usize),
}

/// Says whether anything can be chosen and priced at all, as far as that is known; keeps what was
/// met.
pub(super) fn look(bench: &mut Bench<'_>) -> bool {
    let came = bench.seek(
        Clone::clone,
        |judge, region| judge.allowed(region).is_ok(),
        |space, item| is_allowed(space.status(item)),
    );
    match came {
        Everywhere::Found(_) => true,
        Everywhere::Spent => {
            let id = bench.id();
            bench.undecided(LintCode::NoValidConfiguration, id);
            true
        }
        Everywhere::Nowhere => {
            contradicts(bench);
            false
        }
    }
}

fn contradicts(bench: &mut Bench<'_>) {
    let Some(stage) = bench.stages.first_mut() else {
        return;
    };
    let region = stage.region.clone();
    let Some(item) = stage.space.corner(&mut stage.judge, &region, false, false) else {
        return;
    };
    let order = stage.space.order_of(item);
    let shown = bench.quote(&order).map(|quote| quote.status);
    if !matches!(shown, Some(Status::Invalid | Status::Incomplete)) {
        return;
    }
    let (rules, smallest) = contradiction(bench, &order);
    let data = bench.plan.data();
    let names: Vec<String> = rules
        .iter()
        .map(|rule| name(data, bench.component, *rule))
        .collect();
    let place = rules.iter().find_map(|rule| match rule {
        Rule::Constraint(number) => bench.component.constraints.get(*number).map(|c| c.place),
        _ => None,
    });
    let id = bench.id();
    let told = names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>();
    let message = match told.as_slice() {
        [] => format!("no configuration of `{id}` is allowed"),
        [one] => format!("no configuration of `{id}` is allowed: {one} forbids all"),
        _ if smallest => format!(
            "no configuration of `{id}` is allowed: {} contradict each other",
            told.join(", ")
        ),
        _ => format!(
            "no configuration of `{id}` is allowed: a contradiction is among {}",
            told.join(", ")
        ),
    };
    let proved = bench.covers_allowed();
    bench.find(
        LintCode::NoValidConfiguration,
        id,
        place.unwrap_or_default(),
        message,
        order,
    );
    if let Some(finding) = bench.findings.last_mut() {
        finding.rules = names;
        finding.proved = proved;
    }
}

/// Rules of which each is needed to forbid everything under an order; whether that was proved of
/// each.
fn contradiction(bench: &Bench<'_>, order: &Order) -> (Vec<Rule>, bool) {
    let component = bench.component;
    let constraints = (0..component.constraints.len()).map(Rule::Constraint);
    let features = component.features.iter().enumerate();
    let conditions = features.flat_map(|(number, feature)| {
        let own = feature.available_when.map(|_| Rule::Feature(number));
        let options = feature.options.iter().enumerate();
        let options = options.filter_map(move |(option, plan)| {
            plan.available_when.map(|_| Rule::Option(number, option))
        });
        own.into_iter().chain(options)
    });
    let mut rules: Vec<Rule> = constraints.chain(conditions).collect();
    let mut smallest = true;
    let bare = Order {
        items: order
            .items
            .iter()
            .map(|item| crate::model::order::Item {
                values: Vec::new(),
                ..item.clone()
            })
            .collect(),
        ..order.clone()
    };
    for at in (0..rules.len()).rev() {
        let mut fewer = rules.clone();
        fewer.remove(at);
        match allows(bench, &bare, &fewer) {
            Some(Sought::Nowhere) => rules = fewer,
            Some(Sought::Found(_)) => {}
            _ => smallest = false,
        }
    }
    (rules, smallest)
}

/// Whether anything is allowed under an order by these rules alone.
fn allows(bench: &Bench<'_>, bare: &Order, rules: &[Rule]) -> Option<Sought> {
    let plan = Plan::new(with_rules(bench.plan.data(), bench.id(), rules));
    let setting = order_input::read(plan.data(), bare).ok()?;
    let mut stage = Stage::new(&plan, &setting)?;
    let region = stage.region.clone();
    Some(stage.seek(
        region,
        &mut bench.limits.steps.clone(),
        &mut |judge, region| judge.allowed(region).is_ok(),
        &mut |space, item| is_allowed(space.status(item)),
    ))
}

/// The plan with these rules alone in one component.
fn with_rules(data: &PlanData, id: &str, rules: &[Rule]) -> PlanData {
    let mut data = data.clone();
    let at = data.components.iter().position(|c| data.text(c.id) == id);
    let Some(component) = at.and_then(|at| data.components.get_mut(at)) else {
        return data;
    };
    let mut number = 0_usize;
    component.constraints.retain(|_| {
        let kept = rules
            .iter()
            .any(|rule| matches!(rule, Rule::Constraint(n) if *n == number));
        number = number.saturating_add(1);
        kept
    });
    for (number, feature) in component.features.iter_mut().enumerate() {
        if !rules
            .iter()
            .any(|rule| matches!(rule, Rule::Feature(n) if *n == number))
        {
            feature.available_when = None;
        }
        for (option, plan) in feature.options.iter_mut().enumerate() {
            let is_it =
                |rule: &Rule| matches!(rule, Rule::Option(n, o) if (*n, *o) == (number, option));
            if !rules.iter().any(is_it) {
                plan.available_when = None;
            }
        }
    }
    data
}

fn name(data: &PlanData, component: &ComponentPlan, rule: Rule) -> String {
    let feature = |number: usize| component.features.get(number);
    match rule {
        Rule::Constraint(number) => {
            let constraint = component.constraints.get(number);
            constraint.map_or_else(String::new, |constraint| {
                data.text(constraint.id).to_owned()
            })
        }
        Rule::Feature(number) => {
            feature(number).map_or_else(String::new, |feature| data.text(feature.id).to_owned())
        }
        Rule::Option(number, option) => feature(number).map_or_else(String::new, |feature| {
            let option = feature.options.get(option);
            let option = option.map_or("", |option| data.text(option.id));
            format!("{}.{option}", data.text(feature.id))
        }),
    }
}
