//! The price of a roller blind as a good engineer writes it by hand: the rules of the example, in
//! the order of its waterfall, over `rust_decimal`. Lines, amount and tax come out; what forbids a
//! blind or asks for a word gives no price.

use std::path::Path;

use anyhow::Result;
use rust_decimal::{Decimal, RoundingStrategy};

use super::bands::Band;
use super::{Blind, Cassette, Fabric, Group, Motor, Mounting};

/// The price bands.
#[derive(Clone, Debug)]
pub struct Hand {
    bands: [Band; 3],
}

/// What a blind costs.
#[derive(Clone, Debug)]
pub struct Answer {
    /// All lines, for all pieces.
    pub lines: Vec<Line>,
    /// Their sum, without tax.
    pub amount: Decimal,
    /// The tax.
    pub tax: Decimal,
    /// With tax.
    pub gross: Decimal,
}

/// A line.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// What made it.
    pub code: &'static str,
    /// For all pieces.
    pub amount: Decimal,
}

/// Hundredths: of an amount or of one.
const fn hundredths(many: u32) -> Decimal {
    Decimal::from_parts(many, 0, 0, false, 2)
}

const NOTHING: Decimal = hundredths(0);
const THOUSAND: Decimal = Decimal::from_parts(1_000, 0, 0, false, 0);
const MILLION: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

impl Hand {
    /// Reads the price bands.
    ///
    /// # Errors
    /// A file that is not there, a price that is none.
    pub fn read(directory: &Path) -> Result<Self> {
        let band = |file, separator| Band::read(directory, file, separator);
        Ok(Self {
            bands: [
                band("band-a.csv", ',')?,
                band("band-b.csv", ';')?,
                band("band-c.csv", ',')?,
            ],
        })
    }

    /// Prices a blind; none if it cannot be made or is on request.
    #[must_use]
    pub fn price(&self, blind: &Blind) -> Option<Answer> {
        if is_forbidden(blind) || blind.width > 2_800 {
            return None;
        }
        let facts = blind.fabric.facts();
        let base = self.bands[facts.band].price(blind.width, blind.drop)?;
        let mut piece = Piece::new(blind.quantity);
        piece.add(["band_a", "band_b", "band_c"][facts.band], base);
        piece.options(blind, base);
        piece.rules(blind, base);
        piece.lower(blind);
        piece.limits(blind);
        let fees = piece.many(blind);
        Some(piece.order(blind, fees))
    }
}

fn is_forbidden(blind: &Blind) -> bool {
    let Blind { width, drop, .. } = *blind;
    let corner = match blind.fabric.facts().band {
        0 => width > 2_400 && drop > 2_700,
        1 => width > 2_000 && drop > 2_500 || width > 2_600 && drop > 1_800,
        _ => width > 1_800 && drop > 2_300 || width > 2_200 && drop > 1_600,
    };
    let lifts = matches!(blind.motor, Motor::Battery | Motor::Solar);
    corner
        || blind.motor == Motor::Solar && blind.cassette == Cassette::None
        || lifts && width * drop > 4_000_000
        || blind.chain_length.is_some_and(|length| length >= drop)
}

/// The price of a piece as it grows, with its lines for all pieces.
struct Piece {
    quantity: Decimal,
    running: Decimal,
    /// What no percentage counts.
    not_discountable: Decimal,
    lines: Vec<Line>,
    /// × quantity, with what follows.
    amount: Decimal,
}

impl Piece {
    fn new(quantity: u32) -> Self {
        Self {
            quantity: Decimal::from(quantity),
            running: NOTHING,
            not_discountable: NOTHING,
            lines: Vec::with_capacity(16),
            amount: NOTHING,
        }
    }

    fn add(&mut self, code: &'static str, amount: Decimal) {
        self.running += amount;
        let amount = amount * self.quantity;
        self.lines.push(Line { code, amount });
    }

    /// A line for all pieces.
    fn add_whole(&mut self, code: &'static str, amount: Decimal) {
        self.amount += amount;
        self.lines.push(Line { code, amount });
    }

    fn options(&mut self, blind: &Blind, base: Decimal) {
        match blind.fabric {
            Fabric::SCREEN => {
                self.add("fabric:screen_5", cents(hundredths(320) * area(blind)));
            }
            Fabric::SILK => self.add("fabric:silk", cents(base * hundredths(12))),
            _ => {}
        }
        if blind.mounting == Mounting::Ceiling {
            self.add("mounting:ceiling", hundredths(350));
        }
        let cassette = match blind.cassette {
            Cassette::None => None,
            Cassette::White => Some("cassette:white"),
            Cassette::Anthracite => Some("cassette:anthracite"),
            Cassette::Ral => Some("cassette:ral"),
        };
        if let Some(code) = cassette {
            let meters = Decimal::from(blind.width) / THOUSAND;
            self.add(code, cents(hundredths(1_850) * meters));
        }
        match blind.motor {
            Motor::Battery => self.add("motor:battery", hundredths(14_900)),
            Motor::Solar => self.add("motor:solar", hundredths(19_900)),
            Motor::Chain | Motor::Wired => {}
        }
        if blind.motor == Motor::Solar && blind.panel_on_frame {
            self.add("panel:frame", hundredths(1_200));
        }
        if blind.child_safety {
            self.add("child_safety", NOTHING);
        }
        let [remotes, chargers, magnets, _] = blind.accessories;
        if remotes > 0 {
            let amount = hundredths(2_990) * Decimal::from(remotes);
            self.not_discountable += amount;
            self.add("accessories:remote", amount);
        }
        if chargers > 0 {
            self.add(
                "accessories:charger",
                hundredths(1_490) * Decimal::from(chargers),
            );
        }
        if magnets > 0 {
            self.add(
                "accessories:magnets",
                hundredths(650) * Decimal::from(magnets),
            );
        }
        if blind.motor == Motor::Wired {
            let price = match blind.width {
                0..=1_200 => 11_900,
                1_201..=2_000 => 13_900,
                _ => 16_900,
            };
            self.add("wired_motor", hundredths(price));
        }
    }

    fn rules(&mut self, blind: &Blind, base: Decimal) {
        if blind.cassette == Cassette::Ral {
            self.add("ral_lacquer", cents(base * hundredths(12)));
        }
        if blind.fabric.facts().weight > 300 && blind.width > 1_600 {
            self.add("heavy_tube", cents(hundredths(650) * area(blind)));
        }
        let brackets = match blind.width {
            0..=1_000 => 480,
            1_001..=1_600 => 720,
            1_601..=2_200 => 960,
            _ => 1_200,
        };
        self.add("brackets", hundredths(brackets));
    }

    /// What a percentage counts.
    fn counted(&self) -> Decimal {
        self.running - self.not_discountable
    }

    fn lower(&mut self, blind: &Blind) {
        match blind.group {
            Group::Dealer => self.add("dealer", -cents(self.counted() * hundredths(15))),
            Group::Installer => {
                let rate = if blind.quantity >= 20 { 12 } else { 8 };
                self.add("installer", -cents(self.counted() * hundredths(rate)));
            }
            Group::Retail => {}
        }
        let autumn = (2026, 10, 1) <= blind.day && blind.day < (2026, 12, 1);
        if autumn && blind.group == Group::Retail {
            self.add("autumn", -cents(self.counted() * hundredths(10)));
        }
    }

    fn limits(&mut self, blind: &Blind) {
        let least = hundredths(4_900);
        if self.running < least {
            self.add("smallest", least - self.running);
        }
        let step = hundredths(5);
        let steps =
            (self.running / step).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let rounded = steps * step;
        if rounded != self.running {
            self.add("five_cents", rounded - self.running);
        }
        if blind.group == Group::Retail {
            let ending = hundredths(90);
            let next = (self.running - ending).ceil() + ending;
            if next != self.running {
                self.add("retail_ending", next - self.running);
            }
        }
    }

    /// × quantity and the tier; gives the fees of the order.
    fn many(&mut self, blind: &Blind) -> [Option<Line>; 2] {
        self.amount = self.running * self.quantity;
        let rate = match blind.quantity {
            0..5 => None,
            5..10 => Some(3),
            _ => Some(5),
        };
        if let Some(rate) = rate {
            let extended = self.counted() * self.quantity;
            self.add_whole("by_quantity", -cents(extended * hundredths(rate)));
        }
        let hub = (blind.accessories[3] > 0).then_some(Line {
            code: "accessories:hub",
            amount: hundredths(7_900),
        });
        let setup = (blind.cassette == Cassette::Ral).then_some(Line {
            code: "ral_setup",
            amount: hundredths(4_000),
        });
        [hub, setup]
    }

    fn order(mut self, blind: &Blind, fees: [Option<Line>; 2]) -> Answer {
        let items = self.amount;
        if blind.express {
            self.add_whole("express", hundredths(2_400));
        }
        if items < hundredths(10_000) {
            self.add_whole("small_order", hundredths(950));
        }
        if items >= hundredths(100_000) {
            self.add_whole("large_order", -cents(items * hundredths(2)));
        }
        for fee in fees.into_iter().flatten() {
            self.add_whole(fee.code, fee.amount);
        }
        let tax = cents(self.amount * hundredths(19));
        Answer {
            lines: self.lines,
            amount: self.amount,
            tax,
            gross: self.amount + tax,
        }
    }
}

/// In square meters; one is billed at least.
fn area(blind: &Blind) -> Decimal {
    let area = Decimal::from(u64::from(blind.width) * u64::from(blind.drop)) / MILLION;
    area.max(Decimal::ONE)
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
