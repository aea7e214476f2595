//! The orders under which a component is looked at: currencies, days, inputs, quantities.
//!
//! Gives orders of one item without values, and the slots of which they do not try everything.

use super::reads::reads_slot;
use crate::analyze::thresholds;
use crate::model::date::Date;
use crate::model::order::{Item, Order, Value};
use crate::money::Decimal;
use crate::plan::{ComponentPlan, InTest, Node, NodeId, Plan, PlanData, SlotId, ValueKind};

/// So many orders at most before quantities.
const ORDERS: usize = 12;
/// So many other quantities at most.
const QUANTITIES: usize = 4;

/// Orders to look at a component under.
pub(super) struct Orders {
    /// Without values.
    pub orders: Vec<Order>,
    /// Slots that may have other values than in these orders.
    pub open: Vec<SlotId>,
    /// Whether they are every combination of currencies, days and inputs but for those slots.
    pub complete: bool,
}

/// One way in which orders differ.
enum Way {
    Currency(crate::money::CurrencyCode),
    Day(Date),
    Input(String, Option<Value>),
}

/// The orders of a component.
pub(super) fn of(plan: &Plan, component: &ComponentPlan) -> Orders {
    let data = plan.data();
    let mut open = vec![SlotId::QUANTITY];
    let mut base = Order {
        items: vec![Item {
            id: None,
            component: data.text(component.id).to_owned(),
            values: Vec::new(),
            quantity: component.quantity_step,
            tax_rate: None,
        }],
        ..Order::default()
    };
    let mut ways: Vec<Vec<Way>> = Vec::new();
    let codes = data
        .currencies
        .iter()
        .map(|currency| Way::Currency(currency.code));
    ways.push(codes.collect());
    if data.needs_as_of {
        ways.push(days(plan, component).into_iter().map(Way::Day).collect());
    }
    if reads(component, data, SlotId::AS_OF) {
        open.push(SlotId::AS_OF);
    }
    for (slot, input) in (SlotId::FIRST_INPUT.0..).map(SlotId).zip(&data.inputs) {
        let id = data.text(input.id).to_owned();
        let mut values: Vec<Option<Value>> = match &input.kind {
            ValueKind::Option(ids) => {
                let texts = ids.iter().map(|id| Value::Text(data.text(*id).to_owned()));
                texts.map(Some).collect()
            }
            ValueKind::Boolean => [false, true].map(|yes| Some(Value::Boolean(yes))).into(),
            ValueKind::Number => {
                open.push(slot);
                let numbers = compared(component, data, slot);
                std::iter::once(Value::Number(Decimal::ONE))
                    .chain(numbers)
                    .map(Some)
                    .collect()
            }
            _ => {
                open.push(slot);
                let texts = compared(component, data, slot);
                std::iter::once(Value::Text("A".to_owned()))
                    .chain(texts)
                    .map(Some)
                    .collect()
            }
        };
        if !input.required || input.default.is_some() {
            values.insert(0, None);
        }
        if !reads(component, data, slot) {
            values.truncate(1);
        }
        let values = values
            .into_iter()
            .map(|value| Way::Input(id.clone(), value));
        ways.push(values.collect());
    }
    for values in &ways {
        if let Some(first) = values.first() {
            put(&mut base, first);
        }
    }
    let (mut orders, complete) = combined(&base, &ways);
    orders.extend(quantities(component).into_iter().map(|quantity| {
        let mut order = base.clone();
        order
            .items
            .iter_mut()
            .for_each(|item| item.quantity = quantity);
        order
    }));
    Orders {
        orders,
        open,
        complete,
    }
}

/// Every combination, or where there are many each way by itself.
fn combined(base: &Order, ways: &[Vec<Way>]) -> (Vec<Order>, bool) {
    let count = ways.iter().map(|values| values.len().max(1));
    let complete = count.fold(1, usize::saturating_mul) <= ORDERS;
    let mut orders = vec![base.clone()];
    for values in ways {
        let from = if complete { orders.len() } else { 1 };
        let starts: Vec<Order> = orders.iter().take(from).cloned().collect();
        for value in values.iter().skip(1) {
            for start in &starts {
                let mut order = start.clone();
                put(&mut order, value);
                orders.push(order);
            }
        }
    }
    orders.truncate(ORDERS);
    (orders, complete)
}

fn put(order: &mut Order, way: &Way) {
    match way {
        Way::Currency(code) => order.currency = Some(*code),
        Way::Day(day) => order.as_of = Some(*day),
        Way::Input(id, value) => {
            order.inputs.retain(|(other, _)| other != id);
            if let Some(value) = value {
                order.inputs.push((id.clone(), value.clone()));
            }
        }
    }
}

/// A day in each stretch between the days on which something starts or ends to hold.
fn days(plan: &Plan, component: &ComponentPlan) -> Vec<Date> {
    let order = &plan.data().order;
    let steps = component.phases.iter().flat_map(|phase| &phase.steps);
    let steps = steps.chain(&order.steps).map(|step| step.validity);
    let constraints = component.constraints.iter().chain(&order.constraints);
    let notices = component.notices.iter().chain(&order.notices);
    let validities = steps
        .chain(constraints.map(|constraint| constraint.validity))
        .chain(notices.map(|notice| notice.validity));
    let mut days: Vec<Date> = validities
        .flat_map(|validity| [validity.from, validity.until])
        .flatten()
        .collect();
    days.extend(Date::from_parts(2000, 1, 1));
    crate::sorting::sort(&mut days);
    days.dedup();
    // the last stretch is what will hold
    days.reverse();
    days
}

fn quantities(component: &ComponentPlan) -> Vec<Decimal> {
    let step = component.quantity_step;
    let numbers = thresholds::of_slot(component, SlotId::QUANTITY);
    let numbers = numbers
        .into_iter()
        .filter_map(|number| thresholds::at_least(number, step));
    let mut numbers: Vec<_> = numbers.filter(|number| *number > step).collect();
    numbers.dedup();
    // the largest too: what only many pieces get
    let last = numbers.pop();
    numbers.truncate(QUANTITIES.saturating_sub(1));
    numbers.extend(last);
    numbers
}

/// Whether something of a component or of the order reads a slot.
fn reads(component: &ComponentPlan, data: &PlanData, slot: SlotId) -> bool {
    reads_slot(&component.program, slot) || reads_slot(&data.order.program, slot)
}

/// What rules compare a slot with.
fn compared(component: &ComponentPlan, data: &PlanData, slot: SlotId) -> Vec<Value> {
    const MOST: usize = 4;
    let mut found = Vec::new();
    for program in [&component.program, &data.order.program] {
        let is_slot = |node: NodeId| program.node(node).and_then(Node::slot) == Some(slot);
        for node in &program.nodes {
            let others: Vec<NodeId> = match *node {
                Node::Compare(_, left, right) if is_slot(left) => vec![right],
                Node::Compare(_, left, right) if is_slot(right) => vec![left],
                Node::In(value, tests) if is_slot(value) => {
                    let tests = program.test_run(tests).iter();
                    let compared = tests.filter_map(|test| match test {
                        InTest::Compare(_, node) => Some(*node),
                        _ => None,
                    });
                    compared.collect()
                }
                _ => Vec::new(),
            };
            let values = others
                .into_iter()
                .filter_map(|node| match program.node(node) {
                    Some(Node::Number(number)) => Some(Value::Number(*number)),
                    Some(Node::Text(text)) => Some(Value::Text(data.text(*text).to_owned())),
                    _ => None,
                });
            found.extend(values);
        }
    }
    found.dedup();
    found.truncate(MOST);
    found
}
