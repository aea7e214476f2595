//! Where the engine's quote differs from the naive one.

use super::number::{Q, exact, text};
use super::{NaiveItem, NaiveLine, NaiveQuote, Totals};
use pricewright::model::Quote;
use pricewright::model::quote::{ItemQuote, Line, Status};
use pricewright::money::Decimal;

/// Every difference, in words; empty where both agree.
///
/// Lines and amounts are compared of items that are priced, lines of the order and totals where
/// the whole order is.
pub fn differences(engine: &Quote, naive: &NaiveQuote) -> Vec<String> {
    let mut found = Differences::default();
    found.same("number of items", &engine.items.len(), &naive.items.len());
    for (index, (engine, naive)) in engine.items.iter().zip(&naive.items).enumerate() {
        found.place = format!("item {index}: ");
        found.item(engine, naive);
    }
    found.place = "order: ".to_owned();
    let all_priced = naive.items.iter().all(|item| item.status == Status::Priced);
    if all_priced {
        found.same("status", &engine.status, &naive.status);
    } else if naive.status > engine.status {
        found.same("status", &engine.status, &naive.status); // the worst of its items, at least
    }
    found.amount(
        "priced subtotal",
        Some(engine.priced_subtotal),
        Some(&naive.priced_subtotal),
    );
    found.amount("amount", engine.amount, naive.amount.as_ref());
    let lines = if naive.status == Status::Priced {
        naive.lines.as_slice()
    } else {
        &[]
    };
    found.lines(&engine.lines, lines);
    if naive.status == Status::Priced {
        found.totals((engine.net, engine.tax, engine.gross), &naive.totals);
        let engine_taxes = engine.taxes.iter();
        let engine_taxes: Vec<_> = engine_taxes
            .map(|share| [share.rate, share.net, share.tax].map(|number| text(&exact(number))))
            .collect();
        let naive_taxes = naive.taxes.iter();
        let naive_taxes: Vec<_> = naive_taxes
            .map(|(rate, net, tax)| [text(rate), text(net), text(tax)])
            .collect();
        found.same("taxes", &engine_taxes, &naive_taxes);
    }
    found.list
}

/// The naive quote for a failing test's message.
pub fn shown(quote: &NaiveQuote) -> String {
    let mut out = format!("{:?}\n", quote.status);
    for (index, item) in quote.items.iter().enumerate() {
        out += &format!(
            "item {index}: {:?} {}\n",
            item.status,
            item.reasons.join("; ")
        );
        for line in &item.lines {
            out += &format!("  {}\n", naive_line(line));
        }
        let share = item.order_share.as_ref().map(text);
        out += &format!(
            "  = {:?}, share {share:?}\n",
            item.amount.as_ref().map(text)
        );
    }
    for line in &quote.lines {
        out += &format!("{}\n", naive_line(line));
    }
    out + &format!("= {:?}\n", quote.amount.as_ref().map(text))
}

#[derive(Default)]
struct Differences {
    place: String,
    list: Vec<String>,
}

impl Differences {
    fn item(&mut self, engine: &ItemQuote, naive: &NaiveItem) {
        self.same("status", &engine.status, &naive.status);
        if engine.status != Status::Priced || naive.status != Status::Priced {
            if engine.status != Status::Incomplete {
                self.same("lines without a price", &engine.lines.len(), &0);
            }
            return;
        }
        self.lines(&engine.lines, &naive.lines);
        self.amount("list price", engine.list_price, naive.list_price.as_ref());
        self.amount("unit price", engine.unit_price, naive.unit_price.as_ref());
        self.amount("amount", engine.amount, naive.amount.as_ref());
        if naive.order_share.is_some() {
            self.amount(
                "order share",
                engine.order_share,
                naive.order_share.as_ref(),
            );
            self.totals((engine.net, engine.tax, engine.gross), &naive.totals);
        }
    }

    fn lines(&mut self, engine: &[Line], naive: &[NaiveLine]) {
        let engine: Vec<_> = engine.iter().map(engine_line).collect();
        let naive: Vec<_> = naive.iter().map(naive_line).collect();
        for index in 0..engine.len().max(naive.len()) {
            let what = format!("line {index}");
            self.same(&what, &engine.get(index), &naive.get(index));
        }
    }

    fn totals(
        &mut self,
        engine: (Option<Decimal>, Option<Decimal>, Option<Decimal>),
        naive: &Totals,
    ) {
        self.amount("net", engine.0, naive.net.as_ref());
        self.amount("tax", engine.1, naive.tax.as_ref());
        self.amount("gross", engine.2, naive.gross.as_ref());
    }

    fn amount(&mut self, what: &str, engine: Option<Decimal>, naive: Option<&Q>) {
        self.same(
            what,
            &engine.map(|number| text(&exact(number))),
            &naive.map(text),
        );
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, engine: &T, naive: &T) {
        if engine != naive {
            let place = &self.place;
            self.list
                .push(format!("{place}{what}: engine {engine:?}, naive {naive:?}"));
        }
    }
}

fn engine_line(line: &Line) -> String {
    let unit = line.unit_amount.map(|number| text(&exact(number)));
    let shares: Vec<_> = line
        .shares
        .iter()
        .map(|share| text(&exact(*share)))
        .collect();
    described(
        &line.phase,
        &format!("{:?}", line.kind),
        &line.id,
        unit,
        text(&exact(line.amount)),
        &shares,
    )
}

fn naive_line(line: &NaiveLine) -> String {
    let unit = line.unit_amount.as_ref().map(text);
    let shares: Vec<_> = line.shares.iter().map(text).collect();
    described(
        &line.phase,
        &format!("{:?}", line.kind),
        &line.id,
        unit,
        text(&line.amount),
        &shares,
    )
}

fn described(
    phase: &str,
    kind: &str,
    id: &str,
    unit: Option<String>,
    amount: String,
    shares: &[String],
) -> String {
    let unit = unit.map_or(String::new(), |unit| format!(" {unit} each"));
    format!("{phase} {kind} {id}:{unit} {amount} {}", shares.join("+"))
}
