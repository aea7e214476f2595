//! What lifts, lowers or rounds the amount so far.

use super::Running;
use crate::evaluate::scaled::entry::{Amount, Entry};
use crate::evaluate::scaled::whole::scaled;
use crate::money::Rounding;

impl Running<'_> {
    /// The limit that an amount says, unless it has more digits than the program's scale.
    pub(super) fn limit(&mut self, amount: &Amount, of_order: bool) -> Option<i64> {
        match amount {
            Amount::Fixed(amount) | Amount::Exact(amount) => Some(*amount),
            Amount::Worked { node, .. } => {
                let value = self.reader(of_order)?.number(*node)?;
                scaled(value, self.program.scale)
            }
            _ => None,
        }
    }

    pub(super) fn minimum(&mut self, entry: &Entry, amount: &Amount, floor: bool) -> Option<()> {
        let value = self.limit(amount, entry.of_order)?;
        self.minimum = Some(value);
        if floor {
            self.floor = Some(self.floor.map_or(value, |floor| floor.max(value)));
        }
        let running = self.state.sums.running.all;
        if running >= value {
            return Some(());
        }
        let target = self.grid.round(value, 1)?;
        self.push(entry.caption, target.checked_sub(running)?)
    }

    pub(super) fn maximum(&mut self, entry: &Entry, amount: &Amount) -> Option<()> {
        let value = self.limit(amount, entry.of_order)?;
        if self.minimum.is_some_and(|minimum| minimum > value) {
            return None;
        }
        let running = self.state.sums.running.all;
        if running <= value {
            return Some(());
        }
        let target = self.grid.round(value, 1)?;
        self.push(entry.caption, target.checked_sub(running)?)
    }

    /// Moves the amount so far to `ending + k × modulus`, not below the floor.
    pub(super) fn shift(
        &mut self,
        entry: &Entry,
        ending: i64,
        modulus: i64,
        mode: Rounding,
    ) -> Option<()> {
        let running = self.state.sums.running.all;
        if running < 0 {
            return None;
        }
        let over = |value: i64| value.checked_sub(ending)?.checked_rem_euclid(modulus);
        let above = over(running)?;
        let rest = modulus.checked_sub(above)?;
        let lower = running.checked_sub(above)?;
        let steps = lower.checked_sub(ending)?.checked_div(modulus)?;
        let up = above != 0 && mode.goes_up(above.cmp(&rest), steps & 1 == 1);
        let mut target = if up {
            lower.checked_add(modulus)?
        } else {
            lower
        };
        if let Some(floor) = self.floor.filter(|floor| target < *floor) {
            target = match over(floor)? {
                0 => floor,
                above => floor.checked_sub(above)?.checked_add(modulus)?,
            };
        }
        if target == running {
            return Some(());
        }
        self.push(entry.caption, target.checked_sub(running)?)
    }
}
