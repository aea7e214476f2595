//! Price lists out of uploaded tables: what the file says by the engine's own reader, what it becomes in the catalog, and
//! what is shown of it.

use pricewright::import::{Wanted, WantedAxis, price_list as read_table};
use pricewright::migrate::id_of_name;
use pricewright::model::catalog::{
    Above, Component, Feature, FeatureType, FileReport, Label, LookupMode, PriceList, Role,
    ValueKind,
};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::form::{LOOKUPS, ROLES, Upload};
use super::new_key;
use crate::parts::given::{Exact, Text, first, wrong};
use crate::parts::{self, Kind, Numbers, Part, unpriced};
use crate::problem::{Answer, Code, Problem};
use crate::web::body::visible;

/// A price list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriceListView {
    /// By which it is addressed here.
    pub id: i64,
    /// The component.
    component_id: i64,
    /// Its id in rules and in the catalog document.
    key: String,
    /// What people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    /// `base`: its cell is the base price; `surcharge`: a line; `table`: rules read it.
    role: &'static str,
    /// The feature that chooses the row.
    row_feature_id: Option<i64>,
    /// The feature that chooses the column; none for a list of one axis.
    col_feature_id: Option<i64>,
    /// How a row is found between two breakpoints.
    row_lookup: Option<&'static str>,
    /// How a column is found.
    col_lookup: Option<&'static str>,
    /// The rows' values.
    rows: Vec<String>,
    /// The columns' values.
    columns: Vec<String>,
    /// The prices, row by row; `null` is not available.
    #[schema(value_type = Vec<Vec<Option<f64>>>)]
    cells: Vec<Vec<Option<Exact>>>,
    /// After an upload: what was found in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    report: Option<Box<RawValue>>,
    /// After an upload: what was decided that the upload does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// A price list that was made of an upload.
pub struct Made {
    /// As it stands in the catalog.
    pub list: PriceList,
    /// What was decided.
    pub notes: Vec<String>,
}

/// What is shown of a price list.
pub fn view(component: &Component, list: &PriceList, numbers: &Numbers) -> PriceListView {
    let feature = |id: &Option<String>| {
        let part = Part::feature(&component.id, id.as_deref()?);
        Some(numbers.number(&part)).filter(|number| *number > 0)
    };
    let width = list.cells.cols.len().max(1);
    PriceListView {
        id: numbers.number(&Part::price_list(&component.id, &list.id)),
        component_id: numbers.number(&Part::component(&component.id)),
        key: list.id.clone(),
        name: list.name.clone().map(Text),
        role: word(ROLES, &list.role),
        row_feature_id: feature(&list.row_feature),
        col_feature_id: feature(&list.col_feature),
        row_lookup: list.row_lookup.map(|it| word(LOOKUPS, &it)),
        col_lookup: list.col_lookup.map(|it| word(LOOKUPS, &it)),
        rows: list.cells.rows.clone(),
        columns: list.cells.cols.clone(),
        cells: list
            .cells
            .values
            .chunks(width)
            .map(|row| row.iter().map(|cell| cell.map(Exact)).collect())
            .collect(),
        report: None,
        notes: Vec::new(),
    }
}

impl PriceListView {
    /// The same with what was found and decided in an upload.
    pub fn with(mut self, report: Option<&FileReport>, notes: Vec<String>) -> Self {
        self.report = report.and_then(|it| RawValue::from_string(it.to_json()).ok());
        self.notes = notes;
        self
    }
}

/// The price list that an upload becomes, instead of the one that is there where there is one.
pub fn list(
    upload: &Upload,
    component: &Component,
    numbers: &Numbers,
    before: Option<&PriceList>,
) -> Answer<Made> {
    let row = axis(upload.row_feature_id, "row_feature_id", component, numbers)?;
    let col = upload
        .col_feature_id
        .map(|id| axis(id, "col_feature_id", component, numbers))
        .transpose()?;
    let wanted = Wanted {
        axes: Some(if col.is_some() { 2 } else { 1 }),
        row: wanted_axis(Some(row)),
        col: wanted_axis(col),
    };
    let file = &upload.file;
    let (mut cells, report) =
        read_table(&file.name, &file.bytes, &upload.csv, &wanted).map_err(|found| {
            let detail = format!("the file `{}` cannot be read", visible(&file.name));
            Problem::of(Code::InvalidBody, detail)
                .with("path", "file")
                .with_help("what the diagnostics call a setting of `csv` is a field of the form: `decimal`, `transpose`, …")
                .with_diagnostics(&found)
        })?;
    headers(&mut cells.rows, row, "row")?;
    if let Some(col) = col {
        headers(&mut cells.cols, col, "column")?;
    }
    let name = name(upload, before);
    let id = match before {
        Some(before) => before.id.clone(),
        None => new_key(
            upload.key.clone(),
            || id_of_name(first(&name), "price_list"),
            component.price_lists.iter().map(|it| it.id.as_str()),
        )?,
    };
    let mut notes = Vec::new();
    let role = role(upload, component, before, &mut notes);
    let row_lookup = lookup(row, upload.row_lookup, before.and_then(|it| it.row_lookup));
    let col_lookup =
        col.and_then(|col| lookup(col, upload.col_lookup, before.and_then(|it| it.col_lookup)));
    if [row_lookup, col_lookup].contains(&Some(LookupMode::Linear)) {
        notes.push(
            "the lookup between two sizes is `linear`; a value outside the table has no price; \
             `row_lookup` and `col_lookup` say otherwise"
                .to_owned(),
        );
    }
    let blank = blank(id);
    let list = PriceList {
        name: Some(name),
        role,
        row_feature: Some(row.id.clone()),
        col_feature: col.map(|it| it.id.clone()),
        row_lookup,
        col_lookup,
        cells,
        file_report: Some(Box::new(report)),
        // what an upload cannot say stays as it is
        ..before.cloned().unwrap_or(blank)
    };
    Ok(Made { list, notes })
}

fn blank(id: String) -> PriceList {
    PriceList {
        id,
        name: None,
        role: Role::Base,
        currency: None,
        values: ValueKind::Amount,
        row_feature: None,
        col_feature: None,
        row_lookup: None,
        col_lookup: None,
        row_above: Above::default(),
        col_above: Above::default(),
        for_values: Vec::new(),
        when: None,
        discountable: true,
        internal: false,
        cells: pricewright::model::catalog::Cells::default(),
        file: None,
        file_report: None,
    }
}

/// What people read: the name that is given, the one that is there, or the file's without its ending.
fn name(upload: &Upload, before: Option<&PriceList>) -> Label {
    if let Some(name) = &upload.name {
        return Label::Plain(name.clone());
    }
    let file = &upload.file.name;
    let stem = file
        .rsplit_once('.')
        .map_or(file.as_str(), |(stem, _)| stem);
    let known = before.and_then(|it| it.name.clone());
    known.unwrap_or_else(|| Label::Plain(stem.to_owned()))
}

/// The first list is the base price; further ones add to it, as in the system that these uploads come from.
fn role(
    upload: &Upload,
    component: &Component,
    before: Option<&PriceList>,
    notes: &mut Vec<String>,
) -> Role {
    if let Some(role) = upload.role.or_else(|| before.map(|it| it.role)) {
        return role;
    }
    let mut lists = component.price_lists.iter();
    if !lists.any(|it| it.role == Role::Base && !unpriced::is_placeholder(it)) {
        if component.base_price.is_some() {
            notes.push("the list's price is added to the component's `base_price`".to_owned());
        }
        return Role::Base;
    }
    let note = "the role is `surcharge`: its price is added to that of the first list; `role` says otherwise";
    notes.push(note.to_owned());
    Role::Surcharge
}

/// A number is interpolated, as there, unless the upload or the list that it replaces says otherwise; an option is found exactly.
fn lookup(
    feature: &Feature,
    given: Option<LookupMode>,
    before: Option<LookupMode>,
) -> Option<LookupMode> {
    let is_number = matches!(feature.kind, FeatureType::Number { .. });
    given.or_else(|| is_number.then(|| before.unwrap_or(LookupMode::Linear)))
}

/// The feature that an axis names by its number.
fn axis<'c>(
    number: i64,
    field: &str,
    component: &'c Component,
    numbers: &Numbers,
) -> Answer<&'c Feature> {
    let part = numbers.part(number).filter(|it| it.kind == Kind::Feature);
    let own = part.filter(|it| it.component == component.id);
    let feature = own.and_then(|it| parts::feature(component, &it.id));
    feature.ok_or_else(|| {
        wrong(
            field,
            format!("expected the id of a feature of this component, found `{number}`"),
        )
        .with_help("create the feature first")
    })
}

fn wanted_axis(feature: Option<&Feature>) -> WantedAxis {
    let Some(feature) = feature else {
        return WantedAxis::default();
    };
    let label = feature.name.as_ref().map(|it| first(it).to_owned());
    WantedAxis {
        names: std::iter::once(feature.id.clone()).chain(label).collect(),
        numbers: Some(matches!(feature.kind, FeatureType::Number { .. })),
        unit: feature.unit.clone(),
    }
}

/// Headers that are names of options become their keys.
fn headers(headers: &mut [String], feature: &Feature, which: &str) -> Answer<()> {
    let options = parts::options(feature);
    if options.is_empty() {
        return Ok(());
    }
    for header in headers {
        let wanted = header.to_lowercase();
        let is_named = |name: &Label| first(name).to_lowercase() == wanted;
        let found = options
            .iter()
            .find(|it| it.id.to_lowercase() == wanted || it.name.as_ref().is_some_and(is_named));
        let Some(option) = found else {
            let known: Vec<String> = options
                .iter()
                .take(20)
                .map(|it| format!("`{}`", it.id))
                .collect();
            let found = visible(header);
            let detail = format!(
                "no option of `{}` has the {which} header `{found}`",
                feature.id
            );
            return Err(wrong("file", detail).with_help(format!("known: {}", known.join(", "))));
        };
        option.id.clone_into(header);
    }
    Ok(())
}

/// The word for a value.
fn word<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    let found = words.iter().find(|(_, it)| it == value);
    found.map_or("", |(word, _)| *word)
}
