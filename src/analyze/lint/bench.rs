//! Where a component is looked at: its configurations under each of some orders, and searches
//! among them.

use super::orders::Orders;
use super::reads;
use super::{Finding, LintCode, LintLimits, Undecided};
use crate::analyze::bound::Judge;
use crate::analyze::domain::Region;
use crate::analyze::space::Space;
use crate::evaluate::order_input::Setting;
use crate::model::order::{Item, Order};
use crate::model::quote::{Quote, Status};
use crate::plan::{ComponentPlan, NodeId, Plan, SlotId, SourceSpan};

/// A component, and everything that is found about it.
pub(super) struct Bench<'a> {
    pub plan: &'a Plan,
    pub component: &'a ComponentPlan,
    pub limits: LintLimits,
    pub stages: Vec<Stage<'a>>,
    /// Slots that may have other values than in the stages' orders.
    open: &'a [SlotId],
    /// Whether the stages are every combination of the other slots.
    complete: bool,
    /// Orders with a price that were met.
    pub samples: Vec<Order>,
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
}

/// The configurations under one order.
pub(super) struct Stage<'a> {
    pub space: Space<'a>,
    pub judge: Judge<'a>,
    pub region: Region,
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// A configuration that is what was looked for.
    Found(Item),
    /// There is none.
    Nowhere,
    /// The steps did not suffice.
    Spent,
}

/// What came of a search under every order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Everywhere {
    /// An order that is what was looked for.
    Found(Box<Order>),
    /// There is none in these orders.
    Nowhere,
    /// The steps did not suffice.
    Spent,
}

impl<'a> Bench<'a> {
    /// For a component under some orders.
    pub fn new(
        plan: &'a Plan,
        component: &'a ComponentPlan,
        orders: &'a Orders,
        settings: &'a [Setting<'a>],
        limits: LintLimits,
    ) -> Self {
        let stages = settings
            .iter()
            .filter_map(|setting| Stage::new(plan, setting));
        Self {
            plan,
            component,
            limits,
            stages: stages.collect(),
            open: &orders.open,
            complete: orders.complete,
            samples: Vec::new(),
            findings: Vec::new(),
            undecided: Vec::new(),
        }
    }

    /// Looks under every order until something is found.
    pub fn seek(
        &mut self,
        region_of: impl Fn(&Region) -> Region,
        open: impl FnMut(&mut Judge<'a>, &mut Region) -> bool,
        answers: impl FnMut(&mut Space<'a>, &Item) -> bool,
    ) -> Everywhere {
        self.seek_within(self.limits.steps, region_of, open, answers)
    }

    /// The same, for one of the many small places of a price list.
    pub fn seek_cell(
        &mut self,
        region_of: impl Fn(&Region) -> Region,
        open: impl FnMut(&mut Judge<'a>, &mut Region) -> bool,
        answers: impl FnMut(&mut Space<'a>, &Item) -> bool,
    ) -> Everywhere {
        const SHARE: u64 = 10;
        let steps = self.limits.steps.div_ceil(SHARE);
        self.seek_within(steps, region_of, open, answers)
    }

    fn seek_within(
        &mut self,
        steps: u64,
        region_of: impl Fn(&Region) -> Region,
        mut open: impl FnMut(&mut Judge<'a>, &mut Region) -> bool,
        mut answers: impl FnMut(&mut Space<'a>, &Item) -> bool,
    ) -> Everywhere {
        let mut came = Everywhere::Nowhere;
        let mut left = steps;
        let mut stages = u64::try_from(self.stages.len()).unwrap_or(u64::MAX);
        for stage in &mut self.stages {
            let region = region_of(&stage.region);
            // what one does not need is for those after it
            let mut budget = left.checked_div(stages).unwrap_or(0).max(1).min(left);
            let share = budget;
            let sought = stage.seek(region, &mut budget, &mut open, &mut answers);
            left = left.saturating_sub(share.saturating_sub(budget));
            stages = stages.saturating_sub(1);
            match sought {
                Sought::Found(item) => {
                    return Everywhere::Found(Box::new(stage.space.order_of(item)));
                }
                Sought::Nowhere => {}
                Sought::Spent => came = Everywhere::Spent,
            }
        }
        came
    }

    /// Whether every combination of inputs with a list of values is tried.
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether what is true under these orders is true under all, where it hangs on expressions.
    pub fn covers(&self, nodes: impl IntoIterator<Item = NodeId>, per_item: bool) -> bool {
        self.complete && !reads::any_reads(self.component, nodes, self.open, per_item)
    }

    /// The same of an expression of the order; what it reads of the items is not covered, since
    /// an order may have several.
    pub fn covers_order(&self, node: Option<NodeId>) -> bool {
        self.complete && !reads::any_reads_of_order(&self.plan.data().order, node, self.open)
    }

    /// Whether it is, where it hangs on everything that makes a price.
    pub fn covers_prices(&self) -> bool {
        let order = &self.plan.data().order;
        self.complete
            && !reads::anything_reads(self.component, self.open)
            && order.constraints.is_empty()
            && order.steps.is_empty()
    }

    /// Whether it is, where it hangs on what is allowed.
    pub fn covers_allowed(&self) -> bool {
        self.covers(reads::of_what_is_allowed(self.component), false)
    }

    /// The quote of an order, if the order can be read.
    pub fn quote(&self, order: &Order) -> Option<Quote> {
        self.plan.price(order).ok()
    }

    /// Keeps an order that has a price.
    pub fn keep(&mut self, order: &Order) {
        const MOST: usize = 64;
        if self.samples.len() < MOST && !self.samples.contains(order) {
            self.samples.push(order.clone());
        }
    }

    /// Notes a finding.
    pub fn find(
        &mut self,
        code: LintCode,
        id: &str,
        place: SourceSpan,
        message: String,
        order: Order,
    ) {
        self.findings.push(Finding {
            code,
            proved: true,
            component: Some(self.id().to_owned()),
            id: id.to_owned(),
            source: self.plan.data().position(place),
            message,
            order,
            compared: None,
            rules: Vec::new(),
            more: 0,
            accepted: None,
        });
    }

    /// Says whether the last finding is proved.
    pub fn prove(&mut self, proved: bool) {
        if let Some(finding) = self.findings.last_mut() {
            finding.proved = proved;
        }
    }

    /// The last finding is about a rule of the order.
    pub fn of_order(&mut self, proved: bool) {
        self.prove(proved);
        if let Some(finding) = self.findings.last_mut() {
            finding.component = None;
        }
    }

    /// Leaves out findings from the limit of one list on, counting them in the last that stays.
    pub fn cut_off(&mut self, first: usize) {
        let most = first.saturating_add(self.limits.per_list.max(1));
        let more = self.findings.len().saturating_sub(most);
        self.findings.truncate(most);
        if let Some(last) = self.findings.last_mut().filter(|_| more > 0) {
            last.more = more;
        }
    }

    /// Notes a question that ran out of steps.
    pub fn undecided(&mut self, code: LintCode, id: &str) {
        let component = Some(self.id().to_owned());
        self.note_undecided(code, component, id);
    }

    /// The same, about a rule of the order.
    pub fn undecided_of_order(&mut self, code: LintCode, id: &str) {
        self.note_undecided(code, None, id);
    }

    fn note_undecided(&mut self, code: LintCode, component: Option<String>, id: &str) {
        let undecided = Undecided {
            code,
            component,
            id: id.to_owned(),
        };
        if !self.undecided.contains(&undecided) {
            self.undecided.push(undecided);
        }
    }

    /// The component's id.
    pub fn id(&self) -> &'a str {
        self.plan.data().text(self.component.id)
    }
}

impl<'a> Stage<'a> {
    /// The configurations of an order of one item; none where the order cannot be read.
    pub fn new(plan: &Plan, setting: &'a Setting<'a>) -> Option<Self> {
        let item = setting.order.items.first()?;
        let space = Space::new(plan, setting, item)?;
        let region = space.region()?;
        let judge = Judge::new(setting, space.component, item.quantity);
        Some(Self {
            space,
            judge,
            region,
        })
    }

    /// Looks for a configuration, depth first. `open` narrows a set and says whether it may still
    /// hold one; `answers` says whether a configuration is one.
    pub fn seek(
        &mut self,
        region: Region,
        budget: &mut u64,
        open: &mut impl FnMut(&mut Judge<'a>, &mut Region) -> bool,
        answers: &mut impl FnMut(&mut Space<'a>, &Item) -> bool,
    ) -> Sought {
        let mut waiting = vec![region];
        let mut doubts = false;
        while let Some(mut region) = waiting.pop() {
            let Some(left) = budget.checked_sub(1) else {
                return Sought::Spent;
            };
            if self.space.is_stopped() {
                return Sought::Spent;
            }
            *budget = left;
            if region.is_empty() || !open(&mut self.judge, &mut region) {
                continue;
            }
            let cutting = self.judge.cut_doubt(&region);
            let (space, judge) = (&mut self.space, &mut self.judge);
            let mut tried: Vec<Item> = Vec::new();
            for number in 0..4 {
                let corner = match number {
                    0 => space.corner(judge, &region, false, false),
                    1 => space.corner(judge, &region, true, true),
                    2 => space.corner(judge, &region, false, true),
                    _ => space.filled(judge, &region),
                };
                let Some(item) = corner.filter(|item| !tried.contains(item)) else {
                    continue;
                };
                if answers(space, &item) {
                    return Sought::Found(item);
                }
                tried.push(item);
            }
            match cutting {
                Some(cutting) => {
                    let parts = cutting.parts(&region);
                    waiting.extend(parts.into_iter().rev());
                }
                // one text was tried for all of its length
                None => doubts |= self.space.leaves_texts_open(&region),
            }
        }
        if doubts {
            Sought::Spent
        } else {
            Sought::Nowhere
        }
    }
}

/// Whether a configuration is allowed and complete, whatever it costs.
pub(super) fn is_allowed(status: Option<Status>) -> bool {
    matches!(
        status,
        Some(Status::Priced | Status::OnRequest | Status::Unpriced)
    )
}
