//! Findings to JSON.

use super::{Finding, Findings};
use crate::diagnostic::JsonWriter;

impl Findings {
    /// The findings as JSON, indented for people.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::pretty();
        self.write(&mut json);
        json.finish()
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.begin_object().key("findings").begin_array();
        self.findings.iter().for_each(|each| finding(json, each));
        json.end_array().key("undecided").begin_array();
        for each in &self.undecided {
            json.begin_object();
            json.key("code").string(each.code.as_str());
            component(json, each.component.as_deref());
            json.key("id").string(&each.id).end_object();
        }
        json.end_array().key("unneeded").begin_array();
        for (code, id, reason) in &self.unneeded {
            json.begin_object().key("code").string(code);
            json.key("id").string(id);
            json.key("reason").string(reason).end_object();
        }
        json.end_array().end_object();
    }
}

fn component(json: &mut JsonWriter, component: Option<&str>) {
    json.key("component");
    match component {
        Some(id) => json.string(id),
        None => json.null(),
    };
}

fn finding(json: &mut JsonWriter, finding: &Finding) {
    json.begin_object();
    json.key("code").string(finding.code.as_str());
    json.key("severity").string(finding.severity().as_str());
    json.key("certainty").string(finding.certainty());
    component(json, finding.component.as_deref());
    json.key("id").string(&finding.id);
    json.key("message").string(&finding.message);
    json.key("source");
    match &finding.source {
        Some(source) => source.write(json),
        None => {
            json.null();
        }
    }
    if !finding.rules.is_empty() {
        json.key("rules").begin_array();
        for rule in &finding.rules {
            json.string(rule);
        }
        json.end_array();
    }
    if finding.more > 0 {
        json.key("more").raw_number(finding.more);
    }
    if let Some(reason) = &finding.accepted {
        json.key("accepted").string(reason);
    }
    json.key("order");
    finding.order.write(json);
    if let Some(compared) = &finding.compared {
        json.key("compared_with");
        compared.write(json);
    }
    json.end_object();
}
