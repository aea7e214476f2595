//! When a price list serves: `for` and `when`.

use super::attribute::{attribute_type, constant};
use super::builder::{Around, Builder};
use super::surcharge::made;
use crate::check::{Facts, Type, amount_name};
use crate::diagnostic::{Code, Span, help_for, path_key};
use crate::model::catalog::{AttributeValue, PriceList};
use crate::parse::syntax::{BinaryOperator, Expression, ExpressionKind, Name, Path};
use crate::plan::{Node, NodeId};

/// `for` and `when` together, and what is known where they hold.
pub(super) fn condition(
    builder: &mut Builder<'_, '_>,
    list: &PriceList,
    path: &str,
) -> (Option<NodeId>, Around) {
    let for_path = path_key(path, "for");
    let mut around = Around {
        internal: list.internal,
        ..Around::nothing()
    };
    let mut all: Vec<NodeId> = Vec::new();
    for (name, value) in &list.for_values {
        all.extend(for_value(builder, name, value, &path_key(&for_path, name)));
        around.facts = around.facts.and(&for_facts(builder, name, value));
    }
    if let Some(text) = &list.when {
        let found = builder.json_condition(&text.0, &path_key(path, "when"), &around);
        if let Some((node, expression, _)) = found {
            all.push(node);
            around.facts = around.facts.when_true(&expression, &builder.scope);
        }
    }
    let all = all
        .into_iter()
        .reduce(|left, right| made(builder, Node::And(left, right)));
    (all, around)
}

/// What an entry of `for` makes known: its feature is set, and has this value.
fn for_facts(builder: &Builder<'_, '_>, name: &str, value: &AttributeValue) -> Facts {
    let owner = name.rsplit_once('.').map_or(name, |(owner, _)| owner);
    let whole = builder.scope.name(name);
    let Some(symbol) = whole.or_else(|| builder.scope.name(owner)) else {
        return Facts::default();
    };
    let set = Facts::of(symbol.slot);
    match (whole, value) {
        (Some(_), AttributeValue::Text(text)) => {
            let same = Expression {
                kind: ExpressionKind::Text(text.clone()),
                span: Span::new(0, 0),
            };
            let sides = (Box::new(named(name, true)), Box::new(same));
            let kind = ExpressionKind::Binary(BinaryOperator::Equal, sides.0, sides.1);
            set.when_true(
                &Expression {
                    kind,
                    span: Span::new(0, 0),
                },
                &builder.scope,
            )
        }
        _ => set,
    }
}

/// One entry of `for`: a feature's option or value, or an attribute's value.
fn for_value(
    builder: &mut Builder<'_, '_>,
    name: &str,
    value: &AttributeValue,
    path: &str,
) -> Option<NodeId> {
    if let Some(symbol) = builder.scope.name(name).cloned() {
        let constant = match (&symbol.ty, value) {
            (Type::Option(_), AttributeValue::Text(id)) => {
                let Some(index) = symbol.options.index(id) else {
                    let help = help_for(id, symbol.options.ids());
                    let message = format!("unknown option `{id}` of `{name}`");
                    builder
                        .context
                        .report(Code::UnknownOption, path, message, help);
                    return None;
                };
                Node::Option(index)
            }
            (Type::Boolean, AttributeValue::Boolean(value)) => Node::Boolean(*value),
            (Type::Number(_), AttributeValue::Number(number)) => Node::Number(*number),
            (Type::Text, AttributeValue::Text(text)) => {
                Node::Text(builder.context.texts.intern(text))
            }
            (ty, _) => {
                let message = format!("`{name}` is {ty}, and this is not a value of it");
                builder
                    .context
                    .report(Code::TypeMismatch, path, message, None);
                return None;
            }
        };
        let constant = made(builder, constant);
        return Some(made(builder, Node::SlotIs(symbol.slot, constant)));
    }
    let attribute = name.rsplit_once('.').and_then(|(owner, attribute)| {
        let symbol = builder.scope.name(owner)?;
        Some((
            symbol.slot,
            symbol.attributes.get(attribute)?.clone(),
            matches!(symbol.ty, Type::Option(_)),
        ))
    });
    let Some((slot, attribute, true)) = attribute else {
        let help = builder.scope.help_for_name(name);
        let message =
            format!("`{name}` is not a feature, an input or an attribute of a select feature");
        builder
            .context
            .report(Code::UnknownReference, path, message, help);
        return None;
    };
    let texts = &mut builder.context.texts;
    let constant = match constant(texts, value) {
        crate::plan::Constant::Number(number) => Node::Number(number),
        crate::plan::Constant::Text(text) => Node::Text(text),
        crate::plan::Constant::Boolean(value) => Node::Boolean(value),
        _ => return None,
    };
    if !attribute.ty.is_unknown() && attribute.ty != attribute_type(value) {
        let message = format!(
            "`{name}` is {}, and this is {}",
            attribute.ty,
            attribute_type(value)
        );
        builder
            .context
            .report(Code::TypeMismatch, path, message, None);
        return None;
    }
    let known = builder
        .attributes
        .get(attribute.id.index())
        .map(|plan| plan.values.clone());
    let constant = made(builder, constant);
    let node = made(builder, Node::AttributeIs(slot, attribute.id, constant));
    if !known
        .unwrap_or_default()
        .iter()
        .flatten()
        .any(|known| matches_node(builder, known, constant))
    {
        let message = format!("no option has this value of `{name}`, so the list never serves");
        builder
            .context
            .report(Code::UnreachableValue, path, message, None);
    }
    Some(node)
}

fn matches_node(
    builder: &Builder<'_, '_>,
    value: &crate::plan::AttributeConstant,
    node: NodeId,
) -> bool {
    use crate::plan::{AttributeConstant, Constant};
    match (value, builder.program.nodes.get(node.index())) {
        (AttributeConstant::Plain(Constant::Number(a)), Some(Node::Number(b))) => a == b,
        (AttributeConstant::Plain(Constant::Text(a)), Some(Node::Text(b))) => a == b,
        (AttributeConstant::Plain(Constant::Boolean(a)), Some(Node::Boolean(b))) => a == b,
        _ => false,
    }
}

/// A name as an expression: whole, or feature and attribute.
pub(super) fn named(name: &str, whole: bool) -> Expression {
    let span = Span::new(0, name.len());
    let part = |text: &str| Name {
        text: text.to_owned(),
        span,
    };
    let parts = match name.rsplit_once('.') {
        Some((owner, attribute)) if !whole => vec![part(owner), part(attribute)],
        _ => vec![part(name)],
    };
    let quoted = amount_name(name).is_some();
    Expression {
        kind: ExpressionKind::Path(Path {
            parts,
            quoted,
            span,
        }),
        span,
    }
}
