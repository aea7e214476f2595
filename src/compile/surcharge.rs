//! What a choice adds: amounts, percentages, amounts per unit.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::phase;
use crate::check::{Text, amount_name, conversion};
use crate::diagnostic::{Code, Source, Span, help_for, path_key};
use crate::model::catalog::{Amount, LineScope, Surcharge, SurchargeAmount as Written};
use crate::model::quote::Scope;
use crate::money::Decimal;
use crate::parse::syntax::{Expression, ExpressionKind, Name, Path};
use crate::plan::{
    ArithmeticOperator, Base, MoneyId, Node, NodeId, PhaseKind, SourceSpan, SurchargeAmount,
    SurchargePlan,
};

/// Compiles the surcharge at a JSON path.
pub(super) fn surcharge(
    builder: &mut Builder<'_, '_>,
    written: &Surcharge,
    path: &str,
) -> Option<SurchargePlan> {
    let scope = scope(written.scope);
    let amount = match &written.amount {
        Written::Fixed(amount) => {
            let precision = match scope {
                Scope::Unit => Precision::PerPiece,
                Scope::Item | Scope::Order => Precision::PerItem,
            };
            SurchargeAmount::Amount(money_node(builder, amount, path, precision))
        }
        Written::Percent { rate, of } => {
            let of = percent_base(builder, of, &path_key(path, "of"), scope)?;
            SurchargeAmount::Percent { rate: *rate, of }
        }
        Written::PerUnit { amount, per, unit } => {
            SurchargeAmount::Amount(per_unit(builder, amount, per, unit.as_deref(), path)?)
        }
    };
    Some(SurchargePlan {
        amount,
        scope,
        discountable: written.discountable,
    })
}

/// A money constant as a node.
pub(super) fn money_node(
    builder: &mut Builder<'_, '_>,
    amount: &Amount,
    path: &str,
    precision: Precision,
) -> NodeId {
    let row = builder.context.money(amount, path, precision);
    let id = MoneyId(u32::try_from(builder.program.money.len()).unwrap_or(u32::MAX));
    builder.program.money.push(row);
    made(builder, Node::Money(id))
}

/// A node of the compiler's own, which stands nowhere in a text.
pub(super) fn made(builder: &mut Builder<'_, '_>, node: Node) -> NodeId {
    let id = NodeId(u32::try_from(builder.program.nodes.len()).unwrap_or(u32::MAX));
    builder.program.nodes.push(node);
    builder.program.places.push(SourceSpan::default());
    id
}

/// The base that the catalog's JSON names for a percentage.
pub(super) fn percent_base(
    builder: &mut Builder<'_, '_>,
    of: &str,
    path: &str,
    scope: Scope,
) -> Option<Base> {
    let phase = match scope {
        Scope::Unit => phase::position(builder, PhaseKind::Options),
        Scope::Item | Scope::Order => phase::position(builder, PhaseKind::Fees),
    };
    base_in_phase(builder, of, path, phase)
}

/// The base that the catalog's JSON names for a percentage in the phase at a position.
pub(super) fn base_in_phase(
    builder: &mut Builder<'_, '_>,
    of: &str,
    path: &str,
    phase: usize,
) -> Option<Base> {
    let (expression, text) = builder.context.expression(of, path)?;
    let around = Around::amounts(phase::known(builder, phase));
    let (amount, _) = builder.check(&text, &around, |checker| checker.percent_base(&expression));
    amount.map(|amount| Base { amount })
}

/// `{"amount": "4.50", "per": "width", "unit": "m"}`
fn per_unit(
    builder: &mut Builder<'_, '_>,
    amount: &Amount,
    per: &str,
    unit: Option<&str>,
    path: &str,
) -> Option<NodeId> {
    let per_path = path_key(path, "per");
    let value = read(builder, per, &per_path)?;
    let own = unit_of(builder, per);
    let value = match unit {
        None => value,
        Some(wanted) => {
            let Some((times, divided_by)) = own.as_deref().and_then(|own| conversion(own, wanted))
            else {
                let message = match &own {
                    Some(own) => format!("`{own}` of `{per}` cannot be converted to `{wanted}`"),
                    None => format!("`{per}` has no unit, so it cannot be converted to `{wanted}`"),
                };
                let help = "give the feature its `unit`, or leave `unit` out here".to_owned();
                builder.context.report(
                    Code::UnknownUnit,
                    &path_key(path, "unit"),
                    message,
                    Some(help),
                );
                return None;
            };
            let value = scaled(builder, value, ArithmeticOperator::Multiply, times);
            scaled(builder, value, ArithmeticOperator::Divide, divided_by)
        }
    };
    let price = money_node(builder, amount, &path_key(path, "amount"), Precision::Any);
    Some(made(
        builder,
        Node::Arithmetic(ArithmeticOperator::Multiply, price, value),
    ))
}

fn scaled(
    builder: &mut Builder<'_, '_>,
    value: NodeId,
    operator: ArithmeticOperator,
    factor: Decimal,
) -> NodeId {
    if factor == Decimal::ONE {
        return value;
    }
    let factor = made(builder, Node::Number(factor));
    made(builder, Node::Arithmetic(operator, value, factor))
}

/// Reads a number by its name. An optional one is read where the line itself waits for it.
fn read(builder: &mut Builder<'_, '_>, name: &str, path: &str) -> Option<NodeId> {
    let source = Source::new(path, name);
    let text = Text {
        id: builder.context.source(&source),
        source,
        path: path.to_owned(),
    };
    let span = Span::new(0, name.len());
    let part = Name {
        text: name.to_owned(),
        span,
    };
    let read = Path {
        parts: vec![part],
        quoted: amount_name(name).is_some(),
        span,
    };
    let written = Expression {
        kind: ExpressionKind::Path(read),
        span,
    };
    if builder.scope.name(name).is_none() {
        let help = builder
            .scope
            .help_for_name(name)
            .or_else(|| help_for(name, ["quantity"]));
        let message = format!("unknown number feature or value `{name}`");
        builder
            .context
            .report(Code::UnknownReference, path, message, help);
        return None;
    }
    let around = Around {
        facts: builder.assumed.clone(),
        ..Around::nothing()
    };
    let (node, _) = builder.check(&text, &around, |checker| checker.plain_number(&written));
    node
}

fn unit_of(builder: &Builder<'_, '_>, name: &str) -> Option<String> {
    let texts = &builder.context.texts;
    let feature = builder
        .features
        .iter()
        .find(|feature| texts.text(feature.id) == name)?;
    feature.unit.map(|unit| texts.text(unit).to_owned())
}

/// The scope of a line.
pub(super) const fn scope(written: LineScope) -> Scope {
    match written {
        LineScope::PerPiece => Scope::Unit,
        LineScope::PerItem => Scope::Item,
        LineScope::PerOrder => Scope::Order,
    }
}
