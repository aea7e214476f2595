//! One component (or the order's own rules) on its way to the plan.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::phase_spec::PhaseSpec;
use crate::check::{
    AmountSet, Conditions, Expressions, Facts, Grid, Options, Presence, Scope, Symbol, SymbolKind,
    Text, Texts, Type,
};
use crate::diagnostic::Code;
use crate::money::Decimal;
use crate::parse::syntax::Expression;
use crate::plan::{
    AttributePlan, BasePlan, ComputedPlan, Constraint, Display, FeatureKind, FeaturePlan,
    InputPlan, ListUse, MaterialPlan, NoticePlan, Program, SlotId, SlotPlan, Step, Table, TextId,
    ValueKind,
};
use crate::sorting::gathered;

/// The names that can be read everywhere, in the order of their slots.
pub(super) const BUILT_IN: [&str; 3] = ["quantity", "currency", "as_of"];

/// The inputs: their plans, and the names they have everywhere.
pub(super) struct Inputs {
    /// For the plan.
    pub plans: Vec<InputPlan>,
    /// Their names, everywhere.
    pub symbols: Vec<(String, Symbol)>,
    /// Their slots.
    pub slots: Vec<SlotPlan>,
}

/// What is being built.
pub(super) struct Builder<'b, 'c> {
    /// The whole compilation.
    pub context: &'b mut Context<'c>,
    /// The JSON path of the component; `$` for the order.
    pub path: String,
    /// What can be read.
    pub scope: Scope,
    /// Expressions.
    pub program: Program,
    /// Slots.
    pub slots: Vec<SlotPlan>,
    /// Attributes.
    pub attributes: Vec<AttributePlan>,
    /// Features.
    pub features: Vec<FeaturePlan>,
    /// Tables.
    pub tables: Vec<Table>,
    /// `let` and `set`.
    pub computed: Vec<ComputedPlan>,
    /// Feature slots that each computed slot reads, with those it reads through others.
    pub computed_reads: BTreeMap<SlotId, Vec<SlotId>>,
    /// The base price.
    pub base: BasePlan,
    /// Lines of surcharge lists.
    pub surcharge_lists: Vec<(ListUse, bool)>,
    /// Phases with their settings.
    pub phases: Vec<PhaseSpec>,
    /// Steps by position of their phase in `phases`.
    pub steps: Vec<Vec<Step>>,
    /// `forbid` and `require`.
    pub constraints: Vec<Constraint>,
    /// `warn` and `on_request`.
    pub notices: Vec<NoticePlan>,
    /// Materials.
    pub materials: Vec<MaterialPlan>,
    /// What is known to be set while a surcharge is compiled: its own feature.
    pub assumed: Facts,
    /// Ids of statements, lists and groups, for duplicates: what has the id, and where.
    pub ids: BTreeMap<String, &'static str>,
}

/// What an expression may read, and what came of it.
pub(super) struct Around {
    /// Amounts that are known.
    pub allowed: AmountSet,
    /// What is known to be set.
    pub facts: Facts,
    /// Whether the reader is internal itself.
    pub internal: bool,
}

impl Around {
    /// No amounts, nothing known.
    pub fn nothing() -> Self {
        Self {
            allowed: AmountSet::none(),
            facts: Facts::default(),
            internal: false,
        }
    }

    /// These amounts.
    pub fn amounts(allowed: AmountSet) -> Self {
        Self {
            allowed,
            ..Self::nothing()
        }
    }
}

impl<'b, 'c> Builder<'b, 'c> {
    /// With the built-in names and the inputs.
    pub fn new(
        context: &'b mut Context<'c>,
        inputs: &Inputs,
        path: String,
        of_order: bool,
    ) -> Self {
        let mut scope = Scope::new(context.currencies.clone(), of_order);
        let mut slots = Vec::new();
        let built_in = [
            (SlotId::QUANTITY, Type::PLAIN, ValueKind::Number),
            (SlotId::CURRENCY, Type::Text, ValueKind::Text),
            (SlotId::AS_OF, Type::Date, ValueKind::Date),
        ];
        for (name, (slot, ty, kind)) in BUILT_IN.into_iter().zip(built_in) {
            slots.push(SlotPlan {
                id: context.texts.intern(name),
                kind,
            });
            scope.declare(name, symbol(slot, ty, SymbolKind::BuiltIn));
        }
        slots.extend(inputs.slots.iter().cloned());
        for (name, symbol) in &inputs.symbols {
            scope.declare(name, symbol.clone());
        }
        Self {
            context,
            path,
            scope,
            program: Program::default(),
            slots,
            attributes: Vec::new(),
            features: Vec::new(),
            tables: Vec::new(),
            computed: Vec::new(),
            computed_reads: BTreeMap::new(),
            base: BasePlan::default(),
            surcharge_lists: Vec::new(),
            phases: Vec::new(),
            steps: Vec::new(),
            constraints: Vec::new(),
            notices: Vec::new(),
            materials: Vec::new(),
            assumed: Facts::default(),
            ids: BTreeMap::new(),
        }
    }

    /// Checks expressions of a text; an internal part that they read is noted unless the reader
    /// is internal itself.
    pub fn check<T>(
        &mut self,
        text: &Text,
        around: &Around,
        check: impl FnOnce(&mut Expressions<'_>) -> T,
    ) -> (T, crate::check::Reads) {
        let mut expressions = Expressions {
            scope: &self.scope,
            program: &mut self.program,
            texts: &mut self.context.texts,
            diagnostics: &mut self.context.diagnostics,
            text: text.clone(),
            facts: around.facts.clone(),
            allowed: around.allowed.clone(),
            reads: crate::check::Reads::default(),
        };
        let result = check(&mut expressions);
        let reads = expressions.reads;
        if reads.slots.contains(&SlotId::AS_OF) {
            self.context.needs_as_of = true;
        }
        if let (Some((name, span)), false) = (&reads.internal, around.internal) {
            let place = text.place(*span);
            let message = format!("a public part reads `{name}`, which is internal");
            self.context.internal_uses.push(
                crate::diagnostic::Diagnostic::new(Code::InternalInPublic, place, message)
                    .with_help("mark the statement `internal`, or make what it reads public"),
            );
        }
        (result, reads)
    }

    /// A condition that stands in the catalog's JSON.
    pub fn json_condition(
        &mut self,
        text: &str,
        path: &str,
        around: &Around,
    ) -> Option<(crate::plan::NodeId, Expression, crate::check::Reads)> {
        let (expression, text) = self.context.expression(text, path)?;
        let (node, reads) = self.check(&text, around, |checker| checker.condition(&expression));
        Some((node?, expression, reads))
    }

    /// Whether an id is new among statements, price lists and groups; reports it where not.
    pub fn claim(&mut self, id: &str, what: &'static str, place: crate::diagnostic::Place) -> bool {
        if let Some(other) = self.ids.get(id) {
            let message = format!("`{id}` is already the id of a {other}");
            let diagnostic = crate::diagnostic::Diagnostic::new(Code::DuplicateId, place, message)
                .with_help("lines are named by these ids, so each needs its own");
            self.context.diagnostics.push(diagnostic);
            return false;
        }
        self.ids.insert(id.to_owned(), what);
        true
    }

    /// What tells whether two conditions can hold together.
    pub fn conditions(&self) -> Conditions<'_> {
        Conditions {
            program: &self.program,
            slots: &self.slots,
            attributes: &self.attributes,
            uncertain: self.uncertain(),
            grids: self.grids(),
        }
    }

    /// Slots whose values depend on others, so that not every combination of values exists.
    fn uncertain(&self) -> BTreeSet<SlotId> {
        let conditional = self.features.iter().filter(|feature| {
            feature.available_when.is_some()
                || feature
                    .options
                    .iter()
                    .any(|option| option.available_when.is_some())
        });
        let read = self
            .constraints
            .iter()
            .flat_map(|constraint| constraint.reads.iter().copied());
        let computed = self.computed.iter().map(|plan| plan.slot);
        let conditional = conditional.map(|feature| feature.slot);
        gathered(conditional.chain(read).chain(computed))
    }

    /// The numbers that features may be; another one is a violation and never priced.
    fn grids(&self) -> BTreeMap<SlotId, Grid> {
        let of_numbers = self
            .features
            .iter()
            .filter_map(|feature| match feature.kind {
                FeatureKind::Number { min, max, step } => {
                    Some((feature.slot, Grid { min, max, step }))
                }
                _ => None,
            });
        gathered(of_numbers)
    }

    /// Adds a step to the phase at a position.
    pub fn add_step(&mut self, phase: usize, step: Step) {
        if let Some(steps) = self.steps.get_mut(phase) {
            steps.push(step);
        }
    }
}

/// A symbol without options, attributes or amounts.
pub(super) fn symbol(slot: SlotId, ty: Type, kind: SymbolKind) -> Symbol {
    Symbol {
        slot,
        ty,
        presence: Presence::Always,
        kind,
        options: Options::default(),
        attributes: BTreeMap::new(),
        amounts: AmountSet::none(),
        available_when: Vec::new(),
        internal: false,
        depth: 1,
    }
}

/// A slot so many after another.
pub(super) fn offset(slot: SlotId, by: usize) -> SlotId {
    SlotId(slot.0.saturating_add(u32::try_from(by).unwrap_or(u32::MAX)))
}

/// Name and display data of something.
pub(super) fn display(
    texts: &mut Texts,
    id: &str,
    name: Option<&crate::model::catalog::Label>,
    sort_order: Option<Decimal>,
    entries: &BTreeMap<String, crate::model::catalog::Label>,
) -> Display {
    Display {
        name: texts.label(name, id),
        sort_order,
        entries: entries
            .iter()
            .map(|(key, label)| (texts.intern(key), texts.label(Some(label), "")))
            .collect::<Vec<(TextId, _)>>(),
    }
}

/// Reports a list that is longer than its limit.
pub(super) fn too_many(
    context: &mut Context<'_>,
    found: usize,
    most: usize,
    path: &str,
    what: &str,
) {
    if found > most {
        let message = format!("{found} {what}, at most {most} are allowed");
        context.report(Code::TooLarge, path, message, None);
    }
}
