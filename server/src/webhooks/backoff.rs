//! How long to wait before the next attempt: four times as long each time, up to 12 hours, a fifth more or less.
//!
//! What is more or less comes from the delivery's id, not from chance: many deliveries that failed together do not come
//! back together, and a test knows when one comes back.

use sha2::{Digest as _, Sha256};

/// Milliseconds between attempts, at most; before a fifth more or less.
const LONGEST: i64 = 12 * 60 * 60 * 1_000;

/// Milliseconds until the next attempt after so many.
#[must_use]
pub fn wait(first: u32, attempts: i64, delivery: &str) -> i64 {
    let doublings = attempts.saturating_sub(1).saturating_mul(2).clamp(0, 60);
    let times = 1_i64.checked_shl(u32::try_from(doublings).unwrap_or(60));
    let wait = i64::from(first)
        .saturating_mul(times.unwrap_or(i64::MAX))
        .min(LONGEST);
    // of 1,000: 800 to 1,199
    let share = 800_i64.saturating_add(chance(delivery, attempts).rem_euclid(400));
    wait.saturating_mul(share).div_euclid(1_000)
}

/// A number that is spread evenly and the same for the same attempt.
fn chance(delivery: &str, attempts: i64) -> i64 {
    let digest = Sha256::digest(format!("{delivery}:{attempts}"));
    let two = digest.first_chunk::<2>().copied().unwrap_or_default();
    i64::from(u16::from_be_bytes(two))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_four_times_the_last_one_a_fifth_more_or_less() {
        // 5 s, 20 s, 80 s, 320 s
        for (attempts, seconds) in [(1, 5), (2, 20), (3, 80), (4, 320)] {
            let wait = wait(5_000, attempts, "dlv_1");
            assert!((seconds * 800..seconds * 1_200).contains(&wait), "{wait}");
        }
        for attempts in 8..200 {
            let wait = wait(5_000, attempts, "dlv_1");
            assert!((LONGEST * 4 / 5..LONGEST * 6 / 5).contains(&wait), "{wait}");
        }
    }

    #[test]
    fn it_is_the_same_for_the_same_attempt_and_spread_over_deliveries() {
        assert_eq!(wait(5_000, 3, "dlv_1"), wait(5_000, 3, "dlv_1"));
        let waits: std::collections::BTreeSet<i64> = (0..100)
            .map(|number| wait(5_000, 3, &format!("dlv_{number}")))
            .collect();
        assert!(waits.len() > 70, "{}", waits.len());
    }
}
