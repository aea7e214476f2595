//! Where a price may change along one dimension.
//!
//! Takes a component and a number feature, or `quantity`, and gives the numbers that are worth a
//! price when the whole dimension is to be seen: each threshold on the feature's own steps with its
//! neighbors, and the ends. Whoever draws a curve prices these, so that a step stands where it is;
//! what depends on a calculation (`width * drop`) has no thresholds and needs numbers between.

use super::thresholds::{Grid, at_least, of_order, of_slot};
use crate::money::Decimal;
use crate::plan::{ComponentPlan, Plan, SlotId};

impl Plan {
    /// The numbers of a dimension that are worth a price, rising, each once; none where the plan
    /// has no such component, or the component no such number.
    ///
    /// # Example
    /// ```
    /// use pricewright::{Catalog, compile};
    ///
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "shelf", "base_price": "10", "features": [
    ///       {"id": "width", "type": "number", "min": 400, "max": 900, "step": 10, "required": true}],
    ///     "rules": "surcharge wide when width > 605 : 4.00"}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let numbers = plan.breakpoints("shelf", "width").unwrap_or_default();
    /// // 605 is no step: the one below it, and those beside that
    /// assert_eq!(numbers.iter().map(ToString::to_string).collect::<Vec<_>>(), ["400", "590", "600", "610", "900"]);
    /// assert!(plan.breakpoints("shelf", "depth").is_none());
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn breakpoints(&self, component: &str, subject: &str) -> Option<Vec<Decimal>> {
        let data = self.data();
        let component = data.component(component)?;
        let feature = component
            .features
            .iter()
            .find(|feature| data.text(feature.id) == subject);
        let mut numbers = match feature {
            Some(feature) => {
                let grid = Grid::of(&feature.kind)?;
                along(grid, &of_slot(component, feature.slot))
            }
            None if subject == "quantity" => quantities(component),
            None => return None,
        };
        crate::sorting::sort(&mut numbers);
        numbers.dedup();
        Some(numbers)
    }
}

fn along(grid: Grid, thresholds: &[Decimal]) -> Vec<Decimal> {
    let around = thresholds.iter().flat_map(|number| grid.around(*number));
    around.chain(grid.min()).chain(grid.max()).collect()
}

/// Tiers and thresholds at the quantities that reach them, and the quantities beside these.
fn quantities(component: &ComponentPlan) -> Vec<Decimal> {
    let step = component.quantity_step;
    let mut thresholds = of_slot(component, SlotId::QUANTITY);
    thresholds.extend(of_order(component));
    let reached = thresholds
        .iter()
        .filter_map(|number| at_least(*number, step));
    let reached: Vec<_> = reached.collect();
    along(Grid::of_quantities(step), &reached)
}
