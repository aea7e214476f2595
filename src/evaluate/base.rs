//! The base price: a fixed one, the one price list that serves, or both. And cells of price lists
//! as lines, which surcharge lists need too.

use super::draft::{Draft, LineName};
use super::findings::Speaker;
use super::observe::{Skipped, Subject};
use super::sums::times;
use super::value::Stop;
use super::waterfall::{Waterfall, failed, reason_of};
use crate::diagnostic::Code;
use crate::model::quote::LineKind;
use crate::money::Decimal;
use crate::plan::{ComponentPlan, ListUse};

impl<'a> Waterfall<'a, '_> {
    /// Makes the base lines. False when there is no base price to go on with.
    pub fn base(&mut self, component: &'a ComponentPlan) -> bool {
        let label = self.setting.label(component.display.name);
        let speaker = Speaker {
            id: "base",
            label,
            phase: self.phase_id(),
        };
        // a base price beside lists is only half of the price, so one of them must serve, too
        let half = !component.base.lists.is_empty();
        let mut served =
            component.base.priced_by_tiers || (component.base.price.is_some() && !half);
        if let Some(node) = component.base.price {
            let line = self
                .prepare()
                .and_then(|()| self.frame.number(node))
                .and_then(|price| {
                    let amount = times(price, self.factor())?;
                    let name = LineName::Base(component.display.name);
                    let mut draft = Draft::new(LineKind::BasePrice, name, amount);
                    self.set(&mut draft, amount, &[node]);
                    self.push(&draft)
                });
            if let Err(stop) = line {
                return self.base_stopped(stop, speaker);
            }
        }
        match self.serving(&component.base.lists) {
            Ok(Some(list)) => {
                let list_label = self.setting.label(list.label);
                let id = self.setting.plan.text(list.id);
                let name = LineName::Planned(list.id, list.label);
                let mut draft = Draft::new(LineKind::PriceList, name, Decimal::ZERO);
                draft.place = list.place;
                let line = self
                    .prepare()
                    .and_then(|()| self.list_price(list, &mut draft));
                if let Err(stop) = line.and_then(|()| self.push(&draft)) {
                    self.tell(&self.list_subject(list), Some(reason_of(&stop)));
                    return self.base_stopped(
                        stop,
                        Speaker {
                            id,
                            label: list_label,
                            ..speaker
                        },
                    );
                }
                self.tell(&self.list_subject(list), None);
                served = true;
            }
            Ok(None) => {}
            Err(stop) => return self.base_stopped(stop, speaker),
        }
        if !served {
            let message = "no price list serves this configuration";
            self.findings.problem(Code::Unpriced, "base", message);
        }
        served
    }

    /// Without a base price the sums that contain it wait, or nothing is priced at all.
    fn base_stopped(&mut self, stop: Stop, speaker: Speaker<'_>) -> bool {
        let waits = match &stop {
            Stop::Waits(slots) => Some(slots.clone()),
            _ => None,
        };
        self.findings.note(stop, speaker);
        self.sums.unknown = waits;
        self.sums.unknown.is_some()
    }

    /// The one list that serves. A list that waits counts only if no other one serves.
    fn serving(&mut self, lists: &'a [ListUse]) -> Result<Option<&'a ListUse>, Stop> {
        let mut serving: Option<&'a ListUse> = None;
        let mut waiting: Option<Stop> = None;
        for list in lists {
            match self.list_serves(list) {
                Ok(Some(reason)) => self.tell(&self.list_subject(list), Some(reason)),
                Ok(None) => {
                    if let Some(other) = serving {
                        let id = |list: &ListUse| self.setting.plan.text(list.id);
                        let message =
                            format!("price lists `{}` and `{}` both serve", id(other), id(list));
                        return Err(Stop::problem(Code::AmbiguousPriceList, message));
                    }
                    serving = Some(list);
                }
                Err(stop @ Stop::Waits(_)) => {
                    self.tell(&self.list_subject(list), Some(Skipped::Waits));
                    waiting = Some(match waiting {
                        Some(other) => other.join(stop),
                        None => stop,
                    });
                }
                Err(stop) => return Err(stop),
            }
        }
        match (serving, waiting) {
            (None, Some(stop)) => Err(stop),
            (serving, _) => Ok(serving),
        }
    }

    /// Why a list does not serve; none if it does.
    pub fn list_serves(&mut self, list: &ListUse) -> Result<Option<Skipped>, Stop> {
        let table = self.frame.tables.get(list.table.index());
        let currency = table.and_then(|table| table.currency);
        if currency.is_some_and(|currency| currency != self.frame.currency) {
            return Ok(Some(Skipped::Currency));
        }
        match list.condition {
            Some(node) if !self.frame.boolean(node)? => Ok(Some(Skipped::NoMatch(node))),
            _ => Ok(None),
        }
    }

    /// Gives a draft the price of a list's cell.
    pub fn list_price(&mut self, list: &ListUse, draft: &mut Draft) -> Result<(), Stop> {
        let id = self.setting.plan.text(list.id);
        let hit = self
            .frame
            .root_cell(list.table, list.row, list.col)?
            .map_err(|miss| match miss.into_stop(id) {
                Stop::Problem(problem) if problem.code == Code::TableMiss => {
                    Stop::problem(Code::Unpriced, problem.message)
                }
                other => other,
            })?;
        if !hit.exact {
            self.frame.exact.note_rounded();
        }
        let amount = hit
            .price
            .times(self.factor(), &mut self.frame.exact)
            .map_err(failed)?;
        draft.cell = Some((list.table, hit.cell));
        self.set(draft, amount, &[list.row, list.col.unwrap_or(list.row)]);
        Ok(())
    }

    fn list_subject(&self, list: &ListUse) -> Subject<'a> {
        Subject {
            item: self.item.map(|(index, _)| index),
            phase: self.phase_id(),
            id: list.id,
            label: list.label,
            kind: LineKind::PriceList,
            condition: list.condition,
            place: list.place,
        }
    }
}
