//! Changes that are worth a try, and those of them that are worth a hint.

use super::{Hint, HintKind, Lifted};
use crate::analyze::option_prices::OptionPrice;
use crate::analyze::probe::Probe;
use crate::analyze::thresholds::{Grid, at_least, of_order, of_slot};
use crate::diagnostic::Diagnostics;
use crate::evaluate::Session;
use crate::model::order::{Item, Order, Value};
use crate::model::quote::{ItemQuote, Line, LineKind, Quote};
use crate::money::{Decimal, Exactness};
use crate::plan::{ComponentPlan, FeaturePlan, Plan, SlotId};
use crate::sorting::sort_by;

/// Items that are asked about: in a long order everything is priced anew for each change.
const MOST_ITEMS: usize = 100;
/// Numbers that are tried on each side.
const TRIED: usize = 6;

/// Every hint of an order, the best first.
pub(super) fn all(
    plan: &Plan,
    order: &Order,
    quote: &Quote,
    amount: Decimal,
) -> Result<Vec<Hint>, Diagnostics> {
    let mut hints = Vec::new();
    let items = order.items.iter().zip(&quote.items).take(MOST_ITEMS);
    for (index, (item, quoted)) in items.enumerate() {
        let Some(component) = plan.data().component(&item.component) else {
            continue;
        };
        let rest = Order {
            items: Vec::new(),
            ..order.clone()
        };
        let mut session = Session::new(plan, rest, item.clone());
        let mut asked = Asked {
            plan,
            component,
            order,
            index,
            item,
            amount,
            probe: Probe::of(&mut session, order, index)?,
            hints: &mut hints,
        };
        for feature in &component.features {
            asked.number(feature)?;
        }
        asked.quantity()?;
        drop(asked);
        free(plan, order, index, quote, quoted, &mut hints)?;
    }
    sort_by(&mut hints, |a, b| {
        let size = |hint: &Hint| hint.change.unwrap_or(Decimal::ZERO).absolute();
        let key = |hint: &Hint| (hint.difference, hint.kind, hint.item);
        key(a).cmp(&key(b)).then_with(|| size(a).cmp(&size(b)))
    });
    Ok(hints)
}

/// An item whose numbers are moved.
struct Asked<'a> {
    plan: &'a Plan,
    component: &'a ComponentPlan,
    order: &'a Order,
    index: usize,
    item: &'a Item,
    amount: Decimal,
    probe: Probe<'a>,
    hints: &'a mut Vec<Hint>,
}

/// A number that has a price.
struct Tried {
    number: Decimal,
    amount: Decimal,
}

impl Asked<'_> {
    /// A number feature: the nearest number that is cheaper, on each side, and the largest one that
    /// costs the same.
    fn number(&mut self, feature: &FeaturePlan) -> Result<(), Diagnostics> {
        let data = self.plan.data();
        let id = data.text(feature.id);
        let given = match self.probe.value(id) {
            Some(Value::Number(number)) => Some(*number),
            Some(Value::Text(text)) => Decimal::parse(text).ok(),
            _ => None,
        };
        let (Some(now), Some(grid)) = (given, Grid::of(&feature.kind)) else {
            return Ok(());
        };
        let thresholds = of_slot(self.component, feature.slot);
        let (below, above) = sides(&thresholds, grid, now);
        let unit = feature.unit.map(|unit| data.text(unit).to_owned());
        let below = self.tried(id, &below)?;
        let above = self.tried(id, &above)?;
        let cheaper = |tried: &&Tried| tried.amount < self.amount;
        let saving = below.iter().find(cheaper).into_iter();
        let saving = saving.chain(above.iter().find(cheaper));
        let same = above.iter().take_while(|tried| tried.amount == self.amount);
        let found: Vec<_> = saving
            .map(|tried| (HintKind::Saves, tried))
            .chain(same.last().map(|tried| (HintKind::MoreForTheSame, tried)))
            .map(|(kind, tried)| self.moved(kind, id, now, tried, unit.clone()))
            .collect();
        self.hints.extend(found.into_iter().flatten());
        Ok(())
    }

    /// The quantity, upwards: fewer pieces need no hint.
    fn quantity(&mut self) -> Result<(), Diagnostics> {
        let now = self.item.quantity;
        let step = self.component.quantity_step;
        let exact = &mut Exactness::default();
        let pieces = self.order.items.iter();
        let pieces = pieces.filter(|item| item.component == self.item.component);
        let others = pieces.enumerate().filter(|(index, _)| *index != self.index);
        let others = others
            .map(|(_, item)| item.quantity)
            .try_fold(Decimal::ZERO, |sum, quantity| sum.plus(quantity, exact));
        let mut wanted = of_slot(self.component, SlotId::QUANTITY);
        let of_order = of_order(self.component).into_iter();
        wanted.extend(of_order.filter_map(|from| from.minus(others.ok()?, exact).ok()));
        let mut quantities: Vec<_> = wanted
            .into_iter()
            .filter_map(|number| at_least(number, step))
            .filter(|number| *number > now)
            .collect();
        crate::sorting::sort(&mut quantities);
        quantities.dedup();
        let mut tried = Vec::new();
        for number in quantities.into_iter().take(TRIED) {
            let answer = self.probe.with_quantity(number)?;
            tried.extend(answer.amount.map(|amount| Tried { number, amount }));
        }
        let mut same = tried.iter().filter(|tried| tried.amount == self.amount);
        let saving = tried.iter().find(|tried| tried.amount < self.amount);
        let found: Vec<_> = saving
            .map(|tried| (HintKind::Saves, tried))
            .into_iter()
            .chain(
                same.next_back()
                    .map(|tried| (HintKind::MoreForTheSame, tried)),
            )
            .map(|(kind, tried)| self.moved(kind, "quantity", now, tried, None))
            .collect();
        self.hints.extend(found.into_iter().flatten());
        Ok(())
    }

    fn tried(&mut self, id: &str, numbers: &[Decimal]) -> Result<Vec<Tried>, Diagnostics> {
        let mut tried = Vec::new();
        for number in numbers {
            let answer = self.probe.with(id, &Value::Number(*number))?;
            // what has no price is no hint
            tried.extend(answer.amount.map(|amount| Tried {
                number: *number,
                amount,
            }));
        }
        Ok(tried)
    }

    fn moved(
        &self,
        kind: HintKind,
        subject: &str,
        now: Decimal,
        tried: &Tried,
        unit: Option<String>,
    ) -> Option<Hint> {
        let exact = &mut Exactness::default();
        let to = Value::Number(tried.number);
        Some(Hint {
            kind,
            item: self.index,
            subject: subject.to_owned(),
            from: Some(Value::Number(now)),
            to: to.clone(),
            change: tried.number.minus(now, exact).ok(),
            unit,
            amount: tried.amount,
            difference: tried.amount.minus(self.amount, exact).ok()?,
            minimum: None,
            witness: changed(self.item, subject, to),
        })
    }
}

/// Numbers worth a try below and above the present one, each side from near to far.
fn sides(thresholds: &[Decimal], grid: Grid, now: Decimal) -> (Vec<Decimal>, Vec<Decimal>) {
    let mut numbers: Vec<_> = thresholds
        .iter()
        .flat_map(|threshold| grid.around(*threshold))
        .collect();
    crate::sorting::sort(&mut numbers);
    numbers.dedup();
    let below = numbers.iter().rev().filter(|number| **number < now);
    let above = numbers.iter().filter(|number| **number > now);
    (
        below.take(TRIED).copied().collect(),
        above.take(TRIED).copied().collect(),
    )
}

/// Options that a minimum pays for: they cost nothing, and the minimum lifts by less with them.
fn free(
    plan: &Plan,
    order: &Order,
    index: usize,
    quote: &Quote,
    quoted: &ItemQuote,
    hints: &mut Vec<Hint>,
) -> Result<(), Diagnostics> {
    let is_minimum = |line: &&Line| line.kind == LineKind::Minimum;
    let lines = quoted.lines.iter().chain(&quote.lines);
    let minimums: Vec<_> = lines.filter(is_minimum).collect();
    let (false, Some(item)) = (minimums.is_empty(), order.items.get(index)) else {
        return Ok(());
    };
    let prices = plan.option_prices(order, index, None)?;
    for feature in &prices.features {
        let cost_nothing = |option: &&OptionPrice| {
            !option.chosen && option.difference.is_some_and(Decimal::is_zero)
        };
        for option in feature.options.iter().filter(cost_nothing) {
            let witness = changed(item, &feature.id, option.value.clone());
            let mut with = order.clone();
            if let Some(place) = with.items.get_mut(index) {
                *place = witness.clone();
            }
            let then = plan.price(&with)?;
            let lines = then.items.get(index).into_iter();
            let lines: Vec<_> = lines
                .flat_map(|item| &item.lines)
                .chain(&then.lines)
                .collect();
            let lifted = minimums.iter().find(|now| {
                let mut then = lines.iter().filter(|line| line.kind == now.kind);
                let then = then.find(|line| line.id == now.id);
                then.is_none_or(|then| then.amount < now.amount)
            });
            let (Some(lifted), Some(amount)) = (lifted, then.amount) else {
                continue;
            };
            hints.push(Hint {
                kind: HintKind::Free,
                item: index,
                subject: feature.id.clone(),
                from: item.value(&feature.id).cloned(),
                to: option.value.clone(),
                change: None,
                unit: None,
                amount,
                difference: Decimal::ZERO,
                minimum: Some(Lifted {
                    id: lifted.id.clone(),
                    label: lifted.label.clone(),
                    by: lifted.amount,
                }),
                witness,
            });
        }
    }
    Ok(())
}

impl Item {
    /// What was given for a feature.
    fn value(&self, feature: &str) -> Option<&Value> {
        let mut values = self.values.iter();
        values.find(|(id, _)| id == feature).map(|(_, value)| value)
    }
}

/// An item with something changed.
fn changed(item: &Item, subject: &str, to: Value) -> Item {
    let mut item = item.clone();
    match &to {
        Value::Number(quantity) if subject == "quantity" => item.quantity = *quantity,
        _ => match item.values.iter_mut().find(|(id, _)| id == subject) {
            Some((_, value)) => *value = to,
            None => item.values.push((subject.to_owned(), to)),
        },
    }
    item
}
