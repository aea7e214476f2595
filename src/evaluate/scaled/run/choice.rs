//! What is chosen and costs something, and the fees once per order.

use super::{Fee, Running};
use crate::evaluate::draft::LineName;
use crate::evaluate::scaled::entry::{Amount, Caption, Chosen, Entry};
use crate::evaluate::scaled::whole::EMPTY;
use crate::plan::SlotId;

impl Running<'_> {
    pub(super) fn options(&mut self, slot: SlotId, by_option: &[Option<Chosen>]) -> Option<()> {
        let mut number = 0_usize;
        while let Some((option, count)) = self.values.choice(slot, number) {
            if let Some(Some(chosen)) = by_option.get(option) {
                self.choice(chosen, count)?;
            }
            number = number.saturating_add(1);
        }
        Some(())
    }

    pub(super) fn choice(&mut self, chosen: &Chosen, count: i64) -> Option<()> {
        let amount = self.amount(&chosen.amount, count, false)??;
        self.push(chosen.caption, amount)?;
        self.state.sums.add_choice(chosen.feature.index(), amount)
    }

    pub(super) fn option_fees(&mut self, slot: SlotId, by_option: &[Option<Chosen>]) -> Option<()> {
        let mut number = 0_usize;
        while let Some((option, count)) = self.values.choice(slot, number) {
            if let Some(Some(chosen)) = by_option.get(option) {
                self.choice_fee(chosen, count)?;
            }
            number = number.saturating_add(1);
        }
        Some(())
    }

    pub(super) fn choice_fee(&mut self, chosen: &Chosen, count: i64) -> Option<()> {
        let amount = self.amount(&chosen.amount, count, false)??;
        let label = chosen.caption.label;
        self.state.fees.push(Fee {
            label,
            amount,
            key: None,
        });
        Some(())
    }

    pub(super) fn fee(
        &mut self,
        entry: &Entry,
        amount: &Amount,
        key: Option<SlotId>,
    ) -> Option<()> {
        if key.is_some_and(|slot| self.values.of(slot) == EMPTY) {
            return None;
        }
        let grid = std::mem::replace(&mut self.grid, &self.program.item_grid);
        let amount = self.amount(amount, 1, false);
        self.grid = grid;
        if let Some(amount) = amount? {
            let label = entry.caption.label;
            self.state.fees.push(Fee { label, amount, key });
        }
        Some(())
    }

    /// Charges the fees: those of options before those of rules.
    pub(super) fn charge(&mut self) -> Option<()> {
        let fees = std::mem::take(&mut self.state.fees);
        let labels = &self.program.labels;
        let of_choice = |fee: &Fee| {
            let label = labels.get(fee.label as usize);
            matches!(label.map(|label| label.name), Some(LineName::Choice(..)))
        };
        for wanted in [true, false] {
            for fee in fees.iter().filter(|fee| of_choice(fee) == wanted) {
                self.push_fee(fee)?;
            }
        }
        self.state.fees = fees;
        Some(())
    }

    pub(super) fn push_fee(&mut self, fee: &Fee) -> Option<()> {
        let caption = Caption {
            label: fee.label,
            discountable: true,
        };
        self.push(caption, fee.amount)?;
        if let Some(line) = self.state.lines.last_mut() {
            line.key = fee.key;
        }
        Some(())
    }
}
