//! Records to the lines of a quote: numbers become ids, labels and cells.

use super::draft::{LineName, PhaseName, Record};
use crate::model::order::Order;
use crate::model::quote::{Line, LineBase};
use crate::plan::{AmountName, ComponentIndex, FeaturePlan, LabelId, OptionIndex, PlanData, Table};

/// Whose lines are written.
#[derive(Clone, Copy)]
pub(super) struct Writing<'a> {
    /// The plan.
    pub plan: &'a PlanData,
    /// The order.
    pub order: &'a Order,
    /// The component of the item; none for the order.
    pub component: Option<ComponentIndex>,
}

impl<'a> Writing<'a> {
    /// The line of a record.
    pub fn line(self, record: &Record) -> Line {
        let draft = &record.draft;
        let plan = self.plan;
        Line {
            phase: self.phase(record.phase).to_owned(),
            kind: draft.kind,
            id: self.id(draft.name),
            label: self.label(draft.name),
            scope: record.scope,
            unit_amount: record.unit_amount,
            amount: record.amount,
            base: draft.base.map(|base| LineBase {
                name: self.base_name(base.name),
                amount: base.amount,
                not_discountable: base.left_out,
            }),
            rate: draft.rate,
            cell: draft.cell.and_then(|(table, hit)| {
                let table = self.tables().get(table.index())?;
                Some(hit.shown(plan, table))
            }),
            tier: draft.tier,
            option_quantity: draft.option_quantity,
            key: None,
            items: Vec::new(),
            shares: Vec::new(),
            manual: matches!(draft.name, LineName::Manual(_)),
            exact: draft.exact,
            source: plan.position(draft.place),
        }
    }

    /// The id of a line.
    pub fn id(self, name: LineName) -> String {
        let plan = self.plan;
        match name {
            LineName::Planned(id, _) => plan.text(id).to_owned(),
            LineName::Base(_) => "base".to_owned(),
            LineName::Choice(component, feature, option) => {
                let Some(feature) = self.feature(component, feature.index()) else {
                    return String::new();
                };
                let id = plan.text(feature.id);
                match option_of(feature, option) {
                    Some(option) => [id, ":", plan.text(option.id)].concat(),
                    None => id.to_owned(),
                }
            }
            LineName::Clamp(_) => "not-below-zero".to_owned(),
            LineName::MinorUnit => "minor-unit".to_owned(),
            LineName::Manual(number) => {
                let adjustment = self.order.adjustments.get(number);
                adjustment.map_or_else(String::new, |adjustment| adjustment.id.clone())
            }
        }
    }

    /// What people read of a line.
    pub fn label(self, name: LineName) -> String {
        let label = match name {
            LineName::Planned(_, label) | LineName::Base(label) => self.text_of(label),
            LineName::Choice(component, feature, option) => {
                let feature = self.feature(component, feature.index());
                let named = feature.map(|feature| match option_of(feature, option) {
                    Some(option) => option.display.name,
                    None => feature.display.name,
                });
                named.map_or("", |label| self.text_of(label))
            }
            LineName::Clamp(what) => return ["the ", what, " does not go below zero"].concat(),
            LineName::MinorUnit => "rounding",
            LineName::Manual(number) => {
                let adjustment = self.order.adjustments.get(number);
                adjustment.map_or("", |given| given.label.as_deref().unwrap_or(&given.id))
            }
        };
        label.to_owned()
    }

    /// The id of a phase.
    pub fn phase(self, name: PhaseName) -> &'a str {
        match name {
            PhaseName::Planned(id) => self.plan.text(id),
            PhaseName::Own(name) => name,
        }
    }

    fn base_name(self, name: AmountName) -> String {
        let name = match name {
            AmountName::Base => "base",
            AmountName::Options => "options",
            AmountName::List => "list",
            AmountName::Subtotal => "subtotal",
            AmountName::Extended => "extended",
            AmountName::Items => "items",
            AmountName::Feature(index) => {
                let component = self.component;
                let feature = component.and_then(|c| self.feature(c, index.index()));
                let id = feature.map_or("", |feature| self.plan.text(feature.id));
                return ["price(", id, ")"].concat();
            }
        };
        name.to_owned()
    }

    fn text_of(self, label: LabelId) -> &'a str {
        self.plan.label(label, self.order.language.as_deref())
    }

    fn feature(self, component: ComponentIndex, feature: usize) -> Option<&'a FeaturePlan> {
        let component = self.plan.components.get(component.index())?;
        component.features.get(feature)
    }

    fn tables(self) -> &'a [Table] {
        let plan = self.plan;
        match self.component {
            Some(index) => plan
                .components
                .get(index.index())
                .map_or(&[], |component| &component.tables),
            None => &plan.order.tables,
        }
    }
}

fn option_of(
    feature: &FeaturePlan,
    option: Option<OptionIndex>,
) -> Option<&crate::plan::OptionPlan> {
    feature.options.get(option?.index())
}
