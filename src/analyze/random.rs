//! Numbers that look random and are the same for the same seed: SplitMix64 (Steele, Lea, Flood:
//! "Fast splittable pseudorandom number generators", 2014), which passes through every 64-bit
//! state once.

/// A generator with its state.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// A generator that begins with a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, and 0 for the bound 0. The high bits are scaled down, so that every
    /// number is as likely as any other to within `bound` in 2^64.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.next()).wrapping_mul(u128::from(bound));
        u64::try_from(wide >> 64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for the seed 1234567 as published with the reference implementation
    /// (rosettacode.org, "Pseudo-random numbers/Splitmix64").
    #[test]
    fn outputs_are_those_of_the_reference() {
        let mut random = Random::new(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!([0; 5].map(|_| random.next()), expected);
    }

    #[test]
    fn numbers_stay_below_their_bound() {
        let mut random = Random::new(0);
        assert!((0..1_000).all(|_| random.below(7) < 7));
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
    }
}
