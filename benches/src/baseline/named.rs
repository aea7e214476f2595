//! From a map of names, as an application holds a configuration, to the numbers that are priced.

use anyhow::{Context, Result, bail};
use rustc_hash::FxHashMap;

use super::Typed;
use crate::workload::{Catalog, Given};

/// A configuration by names.
pub type Map<'a> = FxHashMap<&'a str, NamedValue<'a>>;

/// A value of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedValue<'a> {
    /// An option.
    Option(&'a str),
    /// A number.
    Number(u32),
}

/// The names of a catalog.
#[derive(Clone, Debug)]
pub struct Names {
    features: Vec<(String, FxHashMap<String, u32>)>,
}

impl Names {
    /// The names of a catalog.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let features = catalog.features.iter();
        let features = features.map(|feature| {
            let options = feature.options().iter().zip(0..);
            let options = options.map(|(option, number)| (option.id.clone(), number));
            (feature.id.clone(), options.collect())
        });
        Self {
            features: features.collect(),
        }
    }

    /// Resolves the names of a configuration.
    ///
    /// # Errors
    /// A feature that is missing, an option that is not there, a number in place of an option.
    pub fn resolve(&self, configuration: &Map<'_>) -> Result<Typed> {
        let mut typed = Vec::with_capacity(self.features.len());
        for (feature, options) in &self.features {
            let value = configuration.get(feature.as_str());
            let value = value.with_context(|| format!("`{feature}` is missing"))?;
            typed.push(match value {
                NamedValue::Number(number) if options.is_empty() => *number,
                NamedValue::Option(id) => match options.get(*id) {
                    Some(number) => *number,
                    None => bail!("`{feature}` has no option `{id}`"),
                },
                NamedValue::Number(_) => bail!("`{feature}` takes an option"),
            });
        }
        Ok(typed)
    }
}

/// A configuration as a map.
///
/// # Errors
/// A number that is too large.
pub fn map<'a>(catalog: &'a Catalog, configuration: &'a [Given]) -> Result<Map<'a>> {
    let given = catalog.features.iter().zip(configuration);
    given
        .map(|(feature, given)| {
            let value = match given {
                Given::Number(number) => NamedValue::Number(u32::try_from(*number)?),
                Given::Option(option) => NamedValue::Option(option),
            };
            Ok((feature.id.as_str(), value))
        })
        .collect()
}
