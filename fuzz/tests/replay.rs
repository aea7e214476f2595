//! Every target on its seeds, on what was ever found, and on small changes of them.

use pricewright_fuzz::seeds::{TARGETS, regressions, seeds};

/// Changes of each seed that are tried.
const CHANGES: usize = 8;

#[test]
fn seeds_and_regressions() {
    for (target, run) in TARGETS {
        let seeds = seeds(target);
        assert!(seeds.len() > 10, "{} seeds for {target}", seeds.len());
        for bytes in seeds.iter().chain(&regressions(target)) {
            run(bytes);
        }
    }
}

#[test]
fn changed_seeds() {
    // a fixed sequence (Knuth's linear congruential generator, MMIX): the same bytes every time
    let mut state = 20_261_122_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0)
    };
    for (target, run) in TARGETS {
        for seed in seeds(target).iter().filter(|seed| !seed.is_empty() && seed.len() < 20_000) {
            for _ in 0..CHANGES {
                let mut bytes = seed.clone();
                for _ in 0..=next() % 3 {
                    let at = next() % bytes.len();
                    match next() % 3 {
                        0 => bytes[at] = u8::try_from(next() % 256).unwrap_or(0),
                        1 => bytes.truncate(at.max(1)),
                        _ => bytes.insert(at, b"()[]{},:\"0-9%"[next() % 13]),
                    }
                }
                run(&bytes);
            }
        }
    }
}
