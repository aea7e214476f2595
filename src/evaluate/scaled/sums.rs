//! The running sums of a waterfall, as `evaluate::sums` keeps them, in integers.

use super::entry::Part;
use crate::plan::AmountName;

/// A sum of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// Every line.
    pub all: i64,
    /// Those that percentages of `list`, `subtotal` and `extended` count.
    pub discountable: i64,
}

/// Every sum of a waterfall.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub running: Sum,
    /// Σ lines at the start of the phase.
    start: Sum,
    /// Σ lines of the phases of a part, without the phase that runs.
    base: i64,
    options: i64,
    list: Option<Sum>,
    pub extended: Option<Sum>,
    /// The amount of the item; in the order's own waterfall.
    items: Option<i64>,
    /// What expressions read, per piece: fixed once their lines are there.
    fixed_base: Option<i64>,
    fixed_options: Option<i64>,
    fixed_list: Option<i64>,
    /// Σ surcharges per piece by feature; of none where nothing reads one.
    features: Vec<i64>,
    compound: bool,
    part: Option<Part>,
    pub pieces: i64,
}

/// What sums begin with: nothing in a part, or what the base has come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Begun {
    running: Sum,
    start: Sum,
    base: i64,
    fixed_base: Option<i64>,
    compound: bool,
    part: Option<Part>,
}

impl Begun {
    /// Nothing yet, in a part.
    pub fn nothing(part: Option<Part>) -> Self {
        Self {
            part,
            ..Self::default()
        }
    }
}

impl Sum {
    /// A line, which percentages count or not.
    pub const fn of(amount: i64, discountable: bool) -> Self {
        Self {
            all: amount,
            discountable: if discountable { amount } else { 0 },
        }
    }

    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            all: self.all.checked_add(other.all)?,
            discountable: self.discountable.checked_add(other.discountable)?,
        })
    }

    /// The same where it is known to fit.
    pub const fn wrapping_plus(self, other: Self) -> Self {
        Self {
            all: self.all.wrapping_add(other.all),
            discountable: self.discountable.wrapping_add(other.discountable),
        }
    }

    /// The difference where it is known to fit.
    pub const fn wrapping_less(self, other: Self) -> Self {
        Self {
            all: self.all.wrapping_sub(other.all),
            discountable: self.discountable.wrapping_sub(other.discountable),
        }
    }

    fn times(self, factor: i64) -> Option<Self> {
        Some(Self {
            all: self.all.checked_mul(factor)?,
            discountable: self.discountable.checked_mul(factor)?,
        })
    }

    /// What a percentage counts; nothing where a maximum took away more than is discountable.
    fn counted(self) -> i64 {
        if self.discountable < 0 && self.all >= 0 {
            0
        } else {
            self.discountable
        }
    }
}

impl Sums {
    /// What is so far, of so many pieces.
    pub fn begin(&mut self, so_far: &Begun, pieces: i64) {
        // field by field, which is a third of the work of all of it anew
        let Self {
            running,
            start,
            base,
            options,
            list,
            extended,
            items,
            fixed_base,
            fixed_options,
            fixed_list,
            features,
            compound,
            part,
            pieces: all_pieces,
        } = self;
        (*running, *start, *base) = (so_far.running, so_far.start, so_far.base);
        (*fixed_base, *compound, *part) = (so_far.fixed_base, so_far.compound, so_far.part);
        (*options, *all_pieces) = (0, pieces);
        (*list, *extended, *items) = (None, None, None);
        (*fixed_options, *fixed_list) = (None, None);
        if !features.is_empty() {
            features.fill(0);
        }
    }

    /// What is so far, where nothing but `base` is known yet.
    pub const fn begun(&self) -> Begun {
        Begun {
            running: self.running,
            start: self.start,
            base: self.base,
            fixed_base: self.fixed_base,
            compound: self.compound,
            part: self.part,
        }
    }

    /// Keeps sums of so many features.
    pub fn keep_features(&mut self, count: usize) {
        self.features = vec![0; count];
    }

    /// A phase begins.
    pub fn enter(&mut self, compound: bool, part: Part) -> Option<()> {
        self.leave()?;
        self.start = self.running;
        self.compound = compound;
        self.part = Some(part);
        Some(())
    }

    /// Adds a line.
    #[inline]
    pub fn add(&mut self, amount: i64, discountable: bool) -> Option<()> {
        self.running = self.running.plus(Sum::of(amount, discountable))?;
        Some(())
    }

    /// Adds a surcharge per piece to the sum of its feature.
    #[inline]
    pub fn add_choice(&mut self, feature: usize, amount: i64) -> Option<()> {
        if let Some(sum) = self.features.get_mut(feature)
            && self.extended.is_none()
        {
            *sum = sum.checked_add(amount)?;
        }
        Some(())
    }

    pub fn close_base(&mut self) -> Option<()> {
        self.fixed_base = Some(self.of_part(Part::Base)?);
        Some(())
    }

    pub fn close_options(&mut self) -> Option<()> {
        self.fixed_options = Some(self.of_part(Part::Options)?);
        Some(())
    }

    pub fn close_list(&mut self) {
        self.list = Some(self.running);
        self.fixed_list = Some(self.running.all);
    }

    /// × quantity.
    pub fn extend(&mut self) -> Option<()> {
        self.leave()?;
        let pieces = self.pieces;
        self.running = self.running.times(pieces)?;
        self.base = self.base.checked_mul(pieces)?;
        self.options = self.options.checked_mul(pieces)?;
        if let Some(list) = &mut self.list {
            *list = list.times(pieces)?;
        }
        self.extended = Some(self.running);
        Some(())
    }

    /// The item is priced: the order's sums begin with its amount.
    pub fn begin_order(&mut self) {
        let items = self.running.all;
        *self = Self {
            running: Sum::of(items, true),
            start: Sum::of(items, true),
            items: Some(items),
            features: std::mem::take(&mut self.features),
            pieces: 1,
            ..Self::default()
        };
    }

    /// What a percentage is of.
    #[inline]
    pub fn base_of(&self, name: AmountName) -> Option<i64> {
        match name {
            AmountName::Base => self.of_part(Part::Base),
            AmountName::Options => self.of_part(Part::Options),
            AmountName::List => self.list.map(Sum::counted),
            AmountName::Subtotal => Some(self.subtotal().counted()),
            AmountName::Extended => self.extended.map(Sum::counted),
            AmountName::Items => self.items,
            AmountName::Feature(feature) => {
                let sum = *self.features.get(feature.index())?;
                if self.extended.is_some() {
                    sum.checked_mul(self.pieces)
                } else {
                    Some(sum)
                }
            }
        }
    }

    /// An amount as expressions read it.
    pub fn amount(&self, name: AmountName) -> Option<i64> {
        match name {
            AmountName::Base => self.fixed_base,
            AmountName::Options => self.fixed_options,
            AmountName::List => self.fixed_list,
            AmountName::Subtotal => self.part.map(|_| self.subtotal().all),
            AmountName::Extended => self.extended.map(|sum| sum.all),
            AmountName::Items => self.items,
            AmountName::Feature(feature) => {
                self.fixed_base?;
                self.features.get(feature.index()).copied()
            }
        }
    }

    fn subtotal(&self) -> Sum {
        if self.compound {
            self.running
        } else {
            self.start
        }
    }

    /// Σ lines of a part so far.
    #[inline]
    fn of_part(&self, part: Part) -> Option<i64> {
        let ended = match part {
            Part::Base => self.base,
            Part::Options => self.options,
            Part::Other => 0,
        };
        if self.part == Some(part) {
            let here = self.running.all.checked_sub(self.start.all)?;
            ended.checked_add(here)
        } else {
            Some(ended)
        }
    }

    /// Gives a part the lines of the phase that ends.
    fn leave(&mut self) -> Option<()> {
        match self.part {
            Some(Part::Base) => self.base = self.of_part(Part::Base)?,
            Some(Part::Options) => self.options = self.of_part(Part::Options)?,
            _ => {}
        }
        self.part = None;
        Some(())
    }
}
