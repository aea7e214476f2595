//! Differences to JSON.

use super::{Change, ComponentDiff, Diff};
use crate::diagnostic::JsonWriter;
use crate::model::quote::Status;
use crate::money::Decimal;

impl Diff {
    /// The differences as one line of JSON. The seed is a text, since not every reader of JSON
    /// keeps 64 bits.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut writer = Writer {
            json: JsonWriter::new(),
            digits: self.currency.digits,
        };
        let json = &mut writer.json;
        json.begin_object().key("old").string(&self.old);
        json.key("new").string(&self.new);
        json.key("currency").string(self.currency.code.as_str());
        json.key("seed").display(self.seed);
        for (key, ids) in [("removed", &self.removed), ("added", &self.added)] {
            json.key(key).begin_array();
            for id in ids {
                json.string(id);
            }
            json.end_array();
        }
        json.key("components").begin_array();
        for component in &self.components {
            writer.component(component);
        }
        writer.json.end_array().end_object();
        writer.json.finish()
    }
}

struct Writer {
    json: JsonWriter,
    digits: u32,
}

impl Writer {
    fn component(&mut self, component: &ComponentDiff) {
        let counts = component.counts;
        self.json.begin_object();
        self.json.key("component").string(&component.component);
        self.json
            .key("coverage")
            .string(component.coverage.as_str());
        let numbers = [
            ("configurations", component.configurations),
            ("unchanged", counts.unchanged),
            ("up", counts.up),
            ("down", counts.down),
            ("newly_priced", counts.newly_priced),
            ("no_longer_priced", counts.no_longer_priced),
            ("unpriced", counts.unpriced),
        ];
        for (key, number) in numbers {
            self.json.key(key).raw_number(number);
        }
        self.json.key("statuses").begin_array();
        for (old, new, count) in &component.statuses {
            self.json.begin_object();
            self.json.key("old").string(old.as_str());
            self.json.key("new").string(new.as_str());
            self.json.key("count").raw_number(count).end_object();
        }
        self.json.end_array();
        self.amount("mean", component.mean);
        for (key, change) in [("rise", &component.rise), ("fall", &component.fall)] {
            self.json.key(key);
            match change {
                Some(change) => self.change(change),
                None => {
                    self.json.null();
                }
            }
        }
        for (key, changes) in [
            ("worst", &component.worst),
            ("examples", &component.examples),
        ] {
            self.json.key(key).begin_array();
            for change in changes {
                self.change(change);
            }
            self.json.end_array();
        }
        self.json.end_object();
    }

    fn change(&mut self, change: &Change) {
        self.json.begin_object().key("order");
        change.order.write(&mut self.json);
        self.side("old", change.old);
        self.side("new", change.new);
        self.amount("difference", change.difference);
        match change.percent {
            Some(percent) => self.json.key("percent").display(percent),
            None => self.json.key("percent").null(),
        };
        self.json.key("lines").begin_array();
        for line in &change.lines {
            self.json.begin_object();
            self.json.key("phase").string(&line.phase);
            self.json.key("id").string(&line.id);
            self.json.key("label").string(&line.label);
            self.amount("old", line.old);
            self.amount("new", line.new);
            self.json.end_object();
        }
        self.json.end_array().end_object();
    }

    fn side(&mut self, key: &str, (status, amount): (Status, Option<Decimal>)) {
        self.json.key(key).begin_object();
        self.json.key("status").string(status.as_str());
        self.amount("amount", amount);
        self.json.end_object();
    }

    fn amount(&mut self, key: &str, amount: Option<Decimal>) {
        self.json.key(key);
        match amount {
            Some(amount) => self.json.string(&amount.to_fixed(self.digits)),
            None => self.json.null(),
        };
    }
}
