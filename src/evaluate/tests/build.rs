//! A small workshop for plans of one component `thing`, and orders for it.

use crate::model::order::{Item, Order, Value};
use crate::model::quote::{ItemQuote, LineKind, Quote, Scope};
use crate::money::{Currency, CurrencyCode, Decimal, Rounding};
use crate::plan::{
    AmountName, Base, BasePlan, Choice, ComponentPlan, Display, Effect, FeatureIndex, FeatureKind,
    FeaturePlan, GroupAmount, GroupKind, Label, LabelId, LineRounding, LineSet, Node, NodeId,
    OptionIndex, OptionPlan, Phase, PhaseKind, Plan, PlanData, Program, SlotId, SlotPlan,
    SourceSpan, Step, StepScope, SurchargeAmount, SurchargePlan, TextId, TierBasis, TierEffect,
    TierKind, TierPlan, TierStep, Validity, ValueKind,
};

/// A plan in the making.
pub struct Workshop {
    pub data: PlanData,
}

pub fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

/// A shop in EUR, net prices, half up to the cent.
pub fn workshop() -> Workshop {
    let currency = Currency {
        code: CurrencyCode::parse("EUR").unwrap(),
        digits: 2,
    };
    let data = PlanData {
        currencies: vec![currency],
        rounding: LineRounding {
            mode: Some(crate::money::Rounding::HalfUp),
            per_item: false,
            unit_increments: vec![decimal("0.01")],
            increments: vec![decimal("0.01")],
        },
        ..PlanData::default()
    };
    let mut shop = Workshop { data };
    let component = ComponentPlan {
        id: shop.text("thing"),
        sku: None,
        display: shop.display("Thing"),
        quantity_step: Decimal::ONE,
        slots: Vec::new(),
        features: Vec::new(),
        first_feature: SlotId(3),
        availability_order: Vec::new(),
        attributes: Vec::new(),
        computed: Vec::new(),
        constraints: Vec::new(),
        notices: Vec::new(),
        base: BasePlan::default(),
        phases: Vec::new(),
        tables: Vec::new(),
        materials: Vec::new(),
        program: Program::default(),
    };
    shop.data.components.push(component);
    let built_in = [
        ("quantity", ValueKind::Number),
        ("currency", ValueKind::Text),
        ("as_of", ValueKind::Date),
    ];
    for (id, kind) in built_in {
        let id = shop.text(id);
        shop.data.order.slots.push(SlotPlan {
            id,
            kind: kind.clone(),
        });
        shop.component().slots.push(SlotPlan { id, kind });
    }
    use PhaseKind::{Discounts, Fees, Groups, Limits, ListLimits, Options, Quantity};
    let phases = [
        ("options", Options),
        ("list_limits", ListLimits),
        ("groups", Groups),
        ("discounts", Discounts),
        ("limits", Limits),
        ("rounding", PhaseKind::Rounding),
        ("quantity", Quantity),
        ("fees", Fees),
    ];
    for (id, kind) in phases {
        let id = shop.text(id);
        let per_item = matches!(kind, Quantity | Fees);
        let (compound, choice, steps) = (false, Choice::All, Vec::new());
        shop.component().phases.push(Phase {
            id,
            kind,
            per_item,
            compound,
            choice,
            steps,
        });
    }
    shop
}

impl Workshop {
    pub fn text(&mut self, text: &str) -> TextId {
        let found = self.data.texts.iter().position(|known| &**known == text);
        let index = found.unwrap_or_else(|| {
            self.data.texts.push(text.into());
            self.data.texts.len() - 1
        });
        TextId(u32::try_from(index).unwrap())
    }

    pub fn label(&mut self, text: &str) -> LabelId {
        let text = self.text(text);
        self.data.labels.push(Label::Plain(text));
        LabelId(u32::try_from(self.data.labels.len() - 1).unwrap())
    }

    pub fn display(&mut self, name: &str) -> Display {
        Display {
            name: self.label(name),
            sort_order: None,
            entries: Vec::new(),
        }
    }

    pub fn component(&mut self) -> &mut ComponentPlan {
        &mut self.data.components[0]
    }

    pub fn node(&mut self, node: Node) -> NodeId {
        push_node(&mut self.component().program, node)
    }

    pub fn number(&mut self, number: &str) -> NodeId {
        self.node(Node::Number(decimal(number)))
    }

    pub fn order_number(&mut self, number: &str) -> NodeId {
        push_node(&mut self.data.order.program, Node::Number(decimal(number)))
    }

    pub fn base(&mut self, price: &str) -> &mut Self {
        let node = self.number(price);
        self.component().base.price = Some(node);
        self
    }

    pub fn increments(&mut self, unit: &str) -> &mut Self {
        self.data.rounding.unit_increments = vec![decimal(unit)];
        self
    }

    /// A select feature; its options each with a surcharge, of which the last says whether it is
    /// discountable.
    pub fn select(&mut self, id: &str, options: &[(&str, &str, bool)]) -> FeatureIndex {
        let options: Vec<OptionPlan> = options
            .iter()
            .map(|(id, amount, discountable)| {
                let surcharge = SurchargePlan {
                    amount: SurchargeAmount::Amount(self.number(amount)),
                    scope: Scope::Unit,
                    discountable: *discountable,
                };
                OptionPlan {
                    id: self.text(id),
                    available_when: None,
                    surcharge: Some(surcharge),
                    sku: None,
                    sku_quantity: None,
                    max_quantity: None,
                    display: self.display(id),
                }
            })
            .collect();
        let ids = options.iter().map(|option| option.id).collect();
        let feature = self.feature(id, FeatureKind::Select, ValueKind::Option(ids));
        self.component().features[feature.index()].options = options;
        for kind in [PhaseKind::Options, PhaseKind::Fees] {
            self.step(
                kind,
                id,
                LineKind::Option,
                Effect::FeatureSurcharge(feature),
            );
        }
        feature
    }

    pub fn width(&mut self, min: &str, max: &str, step: &str) -> FeatureIndex {
        self.length("width", min, max, step)
    }

    pub fn length(&mut self, id: &str, min: &str, max: &str, step: &str) -> FeatureIndex {
        let some = |text| Some(decimal(text));
        let kind = FeatureKind::Number {
            min: some(min),
            max: some(max),
            step: some(step),
        };
        self.feature(id, kind, ValueKind::Number)
    }

    pub fn feature(&mut self, id: &str, kind: FeatureKind, values: ValueKind) -> FeatureIndex {
        let text = self.text(id);
        let display = self.display(id);
        let component = self.component();
        let slot = SlotId(u32::try_from(component.slots.len()).unwrap());
        let index = FeatureIndex(u32::try_from(component.features.len()).unwrap());
        component.slots.push(SlotPlan {
            id: text,
            kind: values,
        });
        component.availability_order.push(index);
        component.features.push(FeaturePlan {
            id: text,
            slot,
            kind,
            required: false,
            default: None,
            available_when: None,
            options: Vec::new(),
            surcharge: None,
            sku: None,
            unit: None,
            display,
        });
        index
    }

    pub fn slot(&mut self, feature: FeatureIndex) -> SlotId {
        self.component().features[feature.index()].slot
    }

    pub fn phase(&mut self, kind: PhaseKind) -> &mut Phase {
        self.component()
            .phases
            .iter_mut()
            .find(|phase| phase.kind == kind)
            .unwrap()
    }

    pub fn step(
        &mut self,
        phase: PhaseKind,
        id: &str,
        kind: LineKind,
        effect: Effect,
    ) -> &mut Step {
        let step = self.new_step(id, kind, effect);
        let steps = &mut self.phase(phase).steps;
        steps.push(step);
        steps.last_mut().unwrap()
    }

    pub fn order_step(&mut self, id: &str, kind: LineKind, effect: Effect) -> &mut Step {
        let step = self.new_step(id, kind, effect);
        self.data.order.steps.push(step);
        self.data.order.steps.last_mut().unwrap()
    }

    fn new_step(&mut self, id: &str, kind: LineKind, effect: Effect) -> Step {
        Step {
            id: self.text(id),
            label: self.label(id),
            kind,
            validity: Validity::default(),
            condition: None,
            effect,
            scope: StepScope::Piece,
            discountable: true,
            stop: false,
            priority: 0,
            place: SourceSpan::default(),
        }
    }

    pub fn surcharge(&mut self, phase: PhaseKind, id: &str, amount: &str) -> &mut Step {
        let amount = self.number(amount);
        self.step(
            phase,
            id,
            LineKind::Surcharge,
            Effect::Amount {
                amount,
                discount: false,
            },
        )
    }

    /// A discount in percent in phase `discounts`.
    pub fn discount(&mut self, id: &str, rate: &str, of: AmountName) -> &mut Step {
        let rate = self.number(rate);
        let of = Base { amount: of };
        let effect = Effect::Percent {
            rate,
            of,
            discount: true,
        };
        self.step(PhaseKind::Discounts, id, LineKind::Discount, effect)
    }

    /// A price group in percent of the list price, or an override.
    pub fn group(
        &mut self,
        id: &str,
        amount: &str,
        is_override: bool,
        lines: LineSet,
    ) -> &mut Step {
        let amount = GroupAmount {
            otherwise: Some(self.number(amount)),
            tiers: Vec::new(),
        };
        let (line, kind) = if is_override {
            (LineKind::Override, GroupKind::Override)
        } else {
            (
                LineKind::PriceGroup,
                GroupKind::Percent(Base {
                    amount: AmountName::List,
                }),
            )
        };
        self.step(
            PhaseKind::Groups,
            id,
            line,
            Effect::Group {
                kind,
                amount,
                lines,
            },
        )
    }

    pub fn minimum(&mut self, phase: PhaseKind, id: &str, amount: &str) -> &mut Step {
        let amount = self.number(amount);
        self.step(phase, id, LineKind::Minimum, Effect::Minimum(amount))
    }

    pub fn maximum(&mut self, phase: PhaseKind, id: &str, amount: &str) -> &mut Step {
        let amount = self.number(amount);
        self.step(phase, id, LineKind::Maximum, Effect::Maximum(amount))
    }

    pub fn round(&mut self, increment: &str, mode: Rounding) -> &mut Step {
        let increment = self.number(increment);
        let effect = Effect::Round { increment, mode };
        self.step(PhaseKind::Rounding, "round", LineKind::Rounding, effect)
    }

    pub fn end(&mut self, ending: &str, mode: Rounding) -> &mut Step {
        let ending = self.number(ending);
        let effect = Effect::End { ending, mode };
        self.step(PhaseKind::Rounding, "end", LineKind::Ending, effect)
    }

    /// Tiers that set prices.
    pub fn price_tiers(&mut self, kind: TierKind, tiers: &[(&str, &str)]) -> &mut Step {
        let steps = tiers
            .iter()
            .map(|(from, price)| TierStep {
                from: decimal(from),
                effect: TierEffect::Price(self.number(price)),
            })
            .collect();
        self.component().base.priced_by_tiers = true;
        self.tiers(kind, steps)
    }

    pub fn tiers(&mut self, kind: TierKind, steps: Vec<TierStep>) -> &mut Step {
        let plan = TierPlan {
            basis: TierBasis::Item,
            kind,
            steps,
        };
        self.step(
            PhaseKind::Quantity,
            "tiers",
            LineKind::Tier,
            Effect::Tiers(plan),
        )
    }

    pub fn only(&mut self, feature: FeatureIndex, option: u32) -> NodeId {
        let slot = self.slot(feature);
        let constant = self.node(Node::Option(OptionIndex(option)));
        self.node(Node::SlotIs(slot, constant))
    }

    pub fn plan(&self) -> Plan {
        Plan::new(self.data.clone())
    }

    pub fn quote(&self, order: &Order) -> Quote {
        let quote = self.plan().price(order).unwrap();
        assert_sums(&quote);
        quote
    }

    /// The quote of one item.
    pub fn item(&self, quantity: &str, values: &[(&str, &str)]) -> ItemQuote {
        let mut quote = self.quote(&order(vec![item(quantity, values)]));
        quote.items.remove(0)
    }

    /// The amount of one item, as text with two digits.
    pub fn amount(&self, quantity: &str, values: &[(&str, &str)]) -> String {
        let item = self.item(quantity, values);
        item.amount
            .map_or_else(|| format!("{:?}", item.status), |amount| amount.to_fixed(2))
    }
}

fn push_node(program: &mut Program, node: Node) -> NodeId {
    program.nodes.push(node);
    program.places.push(SourceSpan::default());
    NodeId(u32::try_from(program.nodes.len() - 1).unwrap())
}

pub fn item(quantity: &str, values: &[(&str, &str)]) -> Item {
    let value = |(id, text): &(&str, &str)| ((*id).to_owned(), Value::Text((*text).to_owned()));
    Item {
        id: None,
        component: "thing".to_owned(),
        values: values.iter().map(value).collect(),
        quantity: decimal(quantity),
        tax_rate: None,
    }
}

pub fn order(items: Vec<Item>) -> Order {
    Order {
        items,
        ..Order::default()
    }
}

/// What holds of every quote: lines add up to items, items and lines to the order, shares to
/// lines.
fn assert_sums(quote: &Quote) {
    let exact = &mut crate::money::Exactness::default();
    let mut sum = |amounts: Vec<Decimal>| {
        amounts
            .into_iter()
            .fold(Decimal::ZERO, |sum, next| sum.plus(next, exact).unwrap())
    };
    for item in quote.items.iter().filter(|item| item.amount.is_some()) {
        assert_eq!(
            item.amount,
            Some(sum(item.lines.iter().map(|line| line.amount).collect()))
        );
    }
    for line in &quote.lines {
        assert_eq!(sum(line.shares.clone()), line.amount);
    }
    if let Some(amount) = quote.amount {
        let items = quote.items.iter().filter_map(|item| item.amount);
        let lines = quote.lines.iter().map(|line| line.amount);
        assert_eq!(amount, sum(items.chain(lines).collect()));
    }
}
