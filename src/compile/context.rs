//! What the compilation of a whole catalog shares: texts, sources, currencies, findings.

use std::sync::Arc;

use crate::check::{Text, Texts};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, help_for, path_key};
use crate::model::Catalog;
use crate::model::catalog::{Amount, RoundingScope, RulesText};
use crate::model::date::Date;
use crate::money::{Currency, Decimal};
use crate::parse::{self, syntax};
use crate::plan::{SourceId, Validity};

/// The state of a compilation.
pub(super) struct Context<'c> {
    /// What is compiled.
    pub catalog: &'c Catalog,
    /// Texts of the plan.
    pub texts: Texts,
    /// What was found.
    pub diagnostics: Diagnostics,
    /// Sources of the plan.
    pub sources: Vec<Arc<Source>>,
    /// The catalog's currencies.
    pub currencies: Vec<Currency>,
    /// Whether something has a validity.
    pub needs_as_of: bool,
    /// What lines are rounded to.
    pub increments: Increments,
    /// Why the catalog cannot be packed for a storefront.
    pub internal_uses: Diagnostics,
}

/// Rounding increments by currency.
#[derive(Debug, Default)]
pub(super) struct Increments {
    /// For lines per piece.
    pub unit: Vec<Decimal>,
    /// For lines per item and order.
    pub line: Vec<Decimal>,
}

/// How many digits a price may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// Those of a line per piece, with rounding scope `unit`.
    PerPiece,
    /// Those of a line per item or order.
    PerItem,
    /// Any: it is a factor, not yet a price.
    Any,
}

impl<'c> Context<'c> {
    pub fn new(catalog: &'c Catalog) -> Self {
        let known = catalog
            .currencies
            .iter()
            .filter_map(|code| Currency::from_iso(*code));
        let mut context = Self {
            catalog,
            texts: Texts::default(),
            diagnostics: Diagnostics::new(),
            sources: Vec::new(),
            currencies: known.collect(),
            needs_as_of: false,
            increments: Increments::default(),
            internal_uses: Diagnostics::new(),
        };
        context.increments = context.rounding_increments();
        context
    }

    /// Reports a fault at a JSON path.
    pub fn report(
        &mut self,
        code: Code,
        path: &str,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let place = self.place(path);
        self.diagnostics
            .push(Diagnostic::new(code, place, message).with_optional_help(help));
    }

    /// The place of a JSON path.
    pub fn place(&self, path: &str) -> Place {
        Place::in_document(self.catalog.source.clone(), path)
    }

    /// Registers a source that places refer to.
    pub fn source(&mut self, source: &Arc<Source>) -> SourceId {
        if let Some(index) = self
            .sources
            .iter()
            .position(|known| Arc::ptr_eq(known, source))
        {
            return SourceId(u32::try_from(index).unwrap_or(u32::MAX));
        }
        self.sources.push(Arc::clone(source));
        SourceId(u32::try_from(self.sources.len().saturating_sub(1)).unwrap_or(u32::MAX))
    }

    /// Parses an expression that stands in the catalog's JSON.
    pub fn expression(&mut self, text: &str, path: &str) -> Option<(syntax::Expression, Text)> {
        let source = Source::new(path, text);
        match parse::expression(&source) {
            Ok(expression) => {
                let id = self.source(&source);
                Some((
                    expression,
                    Text {
                        id,
                        source,
                        path: path.to_owned(),
                    },
                ))
            }
            Err(faults) => {
                for mut fault in faults {
                    path.clone_into(&mut fault.place.path);
                    self.diagnostics.push(fault);
                }
                None
            }
        }
    }

    /// Parses a rules text; what is faulty is reported and left out.
    pub fn rules(&mut self, rules: &RulesText) -> (syntax::Rules, Text) {
        let (parsed, faults) = parse::rules(&rules.source);
        self.diagnostics.append(faults);
        let id = self.source(&rules.source);
        (
            parsed,
            Text {
                id,
                source: Arc::clone(&rules.source),
                path: String::new(),
            },
        )
    }

    /// An amount by currency, or a report.
    pub fn money(
        &mut self,
        amount: &Amount,
        path: &str,
        precision: Precision,
    ) -> Vec<Option<Decimal>> {
        let row: Vec<Option<Decimal>> = match amount {
            Amount::Bare(value) if self.currencies.len() > 1 => {
                let all: Vec<_> = self
                    .currencies
                    .iter()
                    .map(|currency| format!("\"{}\": \"{value}\"", currency.code.as_str()))
                    .collect();
                let help = format!("write it for each currency: `{{{}}}`", all.join(", "));
                let message = "the amount does not say its currency, and the catalog has several";
                self.report(Code::CurrencyMissing, path, message, Some(help));
                vec![None; self.currencies.len()]
            }
            Amount::Bare(value) => vec![Some(*value)],
            Amount::PerCurrency(amounts) => {
                for (code, _) in amounts {
                    if !self
                        .currencies
                        .iter()
                        .any(|currency| currency.code == *code)
                    {
                        let help = help_for(
                            code.as_str(),
                            self.currencies.iter().map(|c| c.code.as_str()),
                        );
                        let message =
                            format!("`{}` is not a currency of the catalog", code.as_str());
                        self.report(Code::CurrencyUnneeded, path, message, help);
                    }
                }
                let lacking = self.currencies.iter().map(|currency| currency.code);
                let lacking = lacking.filter(|code| amounts.iter().all(|(known, _)| known != code));
                for code in lacking.collect::<Vec<_>>() {
                    let message = format!("the amount has no price in {}", code.as_str());
                    let help = format!(
                        "add `\"{}\"`; without it, whoever needs the amount in it gets no price",
                        code.as_str()
                    );
                    self.report(Code::PriceMissing, path, message, Some(help));
                }
                let of =
                    |currency: &Currency| amounts.iter().find(|(code, _)| *code == currency.code);
                self.currencies
                    .iter()
                    .map(|currency| of(currency).map(|(_, value)| *value))
                    .collect()
            }
        };
        for (index, value) in row.iter().enumerate() {
            if let Some(value) = value {
                self.check_digits(*value, index, path, precision);
            }
        }
        row
    }

    /// Reports a price with more digits than its line keeps.
    pub fn check_digits(
        &mut self,
        value: Decimal,
        currency: usize,
        path: &str,
        precision: Precision,
    ) {
        if let Some((message, help)) = self.too_precise(value, currency, precision) {
            self.report(Code::PriceTooPrecise, path, message, Some(help));
        }
    }

    /// What is wrong with a price that has more digits than its line keeps.
    pub fn too_precise(
        &self,
        value: Decimal,
        currency: usize,
        precision: Precision,
    ) -> Option<(String, String)> {
        let minor = self.currencies.get(currency)?.digits;
        let rounding = &self.catalog.rounding;
        let digits = match (precision, rounding.scope) {
            (Precision::Any, _) | (Precision::PerPiece, RoundingScope::Item) => return None,
            (Precision::PerPiece, RoundingScope::Unit) => {
                rounding.unit_price_digits.unwrap_or(minor)
            }
            (Precision::PerItem, _) => minor,
        };
        let found = value.fraction_digits();
        (found > digits).then(|| {
            let message =
                format!("`{value}` has {found} digits after the point, its line keeps {digits}");
            let help = match precision {
                Precision::PerPiece => format!(
                    "set `\"unit_price_digits\": {found}` in `rounding`, or `\"scope\": \"item\"`"
                ),
                _ => format!("round it to {digits} digits"),
            };
            (message, help)
        })
    }

    /// A validity, noted because orders must then say their day.
    pub fn validity(&mut self, from: Option<Date>, until: Option<Date>, place: Place) -> Validity {
        self.needs_as_of |= from.is_some() || until.is_some();
        if let (Some(first), Some(end)) = (from, until)
            && first >= end
        {
            let message = format!("`until` {end} is not after `from` {first}");
            let help = "`until` is the first day on which it holds no more".to_owned();
            self.diagnostics
                .push(Diagnostic::new(Code::InvalidRange, place, message).with_help(help));
        }
        Validity { from, until }
    }

    fn rounding_increments(&mut self) -> Increments {
        let rounding = &self.catalog.rounding;
        let path = path_key("$.rounding", "increment");
        let declared = match &rounding.increment {
            None => vec![None; self.currencies.len()],
            Some(Amount::Bare(value)) => vec![Some(*value); self.currencies.len()],
            Some(amount) => self.money(amount, &path, Precision::Any),
        };
        let mut increments = Increments::default();
        for (currency, declared) in self.currencies.clone().into_iter().zip(declared) {
            let minor = currency.minor_unit();
            let line = match declared {
                Some(value) if value.is_positive() && value.is_multiple_of(minor) == Ok(true) => {
                    value
                }
                Some(value) => {
                    let message = format!(
                        "the increment `{value}` is not a positive multiple of the minor unit `{minor}`"
                    );
                    self.report(Code::InvalidValue, &path, message, None);
                    minor
                }
                None => minor,
            };
            let digits = rounding.unit_price_digits;
            let unit = digits
                .and_then(|digits| Decimal::from_parts(1, digits).ok())
                .unwrap_or(line);
            increments.line.push(line);
            increments.unit.push(unit);
        }
        increments
    }
}
