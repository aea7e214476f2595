//! The report of a file as JSON for programs and as text for people.

use crate::diagnostic::JsonWriter;
use crate::model::Catalog;
use crate::model::catalog::FileReport;
use crate::model::words::{ENCODINGS, TABLE_FORMS, THOUSANDS, word_of};

impl Catalog {
    /// What was found in each file of a price list, as an array of objects with `component`,
    /// `price_list`, `file` and `detected`.
    #[must_use]
    pub fn file_reports_json(&self) -> String {
        let mut array = JsonWriter::new();
        array.begin_array();
        for (component, list, report) in self.file_reports() {
            array.begin_object();
            array.key("component").string(component);
            array.key("price_list").string(list);
            array.key("file").string(&report.file);
            array.key("detected");
            report.write(&mut array);
            array.end_object();
        }
        array.end_array();
        array.finish()
    }
}

impl FileReport {
    /// What was detected as an object; what the file does not show is `null` or left out.
    ///
    /// ```
    /// use pricewright::import::{Wanted, price_list};
    /// use pricewright::model::catalog::CsvSettings;
    ///
    /// let file = "mm;600;1200\n1000;49,90;59,90\n";
    /// let (_, report) = price_list("a.csv", file.as_bytes(), &CsvSettings::default(), &Wanted::axes(2))?;
    /// assert!(report.to_json().starts_with(r#"{"encoding":"utf-8","separator":";","decimal":",""#));
    /// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::new();
        self.write(&mut json);
        json.finish()
    }

    /// The same as a value of a larger document.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.begin_object();
        for fact in self.facts() {
            json.key(fact.key);
            match fact.value {
                Value::None => json.null(),
                Value::Text(text) => json.string(&text),
                Value::Texts(texts) => {
                    json.begin_array();
                    for text in &texts {
                        json.string(text);
                    }
                    json.end_array()
                }
                Value::Truth(truth) => json.boolean(truth),
                Value::Count(count) => json.raw_number(count),
            };
        }
        for (key, settings) in [("declared", &self.declared), ("guessed", &self.guessed)] {
            if !settings.is_empty() {
                json.key(key).begin_array();
                for setting in settings {
                    json.string(setting);
                }
                json.end_array();
            }
        }
        json.end_object();
    }

    /// A line for each thing that was found, with the setting that says it otherwise.
    #[must_use]
    pub fn render(&self) -> String {
        let mut lines = Vec::new();
        for fact in self.facts() {
            let Some(value) = fact.value.shown() else {
                continue;
            };
            let origin = match fact.setting {
                Some(setting) if self.declared.contains(&setting) => " (declared)".to_owned(),
                Some(setting) if self.guessed.contains(&setting) => {
                    format!(" (guessed; `csv.{setting}` says otherwise)")
                }
                Some(setting) => format!(" (`csv.{setting}` says otherwise)"),
                None => String::new(),
            };
            lines.push(format!("  {}: {value}{origin}", fact.key.replace('_', " ")));
        }
        lines.join("\n")
    }

    /// Everything in the order in which it is told.
    fn facts(&self) -> Vec<Fact> {
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        let word = |word: Option<&str>| {
            Some(word.map_or(Value::None, |word| Value::Text(word.to_owned())))
        };
        let count = |count: usize| (count > 0).then_some(Value::Count(count));
        let texts = |texts: &[String]| (!texts.is_empty()).then(|| Value::Texts(texts.to_vec()));
        let separator = self.separator.map(String::from);
        let decimal = self.decimal.map(String::from);
        let codes = Some(self.currency_codes.as_slice()).filter(|codes| codes.len() > 1);
        let facts = [
            (
                "encoding",
                Some("encoding"),
                word(self.encoding.map(|it| word_of(ENCODINGS, &it))),
            ),
            ("separator", Some("separator"), word(separator.as_deref())),
            ("sheet", Some("sheet"), text(&self.sheet)),
            ("range", Some("range"), text(&self.range)),
            ("decimal", Some("decimal"), word(decimal.as_deref())),
            (
                "thousands",
                Some("thousands"),
                word(self.thousands.map(|it| word_of(THOUSANDS, &it))),
            ),
            ("currency", None, text(&self.currency)),
            ("currency_codes", None, texts(codes.unwrap_or_default())),
            ("percent", None, self.percent.then_some(Value::Truth(true))),
            ("row_unit", Some("unit"), text(&self.row_unit)),
            ("col_unit", Some("unit"), text(&self.col_unit)),
            ("converted", None, texts(&self.converted)),
            (
                "form",
                Some("form"),
                word(self.form.map(|it| word_of(TABLE_FORMS, &it))),
            ),
            (
                "transposed",
                Some("transpose"),
                Some(Value::Truth(self.transposed)),
            ),
            ("row_label", None, text(&self.row_label)),
            ("col_label", None, text(&self.col_label)),
            ("titles", None, texts(&self.titles)),
            ("notes", None, texts(&self.notes)),
            ("empty_rows", None, count(self.empty_rows)),
            ("empty_columns", None, count(self.empty_columns)),
            ("short_rows", None, count(self.short_rows)),
            ("ignored_columns", None, texts(&self.ignored_columns)),
            ("missing_pairs", None, count(self.missing_pairs)),
            ("cleaned", None, count(self.cleaned)),
        ];
        let fact = |(key, setting, value): (_, _, Option<Value>)| {
            Some(Fact {
                key,
                setting,
                value: value?,
            })
        };
        facts.into_iter().filter_map(fact).collect()
    }
}

struct Fact {
    key: &'static str,
    /// The setting that says it otherwise.
    setting: Option<&'static str>,
    value: Value,
}

enum Value {
    None,
    Text(String),
    Texts(Vec<String>),
    Truth(bool),
    Count(usize),
}

impl Value {
    fn shown(self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Text(text) if text == "\t" => Some("tab".to_owned()),
            Self::Text(text) => Some(format!("`{text}`")),
            Self::Texts(texts) => Some(
                texts
                    .iter()
                    .map(|text| format!("`{text}`"))
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            Self::Truth(truth) => Some(if truth { "yes" } else { "no" }.to_owned()),
            Self::Count(count) => Some(count.to_string()),
        }
    }
}
