//! A component, part by part in the order in which they need each other.

use super::builder::{Builder, Inputs, display};
use super::context::Context;
use super::{computed, feature, finish, group, material, phase, price_list, rules_text, statement};
use crate::diagnostic::{Code, path_index, path_key};
use crate::model::catalog::Component;
use crate::money::Decimal;
use crate::plan::{ComponentPlan, SlotId};

/// Compiles a component.
pub(super) fn component(
    context: &mut Context<'_>,
    inputs: &Inputs,
    index: usize,
    written: &Component,
) -> ComponentPlan {
    let path = path_index("$.components", index);
    let id = context.texts.intern(&written.id);
    let mut builder = Builder::new(context, inputs, path.clone(), false);
    builder.phases = phase::specs(&mut builder, written.phases.as_ref());
    let (statements, text) = rules_text::parsed(&mut builder, written.rules.as_ref());
    phase::apply_statements(&mut builder, &statements, text.as_ref());
    builder.steps = vec![Vec::new(); builder.phases.len()];

    let first_feature = SlotId(u32::try_from(builder.slots.len()).unwrap_or(u32::MAX));
    feature::declare(&mut builder, &written.features);
    computed::declare(&mut builder, &statements, text.as_ref());
    price_list::declare_tables(&mut builder, &written.price_lists);
    computed::define(&mut builder, &statements, text.as_ref());
    let availability_order = feature::define(&mut builder, &written.features);
    price_list::uses(&mut builder, written);
    feature::surcharge_steps(&mut builder);
    price_list::surcharge_steps(&mut builder);
    group::steps(&mut builder, &written.price_groups, &written.price_lists);
    statement::statements(&mut builder, &statements, text.as_ref());
    material::materials(&mut builder, &written.bill_of_materials);
    finish::checks(&mut builder, written);

    let phases = phase::finished(&mut builder);
    let display = display(
        &mut builder.context.texts,
        &written.id,
        written.name.as_ref(),
        None,
        &written.display,
    );
    ComponentPlan {
        id,
        sku: written
            .sku
            .as_deref()
            .map(|sku| builder.context.texts.intern(sku)),
        display,
        quantity_step: quantity_step(&mut builder, written),
        slots: builder.slots,
        features: builder.features,
        first_feature,
        availability_order,
        attributes: builder.attributes,
        computed: builder.computed,
        constraints: builder.constraints,
        notices: builder.notices,
        base: builder.base,
        phases,
        tables: builder.tables,
        materials: builder.materials,
        program: builder.program,
    }
}

fn quantity_step(builder: &mut Builder<'_, '_>, written: &Component) -> Decimal {
    match written.quantity_step {
        Some(step) if step.is_positive() => step,
        Some(step) => {
            let path = path_key(&builder.path, "quantity_step");
            let message = format!("the quantity step `{step}` is not above 0");
            builder
                .context
                .report(Code::InvalidRange, &path, message, None);
            Decimal::ONE
        }
        None => Decimal::ONE,
    }
}
