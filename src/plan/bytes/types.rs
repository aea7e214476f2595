//! The plan's types, field by field and variant by variant.
//!
//! The order of fields and the tags of variants are the format: a change of either is a new
//! [`VERSION`](super::VERSION).

use super::codec::{Codec, Reader, Writer, count};
use super::macros::{fields, ids, variants};
use crate::model::lookup::{Above, LookupMode};
use crate::model::quote::{LineKind, Scope};
use crate::money::Rounding;
use crate::plan::program::{MoneyId, SourceId};
use crate::plan::{
    AmountName, ArithmeticOperator, AttributeConstant, AttributeId, AttributePlan, Axis, AxisKind,
    Base, BasePlan, Choice, Comparison, ComponentPlan, ComputedPlan, Constant, Constraint,
    CurrencyIndex, Display, Effect, FeatureIndex, FeatureKind, FeaturePlan, Function, GroupAmount,
    GroupKind, InTest, InputPlan, Label, LabelId, LineRounding, LineSet, ListUse, MaterialPlan,
    Node, NodeId, NoticePlan, OptionIndex, OptionPlan, OrderPlan, Phase, PhaseKind, PlanData,
    SlotId, SlotPlan, Step, StepScope, SurchargeAmount, SurchargePlan, Table, TableIndex, TextId,
    TierBasis, TierEffect, TierKind, TierPlan, TierStep, Validity, ValueKind,
};

ids! {
    TextId texts
    SlotId slots
    FeatureIndex features
    AttributeId attributes
    TableIndex tables
    CurrencyIndex currencies
    LabelId labels
    NodeId nodes
    MoneyId money
    SourceId sources
}

/// Of what feature or input, stands elsewhere; `verify` knows.
impl Codec for OptionIndex {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self(u32::read(from))
    }
}

fields! {
    PlanData {
        fingerprint, texts = texts, labels = labels, currencies = currencies, sources = sources,
        catalog_id, catalog_version, gross_prices, rounding, tax_per_rate, needs_as_of, inputs,
        components, order,
    }
    LineRounding { mode, per_item, unit_increments, increments }
    InputPlan { id, kind, required, default }
    SlotPlan { id, kind }
    ComponentPlan (features u32::MAX) {
        id, sku, display, quantity_step, first_feature, slots = slots,
        availability_order = features, tables = tables, attributes = attributes, program, features,
        computed, constraints, notices, base, phases, materials,
    }
    FeaturePlan {
        id, slot, kind, required, default, available_when, options, surcharge, sku, unit, display,
    }
    OptionPlan { id, available_when, surcharge, sku, sku_quantity, max_quantity, display }
    SurchargePlan { amount, scope, discountable }
    AttributePlan { id, slot, values }
    ComputedPlan { id, slot, condition, value, shown }
    Constraint { id, label, condition, test, violated_when, validity, reads, place }
    NoticePlan { id, label, condition, test, on_request, validity, place }
    BasePlan { price, lists, priced_by_tiers }
    MaterialPlan { sku, quantity, condition, per_item }
    OrderPlan (features 0) {
        slots = slots, tables = tables, program, computed, constraints, notices, steps, compound,
        choice,
    }
    Display { name, sort_order, entries }
    Phase { id, kind, per_item, compound, choice, steps }
    Validity { from, until }
    Step {
        id, label, kind, validity, condition, effect, scope, discountable, stop, priority, place,
    }
    Base { amount }
    GroupAmount { otherwise, tiers }
    ListUse { table, condition, row, col, id, label, place }
    TierPlan { basis, kind, steps }
    TierStep { from, effect }
    Table { id, currency, row, col, cells }
    Axis { kind, above }
}

variants! {
    Label { Plain(text), 1 Translated(texts) }
    ValueKind { Number, 1 Text, 2 Boolean, 3 Date, 4 Option(ids), 5 Options(ids), 6 List }
    Constant { Number(value), 1 Text(value), 2 Boolean(value), 3 Option(value), 4 Options(values) }
    AttributeConstant { Plain(value), 1 Money(value) }
    FeatureKind {
        Select,
        1 Multiselect { min_choices, max_choices, quantities },
        2 Boolean,
        3 Number { min, max, step },
        4 Text { min_length, max_length },
    }
    SurchargeAmount { Amount(node), 1 Percent { rate, of } }
    PhaseKind {
        Options, 1 ListLimits, 2 Groups, 3 Discounts, 4 Limits, 5 Rounding, 6 Quantity, 7 Fees, 8 Own,
    }
    Choice { All, 1 First, 2 Best }
    StepScope { Piece, 1 Item, 2 Order { key } }
    Effect {
        FeatureSurcharge(feature),
        1 List(list),
        2 Amount { amount, discount },
        3 Percent { rate, of, discount },
        4 Group { kind, amount, lines },
        5 Tiers(tiers),
        6 Minimum(node),
        7 Maximum(node),
        8 Round { increment, mode },
        9 End { ending, mode },
    }
    GroupKind { Amount, 1 Percent(base), 2 Override }
    LineSet { All, 1 Features(features), 2 Options(options) }
    TierBasis { Item, 1 Order { key } }
    TierKind { Volume, 1 Graduated, 2 Block, 3 Package { price, size, free } }
    TierEffect {
        Price(node),
        1 Amount { amount, discount },
        2 Percent { rate, of, discount },
        3 None,
        4 Overage(node),
    }
    AmountName {
        Base, 1 Options, 2 List, 3 Subtotal, 4 Extended, 5 Items, 6 Feature(feature),
    }
    ArithmeticOperator { Add, 1 Subtract, 2 Multiply, 3 Divide }
    Comparison { Equal, 1 NotEqual, 2 Less, 3 LessOrEqual, 4 Greater, 5 GreaterOrEqual }
    InTest {
        Compare(comparison, node),
        1 InList(node),
        2 Range { low, low_included, high, high_included },
    }
    Node {
        Number(value), 1 Text(value), 2 Boolean(value), 3 Date(value), 4 Option(value),
        5 Money(value), 6 Slot(slot), 7 OptionText(slot), 8 OptionTexts(slot),
        9 OptionQuantities(slot), 10 Attribute(slot, attribute), 11 Amount(name), 12 Negate(part),
        13 Not(part), 14 Arithmetic(operator, left, right), 15 Compare(comparison, left, right),
        16 And(left, right), 17 Or(left, right), 18 Power(part, exponent), 19 In(value, tests),
        20 Between(value, low, high), 21 If(condition, then, otherwise), 22 IsSet(slot),
        23 Call(function, arguments), 24 Lookup(table, row, col), 25 List(values),
        26 SlotIs(slot, constant), 27 AttributeIs(slot, attribute, constant),
    }
    AxisKind { Breakpoints(values, mode), 1 Keys(keys) }
    LookupMode { Up, 1 Down, 2 Nearest, 3 Exact, 4 Linear }
    Above { OutOfRange, 1 OnRequest }
    Rounding { HalfUp, 1 HalfDown, 2 HalfEven, 3 Up, 4 Down }
    Scope { Unit, 1 Item, 2 Order }
    LineKind {
        BasePrice, 1 PriceList, 2 Option, 3 SurchargeList, 4 Surcharge, 5 Discount, 6 PriceGroup,
        7 Override, 8 Tier, 9 Minimum, 10 Maximum, 11 Rounding, 12 Ending, 13 Clamp, 14 Manual,
    }
    Function {
        Abs, 1 Floor, 2 Ceiling, 3 Decimal, 4 RoundUp, 5 RoundDown, 6 RoundHalfUp,
        7 RoundHalfDown, 8 Modulo, 9 Min, 10 Max, 11 Sum, 12 Count, 13 StringLength, 14 Contains,
        15 StartsWith, 16 EndsWith, 17 UpperCase, 18 LowerCase,
    }
}
