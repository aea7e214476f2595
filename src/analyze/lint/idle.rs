//! What never has a say: constraints that nothing violates, notices that never speak or always do,
//! price lists of which no price takes anything.

use super::LintCode;
use super::bench::{Bench, Everywhere, is_allowed};
use crate::analyze::bound::Truth;
use crate::analyze::space::Space;
use crate::model::order::{Item, Order};
use crate::model::quote::Quote;
use crate::plan::{ComponentPlan, Constraint, ListUse, NodeId, NoticePlan, Plan, SourceSpan};

/// Asks of each constraint, notice and price list.
pub(super) fn look(bench: &mut Bench<'_>) {
    let component: &ComponentPlan = bench.component;
    let told: Vec<(Order, Quote)> = bench
        .samples
        .iter()
        .filter_map(|order| Some((order.clone(), bench.quote(order)?)))
        .collect();
    let Some((shown, _)) = told.first() else {
        return;
    };
    for constraint in &component.constraints {
        violated_by_none(bench, constraint, shown);
    }
    for notice in &component.notices {
        silent(bench, notice, &told);
        if !notice.on_request {
            loud(bench, notice, &told);
        }
    }
    for list in component.list_uses() {
        let is_base = component
            .base
            .lists
            .iter()
            .any(|base| std::ptr::eq(base, list));
        // tiers may take the place of a base price
        if !(is_base && component.base.priced_by_tiers) {
            unused(bench, list, &told);
        }
    }
}

/// A constraint that no configuration violates, whatever the others say.
fn violated_by_none<'a>(bench: &mut Bench<'a>, constraint: &'a Constraint, shown: &Order) {
    let plan: &Plan = bench.plan;
    let id = plan.data().text(constraint.id);
    let came = bench.seek(
        Clone::clone,
        |judge, region| judge.may_violate(region, constraint),
        |space, item| {
            quote_of(plan, space, item).is_some_and(|quote| {
                let of_items = quote.items.iter().flat_map(|item| &item.violations);
                of_items
                    .into_iter()
                    .any(|violation| violation.rule.as_deref() == Some(id))
            })
        },
    );
    let nodes = constraint.condition.into_iter().chain([constraint.test]);
    let message = format!("`{id}` never forbids anything: no configuration violates it");
    tell(bench, came, id, constraint.place, message, nodes, shown);
}

/// A warning or "on request" that no allowed configuration gets.
fn silent<'a>(bench: &mut Bench<'a>, notice: &'a NoticePlan, told: &[(Order, Quote)]) {
    let plan: &Plan = bench.plan;
    let id = plan.data().text(notice.id);
    let quiet = told.iter().find(|(_, quote)| !speaks(quote, id));
    let Some((shown, _)) = quiet.filter(|_| told.iter().all(|(_, quote)| !speaks(quote, id)))
    else {
        return;
    };
    let came = bench.seek(
        Clone::clone,
        |judge, region| judge.allowed(region).is_ok() && judge.notice(region, notice).yes,
        |space, item| said(plan, space, item, |quote| speaks(quote, id)),
    );
    let nodes = notice.condition.into_iter().chain([notice.test]);
    let message = format!("`{id}` never speaks: its condition holds in no configuration");
    tell(bench, came, id, notice.place, message, nodes, shown);
}

/// A warning that every allowed configuration gets.
fn loud<'a>(bench: &mut Bench<'a>, notice: &'a NoticePlan, told: &[(Order, Quote)]) {
    let plan: &Plan = bench.plan;
    let id = plan.data().text(notice.id);
    let Some((shown, _)) = told
        .first()
        .filter(|_| told.iter().all(|(_, quote)| speaks(quote, id)))
    else {
        return;
    };
    let came = bench.seek(
        Clone::clone,
        |judge, region| judge.allowed(region).is_ok() && judge.notice(region, notice) != Truth::YES,
        |space, item| said(plan, space, item, |quote| !speaks(quote, id)),
    );
    let code = LintCode::RuleAlwaysFires;
    match came {
        Everywhere::Found(_) => {}
        Everywhere::Spent => bench.undecided(code, id),
        Everywhere::Nowhere => {
            let nodes = notice.condition.into_iter().chain([notice.test]);
            let proved = bench.covers(nodes, false) && bench.covers_allowed();
            let message = format!("`{id}` always speaks: every configuration gets it");
            bench.find(code, id, notice.place, message, shown.clone());
            bench.prove(proved);
        }
    }
}

/// A price list of which no price takes a cell.
fn unused<'a>(bench: &mut Bench<'a>, list: &'a ListUse, told: &[(Order, Quote)]) {
    let plan: &Plan = bench.plan;
    let id = plan.data().text(list.id);
    let takes = |quote: &Quote| {
        let mut lines = quote.items.iter().flat_map(|item| &item.lines);
        lines.any(|line| line.id == id)
    };
    let Some((shown, _)) = told
        .first()
        .filter(|_| !told.iter().any(|(_, quote)| takes(quote)))
    else {
        return;
    };
    let came = bench.seek(
        Clone::clone,
        |judge, region| {
            judge.allowed(region).is_ok() && judge.condition(region, list.condition).yes
        },
        |space, item| said(plan, space, item, takes),
    );
    let nodes = list
        .condition
        .into_iter()
        .chain([list.row])
        .chain(list.col)
        .collect::<Vec<_>>();
    let message = format!("the price list `{id}` is never used: no price takes a cell of it");
    tell(bench, came, id, list.place, message, nodes, shown);
}

fn tell(
    bench: &mut Bench<'_>,
    came: Everywhere,
    id: &str,
    place: SourceSpan,
    message: String,
    nodes: impl IntoIterator<Item = NodeId>,
    shown: &Order,
) {
    let code = LintCode::RuleNeverFires;
    match came {
        Everywhere::Found(_) => {}
        Everywhere::Spent => bench.undecided(code, id),
        Everywhere::Nowhere => {
            let proved = bench.covers(nodes, false) && bench.covers_allowed();
            bench.find(code, id, place, message, shown.clone());
            bench.prove(proved);
        }
    }
}

fn quote_of(plan: &Plan, space: &Space<'_>, item: &Item) -> Option<Quote> {
    plan.price(&space.order_of(item.clone())).ok()
}

/// Whether a configuration is allowed, and its quote says something.
fn said(plan: &Plan, space: &Space<'_>, item: &Item, what: impl Fn(&Quote) -> bool) -> bool {
    let quote = quote_of(plan, space, item);
    quote.is_some_and(|quote| is_allowed(Some(quote.status)) && what(&quote))
}

fn speaks(quote: &Quote, id: &str) -> bool {
    let mut warnings = quote.items.iter().flat_map(|item| &item.warnings);
    warnings.any(|warning| warning.id == id)
}
