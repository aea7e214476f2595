//! Running sums over a set of configurations, and percentages of them.
//!
//! A sum is an interval whose ends belong together: `low` is what the sum comes to where every
//! line is as low as it gets, `high` where every line is as high. A line that is subtracted may
//! then have a `low` above its `high`. A discount of a sum is taken of
//! the lower end at the lower end, although it is larger at the higher one: that is right as long
//! as no line is taken away more than whole, since then a lower line never makes a higher total.
//! [`Sums::percentage`] counts how much of a line is left; where that is not certain it takes the
//! worst of both ends instead, and starts to count anew from the sum so far.
//!
//! Lines that discounts leave out count by themselves: where one option is discountable and
//! another is not, the ends of the two parts of the sum are worked out apart.
//!
//! Rounding disturbs this by one increment where a discount is of another amount than the running
//! one: two rounded parts of a rising amount may both step at once. Then the sum gets wider by it.

use crate::analyze::interval::Interval;
use crate::money::{Decimal, Exactness};
use crate::plan::{AmountName, FeatureIndex, OptionIndex};

/// A sum of lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    /// Every line.
    pub all: Interval,
    /// Those that percentages of `list`, `subtotal` and `extended` count.
    pub discountable: Interval,
    /// The others, as an interval of its own.
    rest: Interval,
    /// When it was taken.
    taken: Moment,
}

/// What a sum has to do with the running one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moment {
    /// Sums of another epoch say nothing about the running one.
    epoch: u32,
    /// How many discounts of this epoch had been taken.
    discounts: u32,
    /// The most that a line counts in it.
    gain: Decimal,
}

impl Moment {
    /// Of a sum whose ends are not those of the running one.
    const NEVER: u32 = u32::MAX;
}

/// Surcharges of a feature or option.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChoiceSum {
    pub feature: FeatureIndex,
    pub option: Option<OptionIndex>,
    pub sum: Sum,
    /// Whether the option is chosen in every configuration.
    pub certain: bool,
}

/// Every sum of a waterfall.
#[derive(Debug)]
pub(super) struct Sums {
    pub running: Sum,
    pub start: Sum,
    pub base: Sum,
    pub options: Sum,
    pub list: Option<Sum>,
    pub extended: Option<Sum>,
    pub items: Interval,
    pub choices: Vec<ChoiceSum>,
    /// Whether an amount could not be worked out: then nothing is known of the total.
    pub unknown: bool,
    /// Whether what is discountable may be lower where the whole sum is higher: a limit or an
    /// override took away more of it the more there was of the rest.
    apart: bool,
    /// The least that a line still counts at the start of the phase.
    kept: Decimal,
    /// The part of the phase's start that its discounts leave.
    left: Decimal,
    /// What discounts of other sums take.
    taken: Decimal,
}

impl Sum {
    pub const ZERO: Self = Self {
        all: Interval::ZERO,
        discountable: Interval::ZERO,
        rest: Interval::ZERO,
        taken: Moment {
            epoch: 0,
            discounts: 0,
            gain: Decimal::ONE,
        },
    };

    /// Lines so far, at the first moment.
    pub const fn new(all: Interval, discountable: Interval, rest: Interval) -> Self {
        Self {
            all,
            discountable,
            rest,
            ..Self::ZERO
        }
    }

    /// Of which percentages count everything.
    pub fn whole(self) -> Self {
        Self {
            discountable: self.all,
            rest: Interval::ZERO,
            ..self
        }
    }

    /// With ends that are not those of the running sum.
    pub const fn unrelated(mut self) -> Self {
        self.taken.epoch = Moment::NEVER;
        self
    }

    /// How far the lines that are not discountable lie apart.
    fn spread(&self) -> Decimal {
        self.rest.width()
    }

    /// Of which percentages count what is discountable, which is nothing where more than that was
    /// taken away.
    pub fn counted(self) -> Self {
        let counted = self.discountable;
        let mut sum = self;
        sum.discountable = if !counted.low.is_negative() {
            counted
        } else if !self.all.low.is_negative() {
            counted.max(Interval::ZERO)
        } else {
            // it jumps to nothing where the sum turns positive
            sum = sum.unrelated();
            counted.hull(counted.max(Interval::ZERO))
        };
        sum
    }
}

impl Sums {
    /// From items that come to so much, or nothing.
    pub fn new(items: Interval) -> Self {
        let running = Sum {
            all: items,
            discountable: items,
            ..Sum::ZERO
        };
        Self {
            running,
            start: running,
            base: Sum::ZERO,
            options: Sum::ZERO,
            list: None,
            extended: None,
            items,
            choices: Vec::new(),
            unknown: false,
            apart: false,
            kept: Decimal::ONE,
            left: Decimal::ONE,
            taken: Decimal::ZERO,
        }
    }

    /// Starts a phase.
    pub fn enter(&mut self) {
        self.kept = self.share();
        (self.left, self.taken) = (Decimal::ONE, Decimal::ZERO);
        self.start = self.running;
    }

    /// What is known of an interval; what is not makes the total unknown.
    pub fn known(&mut self, interval: Option<Interval>) -> Interval {
        self.unknown |= interval.is_none();
        interval.unwrap_or(Interval::ZERO)
    }

    /// A sum with more lines, of which percentages count a part; the rest they leave out.
    pub fn with(&mut self, sum: Sum, amount: Interval, counted: Interval, rest: Interval) -> Sum {
        let rest = sum.rest.plus(rest);
        Sum {
            all: self.known(sum.all.plus(amount)),
            discountable: self.known(sum.discountable.plus(counted)),
            rest: self.known(rest),
            ..sum
        }
    }

    /// Moves the running sum to where a limit puts it, all of it by a discountable line. The ends
    /// may stay where they are: a limit also moves what lies between them.
    pub fn move_to(&mut self, target: Interval) {
        let running = &mut self.running;
        self.apart |= running.rest.point().is_none();
        running.all = target;
        let discountable = target.minus(running.rest);
        let discountable = self.known(discountable);
        self.running.discountable = discountable;
        self.renew();
    }

    /// Every sum for the whole item instead of a piece.
    pub fn extend(&mut self, quantity: Decimal) {
        let times = |sums: &mut Self, sum: Sum| Sum {
            all: sums.known(sum.all.times(Interval::of(quantity))),
            discountable: sums.known(sum.discountable.times(Interval::of(quantity))),
            rest: sums.known(sum.rest.times(Interval::of(quantity))),
            ..sum
        };
        self.running = times(self, self.running);
        self.start = times(self, self.start);
        self.base = times(self, self.base);
        self.options = times(self, self.options);
        self.list = self.list.map(|list| times(self, list));
        let choices = std::mem::take(&mut self.choices);
        for choice in choices {
            let sum = times(self, choice.sum);
            self.choices.push(ChoiceSum { sum, ..choice });
        }
    }

    /// The sum of this name.
    pub fn named(&mut self, name: AmountName, compound: bool) -> Sum {
        let none = |sums: &mut Self| {
            sums.unknown = true;
            Sum::ZERO
        };
        match name {
            AmountName::Base => self.base.whole(),
            AmountName::Options => self.options.whole(),
            AmountName::List => self.list.unwrap_or_else(|| none(self)).counted(),
            AmountName::Subtotal if compound => self.running.counted(),
            AmountName::Subtotal => self.start.counted(),
            AmountName::Extended => self.extended.unwrap_or_else(|| none(self)).counted(),
            AmountName::Items => Sum {
                all: self.items,
                discountable: self.items,
                ..Sum::ZERO
            },
            AmountName::Feature(feature) => self
                .chosen(|choice| choice.feature == feature && choice.option.is_none())
                .0
                .whole(),
        }
    }

    /// Σ surcharges of some choices, and whether their ends belong to those of the running sum.
    pub fn chosen(&mut self, counts: impl Fn(&ChoiceSum) -> bool) -> (Sum, bool) {
        let mut total = Sum::ZERO;
        let mut certain = true;
        for index in 0..self.choices.len() {
            let Some(choice) = self.choices.get(index).copied() else {
                break;
            };
            if counts(&choice) {
                let all = total.all.plus(choice.sum.all);
                let discountable = total.discountable.plus(choice.sum.discountable);
                let rest = total.rest.plus(choice.sum.rest);
                total.all = self.known(all);
                total.discountable = self.known(discountable);
                total.rest = self.known(rest);
                certain &= choice.certain;
            }
        }
        (total, certain)
    }

    /// A percentage of what is discountable in a sum; `grid` is what amounts are rounded to.
    pub fn percentage(
        &mut self,
        of: &Sum,
        rate: Interval,
        compound: bool,
        grid: Decimal,
    ) -> Interval {
        let hundredth = |number: Decimal| {
            let hundredth = number.divided_by(Decimal::HUNDRED, &mut Exactness::default());
            hundredth.unwrap_or(Decimal::HUNDRED)
        };
        let most = hundredth(rate.high.max(Decimal::ZERO));
        let least = hundredth(rate.low.negated().max(Decimal::ZERO));
        let base = of.discountable;
        let belongs = self.take(of, least, compound, grid);
        self.gain(of, most);
        let percent = |base: Interval, rate: Interval| {
            base.times(rate)?.divided_by(Interval::of(Decimal::HUNDRED))
        };
        let amount = if belongs {
            let (low, high) = (
                percent(Interval::of(base.low), rate),
                percent(Interval::of(base.high), rate),
            );
            low.zip(high).map(|(low, high)| Interval {
                low: low.low,
                high: high.high,
            })
        } else {
            percent(base, rate)
        };
        self.known(amount)
    }

    /// The whole of a sum, taken away by a line; `certain` says that its ends are those of the
    /// running sum. Gives the line, and what of it is discountable where the line is.
    pub fn without(&mut self, of: &Sum, certain: bool, grid: Decimal) -> (Interval, Interval) {
        let belongs = certain && self.take(of, Decimal::ONE, false, grid);
        let away = of.all.negated();
        if !belongs {
            self.renew();
            self.apart |= !of.spread().is_zero();
            return (away, away);
        }
        // at the lower end the lower one is taken
        let line = Interval {
            low: away.high,
            high: away.low,
        };
        let spread = of.spread();
        if spread.is_zero() {
            return (line, line);
        }
        self.apart = true;
        let wider = line.plus(Interval {
            low: spread.negated(),
            high: spread,
        });
        (line, self.known(wider))
    }

    /// After this nothing is known of how the running sum depends on its lines: it counts itself.
    pub fn renew(&mut self) {
        let taken = &mut self.running.taken;
        taken.epoch = taken.epoch.saturating_add(1);
        taken.discounts = 0;
        taken.gain = Decimal::ONE;
        self.kept = Decimal::ONE;
        self.left = Decimal::ONE;
        self.taken = Decimal::ZERO;
    }

    /// The least that a line counts in the running sum.
    fn share(&self) -> Decimal {
        let exact = &mut Exactness::default();
        let share = self.kept.times(self.left, exact);
        let share = share.and_then(|share| share.minus(self.taken, exact));
        share.unwrap_or(Decimal::ZERO).max(Decimal::ZERO)
    }

    /// Takes a part of a sum from the running one. False where a lower line could then make a
    /// higher total.
    fn take(&mut self, of: &Sum, part: Decimal, compound: bool, grid: Decimal) -> bool {
        if part.is_zero() {
            return true;
        }
        let moment = self.running.taken;
        let fits = of.taken.epoch == moment.epoch
            && !self.apart
            && self.fits(of, part, compound).is_some();
        if !fits {
            self.renew();
            return false;
        }
        if of.taken.discounts != moment.discounts {
            self.widen(grid);
        }
        let discounts = &mut self.running.taken.discounts;
        *discounts = discounts.saturating_add(1);
        true
    }

    /// Counts what is left of each line; none where that may be less than nothing.
    fn fits(&mut self, of: &Sum, part: Decimal, compound: bool) -> Option<()> {
        let exact = &mut Exactness::default();
        if compound {
            // what is left of the running sum is left of every line
            let rest = Decimal::ONE.minus(part, exact).ok()?;
            let left = self.left.times(rest, exact).ok()?;
            let taken = self.taken.times(rest, exact).ok()?;
            (self.left, self.taken) = (left, taken);
            return (!rest.is_negative()).then_some(());
        }
        let start = self.start.taken;
        let is_of_start = of.taken.discounts == start.discounts && of.taken.epoch == start.epoch;
        if is_of_start && self.taken.is_zero() {
            // no line counts more in it than in the phase's start
            let left = self.left.minus(part, exact).ok()?;
            self.left = left;
            return (!left.is_negative()).then_some(());
        }
        let more = part.times(of.taken.gain, exact).ok()?;
        let taken = self.taken.plus(more, exact).ok()?;
        let share = self.kept.times(self.left, exact).ok()?;
        self.taken = taken;
        (taken <= share).then_some(())
    }

    fn gain(&mut self, of: &Sum, part: Decimal) {
        let exact = &mut Exactness::default();
        let more = part.times(of.taken.gain, exact);
        let gain = more.and_then(|more| self.running.taken.gain.plus(more, exact));
        if let Ok(gain) = gain {
            self.running.taken.gain = gain;
        } else {
            self.unknown = true;
        }
    }

    fn widen(&mut self, grid: Decimal) {
        let by = Interval {
            low: grid.negated(),
            high: grid,
        };
        self.running = self.with(self.running, by, by, Interval::ZERO);
    }
}
