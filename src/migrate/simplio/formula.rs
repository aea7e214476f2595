//! Formulas over `@total_pricing`, `@base_price`, `@price_options`, `@price_table`,
//! `@price_variable` and custom variables.

use super::super::assemble::not_translated;
use super::super::findings::At;
use super::super::formula::{Names, Reference, translate};
use super::Import;
use crate::model::catalog::Amount;

impl Import<'_> {
    /// The expression for a formula; none where it cannot be one, which is reported. `own` is the
    /// amount of its group, `total` what the whole price is called where it stands.
    pub(super) fn translate(
        &mut self,
        text: &str,
        at: &At,
        own: Option<&Amount>,
        total: &'static str,
    ) -> Option<String> {
        let mut variables = Variables {
            import: self,
            own,
            total,
            read: Vec::new(),
        };
        let translated = translate(text, &mut variables);
        let read = std::mem::take(&mut variables.read);
        match translated {
            Ok(_) if read.contains(&"base_price") && read.contains(&"price_table") => {
                let why = "`@base_price` and `@price_table` are one amount in a catalog";
                not_translated(at.clone(), text, why, &mut self.report);
                None
            }
            Ok(expression) => {
                for name in read {
                    let (written, help) = meaning(name, total);
                    let what = format!("`@{name}` in a formula");
                    self.report.guessed(
                        at.clone(),
                        what,
                        text,
                        format!("taken for {written}"),
                        help,
                    );
                }
                Some(expression)
            }
            Err(why) => {
                not_translated(at.clone(), text, &why, &mut self.report);
                None
            }
        }
    }
}

/// What a variable is taken for, and what else it might be.
fn meaning(name: &str, total: &str) -> (String, &'static str) {
    match name {
        "total_pricing" | "total_price" => (
            format!("`{total}`, the price before the formula"),
            "`list`, `subtotal` or `extended`",
        ),
        "base_price" => ("`base`".to_owned(), "a number"),
        "price_options" => (
            "`options`, all surcharges of options".to_owned(),
            "`price(feature)`",
        ),
        "price_table" => (
            "`base`, the base price list's cell".to_owned(),
            "`lookup(\"table\", …)`",
        ),
        _ => ("the group's own price".to_owned(), "a number"),
    }
}

struct Variables<'i, 's> {
    import: &'i Import<'s>,
    own: Option<&'i Amount>,
    total: &'static str,
    /// The system's own variables that were read, each once.
    read: Vec<&'static str>,
}

const OWN: &[&str] = &[
    "total_pricing",
    "total_price",
    "base_price",
    "price_options",
    "price_table",
    "price_variable",
];

impl Names for Variables<'_, '_> {
    fn number(&mut self, reference: &Reference) -> Result<String, String> {
        if let Some(feature) = self.import.named.get(&reference.name) {
            return Ok(feature.clone());
        }
        let Some(name) = OWN.iter().find(|own| **own == reference.name) else {
            return self
                .import
                .variables
                .get(&reference.name)
                .map(|value| format!("({value})"))
                .ok_or_else(|| format!("the value of `@{}` is not in the answer", reference.name));
        };
        let written = match *name {
            "total_pricing" | "total_price" => self.total.to_owned(),
            "price_table" if self.import.tables => {
                return Err("the price tables are surcharges in the catalog".to_owned());
            }
            "base_price" | "price_table" => "base".to_owned(),
            "price_options" => "options".to_owned(),
            _ => self
                .own
                .map(amount)
                .ok_or("the group has no price of its own")?,
        };
        if !self.read.contains(name) {
            self.read.push(name);
        }
        Ok(written)
    }

    fn option(&mut self, reference: &Reference, _: &str) -> Result<(String, String), String> {
        Err(format!("`@{}` is compared with a text", reference.name))
    }
}

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Bare(number) => format!("({number})"),
        Amount::PerCurrency(amounts) => {
            let amounts: Vec<String> = amounts
                .iter()
                .map(|(code, number)| format!("{} {number}", code.as_str()))
                .collect();
            format!("{{{}}}", amounts.join(", "))
        }
    }
}
