//! What was sent becomes part of a catalog, or changes what is there.

use std::collections::BTreeMap;

use pricewright::migrate::{id_of_name, id_of_variable};
use pricewright::model::catalog::{
    AttributeValue, Component, DefaultValue, ExpressionText, Feature, FeatureOption, FeatureType,
    Label, Surcharge,
};

use super::body::{ComponentBody, FeatureBody, OptionBody, Scalar};
use super::surcharge::{Added, Default as DefaultBody};
use super::{kind, new_key, same_key};
use crate::parts::given::{Given, Text, first, wrong};
use crate::parts::{options, options_mut, unpriced};
use crate::problem::Answer;

impl ComponentBody {
    /// A new component.
    pub fn create<'k>(self, taken: impl Iterator<Item = &'k str>) -> Answer<Component> {
        let name = named("$.name", &self.name)?;
        let key = new_key(
            self.key.clone(),
            || id_of_name(first(&name), "component"),
            taken,
        )?;
        let mut component = Component {
            id: key,
            name: None,
            sku: None,
            features: Vec::new(),
            base_price: None,
            base_price_adds: false,
            quantity_step: None,
            price_lists: Vec::new(),
            price_groups: Vec::new(),
            rules: None,
            phases: None,
            bill_of_materials: Vec::new(),
            display: BTreeMap::new(),
        };
        self.change(&mut component)?;
        Ok(component)
    }

    /// Changes a component.
    pub fn change(self, component: &mut Component) -> Answer<()> {
        same_key(self.key.as_deref(), &component.id)?;
        rename("$.name", self.name, &mut component.name)?;
        self.sku.change(&mut component.sku, |it| it);
        self.base_price.change(&mut component.base_price, |it| it.0);
        unpriced::settle(component);
        display(&mut component.display, "description", self.description);
        display(&mut component.display, "image", self.image);
        Ok(())
    }
}

impl FeatureBody {
    /// A new feature with its options.
    pub fn create<'k>(self, taken: impl Iterator<Item = &'k str>) -> Answer<Feature> {
        let name = named("$.name", &self.name)?;
        let key = new_key(
            self.key.clone(),
            || id_of_variable(first(&name), "feature"),
            taken,
        )?;
        if self.kind.is_none() {
            return Err(wrong(
                "$.type",
                format!("missing `type`: expected {}", kind::KNOWN),
            ));
        }
        let mut feature = Feature {
            id: key,
            name: None,
            kind: FeatureType::Boolean,
            required: false,
            default: None,
            available_when: None,
            surcharge: None,
            sku: None,
            attributes: BTreeMap::new(),
            unit: None,
            sort_order: None,
            display: BTreeMap::new(),
        };
        self.change(&mut feature, &|_| None)?;
        Ok(feature)
    }

    /// Changes a feature. `key_of` tells which of its options has a number.
    pub fn change(
        mut self,
        feature: &mut Feature,
        key_of: &dyn Fn(i64) -> Option<String>,
    ) -> Answer<()> {
        same_key(self.key.as_deref(), &feature.id)?;
        kind::change(&mut self, &mut feature.kind)?;
        if let Some(bodies) = self.options.take() {
            let Some(options) = options_mut(feature) else {
                let detail = "only a `select` or `multiselect` has options";
                return Err(wrong("$.options", detail));
            };
            *options = all_options(bodies, options, key_of)?;
        }
        rename("$.name", self.name, &mut feature.name)?;
        feature.required = self.required.unwrap_or(feature.required);
        self.sort_order.change(&mut feature.sort_order, |it| it.0);
        self.unit.change(&mut feature.unit, |it| it);
        self.sku.change(&mut feature.sku, |it| it);
        self.available_when
            .change(&mut feature.available_when, ExpressionText);
        surcharge(
            self.surcharge,
            self.discountable,
            &mut feature.surcharge,
            "$",
        )?;
        let mut default = feature.default.take();
        self.default.change(&mut default, |it| it.0);
        feature.default = default.map(|value| by_key(value, options(feature)));
        for (key, text) in [
            ("description", self.description),
            ("image", self.image),
            ("color", self.color),
            ("group", self.group),
        ] {
            display(&mut feature.display, key, text);
        }
        Ok(())
    }
}

impl OptionBody {
    /// A new option. `at` is its path in the body.
    pub fn create<'k>(
        self,
        taken: impl Iterator<Item = &'k str>,
        at: &str,
    ) -> Answer<FeatureOption> {
        let name = named(&format!("{at}.name"), &self.name)?;
        let key = new_key(
            self.key.clone(),
            || id_of_name(first(&name), "option"),
            taken,
        )?;
        let mut option = FeatureOption {
            id: key,
            name: None,
            surcharge: None,
            attributes: BTreeMap::new(),
            available_when: None,
            sku: None,
            sku_quantity: None,
            cost: None,
            max_quantity: None,
            sort_order: None,
            display: BTreeMap::new(),
        };
        self.change(&mut option, at)?;
        Ok(option)
    }

    /// Changes an option.
    pub fn change(self, option: &mut FeatureOption, at: &str) -> Answer<()> {
        same_key(self.key.as_deref(), &option.id)?;
        rename(&format!("{at}.name"), self.name, &mut option.name)?;
        surcharge(self.surcharge, self.discountable, &mut option.surcharge, at)?;
        self.sku.change(&mut option.sku, |it| it);
        self.available_when
            .change(&mut option.available_when, ExpressionText);
        self.sort_order.change(&mut option.sort_order, |it| it.0);
        match self.attributes {
            Given::Absent => {}
            Given::Null => option.attributes.clear(),
            Given::Value(attributes) => {
                let values = attributes.into_iter();
                option.attributes = values
                    .filter_map(|(key, value)| Some((key, attribute(value)?)))
                    .collect();
            }
        }
        for (key, text) in [
            ("description", self.description),
            ("image", self.image),
            ("color", self.color),
        ] {
            display(&mut option.display, key, text);
        }
        Ok(())
    }
}

/// All options that a feature has from now on, in the order in which they were sent.
fn all_options(
    bodies: Vec<OptionBody>,
    before: &[FeatureOption],
    key_of: &dyn Fn(i64) -> Option<String>,
) -> Answer<Vec<FeatureOption>> {
    let mut after: Vec<FeatureOption> = Vec::new();
    for (index, body) in bodies.into_iter().enumerate() {
        let at = format!("$.options[{index}]");
        let Some(number) = body.id else {
            let option = body.create(after.iter().map(|it| it.id.as_str()), &at)?;
            after.push(option);
            continue;
        };
        let key = key_of(number);
        let known = before.iter().find(|it| Some(&it.id) == key.as_ref());
        let is_new = after.iter().all(|it| Some(&it.id) != key.as_ref());
        let Some(mut option) = known.filter(|_| is_new).cloned() else {
            let detail = format!("expected an option of this feature, once, found {number}");
            return Err(wrong(&format!("{at}.id"), detail));
        };
        body.change(&mut option, &at)?;
        after.push(option);
    }
    Ok(after)
}

fn attribute(Scalar(DefaultBody(value)): Scalar) -> Option<AttributeValue> {
    match value {
        DefaultValue::Number(number) => Some(AttributeValue::Number(number)),
        DefaultValue::Text(text) => Some(AttributeValue::Text(text)),
        DefaultValue::Boolean(truth) => Some(AttributeValue::Boolean(truth)),
        DefaultValue::Choices(_) => None,
    }
}

/// A default that names an option by its name becomes its key.
fn by_key(value: DefaultValue, options: &[FeatureOption]) -> DefaultValue {
    let key = |text: String| {
        let named = |it: &&FeatureOption| it.name.as_ref().is_some_and(|name| first(name) == text);
        let is_key = options.iter().any(|it| it.id == text);
        let found = options.iter().find(named).filter(|_| !is_key);
        found.map_or(text.clone(), |it| it.id.clone())
    };
    match value {
        DefaultValue::Text(text) => DefaultValue::Text(key(text)),
        DefaultValue::Choices(all) => DefaultValue::Choices(all.into_iter().map(key).collect()),
        other => other,
    }
}

/// What a choice adds from now on; `discountable` alone changes that of the surcharge that is there.
fn surcharge(
    given: Given<Added>,
    discountable: Option<bool>,
    now: &mut Option<Surcharge>,
    at: &str,
) -> Answer<()> {
    let counts = now.as_ref().is_none_or(|it| it.discountable);
    given.change(now, |added| added.surcharge(counts));
    match (discountable, now) {
        (Some(counts), Some(now)) => now.discountable = counts,
        (Some(_), None) => {
            let detail = "expected a `surcharge` beside `discountable`";
            return Err(wrong(&format!("{at}.discountable"), detail));
        }
        (None, _) => {}
    }
    Ok(())
}

fn display(all: &mut BTreeMap<String, Label>, key: &str, given: Given<Text>) {
    let mut now = all.remove(key);
    given.change(&mut now, |it| it.0);
    if let Some(label) = now {
        all.insert(key.to_owned(), label);
    }
}

/// What is new needs a name.
fn named(path: &str, given: &Given<Text>) -> Answer<Label> {
    match given {
        Given::Value(Text(label)) if !first(label).trim().is_empty() => Ok(label.clone()),
        Given::Value(_) => Err(wrong(path, "expected a name, found an empty text")),
        Given::Absent | Given::Null => Err(wrong(path, "missing `name`")),
    }
}

/// A name may change; it cannot be taken away.
fn rename(path: &str, given: Given<Text>, now: &mut Option<Label>) -> Answer<()> {
    if given != Given::Absent {
        *now = Some(named(path, &given)?);
    }
    Ok(())
}
