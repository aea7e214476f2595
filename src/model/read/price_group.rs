//! Price groups.

use super::node::{Kind, Node};
use super::object::ObjectReader;
use crate::diagnostic::Code;
use crate::model::catalog::{Amount, GroupScope, GroupTier, GroupType, PriceGroup};
use crate::model::words::{GROUP_TYPES, GroupWord, word_of};

use GroupWord::{Fixed, Formula, Override, Percentage, Table};

/// The keys that belong to some types only.
const KEYS_BY_TYPE: &[(&str, &[GroupWord])] = &[
    ("amount", &[Fixed, Percentage, Override]),
    ("tiers", &[Fixed, Percentage, Override]),
    ("of", &[Percentage]),
    ("formula", &[Formula]),
    ("table", &[Table]),
];

pub(super) fn price_group(node: &Node<'_>) -> Option<PriceGroup> {
    let mut object = node.object("price group")?;
    let id = object.id();
    let title = object.optional("title", Node::label);
    let word = object.required("type", |node| node.word("a group type", GROUP_TYPES));
    match word {
        Some(word) => refuse_other_types(&mut object, word),
        None => KEYS_BY_TYPE.iter().for_each(|(key, _)| {
            // Without a type nobody knows which keys are wrong.
            object.take(key);
        }),
    }
    let is_percentage = word == Some(Percentage);
    let tiers = object.list("tiers", "an array", |node| tier(node, is_percentage));
    let kind = word.map(|word| group_type(word, &mut object, tiers.is_empty()));
    let scope = object.optional("scope", group_scope);
    let when = object.optional("when", Node::expression);
    let priority = object.optional("priority", Node::whole);
    let from = object.optional("from", Node::date);
    let until = object.optional("until", Node::date);
    object.finish();
    Some(PriceGroup {
        id: id?,
        title,
        kind: kind??,
        scope: scope.unwrap_or_default(),
        when,
        tiers,
        priority: priority.unwrap_or_default(),
        from,
        until,
    })
}

fn refuse_other_types(object: &mut ObjectReader<'_>, word: GroupWord) {
    for (key, types) in KEYS_BY_TYPE
        .iter()
        .filter(|(_, types)| !types.contains(&word))
    {
        let names: Vec<String> = types
            .iter()
            .map(|word| format!("`{}`", word_of(GROUP_TYPES, word)))
            .collect();
        object.refuse(
            key,
            format!("`{key}` belongs to groups of type {}", names.join(", ")),
        );
    }
}

/// Type and amount; `needs_amount` where no tiers say it.
fn group_type(
    word: GroupWord,
    object: &mut ObjectReader<'_>,
    needs_amount: bool,
) -> Option<GroupType> {
    let needs_amount = needs_amount && !object.has("amount");
    if needs_amount && matches!(word, Fixed | Percentage | Override) {
        object.missing("amount");
    }
    Some(match word {
        Fixed => GroupType::Fixed(object.optional("amount", Node::amount)),
        Override => GroupType::Override(object.optional("amount", Node::amount)),
        Percentage => GroupType::Percentage {
            rate: object.optional("amount", Node::percent),
            of: object
                .optional("of", Node::text)
                .unwrap_or_else(|| "list".to_owned()),
        },
        Formula => GroupType::Formula(object.required("formula", Node::expression)?),
        Table => GroupType::Table(object.required("table", Node::id)?),
    })
}

fn tier(node: &Node<'_>, is_percentage: bool) -> Option<GroupTier> {
    let mut object = node.object("tier")?;
    let from = object.required("from", Node::number);
    let amount = object.required("amount", |node| {
        if is_percentage {
            node.percent().map(Amount::Bare)
        } else {
            node.amount()
        }
    });
    object.finish();
    Some(GroupTier {
        from: from?,
        amount: amount?,
    })
}

/// `"component"`, `{"features": ["fabric"]}`, `{"options": ["fabric.silk"]}`
fn group_scope(node: &Node<'_>) -> Option<GroupScope> {
    if node.kind() == Kind::Text {
        return node
            .word("a scope", &[("component", ())])
            .map(|()| GroupScope::Component);
    }
    let mut object = node.object("scope")?;
    let features = object.optional("features", |node| Some(node.list("feature ids", Node::id)));
    let options = object.optional("options", |node| {
        Some(node.list("options", option_of_feature))
    });
    object.finish();
    match (features, options) {
        (Some(features), None) => Some(GroupScope::Features(features)),
        (None, Some(options)) => Some(GroupScope::Options(options)),
        (Some(_), Some(_)) => {
            let message = "the scope names both features and options";
            let help = "make two groups, one for each".to_owned();
            node.report(Code::ContradictorySettings, message, Some(help));
            None
        }
        (None, None) => node.invalid("`features` or `options`", None),
    }
}

/// `fabric.silk`: the feature up to the first point, then the option.
fn option_of_feature(node: &Node<'_>) -> Option<(String, String)> {
    let text = node.id()?;
    match text.split_once('.') {
        Some((feature, option)) if !feature.is_empty() && !option.is_empty() => {
            Some((feature.to_owned(), option.to_owned()))
        }
        _ => node.invalid(
            "a feature and its option",
            Some("join them by a point, as in `fabric.silk`".to_owned()),
        ),
    }
}
