//! Times several programs beside each other: in turn, in the same rounds, so that what slows the
//! machine for a while slows all of them, and a ratio holds where a time does not.

#![expect(
    clippy::float_arithmetic,
    reason = "times and ratios are measured, not prices"
)]

use std::time::{Duration, Instant};

/// The least that a program runs for in a round.
const ROUND: Duration = Duration::from_millis(8);

/// How many rounds there are; medians are taken over them.
const ROUNDS: usize = 15;

/// Programs that are timed in turn.
#[derive(Default)]
pub struct Race<'a> {
    entries: Vec<Entry<'a>>,
}

/// The number of a program in its race.
#[derive(Clone, Copy, Debug)]
pub struct Number(usize);

struct Entry<'a> {
    pass: Box<dyn FnMut() + 'a>,
    /// What one pass does so many of.
    many: usize,
    /// Nanoseconds for each of them, a figure for every round.
    rounds: Vec<f64>,
}

impl<'a> Race<'a> {
    /// Adds a program whose one pass does so many of what is counted.
    pub fn entry(&mut self, many: usize, pass: impl FnMut() + 'a) -> Number {
        self.entries.push(Entry {
            pass: Box::new(pass),
            many,
            rounds: Vec::new(),
        });
        Number(self.entries.len() - 1)
    }

    /// Runs all programs in turn, round after round, after one that does not count.
    pub fn run(&mut self) {
        for entry in &mut self.entries {
            entry.round();
            entry.rounds.clear();
        }
        for _ in 0..ROUNDS {
            self.entries.iter_mut().for_each(Entry::round);
        }
    }

    /// Nanoseconds for one: the median of the rounds.
    #[must_use]
    pub fn nanoseconds(&self, number: Number) -> f64 {
        median(&self.entries[number.0].rounds)
    }

    /// How many times as long one program takes as another: the median of the rounds' ratios.
    #[must_use]
    pub fn ratio(&self, of: Number, to: Number) -> f64 {
        let rounds = self.entries[of.0].rounds.iter();
        let ratios = rounds.zip(&self.entries[to.0].rounds);
        median(&ratios.map(|(of, to)| of / to).collect::<Vec<_>>())
    }
}

impl Entry<'_> {
    #[expect(clippy::cast_precision_loss, reason = "so many passes are no round")]
    fn round(&mut self) {
        let start = Instant::now();
        let mut passes = 0;
        while passes == 0 || start.elapsed() < ROUND {
            (self.pass)();
            passes += 1;
        }
        let spent = start.elapsed().as_secs_f64() * 1e9;
        self.rounds.push(spent / (passes * self.many) as f64);
    }
}

/// The one in the middle; of two the upper.
#[must_use]
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
