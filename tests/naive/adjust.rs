//! What the steps of a phase come to: option surcharges, lists, groups, statements, tiers.

use super::NaiveLine;
use super::catalog_reading::{expression, feature, options, price_list};
use super::expression::joined;
use super::frame::{Amounts, Stop, Value};
use super::number::{Q, exact, whole};
use super::waterfall::Waterfall;
use num_traits::{Signed, Zero};
use pricewright::model::catalog::{
    Feature, GroupScope, GroupType, LineScope, PriceGroup, PriceList, Role, Surcharge,
    SurchargeAmount,
};
use pricewright::model::quote::LineKind;
use pricewright::parse::syntax::{
    Adjustment, Choice, Effect, Expression, ExpressionKind, Per, Statement,
};
use std::collections::BTreeMap;

/// Something that can make lines in a phase.
#[derive(Clone, Copy)]
enum Step<'w> {
    Feature(&'w Feature),
    List(&'w PriceList),
    Group(&'w PriceGroup),
    Statement(&'w Statement),
}

impl<'w> Waterfall<'w, '_> {
    /// The lines of the phase that are no limits.
    pub fn adjustments(&mut self) {
        if self.phase.id == "groups" {
            self.overrides();
            self.start = self.lines.len(); // what is added starts from what overrides set
        }
        let steps = self.steps();
        match self.phase.choice.unwrap_or(Choice::All) {
            Choice::All => self.all(&steps),
            Choice::First => self.first(steps),
            Choice::Best => self.best(&steps),
        }
    }

    fn all(&mut self, steps: &[Step<'w>]) {
        for step in steps {
            let lines = self.lines_of(*step);
            let applied = !lines.is_empty();
            self.lines.extend(lines);
            if applied && step.stops() {
                break;
            }
        }
    }

    fn first(&mut self, mut steps: Vec<Step<'w>>) {
        steps.sort_by_key(|step| std::cmp::Reverse(step.priority()));
        for step in steps {
            let lines = self.lines_of(step);
            if !lines.is_empty() {
                self.lines.extend(lines);
                break;
            }
        }
    }

    fn best(&mut self, steps: &[Step<'w>]) {
        let mut candidates = Vec::new();
        for step in steps {
            candidates.extend(self.lines_of(*step));
        }
        let best = candidates
            .into_iter()
            .min_by(|left, right| (&left.amount, &left.id).cmp(&(&right.amount, &right.id)));
        self.lines.extend(best);
    }

    fn steps(&self) -> Vec<Step<'w>> {
        let component = self.frame.component.unwrap();
        let mut steps = Vec::new();
        if matches!(self.phase.id.as_str(), "options" | "fees") {
            steps.extend(component.features.iter().map(Step::Feature));
        }
        if self.phase.id == "options" {
            let lists = component
                .price_lists
                .iter()
                .filter(|list| list.role == Role::Surcharge);
            steps.extend(lists.map(Step::List));
        }
        if self.phase.id == "groups" {
            let adding = component.price_groups.iter();
            steps.extend(adding.filter(|group| !is_override(group)).map(Step::Group));
        }
        let here = self.frame.statements.iter().filter(|statement| {
            let adjusts = matches!(
                statement.effect,
                Effect::Surcharge(_) | Effect::Discount(_) | Effect::Tiers(_)
            );
            adjusts && phase_of(statement) == self.phase.id
        });
        steps.extend(here.map(Step::Statement));
        steps
    }

    /// The lines that a step makes; none where it does not apply.
    fn lines_of(&mut self, step: Step<'w>) -> Vec<NaiveLine> {
        self.frame.amounts = self.amounts();
        let lines = match step {
            Step::Feature(feature) => self.feature_lines(feature),
            Step::List(list) => self.list_line(list).map(|line| line.into_iter().collect()),
            Step::Group(group) => self
                .group_line(group)
                .map(|line| line.into_iter().collect()),
            Step::Statement(statement) => self
                .statement_line(statement)
                .map(|line| line.into_iter().collect()),
        };
        lines.unwrap_or_else(|stop| {
            self.note(stop);
            Vec::new()
        })
    }

    fn feature_lines(&mut self, feature: &'w Feature) -> Result<Vec<NaiveLine>, Stop> {
        let wanted = if self.after_quantity {
            LineScope::PerItem
        } else {
            LineScope::PerPiece
        };
        let mut lines = Vec::new();
        for (surcharge, option, count) in self.chosen_surcharges(feature) {
            if surcharge.scope != wanted {
                continue;
            }
            let id = match &option {
                Some(option) => format!("{}:{option}", feature.id),
                None => feature.id.clone(),
            };
            let exact = match &surcharge.amount {
                SurchargeAmount::Percent { rate, of } => {
                    self.base_named(of)? * super::number::exact(*rate) / whole(100)
                }
                amount => self.in_measure(self.surcharge_amount(amount)?),
            };
            let mut line = self.line(LineKind::Option, &id, exact * count);
            line.discountable = surcharge.discountable;
            line.choice = Some((feature.id.clone(), option));
            lines.push(line);
        }
        Ok(lines)
    }

    /// The surcharges that a feature's value asks for: of which option, and how often.
    pub fn chosen_surcharges(
        &self,
        feature: &'w Feature,
    ) -> Vec<(&'w Surcharge, Option<String>, Q)> {
        let Some(value) = self.frame.known(&feature.id) else {
            return Vec::new();
        };
        let chosen = match value {
            Value::Text(id) if !options(feature).is_empty() => vec![(id.clone(), whole(1))],
            Value::Options(chosen) => chosen.clone(),
            Value::Boolean(false) => return Vec::new(),
            _ => {
                return feature
                    .surcharge
                    .iter()
                    .map(|found| (found, None, whole(1)))
                    .collect();
            }
        };
        let of = |(id, count): (String, Q)| {
            let option = options(feature)
                .iter()
                .find(|option| option.id == id)
                .unwrap();
            option
                .surcharge
                .as_ref()
                .map(|surcharge| (surcharge, Some(id), count))
        };
        chosen.into_iter().filter_map(of).collect()
    }

    /// A fixed amount, or an amount for each unit of a value.
    pub fn surcharge_amount(&self, amount: &SurchargeAmount) -> Result<Q, Stop> {
        let unpriced = || Stop::Problem("no amount in this currency".to_owned());
        match amount {
            SurchargeAmount::Fixed(amount) => self.world.amount(amount).ok_or_else(unpriced),
            SurchargeAmount::PerUnit { amount, per, unit } => {
                let value = self.frame.named(per)?.number();
                let own = feature(self.frame.component.unwrap(), per)
                    .and_then(|feature| feature.unit.as_deref());
                let factor = match (own, unit.as_deref()) {
                    (Some(own), Some(wanted)) => size_of(own) / size_of(wanted),
                    _ => whole(1),
                };
                Ok(self.world.amount(amount).ok_or_else(unpriced)? * value * factor)
            }
            SurchargeAmount::Percent { .. } => panic!("a percentage has no amount of its own"),
        }
    }

    fn list_line(&mut self, list: &PriceList) -> Result<Option<NaiveLine>, Stop> {
        if !self.serves(list) {
            return Ok(None);
        }
        let exact = self.in_measure(self.cell(list)?);
        let mut line = self.line(LineKind::SurchargeList, &list.id, exact);
        line.discountable = list.discountable;
        Ok(Some(line))
    }

    fn group_holds(&self, group: &PriceGroup) -> Result<bool, Stop> {
        let condition = group.when.as_ref().map(expression);
        Ok(self.world.valid(group.from, group.until) && self.frame.holds(condition.as_ref())?)
    }

    fn group_line(&mut self, group: &PriceGroup) -> Result<Option<NaiveLine>, Stop> {
        if !self.group_holds(group)? {
            return Ok(None);
        }
        let tier = self.group_tier(group);
        let exact = match &group.kind {
            GroupType::Fixed(amount) => match tier.or(amount.as_ref()) {
                None => return Ok(None),
                Some(amount) => self.in_measure(self.money(amount)?),
            },
            GroupType::Percentage { rate, of } => {
                let tier = tier.map(|amount| self.money(amount)).transpose()?;
                match tier.or(rate.map(exact)) {
                    None => return Ok(None),
                    Some(rate) => self.group_base(group, of)? * rate / whole(100),
                }
            }
            GroupType::Formula(formula) => {
                self.in_measure(self.frame.number(&expression(formula))?)
            }
            GroupType::Table(id) => {
                let list = price_list(self.frame.component.unwrap(), id);
                self.in_measure(self.cell(list)?)
            }
            GroupType::Override(_) => unreachable!(),
        };
        Ok(Some(self.line(LineKind::PriceGroup, &group.id, exact)))
    }

    /// The amount of the last tier that the item's quantity reaches.
    fn group_tier<'g>(
        &self,
        group: &'g PriceGroup,
    ) -> Option<&'g pricewright::model::catalog::Amount> {
        let reached = group
            .tiers
            .iter()
            .filter(|tier| exact(tier.from) <= self.frame.quantity);
        reached
            .max_by_key(|tier| exact(tier.from))
            .map(|tier| &tier.amount)
    }

    fn money(&self, amount: &pricewright::model::catalog::Amount) -> Result<Q, Stop> {
        self.world
            .amount(amount)
            .ok_or_else(|| Stop::Problem("no amount in this currency".to_owned()))
    }

    /// `list` means the group's own lines where it has a scope.
    fn group_base(&self, group: &PriceGroup, of: &str) -> Result<Q, Stop> {
        if of != "list" || group.scope == GroupScope::Component {
            return self.base_named(of);
        }
        let own = self
            .lines
            .iter()
            .filter(|line| in_scope(line, &group.scope));
        Ok(self.counted_of(&own.cloned().collect::<Vec<_>>()))
    }

    /// Groups that set an amount: of those with the same scope, the one with the highest priority.
    fn overrides(&mut self) {
        let component = self.frame.component.unwrap();
        let mut applying: Vec<&PriceGroup> = Vec::new();
        for group in component
            .price_groups
            .iter()
            .filter(|group| is_override(group))
        {
            self.frame.amounts = self.amounts();
            match self.group_holds(group) {
                Ok(true) => applying.push(group),
                Ok(false) => {}
                Err(stop) => self.note(stop),
            }
        }
        for group in &applying {
            let same = applying.iter().filter(|other| other.scope == group.scope);
            let mut others = same.filter(|other| other.id != group.id);
            if others.clone().any(|other| other.priority == group.priority) {
                self.problems
                    .push(format!("`{}` and another of equal priority", group.id));
                continue;
            }
            if others.any(|other| other.priority > group.priority) {
                continue;
            }
            let GroupType::Override(amount) = &group.kind else {
                unreachable!()
            };
            let Some(amount) = self.group_tier(group).or(amount.as_ref()) else {
                continue;
            };
            let target = match self.money(amount) {
                Ok(amount) => self.in_measure(amount),
                Err(stop) => {
                    self.note(stop);
                    continue;
                }
            };
            let listed = &self.lines[..self.list_end.unwrap()];
            let whole_list = group.scope == GroupScope::Component;
            let now = self.sum_of(listed, |line| whole_list || in_scope(line, &group.scope));
            self.measured_line(LineKind::Override, &group.id, target - now);
        }
    }

    fn statement_line(&mut self, statement: &Statement) -> Result<Option<NaiveLine>, Stop> {
        let valid = self.world.valid(statement.from, statement.until);
        if !valid || !self.frame.holds(statement.when.as_ref())? {
            return Ok(None);
        }
        let (kind, exact) = match &statement.effect {
            Effect::Surcharge(adjustment) => (LineKind::Surcharge, self.adjusted(adjustment)?),
            Effect::Discount(adjustment) => (LineKind::Discount, self.discounted(adjustment)?),
            Effect::Tiers(tiers) => match self.tiers(tiers)? {
                Some(exact) => (LineKind::Tier, exact),
                None => return Ok(None),
            },
            _ => unreachable!(),
        };
        let mut line = self.line(kind, &statement.id.text, exact);
        line.discountable = statement.modifiers.not_discountable.is_none();
        Ok(Some(line))
    }

    /// What an adjustment adds, in the measure of the phase.
    fn adjusted(&self, adjustment: &Adjustment) -> Result<Q, Stop> {
        match adjustment {
            Adjustment::Amount(amount) => Ok(self.in_measure(self.frame.number(amount)?)),
            Adjustment::Percent { rate, of } => {
                Ok(self.base_of(of)? * self.frame.number(rate)? / whole(100))
            }
        }
    }

    /// What a discount adds: the negative of what it says, which must not be negative itself.
    fn discounted(&self, adjustment: &Adjustment) -> Result<Q, Stop> {
        let (Adjustment::Amount(says) | Adjustment::Percent { rate: says, .. }) = adjustment;
        if self.frame.number(says)?.is_negative() {
            return Err(Stop::Problem("a negative discount".to_owned()));
        }
        self.adjusted(adjustment).map(|amount| -amount)
    }

    /// An amount for a piece or an item, as the phase counts.
    pub fn in_measure(&self, amount: Q) -> Q {
        let extend = self.world.per_item() && !self.after_quantity;
        if extend {
            amount * &self.frame.quantity
        } else {
            amount
        }
    }

    /// The base of a percentage: `base`, `list`, … or `price(feature)`.
    pub fn base_of(&self, of: &Expression) -> Result<Q, Stop> {
        match &of.kind {
            ExpressionKind::Path(path) => self.base_named(&joined(path)),
            ExpressionKind::Price(path) => self.base_named(&format!("price({})", joined(path))),
            other => panic!("{other:?} is no base"),
        }
    }

    fn base_named(&self, name: &str) -> Result<Q, Stop> {
        if self.unknown {
            return Err(Stop::Unknown);
        }
        let until = |end: usize| self.counted_of(&self.lines[..end]);
        Ok(match name {
            "base" => self.sum(|line| line.phase == "base"),
            "options" => self.sum(|line| line.phase == "options"),
            "list" => until(self.list_end.unwrap()),
            "extended" => until(self.pieces_end.unwrap()),
            "subtotal" if self.phase.compound => until(self.lines.len()),
            "subtotal" => until(self.start),
            price => {
                let id = price
                    .strip_prefix("price(")
                    .and_then(|rest| rest.strip_suffix(')'));
                let id = id.unwrap_or_else(|| panic!("{price} is no base"));
                self.sum(|line| is_of(line, id))
            }
        })
    }

    /// What a percentage counts of some lines: those that are discountable. Where a maximum or an
    /// override took away more than them nothing is left, so that no discount raises a price.
    fn counted_of(&self, lines: &[NaiveLine]) -> Q {
        let counted = self.sum_of(lines, |line| line.discountable);
        let taken_away = counted.is_negative() && !self.sum_of(lines, |_| true).is_negative();
        if taken_away { Q::zero() } else { counted }
    }

    /// What expressions read: every line counted, for one piece.
    pub fn amounts(&self) -> Amounts {
        if self.unknown {
            return Amounts::default();
        }
        let all = |lines: &[NaiveLine]| {
            lines.iter().fold(Q::zero(), |sum, line| sum + &line.amount) / &self.frame.quantity
        };
        let of = |phase: &str| -> Vec<NaiveLine> {
            self.lines
                .iter()
                .filter(|line| line.phase == phase)
                .cloned()
                .collect()
        };
        let until = if self.phase.compound {
            self.lines.len()
        } else {
            self.start
        };
        let subtotal = all(&self.lines[..until]);
        let mut features = BTreeMap::new();
        for feature in &self.frame.component.unwrap().features {
            let own: Vec<_> = self
                .lines
                .iter()
                .filter(|line| is_of(line, &feature.id))
                .cloned()
                .collect();
            features.insert(feature.id.clone(), all(&own));
        }
        Amounts {
            base: Some(all(&of("base"))),
            options: Some(all(&of("options"))),
            list: self.list_end.map(|end| all(&self.lines[..end])),
            subtotal: Some(if self.after_quantity {
                subtotal * &self.frame.quantity
            } else {
                subtotal
            }),
            extended: self
                .pieces_end
                .map(|end| all(&self.lines[..end]) * &self.frame.quantity),
            items: None,
            features,
        }
    }
}

impl Step<'_> {
    fn stops(&self) -> bool {
        matches!(self, Step::Statement(statement) if statement.modifiers.stop.is_some())
    }

    fn priority(&self) -> i32 {
        match self {
            Step::Group(group) => group.priority,
            Step::Statement(statement) => statement
                .modifiers
                .priority
                .map_or(0, |(priority, _)| priority),
            _ => 0,
        }
    }
}

/// The phase that a statement's line belongs to.
pub fn phase_of(statement: &Statement) -> &str {
    let modifiers = &statement.modifiers;
    if let Some(during) = &modifiers.during {
        return &during.text;
    }
    match (&modifiers.per, &statement.effect) {
        (Some((Per::Order, _)), _) => "order",
        (_, Effect::Tiers(_)) => "quantity",
        (Some((Per::Item, _)), _) => "fees",
        (_, Effect::Surcharge(_)) => "options",
        (_, Effect::Discount(_)) => "discounts",
        (_, Effect::Minimum(_) | Effect::Maximum(_)) => match modifiers.before_discounts {
            Some((true, _)) => "list_limits",
            _ => "limits",
        },
        (_, Effect::Round { .. } | Effect::End { .. }) => "rounding",
        _ => "",
    }
}

fn is_override(group: &PriceGroup) -> bool {
    matches!(group.kind, GroupType::Override(_))
}

/// Whether a line is a feature's surcharge that belongs to the list price.
fn is_of(line: &NaiveLine, id: &str) -> bool {
    line.phase == "options"
        && line
            .choice
            .as_ref()
            .is_some_and(|(feature, _)| feature == id)
}

fn in_scope(line: &NaiveLine, scope: &GroupScope) -> bool {
    match scope {
        GroupScope::Component => true,
        GroupScope::Features(ids) => ids.iter().any(|id| is_of(line, id)),
        GroupScope::Options(pairs) => pairs.iter().any(|(feature, option)| {
            is_of(line, feature)
                && line
                    .choice
                    .as_ref()
                    .is_some_and(|(_, chosen)| chosen.as_ref() == Some(option))
        }),
    }
}

/// How many millimeters, or grams, a unit is.
fn size_of(unit: &str) -> Q {
    whole(match unit {
        "mm" | "g" => 1,
        "cm" => 10,
        "m" | "kg" => 1000,
        other => panic!("the unit {other}"),
    })
}
