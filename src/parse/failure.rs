//! A failure of the grammar in words of this language: what was expected, what was found, where.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::faults::Faults;
use super::fixes;
use super::grammar::Rule;
use super::scan::{Token, TokenKind};
use super::words;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::sorting::sort;

/// How each statement is written.
const SHAPES: &[(&str, &str)] = &[
    ("let", "let area = width * drop"),
    ("set", "set id \"label\" when condition : value"),
    (
        "surcharge",
        "surcharge id \"label\" from 2026-10-01 until 2026-12-01 when condition : amount",
    ),
    (
        "discount",
        "discount id \"label\" from 2026-10-01 until 2026-12-01 when condition : 5% of list",
    ),
    (
        "tiers",
        "tiers id \"label\" on quantity volume when condition : 10 -> 5.00, 25 -> 4.50",
    ),
    (
        "minimum",
        "minimum id \"label\" when condition : amount per piece",
    ),
    (
        "maximum",
        "maximum id \"label\" when condition : amount per piece",
    ),
    ("round", "round id : to 0.05 half_up"),
    ("end", "end id : in 0.99 up"),
    ("phase", "phase id : best, additive"),
    ("forbid", "forbid id \"message\" when condition : condition"),
    (
        "require",
        "require id \"message\" when condition : condition",
    ),
    ("warn", "warn id \"message\" when condition : condition"),
    (
        "on_request",
        "on_request id \"message\" when condition : condition",
    ),
    (
        "test",
        "test id \"label\" given { width: 95 } expect unit_price 39.90",
    ),
];

/// Reports a failure in a part of the source that begins at `offset`.
pub(super) fn report(
    error: &Error<Rule>,
    offset: usize,
    tokens: &[Token<'_>],
    faults: &mut Faults,
) {
    let inside = match error.location {
        InputLocation::Pos(position) => position,
        InputLocation::Span((start, _)) => start,
    };
    let at = offset.saturating_add(inside);
    let index = tokens.partition_point(|token| token.end <= at);
    let failure = Failure {
        tokens,
        index,
        wanted: wanted(error),
    };
    failure.report(faults);
}

/// What may be expected, the more telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    Base,
    Expression,
    Name,
    Sign(&'static str),
    Word(&'static str),
    Thing(&'static str),
    Operator,
    Modifier,
    End,
}

struct Failure<'t, 'a> {
    tokens: &'t [Token<'a>],
    /// The first token that the grammar could not read; none at the end of the text.
    index: usize,
    wanted: Vec<Wanted>,
}

impl<'t, 'a> Failure<'t, 'a> {
    fn found(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.index)
    }

    fn before(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.index.checked_sub(1)?)
    }

    fn wants(&self, wanted: Wanted) -> bool {
        self.wanted.contains(&wanted)
    }

    /// The place of what was found; an empty one after the last token at the end of the text.
    fn span(&self) -> Span {
        match (self.found(), self.before()) {
            (Some(found), _) => found.span(),
            (None, Some(last)) => Span::new(last.end, last.end),
            (None, None) => Span::default(),
        }
    }

    fn report(&self, faults: &mut Faults) {
        let percent = self.before().is_some_and(|token| token.is("percent"))
            && self.found().is_some_and(|token| token.is("("));
        if percent || self.found().is_some_and(|token| token.is("%")) {
            self.misplaced_percent(faults);
        } else if self.wants(Wanted::Base) {
            fixes::without_base(self.span(), "percent(…)", faults);
        } else if let Some(keyword) = self.keyword_as_name() {
            let word = keyword.text;
            faults.report_with(
                Code::KeywordAsName,
                keyword.span(),
                format!("expected a name, found `{word}`, which is a word of the language"),
                format!("a thing of this name is written in backticks: `` `{word}` ``"),
            );
        } else {
            self.unexpected(faults);
        }
    }

    fn misplaced_percent(&self, faults: &mut Faults) {
        let message = "expected an amount, found a percentage";
        let help = "a percentage is all of the amount of a surcharge, a discount or a tier: `12% of base`, or \
                    `percent(x) of base` where it is calculated";
        faults.report_with(Code::Syntax, self.span(), message, help);
    }

    /// The keyword that stands where a name must or may be.
    fn keyword_as_name(&self) -> Option<&'t Token<'a>> {
        let found = self.found().filter(|token| token.is_keyword())?;
        let place = self.wants(Wanted::Expression) || self.wants(Wanted::Name);
        // After a colon and before a value, a modifier or an unfinished operator is the likelier fault.
        let modifier = words::MODIFIERS.contains(&found.text)
            && self.wants(Wanted::Expression)
            && !self
                .before()
                .is_some_and(|token| token.kind == TokenKind::Symbol && token.text != ":");
        let after_dot = self.before().is_some_and(|token| token.is("."));
        let joins = matches!(
            found.text,
            "and" | "or" | "then" | "else" | "when" | "of" | "in" | "is" | "not"
        );
        (place && !modifier && (after_dot || !joins)).then_some(found)
    }

    fn unexpected(&self, faults: &mut Faults) {
        let found = match self.found() {
            Some(token) => format!("`{}`", faults.excerpt(token.span())),
            None => String::from("the end"),
        };
        let message = format!("expected {}, found {found}", self.expectation());
        let mut diagnostic = Diagnostic::new(Code::Syntax, faults.place(self.span()), message);
        diagnostic = diagnostic.with_optional_help(self.help());
        if let Some(open) = self.unclosed() {
            let note = format!("this `{}` is not closed", open.text);
            diagnostic = diagnostic.with_related(faults.place(open.span()), note);
        }
        faults.add(diagnostic);
    }

    fn expectation(&self) -> String {
        // A bracket of another kind would not close the one that is open.
        let mismatched = match self.unclosed().map(|open| open.text) {
            Some("(") => "]",
            Some("[") => ")",
            _ => "",
        };
        let signs: Vec<&str> = self
            .wanted
            .iter()
            .filter_map(|wanted| match wanted {
                Wanted::Sign(sign) if *sign != mismatched => Some(*sign),
                _ => None,
            })
            .collect();
        match self.wanted.first() {
            Some(Wanted::Expression | Wanted::Base) => String::from("an expression"),
            Some(Wanted::Name) => String::from("a name"),
            Some(Wanted::Sign(_)) => one_of(&signs),
            Some(Wanted::Word(word)) => format!("`{word}`"),
            Some(Wanted::Thing(thing)) => String::from(*thing),
            Some(Wanted::Modifier) => {
                String::from("a modifier such as `per item`, or the end of the statement")
            }
            Some(Wanted::Operator) if self.wants(Wanted::Modifier) => {
                String::from("an operator, a modifier such as `per item`, or the end")
            }
            Some(Wanted::Operator) => String::from("an operator or the end"),
            Some(Wanted::End) | None => String::from("the end"),
        }
    }

    /// The shape of the statement, unless the failure is inside an expression.
    fn help(&self) -> Option<String> {
        let comparison =
            |token: &&Token<'_>| matches!(token.text, "<" | "<=" | ">" | ">=" | "=" | "!=");
        if self.before().is_some_and(|token| token.is("in"))
            && let Some(sign) = self.found().filter(comparison)
        {
            return Some(format!(
                "write comparisons after `in` in parentheses: `in ({} 10)`",
                sign.text
            ));
        }
        let expression = matches!(self.wanted.first(), Some(Wanted::Expression | Wanted::Base));
        let inside = self.wants(Wanted::Sign(")"));
        let first = self.tokens.first()?;
        let (_, shape) = SHAPES.iter().find(|(word, _)| first.is(word))?;
        (!expression && !inside).then(|| format!("the statement is written `{shape}`"))
    }

    /// The innermost bracket before the failure that nothing closes, where the text just ends or
    /// a bracket was expected to close.
    fn unclosed(&self) -> Option<&'t Token<'a>> {
        let closing = [")", "]", "}"]
            .into_iter()
            .any(|sign| self.wants(Wanted::Sign(sign)));
        if !closing {
            return None;
        }
        let mut open: Vec<&Token<'_>> = Vec::new();
        for token in self.tokens.get(..self.index)? {
            if token.is("(") || token.is("[") || token.is("{") {
                open.push(token);
            } else if token.is(")") || token.is("]") || token.is("}") {
                open.pop();
            }
        }
        open.pop()
    }
}

fn one_of(signs: &[&str]) -> String {
    let quoted: Vec<String> = signs.iter().map(|sign| format!("`{sign}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::from("the end"),
    }
}

/// What the grammar would have taken, the most telling first.
fn wanted(error: &Error<Rule>) -> Vec<Wanted> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return Vec::new();
    };
    let mut wanted: Vec<Wanted> = positives
        .iter()
        .flat_map(|rule| meaning(*rule))
        .copied()
        .collect();
    sort(&mut wanted);
    wanted.dedup();
    wanted
}

/// What a rule of the grammar stands for.
fn meaning(rule: Rule) -> &'static [Wanted] {
    match rule {
        Rule::expression
        | Rule::operand
        | Rule::conditional
        | Rule::adjustment
        | Rule::tier_effect
        | Rule::boolean
        | Rule::call
        | Rule::item => &[Wanted::Expression],
        Rule::identifier | Rule::quoted_name | Rule::path | Rule::base => &[Wanted::Name],
        Rule::kw_of_base => &[Wanted::Base],
        Rule::colon => &[Wanted::Sign(":")],
        Rule::equals => &[Wanted::Sign("=")],
        Rule::comma => &[Wanted::Sign(",")],
        Rule::arrow => &[Wanted::Sign("->")],
        Rule::open_paren => &[Wanted::Sign("(")],
        Rule::close_paren => &[Wanted::Sign(")")],
        Rule::open_brace => &[Wanted::Sign("{")],
        Rule::close_brace => &[Wanted::Sign("}")],
        Rule::close => &[Wanted::Sign(")"), Wanted::Sign("]")],
        Rule::kw_then => &[Wanted::Word("then")],
        Rule::kw_else => &[Wanted::Word("else")],
        Rule::kw_set => &[Wanted::Word("set")],
        Rule::kw_given => &[Wanted::Word("given")],
        Rule::kw_expect => &[Wanted::Word("expect")],
        Rule::kw_to => &[Wanted::Word("to")],
        Rule::tiers_on | Rule::kw_on => &[Wanted::Word("on")],
        Rule::word_quantity => &[Wanted::Word("quantity")],
        Rule::word_order => &[Wanted::Word("order")],
        Rule::word_discounts => &[Wanted::Word("discounts")],
        Rule::text => &[Wanted::Thing("a text in quotes")],
        Rule::mode => &[Wanted::Thing("a rounding mode such as `half_up`")],
        Rule::phase_word => &[Wanted::Thing(
            "`all`, `first`, `best`, `additive` or `compound`",
        )],
        Rule::day => &[Wanted::Thing("a day such as `2026-10-01`")],
        Rule::number | Rule::signed_number => &[Wanted::Thing("a number")],
        Rule::per_word => &[Wanted::Thing("`piece`, `item` or `order`")],
        Rule::literal => &[Wanted::Thing("a value such as `95` or `\"white\"`")],
        Rule::expectation => &[Wanted::Thing("an expectation such as `unit_price 39.90`")],
        Rule::expected_amount => &[Wanted::Thing("an amount or `none`")],
        Rule::operator | Rule::is_set | Rule::power | Rule::comparison => &[Wanted::Operator],
        Rule::modifier => &[Wanted::Modifier],
        Rule::EOI => &[Wanted::End],
        _ => &[],
    }
}
