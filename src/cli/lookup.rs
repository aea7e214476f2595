//! `lookup FILE --at ROW,COLUMN --mode MODE,MODE`

use super::files::{self, Fault};
use super::output::Output;
use super::{Lookup, Written};
use crate::diagnostic::{Code, Diagnostic, JsonWriter, Place, help_for};
use crate::eval::{Asked, LookedUp, look_up};
use crate::import::{Wanted, WantedAxis, price_list};
use crate::model::catalog::{Cells, CsvSettings, FileReport, TableForm};
use crate::model::lookup::{Above, LookupMode};
use crate::model::units;
use crate::model::words::{DECIMAL_SIGNS, ENCODINGS, LOOKUP_MODES, SEPARATORS, THOUSANDS, Words};
use crate::money::Decimal;

/// Looks a price up in a file, and says what was detected in it.
pub(super) fn lookup(arguments: &Lookup) -> Output {
    let json = arguments.json.json;
    let look = || -> Result<(LookedUp, Option<String>, FileReport), Fault> {
        let asked = asked(&arguments.at)?;
        let modes = modes(&arguments.mode)?;
        let settings = settings(&arguments.written)?;
        let bytes = files::bytes(&arguments.file)?;
        let (cells, report) = price_list(
            &arguments.file.to_string_lossy(),
            &bytes,
            &settings,
            &wanted(&asked),
        )?;
        let found = look_up(&cells, &asked, &modes, Above::OutOfRange)?;
        Ok((found, known_keys(&cells, &asked), report))
    };
    match look() {
        Ok((found, help, report)) => {
            let text = if json {
                as_json(&found, help.as_deref(), &report)
            } else {
                let help = help.map(|help| format!("   = help: {help}\n"));
                let help = help.unwrap_or_default();
                format!("{found}\n{help}detected\n{}", report.render())
            };
            match found {
                LookedUp::Priced { .. } => Output::fine(text),
                _ => Output::found(text),
            }
        }
        Err(fault) => fault.output(json),
    }
}

/// Help for the first key that is on no axis: the nearest one that is, or all where they are few.
fn known_keys(cells: &Cells, asked: &[Asked]) -> Option<String> {
    let axes = [&cells.rows, &cells.cols].into_iter().zip(asked);
    axes.into_iter().find_map(|(keys, asked)| match asked {
        Asked::Key(key) if !keys.contains(key) => help_for(key, keys.iter().map(String::as_str)),
        _ => None,
    })
}

fn as_json(found: &LookedUp, help: Option<&str>, report: &FileReport) -> String {
    let mut json = JsonWriter::new();
    json.begin_object();
    found.write(&mut json);
    if let Some(help) = help {
        json.key("help").string(help);
    }
    json.key("detected");
    report.write(&mut json);
    json.end_object();
    json.finish()
}

/// A key is asked of an axis of keys, a number of one of numbers.
fn wanted(asked: &[Asked]) -> Wanted {
    let axis = |asked: Option<&Asked>| WantedAxis {
        numbers: asked.map(|asked| matches!(asked, Asked::Number(_))),
        ..WantedAxis::default()
    };
    Wanted {
        axes: Some(asked.len()),
        row: axis(asked.first()),
        col: axis(asked.get(1)),
    }
}

/// `950,1201` or `950,"linen, white"`; a quote within a key stands twice: `"24"""`.
fn asked(at: &str) -> Result<Vec<Asked>, Fault> {
    let mut asked = Vec::new();
    let mut quoted = false;
    let parts = at.split(|c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    for part in parts.map(str::trim) {
        if let Some(key) = part
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
        {
            asked.push(Asked::Key(key.replace("\"\"", "\"")));
            continue;
        }
        let number = Decimal::parse(part).map_err(|error| {
            let message = format!("`{part}`: {error}");
            usage(
                message,
                "write numbers as `950`, keys of an axis of options as `\"linen\"`",
            )
        })?;
        asked.push(Asked::Number(number));
    }
    Ok(asked)
}

fn modes(text: &str) -> Result<Vec<LookupMode>, Fault> {
    let words = text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words
        .map(|mode| word("lookup mode", mode, LOOKUP_MODES))
        .collect()
}

fn settings(written: &Written) -> Result<CsvSettings, Fault> {
    let separator = written
        .separator
        .as_deref()
        .map(|separator| match separator {
            "tab" | "\\t" => "\t",
            separator => separator,
        });
    if let Some(unit) = written
        .unit
        .as_deref()
        .filter(|unit| units::known().all(|known| known != *unit))
    {
        return Err(usage(
            format!("unknown unit `{unit}`"),
            "known: `mm`, `cm`, `m`, `in`, and others",
        ));
    }
    let form = written.wide.then_some(TableForm::Wide);
    Ok(CsvSettings {
        encoding: optional("encoding", written.encoding.as_deref(), ENCODINGS)?,
        separator: optional("separator", separator, SEPARATORS)?,
        decimal: optional("decimal sign", written.decimal.as_deref(), DECIMAL_SIGNS)?,
        thousands: optional("thousands mark", written.thousands.as_deref(), THOUSANDS)?,
        unit: written.unit.clone(),
        transpose: written.transpose,
        form: if written.long {
            Some(TableForm::Long)
        } else {
            form
        },
        unavailable: written.unavailable.clone(),
        sheet: written.sheet.clone(),
        range: written.range.clone(),
    })
}

fn optional<T: Copy>(what: &str, text: Option<&str>, words: Words<T>) -> Result<Option<T>, Fault> {
    text.map(|text| word(what, text, words)).transpose()
}

fn word<T: Copy>(what: &str, text: &str, words: Words<T>) -> Result<T, Fault> {
    words
        .iter()
        .find(|(known, _)| *known == text)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let known: Vec<String> = words
                .iter()
                .map(|(known, _)| format!("`{}`", known.replace('\t', "tab")))
                .collect();
            usage(
                format!("unknown {what} `{text}`"),
                &format!("known: {}", known.join(", ")),
            )
        })
}

fn usage(message: String, help: &str) -> Fault {
    Fault::Unreadable(
        Diagnostic::new(Code::Usage, Place::nowhere(), message)
            .with_help(help)
            .into(),
    )
}
