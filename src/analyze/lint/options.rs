//! Options that nobody can choose.

use super::LintCode;
use super::bench::{Bench, Everywhere, is_allowed};
use crate::analyze::domain::{Choice, Field, Region, Values};
use crate::model::order::Order;
use crate::money::Decimal;
use crate::plan::{FeaturePlan, OptionIndex, SourceSpan};

/// Asks of each option, and of each boolean's `true`.
pub(super) fn look(bench: &mut Bench<'_>) {
    let component = bench.component;
    for (number, feature) in component.features.iter().enumerate() {
        for (name, way) in ways(bench, feature) {
            one(bench, number, &name, way);
        }
    }
}

/// How a feature is chosen: an option, or `true`.
#[derive(Clone, Copy)]
enum Way {
    Option(OptionIndex),
    Yes,
}

fn ways(bench: &Bench<'_>, feature: &FeaturePlan) -> Vec<(String, Way)> {
    let data = bench.plan.data();
    let id = data.text(feature.id);
    if matches!(feature.kind, crate::plan::FeatureKind::Boolean) {
        return vec![(format!("{id}.true"), Way::Yes)];
    }
    let options = (0..).map(OptionIndex).zip(&feature.options);
    options
        .map(|(option, plan)| (format!("{id}.{}", data.text(plan.id)), Way::Option(option)))
        .collect()
}

fn one(bench: &mut Bench<'_>, number: usize, name: &str, way: Way) {
    let priced = bench.seek(
        |region| fixed(region, number, way),
        |judge, region| judge.judge(region).is_ok(),
        |space, item| space.price(item).is_some(),
    );
    match priced {
        Everywhere::Found(order) => bench.keep(&order),
        Everywhere::Spent => bench.undecided(LintCode::OptionNeverAvailable, name),
        Everywhere::Nowhere => report(bench, number, name, way),
    }
}

fn report(bench: &mut Bench<'_>, number: usize, name: &str, way: Way) {
    let allowed = bench.seek(
        |region| fixed(region, number, way),
        |judge, region| judge.allowed(region).is_ok(),
        |space, item| is_allowed(space.status(item)),
    );
    let (message, proved, order) = match allowed {
        // on request is no fault
        Everywhere::Found(order) => {
            if !is_unpriced(bench, &order) {
                return;
            }
            let message = format!("no configuration with `{name}` has a price");
            (message, bench.covers_prices(), Some(*order))
        }
        Everywhere::Nowhere => {
            let message = format!("no configuration with `{name}` is allowed");
            (message, bench.covers_allowed(), refused(bench, number, way))
        }
        Everywhere::Spent => {
            let message = format!("no configuration with `{name}` is allowed and has a price");
            (message, bench.covers_prices(), refused(bench, number, way))
        }
    };
    if let Some(order) = order {
        bench.find(
            LintCode::OptionNeverAvailable,
            name,
            SourceSpan::default(),
            message,
            order,
        );
        if let Some(finding) = bench.findings.last_mut() {
            finding.proved = proved;
        }
    }
}

fn is_unpriced(bench: &Bench<'_>, order: &Order) -> bool {
    use crate::model::quote::Status;
    bench
        .quote(order)
        .is_some_and(|quote| quote.status == Status::Unpriced)
}

/// A configuration with the option, which has no price.
fn refused(bench: &mut Bench<'_>, number: usize, way: Way) -> Option<Order> {
    let sample = bench.stages.first_mut().and_then(|stage| {
        let region = fixed(&stage.region, number, way);
        let mut whole = stage.region.clone();
        let start = match stage.judge.allowed(&mut whole) {
            Ok(_) => fixed(&whole, number, way),
            Err(_) => region,
        };
        // availability itself may forbid it: then the values are given as they are
        let corner = stage.space.corner(&mut stage.judge, &start, false, false);
        let item = corner.or_else(|| stage.space.any_of(&mut stage.judge, &start))?;
        Some(stage.space.order_of(item))
    })?;
    let status = bench.quote(&sample)?.status;
    (status != crate::model::quote::Status::Priced).then_some(sample)
}

fn fixed(region: &Region, number: usize, way: Way) -> Region {
    let Some(field) = region.fields.get(number) else {
        return region.clone();
    };
    let values = match (way, &field.values) {
        (Way::Yes, _) => Values::Truths {
            yes: true,
            no: false,
        },
        (Way::Option(option), Values::Choices(choices)) => {
            let chosen = choices.iter().map(|choice| {
                let least = if choice.option == option {
                    choice.least.max(Decimal::ONE)
                } else {
                    choice.least
                };
                Choice { least, ..*choice }
            });
            Values::Choices(chosen.collect())
        }
        (Way::Option(option), _) => Values::Options(vec![option]),
    };
    region.with(number, Field::of(values))
}
