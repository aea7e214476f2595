//! The calculation: base price, options, rules, × quantity, tier.

use super::{Amount, Base, Charge, Hand};

/// What a configuration costs.
#[derive(Clone, Debug)]
pub struct Answer<'a, A> {
    /// In all.
    pub total: A,
    /// What it is made of.
    pub lines: Vec<Line<'a, A>>,
}

/// A line.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a, A> {
    /// What made it.
    pub code: &'a str,
    /// How much it is: for a piece, but for the tier's.
    pub amount: A,
}

impl<A: Amount> Hand<A> {
    /// Prices a configuration; asks every rule whether it applies. None beyond the matrix.
    #[must_use]
    pub fn scan(&self, configuration: &[u32]) -> Option<Answer<'_, A>> {
        let mut running = self.start(configuration)?;
        for rule in &self.rules {
            if rule.applies(configuration) {
                running.add(&rule.code, rule.charge);
            }
        }
        Some(self.finish(running, configuration))
    }

    /// Prices a configuration; finds the rules that apply by the index. None beyond the matrix.
    #[must_use]
    pub fn indexed(&self, configuration: &[u32]) -> Option<Answer<'_, A>> {
        let mut running = self.start(configuration)?;
        self.index.each(configuration, |number| {
            let rule = &self.rules[number];
            running.add(&rule.code, rule.charge);
        });
        Some(self.finish(running, configuration))
    }

    fn start(&self, configuration: &[u32]) -> Option<Running<'_, A>> {
        let base = self.base.of(configuration)?;
        let mut lines = Vec::with_capacity(16);
        lines.push(Line {
            code: "base",
            amount: base,
        });
        let mut running = Running {
            base,
            subtotal: base,
            lines,
        };
        for (options, value) in self.options.iter().zip(configuration) {
            // a number has no options
            if let Some(Some((code, charge))) = options.get(*value as usize) {
                running.add(code, *charge);
            }
        }
        Some(running)
    }

    fn finish<'a>(&'a self, running: Running<'a, A>, configuration: &[u32]) -> Answer<'a, A> {
        let quantity = configuration[self.quantity];
        let extended = running.subtotal.times(quantity);
        let mut lines = running.lines;
        let mut total = extended;
        if let Some(tier) = self.tiers.iter().rev().find(|tier| tier.min <= quantity) {
            let amount = extended.share(tier.rate);
            total = total.plus(amount);
            lines.push(Line {
                code: &tier.code,
                amount,
            });
        }
        Answer { total, lines }
    }
}

struct Running<'a, A> {
    base: A,
    subtotal: A,
    lines: Vec<Line<'a, A>>,
}

impl<'a, A: Amount> Running<'a, A> {
    fn add(&mut self, code: &'a str, charge: Charge<A>) {
        let amount = charge.amount(self.base, self.subtotal);
        self.subtotal = self.subtotal.plus(amount);
        self.lines.push(Line { code, amount });
    }
}

impl<A: Amount> Base<A> {
    /// The first step at or above the value, on each axis.
    fn of(&self, configuration: &[u32]) -> Option<A> {
        match self {
            Self::One(amount) => Some(*amount),
            Self::Matrix {
                x,
                y,
                xs,
                ys,
                prices,
            } => {
                let column = xs.partition_point(|step| *step < configuration[*x]);
                let row = ys.partition_point(|step| *step < configuration[*y]);
                if column == xs.len() {
                    return None;
                }
                prices.get(row * xs.len() + column).copied()
            }
        }
    }
}
