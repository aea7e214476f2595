//! Names in an expression: slots, attributes of options, amounts of the waterfall.

use super::amounts::{amount_name, amount_word};
use super::expression::{Expressions, Typed};
use super::facts::{joined, symbol_of};
use super::scope::{Symbol, SymbolKind};
use super::types::Type;
use crate::diagnostic::{Code, Span, did_you_mean};
use crate::parse::syntax::Path;
use crate::plan::{AmountName, FeatureIndex, Node};

impl Expressions<'_> {
    pub(super) fn path(&mut self, path: &Path) -> Typed {
        let name = joined(path);
        // a feature may have the name of an amount; it is then read in backticks
        if let Some(amount) = amount_name(&name).filter(|_| !path.quoted) {
            return if self.read_amount(amount, path.span) {
                self.push(Node::Amount(amount), path.span, Type::MONEY, 1)
            } else {
                self.unknown(path.span)
            };
        }
        if let Some(symbol) = symbol_of(path, self.scope) {
            let symbol = symbol.clone();
            return self.slot(path, &symbol);
        }
        match path.parts.split_last() {
            Some((attribute, [owner])) => match self.scope.name(&owner.text).cloned() {
                Some(symbol) => self.attribute(path, &symbol, &attribute.text),
                None => self.unknown_name(path, &name),
            },
            _ => self.unknown_name(path, &name),
        }
    }

    fn slot(&mut self, path: &Path, symbol: &Symbol) -> Typed {
        if !self.may_read(path, symbol) {
            return self.unknown(path.span);
        }
        self.reads.slots.insert(symbol.slot);
        if symbol.internal {
            self.reads
                .internal
                .get_or_insert_with(|| (joined(path), path.span));
        }
        if symbol.kind == SymbolKind::Computed {
            for amount in symbol.amounts.iter().collect::<Vec<_>>() {
                if !self.read_amount(amount, path.span) {
                    return self.unknown(path.span);
                }
            }
        }
        let depth = symbol.depth.saturating_add(1);
        self.push(Node::Slot(symbol.slot), path.span, symbol.ty.clone(), depth)
    }

    fn may_read(&mut self, path: &Path, symbol: &Symbol) -> bool {
        if self.facts.allow(symbol) {
            return true;
        }
        let name = joined(path);
        self.report(
            Code::MaybeUnset,
            path.span,
            format!("`{name}` may be unset here"),
            Some(format!(
                "ask `{name} is set and …` first, make it required, or give it a default"
            )),
        );
        false
    }

    fn attribute(&mut self, path: &Path, symbol: &Symbol, attribute: &str) -> Typed {
        let owner = path
            .parts
            .first()
            .map_or("", |part| part.text.as_str())
            .to_owned();
        if attribute == "quantity" && matches!(symbol.ty, Type::Options(_)) {
            if !self.may_read_owner(path, symbol, &owner) {
                return self.unknown(path.span);
            }
            let ty = Type::List(Box::new(Type::PLAIN));
            return self.push(Node::OptionQuantities(symbol.slot), path.span, ty, 1);
        }
        let Some(known) = symbol.attributes.get(attribute) else {
            let help = self.help_among(attribute, symbol.attributes.keys().map(String::as_str));
            let message = match symbol.kind {
                SymbolKind::Feature(_) => {
                    format!("unknown attribute `{attribute}` of feature `{owner}`")
                }
                _ => format!("`{owner}` has no attributes"),
            };
            self.report(Code::UnknownAttribute, path.span, message, help);
            return self.unknown(path.span);
        };
        if let Some(option) = &known.lacking {
            let message = format!("option `{option}` of feature `{owner}` has no `{attribute}`");
            let help = format!(
                "give it one, or a default for all: `\"attributes\": {{\"{attribute}\": {{\"default\": …}}}}`"
            );
            self.report(Code::MaybeUnset, path.span, message, Some(help));
            return self.unknown(path.span);
        }
        if !self.may_read_owner(path, symbol, &owner) {
            return self.unknown(path.span);
        }
        if known.internal {
            self.reads
                .internal
                .get_or_insert_with(|| (joined(path), path.span));
        }
        let ty = match symbol.ty {
            Type::Options(_) => Type::List(Box::new(known.ty.clone())),
            _ => known.ty.clone(),
        };
        self.push(Node::Attribute(symbol.slot, known.id), path.span, ty, 1)
    }

    fn may_read_owner(&mut self, path: &Path, symbol: &Symbol, owner: &str) -> bool {
        self.reads.slots.insert(symbol.slot);
        if self.facts.allow(symbol) {
            return true;
        }
        self.report(
            Code::MaybeUnset,
            path.span,
            format!("`{owner}` may be unset here"),
            Some(format!(
                "ask `{owner} is set and …` first, make it required, or give it a default"
            )),
        );
        false
    }

    fn unknown_name(&mut self, path: &Path, name: &str) -> Typed {
        let words = [
            "base", "options", "list", "subtotal", "extended", "quantity",
        ];
        let help = self
            .help_among(name, self.scope.names())
            .or_else(|| did_you_mean(name, words));
        self.report(
            Code::UnknownName,
            path.span,
            format!("unknown name `{name}`"),
            help,
        );
        self.unknown(path.span)
    }

    pub(super) fn is_set(&mut self, path: &Path, span: Span) -> Typed {
        let Some(symbol) = symbol_of(path, self.scope) else {
            let name = joined(path);
            return self.unknown_name(path, &name);
        };
        let slot = symbol.slot;
        self.reads.slots.insert(slot);
        self.push(Node::IsSet(slot), span, Type::Boolean, 1)
    }

    pub(super) fn feature_of(&mut self, path: &Path) -> Option<FeatureIndex> {
        match symbol_of(path, self.scope).map(|symbol| symbol.kind) {
            Some(SymbolKind::Feature(feature)) => Some(feature),
            _ => {
                let name = joined(path);
                let help = self.help_among(&name, self.scope.names());
                let message = format!("unknown feature `{name}`");
                self.report(Code::UnknownFeature, path.span, message, help);
                None
            }
        }
    }

    pub(super) fn price(&mut self, path: &Path, span: Span) -> Typed {
        match self.feature_of(path) {
            Some(feature) if self.read_amount(AmountName::Feature(feature), span) => self.push(
                Node::Amount(AmountName::Feature(feature)),
                span,
                Type::MONEY,
                1,
            ),
            _ => self.unknown(span),
        }
    }

    /// Notes that an amount is read; reports where it is not known yet.
    pub(super) fn read_amount(&mut self, amount: AmountName, span: Span) -> bool {
        self.reads.amounts.insert(amount);
        if self.allowed.contains(amount) {
            return true;
        }
        let words = self.allowed.words();
        let name = amount_word(amount);
        let help = if self.scope.name(name).is_some() {
            format!(
                "`{name}` is an amount of the waterfall; what is called so is read in backticks"
            )
        } else if words.is_empty() {
            "no amount of the waterfall is known here".to_owned()
        } else {
            format!("known here: {}", words.join(", "))
        };
        let message = format!("`{name}` is not known here");
        self.report(Code::BaseNotYetKnown, span, message, Some(help));
        false
    }
}
