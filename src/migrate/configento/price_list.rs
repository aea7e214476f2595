//! Price lists: CSV tables over one or two features.

use super::super::findings::ImportReport;
use super::super::foreign::{self, take_word};
use super::Import;
use super::feature::{Known, KnownFeature, Sort};
use crate::diagnostic::Diagnostics;
use crate::import::{Wanted, WantedAxis, price_list};
use crate::model::catalog::{
    Above, Cells, Component, CsvSettings, FileReport, Label, LookupMode, PriceList, Role, ValueKind,
};
use crate::model::fault::excerpt;
use crate::model::read::Node;

impl Import<'_> {
    /// A price list of a component; none where it has no table, which is reported.
    pub(super) fn price_list(
        &mut self,
        node: &Node<'_>,
        component: &Component,
        known: &mut Known,
    ) -> Result<Option<PriceList>, Diagnostics> {
        let Some(mut object) = node.object("price list") else {
            return Ok(None);
        };
        object.take("component_id");
        let source_id = take_word(&mut object, &["id"]);
        let name = take_word(&mut object, &["name", "title"]);
        let id = known
            .ids
            .name(name.as_deref().unwrap_or_default(), "price_list");
        let row = self.axis(
            take_word(&mut object, &["row_feature_id"]),
            "row",
            node,
            known,
        );
        let col_id = take_word(&mut object, &["col_feature_id"]);
        // an axis that is not known is one all the same
        let two_axes = col_id.is_some();
        let col = col_id.and_then(|id| self.axis(Some(id), "column", node, known));
        let Some((file_name, bytes)) = self.table(&mut object)? else {
            let help = "`file`, the name of a CSV file, or `csv`, its text";
            self.report
                .not_mapped(node, "price list without a table", &id, "left out", help);
            return Ok(None);
        };
        let file = self.file_name(&component.id, &id);
        let wanted = Wanted {
            axes: Some(if two_axes { 2 } else { 1 }),
            row: wanted_axis(row),
            col: wanted_axis(col),
        };
        let mut cells = self.cells(&file_name, &bytes, node, &wanted)?;
        if let Some(axis) = &row {
            keys(&mut cells.rows, axis, node, &mut self.report);
        }
        if let Some(axis) = &col {
            keys(&mut cells.cols, axis, node, &mut self.report);
        }
        self.report.count("price lists");
        self.report.renamed("price list", source_id, &id);
        let role = self.role(node, &id, component);
        let mode = |axis: &Option<&KnownFeature>| {
            axis.filter(|axis| axis.kind == Sort::Number)
                .map(|_| LookupMode::Linear)
        };
        if mode(&row).or(mode(&col)).is_some() {
            let done = "`linear`, as there; a value outside the table has no price";
            let help = "`\"lookup\": \"up\"` in the catalog takes the next size up";
            self.report
                .guessed(node, "lookup between two sizes", &id, done, help);
        }
        let list = PriceList {
            id,
            name: name.map(Label::Plain),
            role,
            currency: None,
            values: ValueKind::Amount,
            row_lookup: mode(&row),
            col_lookup: mode(&col),
            row_feature: row.map(|axis| axis.id.clone()),
            col_feature: col.map(|axis| axis.id.clone()),
            row_above: Above::default(),
            col_above: Above::default(),
            for_values: Vec::new(),
            when: None,
            discountable: true,
            internal: false,
            cells,
            file: Some(file),
            file_report: None,
        };
        foreign::leftovers(object, "a price list", &mut self.report);
        Ok(Some(list))
    }

    /// The first list is the base price; further ones add to it, as they do there.
    fn role(&mut self, node: &Node<'_>, id: &str, component: &Component) -> Role {
        if component.price_lists.is_empty() {
            if component.base_price.is_some() {
                let done = "added to the component's base price";
                let help = "leave `base_price` out of the catalog";
                self.report
                    .guessed(node, "price list beside a base price", id, done, help);
            }
            return Role::Base;
        }
        let done = "`surcharge`: added to the first list's price";
        let help = "`\"role\": \"base\"` with `for` or `when`, where one of several serves";
        self.report
            .guessed(node, "role of a further price list", id, done, help);
        Role::Surcharge
    }

    fn axis<'k>(
        &mut self,
        id: Option<String>,
        which: &str,
        node: &Node<'_>,
        known: &'k Known,
    ) -> Option<&'k KnownFeature> {
        let feature = id.as_deref().and_then(|id| known.by_source_id(id));
        if feature.is_none() {
            let what = format!("{which} axis of a price list");
            let text = id.unwrap_or_default();
            let done = "no feature has this id";
            let help = format!(
                "`{}_feature` in the catalog",
                if which == "row" { "row" } else { "col" }
            );
            self.report.open(node, what, &text, done, &help);
        }
        feature
    }

    /// The table's name and bytes: from a file, or inline.
    fn table(
        &self,
        object: &mut crate::model::read::ObjectReader<'_>,
    ) -> Result<Option<(String, Vec<u8>)>, Diagnostics> {
        if let Some(name) = take_word(object, &["file", "filename", "csv_file"]) {
            let bytes = foreign::bytes(self.files, &name)?;
            return Ok(Some((name, bytes)));
        }
        let inline = foreign::take(object, &["csv", "content"]);
        Ok(inline.and_then(|node| {
            let name = format!("{} {}", node.reader().source().name, node.path());
            Some((name, node.any_text()?.into_owned().into_bytes()))
        }))
    }

    fn file_name(&mut self, component: &str, list: &str) -> String {
        let name = self
            .file_names
            .name(&format!("{component} {list}"), "prices");
        format!("{name}.csv")
    }

    /// The cells, as detected in the file; what was detected is reported.
    fn cells(
        &mut self,
        name: &str,
        bytes: &[u8],
        node: &Node<'_>,
        wanted: &Wanted,
    ) -> Result<Cells, Diagnostics> {
        let (cells, found) = price_list(name, bytes, &CsvSettings::default(), wanted)?;
        let done = detected(&found);
        let help = "save the file with other settings";
        self.report
            .guessed(node, "settings of a CSV file", &excerpt(name), done, help);
        Ok(cells)
    }
}

/// What an axis is to hold; choices are written as names or ids there, which are mapped later.
fn wanted_axis(feature: Option<&KnownFeature>) -> WantedAxis {
    WantedAxis {
        names: feature
            .map(|feature| feature.id.clone())
            .into_iter()
            .collect(),
        numbers: feature.map(|feature| feature.kind == Sort::Number),
        unit: None,
    }
}

/// What was detected in a file, in one line.
fn detected(found: &FileReport) -> String {
    let mut words = Vec::new();
    if let Some(separator) = found.separator {
        words.push(format!("separator `{}`", separator.escape_debug()));
    }
    words.push(format!("decimal sign `{}`", found.decimal.unwrap_or('.')));
    if let Some(currency) = &found.currency {
        words.push(format!("currency `{currency}`"));
    }
    if found.transposed {
        words.push("transposed".to_owned());
    }
    if !found.guessed.is_empty() {
        words.push(format!("guessed: {}", found.guessed.join(", ")));
    }
    words.join(", ")
}

/// The headers of an axis of options, written as their names or ids there, as our ids.
fn keys(headers: &mut [String], axis: &KnownFeature, node: &Node<'_>, report: &mut ImportReport) {
    if axis.kind != Sort::Choice {
        return;
    }
    for header in headers {
        match axis.options.get(&header.to_lowercase()) {
            Some(id) => id.clone_into(header),
            None => {
                let what = format!("header of a price list over `{}`", axis.id);
                let done = "no option has this name or id";
                report.open(
                    node,
                    what,
                    header,
                    done,
                    "name the option there as the feature does",
                );
            }
        }
    }
}
