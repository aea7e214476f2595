//! What is chosen of a roller blind, in types of its own, as hand-written code has it.

use crate::random::Random;

/// A blind and its buyer.
#[derive(Clone, Debug)]
pub struct Blind {
    /// The fabric.
    pub fabric: Fabric,
    /// In millimeters.
    pub width: u32,
    /// In millimeters.
    pub drop: u32,
    /// Where it hangs.
    pub mounting: Mounting,
    /// What the roll is in.
    pub cassette: Cassette,
    /// What moves it.
    pub motor: Motor,
    /// Of a solar motor: whether the panel is on the frame, not on the window.
    pub panel_on_frame: bool,
    /// Of a chain: its length in millimeters.
    pub chain_length: Option<u32>,
    /// Of a chain: whether there is a child safety device.
    pub child_safety: bool,
    /// How many remote controls, chargers, pairs of magnets, hubs.
    pub accessories: [u32; 4],
    /// How many blinds.
    pub quantity: u32,
    /// Who buys.
    pub group: Group,
    /// Whether it is delivered by express.
    pub express: bool,
    /// The day: year, month, day.
    pub day: (u16, u8, u8),
}

/// A fabric: its place in [`Fabric::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fabric(pub usize);

/// What is known of a fabric.
#[derive(Clone, Copy, Debug)]
pub struct FabricFacts {
    /// Its id.
    pub id: &'static str,
    /// Its price band: 0 for A.
    pub band: usize,
    /// In grams for a square meter.
    pub weight: u32,
}

/// Where a blind hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Mounting {
    Wall,
    Ceiling,
    Recess,
}

/// What the roll is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Cassette {
    None,
    White,
    Anthracite,
    Ral,
}

/// What moves a blind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Motor {
    Chain,
    Battery,
    Wired,
    Solar,
}

/// Who buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Group {
    Retail,
    Dealer,
    Installer,
}

const fn fabric(id: &'static str, band: usize, weight: u32) -> FabricFacts {
    FabricFacts { id, band, weight }
}

impl Fabric {
    /// All fabrics, in the order of the catalog.
    pub const ALL: [FabricFacts; 14] = [
        fabric("daylight_white", 0, 180),
        fabric("daylight_cream", 0, 180),
        fabric("daylight_gray", 0, 180),
        fabric("daylight_sky", 0, 185),
        fabric("mist", 0, 95),
        fabric("linen", 1, 310),
        fabric("cotton_sand", 1, 240),
        fabric("cotton_moss", 1, 240),
        fabric("jacquard", 1, 265),
        fabric("screen_5", 2, 420),
        fabric("blackout_white", 2, 380),
        fabric("blackout_navy", 2, 380),
        fabric("blackout_black", 2, 385),
        fabric("silk", 2, 150),
    ];
    /// Charged by area.
    pub const SCREEN: Fabric = Fabric(9);
    /// Charged in percent, and narrow.
    pub const SILK: Fabric = Fabric(13);

    /// What is known of it.
    #[must_use]
    pub const fn facts(self) -> FabricFacts {
        Self::ALL[self.0]
    }
}

impl Blind {
    /// A blind whose choices are all available; a rule may still forbid it.
    #[must_use]
    pub fn any(random: &mut Random) -> Self {
        use {Cassette as C, Group as G, Motor as M, Mounting as P};
        let size = |random: &mut Random, most: i64| {
            let size = random.between(400, most);
            // one in ten lies on a step of the price bands
            let size = if random.happens(1, 10) {
                size / 100 * 100
            } else {
                size
            };
            u32::try_from(size).unwrap_or(400)
        };
        let motor = *random.one_of(&[M::Chain, M::Chain, M::Battery, M::Wired, M::Solar]);
        let most = match motor {
            M::Chain => [0, 0, 4, 0],
            M::Battery => [4, 2, 4, 1],
            M::Wired | M::Solar => [4, 0, 4, 1],
        };
        let mut blind = Self {
            fabric: Fabric(random.below(Fabric::ALL.len())),
            width: size(random, 2_900),
            drop: size(random, 3_000),
            mounting: *random.one_of(&[P::Wall, P::Ceiling, P::Recess]),
            cassette: *random.one_of(&[C::None, C::White, C::Anthracite, C::Ral]),
            motor,
            panel_on_frame: random.happens(1, 2),
            chain_length: None,
            child_safety: motor == M::Chain && !random.happens(1, 10),
            accessories: most.map(|most| {
                let asked = random.happens(1, 3);
                if asked {
                    u32::try_from(random.below(most + 1)).unwrap_or(0)
                } else {
                    0
                }
            }),
            quantity: if random.happens(2, 5) {
                1
            } else {
                1 + u32::try_from(random.below(30)).unwrap_or(0)
            },
            group: *random.one_of(&[G::Retail, G::Retail, G::Dealer, G::Installer]),
            express: random.happens(1, 5),
            day: if random.happens(1, 3) {
                (2026, 10, 15)
            } else {
                (2026, 6, 1)
            },
        };
        if motor == M::Chain && random.happens(1, 4) {
            let steps = u32::try_from(random.between(0, 40)).unwrap_or(0);
            blind.chain_length = Some(300 + 50 * steps);
        }
        if blind.fabric == Fabric::SILK {
            blind.width = blind.width.min(1_800);
        }
        blind
    }
}
