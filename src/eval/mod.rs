//! One expression by itself: parse, check, evaluate.
//!
//! Takes an expression and a JSON object that gives names their values; gives the value, or
//! diagnostics with a place in the expression. Promises what the rule language promises: exact
//! decimals, FEEL's meaning, and no silent `null`.

mod context;
mod lookup;

use std::sync::Arc;

use crate::check::{AmountSet, Expressions, Facts, Reads, Scope, Text, Texts, Type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, JsonWriter, Place, Source};
use crate::evaluate::frame::{Amounts, Frame};
use crate::evaluate::limits;
use crate::evaluate::value::Stop;
use crate::model::quote::ComputedValue;
use crate::money::Exactness;
use crate::parse;
use crate::plan::{CurrencyIndex, Node, NodeId, PlanData, Program, SourceId};

use context::Context;

pub use lookup::{Asked, LookedUp, look_up};

/// The value of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluated {
    /// `number`, `text`, `boolean`, `date` or `list`.
    pub kind: &'static str,
    /// The value.
    pub value: ComputedValue,
    /// Whether no operation had to round.
    pub exact: bool,
}

impl Evaluated {
    /// `{"type", "value", "exact"}`; numbers as strings in shortest form.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::new();
        json.begin_object();
        json.key("type").string(self.kind);
        json.key("value");
        self.value.write(&mut json);
        json.key("exact").boolean(self.exact);
        json.end_object();
        json.finish()
    }
}

/// Evaluates an expression. `context` is a JSON object: numbers by their text, nested values by
/// their path (`{"fabric": {"weight": 310}}` is `fabric.weight`), `null` for what is unset.
///
/// # Errors
/// The faults of the context and of the expression, or what kept it from a value.
///
/// # Example
/// ```
/// let price = pricewright::evaluate("if width in (1000..2000] then 45.00 * 2 else 0", r#"{"width": 1200}"#)?;
/// assert_eq!(price.value.to_string(), "90");
/// # Ok::<(), pricewright::Diagnostics>(())
/// ```
pub fn evaluate(expression: &str, context: &str) -> Result<Evaluated, Diagnostics> {
    let mut texts = Texts::default();
    let context = Context::read(context, &mut texts)?;
    let source = Source::new("expression", expression);
    let written = parse::expression(&source)?;
    let mut program = Program::default();
    let mut diagnostics = Diagnostics::new();
    let mut checker = Expressions {
        scope: &context.scope,
        program: &mut program,
        texts: &mut texts,
        diagnostics: &mut diagnostics,
        text: Text {
            id: SourceId(0),
            source: Arc::clone(&source),
            path: String::new(),
        },
        facts: Facts::default(),
        allowed: AmountSet::none(),
        reads: Reads::default(),
    };
    let typed = checker.typed(&written);
    let (node, ty) = diagnostics.into_result((typed.node, typed.ty))?;
    let (texts, labels) = texts.finish();
    let plan = PlanData {
        texts,
        labels,
        ..PlanData::default()
    };
    run(&plan, &program, &context, node, &ty, &source)
}

fn run(
    plan: &PlanData,
    program: &Program,
    context: &Context,
    node: NodeId,
    ty: &Type,
    source: &Arc<Source>,
) -> Result<Evaluated, Diagnostics> {
    let mut frame = Frame {
        plan,
        program,
        slots: context.states(),
        slot_plans: &context.slots,
        computed: &[],
        attributes: &[],
        tables: &[],
        currency: CurrencyIndex(0),
        amounts: Amounts::default(),
        exact: Exactness::EXACT,
        rounded: Default::default(),
        steps_left: limits::STEPS,
        depth: 0,
        memo: crate::evaluate::memo::Memo::default(),
    };
    match frame.evaluate(node) {
        Ok(value) => Ok(Evaluated {
            kind: kind(ty),
            value: frame.shown(crate::plan::SlotId::QUANTITY, &value),
            exact: frame.exact.is_exact(),
        }),
        Err(stop) => Err(failure(&mut frame, node, stop, source).into()),
    }
}

/// What kept an expression from a value, at the part that could not be worked out.
fn failure(frame: &mut Frame<'_>, node: NodeId, stop: Stop, source: &Arc<Source>) -> Diagnostic {
    let place = Place::in_source(source, frame.program.place(culprit(frame, node)).span);
    match stop {
        Stop::Problem(problem) => Diagnostic::new(problem.code, place, problem.message),
        Stop::OnRequest(message) => Diagnostic::new(Code::TableMiss, place, message),
        Stop::Waits(_) => Diagnostic::new(Code::MaybeUnset, place, "a value that is read is unset"),
    }
}

/// The innermost part that fails: its own parts have values.
fn culprit(frame: &mut Frame<'_>, node: NodeId) -> NodeId {
    let mut at = node;
    while let Some(inner) = failing_part(frame, at) {
        at = inner;
    }
    at
}

fn failing_part(frame: &mut Frame<'_>, node: NodeId) -> Option<NodeId> {
    let parts = frame.program.parts(node);
    let parts = match (frame.program.node(node), parts.as_slice()) {
        (Some(Node::If(..)), [condition, then, otherwise]) => match frame.boolean(*condition) {
            Ok(true) => vec![*then],
            Ok(false) => vec![*otherwise],
            Err(_) => vec![*condition],
        },
        _ => parts,
    };
    parts
        .into_iter()
        .find(|part| frame.evaluate(*part).is_err())
}

const fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::Number(_) => "number",
        Type::Boolean => "boolean",
        Type::Date => "date",
        Type::List(_) | Type::Options(_) => "list",
        Type::Text | Type::Option(_) | Type::Unknown => "text",
    }
}

/// An expression's own scope has no currencies: amounts are plain numbers.
fn scope() -> Scope {
    Scope::new(Vec::new(), false)
}
