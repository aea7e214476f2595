//! The compiled catalog: numbers instead of names, flat, immutable.
//!
//! `compile` makes a [`Plan`], `evaluate` prices orders with it. A plan knows nothing of JSON or
//! of the rule language's text except the sources that explanations quote.
//!
//! Layout: a component's values live in numbered slots of one frame. The first are built in
//! ([`SlotId::QUANTITY`], [`SlotId::CURRENCY`], [`SlotId::AS_OF`]), then come the catalog's inputs
//! (the same slots in every component and in the order's own frame), then the component's
//! features in document order, then its computed values (`let`, `set`).

mod bare;
pub mod bytes;
mod display;
mod function;
mod program;
mod step;
#[cfg(feature = "analyze")]
mod stop;
mod table;

use std::sync::Arc;

pub use display::{Display, Label, LabelId};
pub use function::Function;
pub use program::{
    AmountName, ArithmeticOperator, Comparison, Constant, InTest, MoneyId, Node, NodeId, NodeRange,
    Program, SourceId, SourceSpan, TestRange,
};
pub use step::{
    Base, Choice, Effect, GroupAmount, GroupKind, LineSet, ListUse, Phase, PhaseKind, Step,
    StepScope, TierBasis, TierEffect, TierKind, TierPlan, TierStep, Validity,
};
#[cfg(feature = "analyze")]
pub use stop::Stop;
pub use table::{Axis, AxisKind, Cells, Table};

use crate::diagnostic::Source;
use crate::model::quote::SourcePosition;
use crate::money::{Currency, Decimal, Rounding};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index into its vector.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(crate) use ids;

ids! {
    /// A text of the plan: an id, a name, a label.
    TextId;
    /// A value of a frame.
    SlotId;
    /// A component of the plan.
    ComponentIndex;
    /// A feature of a component.
    FeatureIndex;
    /// An option of a feature, or of a select input.
    OptionIndex;
    /// An attribute of a feature's options, within the component.
    AttributeId;
    /// A table of a component.
    TableIndex;
    /// A currency of the plan.
    CurrencyIndex;
}

impl SlotId {
    /// The item's quantity; in the order's frame, the pieces of all items together.
    pub const QUANTITY: Self = Self(0);
    /// The order's currency, as text.
    pub const CURRENCY: Self = Self(1);
    /// The order's day.
    pub const AS_OF: Self = Self(2);
    /// The first input; the others follow in document order.
    pub const FIRST_INPUT: Self = Self(3);
}

/// A compiled catalog: immutable, shareable between threads, cheap to clone.
#[derive(Clone, Debug)]
pub struct Plan {
    data: Arc<PlanData>,
    #[cfg(feature = "analyze")]
    stop: Option<Stop>,
}

impl Plan {
    /// A plan of finished data.
    #[must_use]
    pub fn new(data: PlanData) -> Self {
        Self {
            data: Arc::new(data),
            #[cfg(feature = "analyze")]
            stop: None,
        }
    }

    /// What is in it.
    #[must_use]
    pub fn data(&self) -> &PlanData {
        &self.data
    }
}

/// What a plan consists of.
#[derive(Clone, Debug, Default)]
pub struct PlanData {
    /// SHA-256 of the catalog's canonical form, in lower-case hex; in a storefront's plan that of
    /// the whole catalog.
    pub fingerprint: String,
    /// The author's id of the catalog.
    pub catalog_id: Option<TextId>,
    /// The author's version of the catalog.
    pub catalog_version: Option<TextId>,
    /// All texts, each once.
    pub texts: Vec<Arc<str>>,
    /// All labels.
    pub labels: Vec<Label>,
    /// The catalog's currencies; the first is the default where it is the only one.
    pub currencies: Vec<Currency>,
    /// Whether amounts contain tax.
    pub gross_prices: bool,
    /// How lines are rounded.
    pub rounding: LineRounding,
    /// Whether tax is rounded per rate over all items instead of per item.
    pub tax_per_rate: bool,
    /// Whether something has a validity, so that an order must say its day.
    pub needs_as_of: bool,
    /// Inputs, in the slots from [`SlotId::FIRST_INPUT`] on.
    pub inputs: Vec<InputPlan>,
    /// Components in document order.
    pub components: Vec<ComponentPlan>,
    /// Order-level rules.
    pub order: OrderPlan,
    /// Texts of rules and expressions, for places in explanations; none in a storefront's plan.
    pub sources: Vec<Arc<Source>>,
}

/// How lines are rounded.
#[derive(Clone, Debug, Default)]
pub struct LineRounding {
    /// Which way; none stands for half up in an empty plan only.
    pub mode: Option<Rounding>,
    /// Each line extended and rounded once, instead of per piece.
    pub per_item: bool,
    /// For lines per piece, by currency.
    pub unit_increments: Vec<Decimal>,
    /// For lines per item and order, and for lines per piece with `per_item`, by currency.
    pub increments: Vec<Decimal>,
}

/// A declared input.
#[derive(Clone, Debug)]
pub struct InputPlan {
    /// Its dotted id.
    pub id: TextId,
    /// What values it takes.
    pub kind: ValueKind,
    /// Whether an order must give it.
    pub required: bool,
    /// What it is otherwise.
    pub default: Option<Constant>,
}

/// What values a slot holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A number.
    Number,
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// One of these ids.
    Option(Vec<TextId>),
    /// Some of these ids, each with a quantity.
    Options(Vec<TextId>),
    /// Several values.
    List,
}

/// A slot of a component's frame.
#[derive(Clone, Debug)]
pub struct SlotPlan {
    /// The name by which rules read it.
    pub id: TextId,
    /// What it holds.
    pub kind: ValueKind,
}

/// A component, ready to price.
#[derive(Clone, Debug)]
pub struct ComponentPlan {
    /// Its id in orders.
    pub id: TextId,
    /// Its article number.
    pub sku: Option<TextId>,
    /// Name and display data.
    pub display: Display,
    /// Quantities are multiples of this.
    pub quantity_step: Decimal,
    /// Every slot of the frame.
    pub slots: Vec<SlotPlan>,
    /// Features in document order.
    pub features: Vec<FeaturePlan>,
    /// The slot of the first feature; the others follow.
    pub first_feature: SlotId,
    /// The order in which availability is decided: a feature after those its condition reads.
    pub availability_order: Vec<FeatureIndex>,
    /// Attributes that rules or price lists read.
    pub attributes: Vec<AttributePlan>,
    /// `let` and `set`, each after those it reads.
    pub computed: Vec<ComputedPlan>,
    /// `forbid` and `require` in written order.
    pub constraints: Vec<Constraint>,
    /// `warn` and `on_request` in written order.
    pub notices: Vec<NoticePlan>,
    /// Where the base price comes from.
    pub base: BasePlan,
    /// The phases after `base`, those before × quantity first.
    pub phases: Vec<Phase>,
    /// The component's price lists.
    pub tables: Vec<Table>,
    /// Materials besides the options' own.
    pub materials: Vec<MaterialPlan>,
    /// Its expressions.
    pub program: Program,
}

/// A feature.
#[derive(Clone, Debug)]
pub struct FeaturePlan {
    /// Its id.
    pub id: TextId,
    /// Its slot.
    pub slot: SlotId,
    /// Type and limits.
    pub kind: FeatureKind,
    /// Whether a configuration without it is incomplete.
    pub required: bool,
    /// What it is when the buyer does not say; checked to be a valid value.
    pub default: Option<Constant>,
    /// When it can be chosen.
    pub available_when: Option<NodeId>,
    /// Options in document order; empty for other types.
    pub options: Vec<OptionPlan>,
    /// The surcharge of a boolean (when true), number or text (when set).
    pub surcharge: Option<SurchargePlan>,
    /// Article number of a boolean that is true.
    pub sku: Option<TextId>,
    /// Unit of a number.
    pub unit: Option<TextId>,
    /// Name and display data.
    pub display: Display,
}

/// Type and limits of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    /// One option.
    Select,
    /// Some options.
    Multiselect {
        /// Least, when anything is chosen.
        min_choices: u32,
        /// Most.
        max_choices: u32,
        /// Whether a choice may carry a quantity.
        quantities: bool,
    },
    /// Yes or no.
    Boolean,
    /// A number.
    Number {
        /// Smallest.
        min: Option<Decimal>,
        /// Largest.
        max: Option<Decimal>,
        /// Steps from `min`, or from 0.
        step: Option<Decimal>,
    },
    /// A text.
    Text {
        /// Fewest characters.
        min_length: u32,
        /// Most characters.
        max_length: u32,
    },
}

/// An option.
#[derive(Clone, Debug)]
pub struct OptionPlan {
    /// Its id.
    pub id: TextId,
    /// When it can be chosen.
    pub available_when: Option<NodeId>,
    /// What it adds.
    pub surcharge: Option<SurchargePlan>,
    /// Article number.
    pub sku: Option<TextId>,
    /// How many of the article for a piece; 1 where there is none.
    pub sku_quantity: Option<NodeId>,
    /// Largest quantity in a multiselect with quantities.
    pub max_quantity: Option<Decimal>,
    /// Name and display data.
    pub display: Display,
}

/// What a choice adds.
#[derive(Clone, Debug)]
pub struct SurchargePlan {
    /// How much.
    pub amount: SurchargeAmount,
    /// How often; other than `Piece` its line is made in `fees` or in the order's phase.
    pub scope: crate::model::quote::Scope,
    /// Whether percentages of `list`, `subtotal`, `extended` and groups count it.
    pub discountable: bool,
}

/// How much a choice adds.
#[derive(Clone, Debug)]
pub enum SurchargeAmount {
    /// An amount: a money constant, or money × a value in the wanted unit.
    Amount(NodeId),
    /// A percentage.
    Percent {
        /// In percent.
        rate: Decimal,
        /// Of what.
        of: Base,
    },
}

/// An attribute of a feature's options.
#[derive(Clone, Debug)]
pub struct AttributePlan {
    /// Its id.
    pub id: TextId,
    /// The feature's slot.
    pub slot: SlotId,
    /// By option; the attribute's default is filled in.
    pub values: Vec<Option<AttributeConstant>>,
}

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeConstant {
    /// A number, text or boolean.
    Plain(Constant),
    /// An amount (an option's `cost`).
    Money(MoneyId),
}

/// A named value.
#[derive(Clone, Debug)]
pub struct ComputedPlan {
    /// Its name.
    pub id: TextId,
    /// Its slot.
    pub slot: SlotId,
    /// When it holds (`set … when …`); unset otherwise.
    pub condition: Option<NodeId>,
    /// Its value. It is worked out when first read, then kept: the amounts it reads are fixed by
    /// then.
    pub value: NodeId,
    /// Whether the quote shows it (`set`).
    pub shown: bool,
}

/// `forbid` or `require`.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// Its id.
    pub id: TextId,
    /// What people read.
    pub label: LabelId,
    /// When it is looked at at all.
    pub condition: Option<NodeId>,
    /// What is forbidden or required.
    pub test: NodeId,
    /// The value of `test` that is a violation: true for `forbid`, false for `require`.
    pub violated_when: bool,
    /// When it holds.
    pub validity: Validity,
    /// The features it reads, by rising slot.
    pub reads: Vec<SlotId>,
    /// Where it stands.
    pub place: SourceSpan,
}

/// `warn` or `on_request`.
#[derive(Clone, Debug)]
pub struct NoticePlan {
    /// Its id.
    pub id: TextId,
    /// What people read.
    pub label: LabelId,
    /// When it is looked at at all.
    pub condition: Option<NodeId>,
    /// When it speaks.
    pub test: NodeId,
    /// Whether it puts the price on request.
    pub on_request: bool,
    /// When it holds.
    pub validity: Validity,
    /// Where it stands.
    pub place: SourceSpan,
}

/// Where the base price comes from.
#[derive(Clone, Debug, Default)]
pub struct BasePlan {
    /// A fixed price.
    pub price: Option<NodeId>,
    /// Base price lists; at most one serves.
    pub lists: Vec<ListUse>,
    /// Whether tiers set the price, so that without price and lists the base is 0 without a line.
    pub priced_by_tiers: bool,
}

/// A material of the component.
#[derive(Clone, Debug)]
pub struct MaterialPlan {
    /// Article number.
    pub sku: TextId,
    /// How many; 1 where there is none.
    pub quantity: Option<NodeId>,
    /// When it is needed.
    pub condition: Option<NodeId>,
    /// Once for the item instead of each piece.
    pub per_item: bool,
}

/// Order-level rules: the order's frame has the built-in slots, the inputs and its own computed
/// values. `AmountName::Items` is Σ item amounts, `Subtotal` the order so far.
#[derive(Clone, Debug, Default)]
pub struct OrderPlan {
    /// Every slot of the frame.
    pub slots: Vec<SlotPlan>,
    /// `let` and `set`.
    pub computed: Vec<ComputedPlan>,
    /// `forbid` and `require`.
    pub constraints: Vec<Constraint>,
    /// `warn`.
    pub notices: Vec<NoticePlan>,
    /// Surcharges, discounts, then minimum, maximum and rounding in written order; each with
    /// scope `Item`, once.
    pub steps: Vec<Step>,
    /// Percentages of the running subtotal.
    pub compound: bool,
    /// Which discounts apply.
    pub choice: Choice,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its expressions.
    pub program: Program,
}

impl PlanData {
    /// The text of an id; empty for an id of another plan.
    #[must_use]
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id.index()).map_or("", |text| text)
    }

    /// The text of an id, to be kept.
    #[must_use]
    pub fn shared_text(&self, id: TextId) -> Arc<str> {
        self.texts
            .get(id.index())
            .map_or_else(Arc::default, Arc::clone)
    }

    /// The label in a language, else its first text.
    #[must_use]
    pub fn label(&self, id: LabelId, language: Option<&str>) -> &str {
        self.labels
            .get(id.index())
            .map_or("", |label| label.text(self, language))
    }

    /// File, line and column of a place; none where no rule stands behind it.
    #[must_use]
    pub fn position(&self, place: SourceSpan) -> Option<SourcePosition> {
        let source = self.sources.get(place.source?.index())?;
        let (line, column) = source.position(place.span.start);
        Some(SourcePosition {
            file: source.name.clone(),
            line,
            column,
        })
    }

    /// The component of this id.
    #[must_use]
    pub fn component(&self, id: &str) -> Option<&ComponentPlan> {
        self.components
            .iter()
            .find(|component| self.text(component.id) == id)
    }
}

impl ComponentPlan {
    /// The numbers of the first phases after `options` and after the list price: without a phase
    /// of limits before discounts the list price is fixed with the options, without those with
    /// the base.
    #[must_use]
    pub fn list_phases(&self) -> (usize, usize) {
        let after = |kind| {
            let at = self.phases.iter().position(|phase| phase.kind == kind);
            at.map(|at| at.saturating_add(1))
        };
        let options = after(PhaseKind::Options).unwrap_or(0);
        (options, after(PhaseKind::ListLimits).unwrap_or(options))
    }

    /// Every use of a price list by itself: for the base, and as surcharges.
    pub fn list_uses(&self) -> impl Iterator<Item = &ListUse> {
        let steps = self.phases.iter().flat_map(|phase| &phase.steps);
        let lists = steps.filter_map(|step| match &step.effect {
            Effect::List(list) => Some(list),
            _ => None,
        });
        self.base.lists.iter().chain(lists)
    }

    /// Whether a quantity can be ordered: positive, and a multiple of the step.
    #[must_use]
    pub fn accepts_quantity(&self, quantity: Decimal) -> bool {
        let step = self.quantity_step;
        quantity >= step && quantity.is_positive() && quantity.is_multiple_of(step) == Ok(true)
    }
}
