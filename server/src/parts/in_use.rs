//! What the engine says to a changed document: a fault within the part that was sent is the sender's; a fault anywhere
//! else says that something depends on what was there.

use pricewright::diagnostic::{Diagnostic, Severity, Source};
use pricewright::{Catalog, Diagnostics, compile, parse};
use serde::Serialize;

use super::{Numbers, Part, options, unpriced};
use crate::problem::{Code, Problem};

/// Something that depends on a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Dependent {
    /// What it is: `rule`, `price list`, `price group`, `feature`, …
    kind: &'static str,
    /// Its number, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    /// Its id in the document.
    key: String,
    /// What would be wrong with it.
    message: String,
}

/// The document of a changed catalog, if it compiles. `prefix` is the path of the part that was sent. Components that have no
/// price yet are unpriced, which is no fault here.
///
/// # Errors
/// `invalid-body` for faults within that part, `in-use` for faults of others.
pub fn document(
    catalog: &mut Catalog,
    prefix: Option<&str>,
    numbers: &Numbers,
) -> Result<String, Problem> {
    let mut compiled = compile(catalog);
    if let Err(found) = &compiled
        && unpriced::fill(catalog, found)
    {
        compiled = compile(catalog);
    }
    match compiled {
        Ok(_) => Ok(catalog.to_json()),
        Err(found) => Err(refusal(catalog, &found, prefix, numbers)),
    }
}

fn refusal(
    catalog: &Catalog,
    found: &Diagnostics,
    prefix: Option<&str>,
    numbers: &Numbers,
) -> Problem {
    let errors: Vec<&Diagnostic> = found
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .collect();
    let is_own =
        |it: &&Diagnostic| prefix.is_some_and(|prefix| rest(&it.place.path, prefix).is_some());
    let (own, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = errors.into_iter().partition(is_own);
    if let (Some(prefix), Some(first)) = (prefix, own.first()) {
        let mut relative = Diagnostics::new();
        for it in &own {
            let mut it = Diagnostic::clone(it);
            if let Some(rest) = rest(&it.place.path, prefix) {
                it.place.path = format!("${rest}");
            }
            it.place.source = None;
            it.place.span = None;
            relative.push(it);
        }
        return Problem::of(Code::InvalidBody, first.message.clone()).with_diagnostics(&relative);
    }
    let mut dependents: Vec<Dependent> = Vec::new();
    for it in others {
        let dependent = dependent(catalog, it, numbers);
        if !dependents.contains(&dependent) {
            dependents.push(dependent);
        }
    }
    let names: Vec<String> = dependents
        .iter()
        .map(|it| format!("{} `{}`", it.kind, it.key))
        .collect();
    let mut problem = Problem::of(
        Code::InUse,
        format!("needed by {}", distinct(names).join(", ")),
    )
    .with_help("change what depends on it first")
    .with_diagnostics(found);
    if let Ok(dependents) = serde_json::to_value(&dependents) {
        problem = problem.with("dependents", dependents);
    }
    problem
}

fn distinct(mut names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// What of a path is left behind a prefix.
fn rest<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(prefix)?;
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
}

/// Who is hit by a finding: the statement that it stands in, else the part that its path names.
fn dependent(catalog: &Catalog, found: &Diagnostic, numbers: &Numbers) -> Dependent {
    let message = found.message.clone();
    if let (Some(source), Some(span)) = (&found.place.source, found.place.span)
        && let Some(key) = statement(source, span.start)
    {
        return Dependent {
            kind: "rule",
            id: None,
            key,
            message,
        };
    }
    let (kind, part, key) = named(catalog, &found.place.path);
    let number = part.map(|part| numbers.number(&part));
    Dependent {
        kind,
        id: number.filter(|it| *it > 0),
        key,
        message,
    }
}

/// The id of the statement at a place of a rules text.
fn statement(source: &std::sync::Arc<Source>, at: u32) -> Option<String> {
    let (rules, _) = parse::rules(source);
    let within = rules
        .statements
        .into_iter()
        .find(|it| (it.span.start..=it.span.end).contains(&at));
    within.map(|it| it.id.text)
}

/// The innermost thing with an id on a path.
fn named(catalog: &Catalog, path: &str) -> (&'static str, Option<Part>, String) {
    let steps = steps(path);
    let index = |name: &str| {
        steps
            .iter()
            .find(|(key, _)| *key == name)
            .and_then(|it| it.1)
    };
    let Some(component) = index("components").and_then(|at| catalog.components.get(at)) else {
        return ("catalog", None, path.to_owned());
    };
    let id = &component.id;
    if let Some(feature) = index("features").and_then(|at| component.features.get(at)) {
        let option = index("options").and_then(|at| options(feature).get(at));
        return match option {
            Some(option) => {
                let part = Part::option(id, &feature.id, &option.id);
                ("option", Some(part), option.id.clone())
            }
            None => (
                "feature",
                Some(Part::feature(id, &feature.id)),
                feature.id.clone(),
            ),
        };
    }
    if let Some(list) = index("price_lists").and_then(|at| component.price_lists.get(at)) {
        return (
            "price list",
            Some(Part::price_list(id, &list.id)),
            list.id.clone(),
        );
    }
    if let Some(group) = index("price_groups").and_then(|at| component.price_groups.get(at)) {
        return ("price group", None, group.id.clone());
    }
    if let Some(entry) =
        index("bill_of_materials").and_then(|at| component.bill_of_materials.get(at))
    {
        return ("material", None, entry.sku.clone());
    }
    ("component", Some(Part::component(id)), id.clone())
}

/// The keys of a path with the indexes behind them: `$.a[1].b` is `a` 1, `b`.
fn steps(path: &str) -> Vec<(&str, Option<usize>)> {
    let keys = path.split('.').skip(1);
    keys.map(|step| match step.split_once('[') {
        Some((key, index)) => (key, index.trim_end_matches(']').parse().ok()),
        None => (step, None),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_within_another_as_a_whole() {
        assert_eq!(
            rest("$.components[1].name", "$.components[1]"),
            Some(".name")
        );
        assert_eq!(rest("$.components[1]", "$.components[1]"), Some(""));
        assert_eq!(rest("$.components[10].name", "$.components[1]"), None);
        assert_eq!(
            steps("$.components[0].features[2].when"),
            [
                ("components", Some(0)),
                ("features", Some(2)),
                ("when", None)
            ]
        );
    }
}
