//! Components that have no price yet. The engine wants to know where a price comes from; while a component is being put
//! together, piece by piece, nobody has said it. Until then a base price list without a price stands in the document, so that
//! the component is unpriced, and never costs 0.

use pricewright::diagnostic::{Code, path_index};
use pricewright::model::catalog::{
    Above, Cells, Component, Label, LookupMode, PriceList, Role, ValueKind,
};
use pricewright::{Catalog, Diagnostics};

/// The id of the list that has no price.
const NO_PRICE: &str = "no_price";

/// The built-in value that chooses its only row.
const ROW: &str = "quantity";

/// Whether a price list only says that there is no price yet.
#[must_use]
pub fn is_placeholder(list: &PriceList) -> bool {
    list.id == NO_PRICE
        && list.row_feature.as_deref() == Some(ROW)
        && list.cells.values.iter().all(Option::is_none)
}

/// Brings a component in order whose prices have changed: a price takes the place of the list that has none, and a base
/// price is added to that of base lists, as the systems have it that these resources come from.
pub fn settle(component: &mut Component) {
    let has_list = component
        .price_lists
        .iter()
        .any(|it| it.role == Role::Base && !is_placeholder(it));
    if has_list || component.base_price.is_some() {
        component.price_lists.retain(|it| !is_placeholder(it));
    }
    component.base_price_adds = component.base_price.is_some() && has_list;
}

/// Gives components that the engine finds no price of the list that says so; whether there were any.
pub fn fill(catalog: &mut Catalog, found: &Diagnostics) -> bool {
    let currency = catalog
        .currencies
        .first()
        .copied()
        .filter(|_| catalog.currencies.len() > 1);
    let mut is_filled = false;
    for (index, component) in catalog.components.iter_mut().enumerate() {
        let path = path_index("$.components", index);
        let is_unpriced = found
            .iter()
            .any(|it| it.code == Code::NoBasePrice && it.place.path == path);
        if is_unpriced && component.price_lists.iter().all(|it| it.id != NO_PRICE) {
            let mut list = placeholder();
            list.currency = currency;
            component.price_lists.push(list);
            is_filled = true;
        }
    }
    is_filled
}

fn placeholder() -> PriceList {
    PriceList {
        id: NO_PRICE.to_owned(),
        name: Some(Label::Plain("no price yet".to_owned())),
        role: Role::Base,
        currency: None,
        values: ValueKind::Amount,
        row_feature: Some(ROW.to_owned()),
        col_feature: None,
        row_lookup: Some(LookupMode::Down),
        col_lookup: None,
        row_above: Above::default(),
        col_above: Above::default(),
        for_values: Vec::new(),
        when: None,
        discountable: true,
        internal: false,
        cells: Cells {
            rows: vec!["1".to_owned()],
            cols: Vec::new(),
            values: vec![None],
        },
        file: None,
        file_report: None,
    }
}
