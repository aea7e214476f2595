//! How many configurations have a price, and which features never matter to it.
//!
//! Sets are cut until each is known to have none, or to have only such. A text counts once for
//! each length that it may have; where its content decides, that one is not certain.

use super::bound::Judge;
use super::matters;
use super::space::{Space, only_item};
use crate::diagnostic::{Diagnostics, JsonWriter, push_visible};
use crate::evaluate::order_input;
use crate::model::order::Order;
use crate::plan::Plan;

/// How many configurations have a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// At least so many.
    pub least: u128,
    /// At most so many; none where that is more than 2¹²⁸.
    pub most: Option<u128>,
    /// How many sets of configurations were looked at.
    pub steps: u64,
    /// Features that never matter to the price, whatever else is chosen.
    pub never_matter: Vec<String>,
}

impl Plan {
    /// How many completions of an order of one item have a price: the values that it gives stay.
    /// Looks at so many sets of configurations at most.
    ///
    /// # Errors
    /// Faults of the order itself, as [`Plan::price`] tells them; not exactly one item.
    pub fn count_configurations(&self, order: &Order, budget: u64) -> Result<Count, Diagnostics> {
        let setting = order_input::read(self.data(), order)?;
        let item = only_item(order)?;
        let mut count = Count {
            least: 0,
            most: Some(0),
            steps: 0,
            never_matter: Vec::new(),
        };
        let space = Space::new(self, &setting, item);
        if let Some(space) = &space {
            let never = matters::never(space.component).into_iter();
            let names = never.filter_map(|feature| space.name(feature));
            count.never_matter = names.map(str::to_owned).collect();
        }
        let region = space.as_ref().and_then(Space::region);
        let (Some(mut space), Some(region)) = (space, region) else {
            return Ok(count);
        };
        let mut judge = Judge::new(&setting, space.component, item.quantity);
        let mut open = vec![region];
        while let Some(mut region) = open.pop() {
            if count.steps >= budget || space.is_stopped() {
                count.add(0, region.size());
                continue;
            }
            count.steps = count.steps.saturating_add(1);
            let Ok(judgement) = judge.judge(&mut region) else {
                continue;
            };
            let size = region.size();
            if judgement.doubts.is_none() && size.is_some() {
                count.add(size.unwrap_or(0), size);
            } else if let Some(cutting) = judge.cut_doubt(&region) {
                open.extend(cutting.parts(&region));
            } else if space.leaves_texts_open(&region) {
                count.add(0, size);
            } else {
                let priced = space.price(&space.item_of(&region)).is_some();
                count.add(u128::from(priced), Some(u128::from(priced)));
            }
        }
        Ok(count)
    }
}

impl Count {
    /// Whether the number is known.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.most == Some(self.least)
    }

    /// As JSON; numbers as text, since they may be large.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::new();
        json.begin_object().key("least").display(self.least);
        json.key("most");
        match self.most {
            Some(most) => json.display(most),
            None => json.null(),
        };
        json.key("exact").boolean(self.is_exact());
        json.key("steps").raw_number(self.steps);
        json.key("never_matter").begin_array();
        for feature in &self.never_matter {
            json.string(feature);
        }
        json.end_array();
        json.end_object();
        json.finish()
    }

    /// In words.
    #[must_use]
    pub fn render(&self) -> String {
        let (least, steps) = (self.least, self.steps);
        let mut text = match self.most {
            Some(most) if most == least => format!("{least} configurations ({steps} steps)\n"),
            Some(most) => format!("{least} to {most} configurations ({steps} steps)\n"),
            None => format!("at least {least} configurations ({steps} steps)\n"),
        };
        if !self.never_matter.is_empty() {
            text.push_str("  never matter to the price: ");
            push_visible(&mut text, &self.never_matter.join(", "));
            text.push('\n');
        }
        text
    }

    fn add(&mut self, least: u128, most: Option<u128>) {
        self.least = self.least.saturating_add(least);
        self.most = self
            .most
            .zip(most)
            .and_then(|(all, most)| all.checked_add(most));
    }
}
