//! A catalog built by hand: a roller blind with two price lists, options, discounts and a fee.

use crate::evaluate::testing::{Build, breakpoints, decimal};
use crate::evaluate::value::SlotState;
use crate::model::date::Date;
use crate::model::lookup::{Above, LookupMode};
use crate::model::order::{Item, Order, Value};
use crate::model::quote::{LineKind, Scope};
use crate::money::Rounding;
use crate::plan::{
    AmountName, AttributeConstant, AttributeId, AttributePlan, Base, BasePlan, Choice, Comparison,
    ComponentPlan, Constant, Constraint, Display, Effect, FeatureIndex, FeatureKind, FeaturePlan,
    InTest, InputPlan, Label, LabelId, LineRounding, ListUse, Node, NodeId, OptionIndex,
    OptionPlan, Phase, PhaseKind, Plan, SlotId, SourceSpan, Step, StepScope, SurchargeAmount,
    SurchargePlan, TableIndex, Validity, ValueKind,
};

const GROUP: SlotId = SlotId(3);
const FABRIC: SlotId = SlotId(4);
const WIDTH: SlotId = SlotId(5);
const DROP: SlotId = SlotId(6);

/// The blind. Fabrics: linen (band A), silk (band B, 12% of base). Band A starts at 100.00; band B:
///
/// | | 1200 | 1600 |
/// |---|---|---|
/// | 1000 | 200 | 210 |
/// | 1250 | 220 | 230 |
pub(super) fn blind() -> Plan {
    let mut build = Build::new();
    slots(&mut build);
    let features = features(&mut build);
    let lists = vec![
        list(&mut build, "band-a", "A"),
        list(&mut build, "band-b", "B"),
    ];
    let options = vec![silk(&mut build), wide(&mut build)];
    let discounts = vec![dealer(&mut build), autumn(&mut build), spring(&mut build)];
    let fees = vec![setup(&mut build)];
    let constraints = vec![too_wide(&mut build)];
    let phases = [
        ("options", PhaseKind::Options, options),
        ("list_limits", PhaseKind::ListLimits, vec![]),
        ("discounts", PhaseKind::Discounts, discounts),
        ("fees", PhaseKind::Fees, fees),
    ];
    let phases = phases.map(|(id, kind, steps)| phase(&mut build, id, kind, steps));
    let component = ComponentPlan {
        id: build.text("roller-blind"),
        sku: None,
        display: display(&mut build, "Roller blind"),
        quantity_step: decimal("1"),
        slots: build.slot_plans.clone(),
        features,
        first_feature: FABRIC,
        availability_order: (0..3).map(FeatureIndex).collect(),
        attributes: build.attributes.clone(),
        computed: vec![],
        constraints,
        notices: vec![],
        base: BasePlan {
            price: None,
            lists,
            priced_by_tiers: false,
        },
        phases: phases.into(),
        tables: build.tables.clone(),
        materials: vec![],
        program: build.program.clone(),
    };
    let kind = ValueKind::Option(vec![build.text("retail"), build.text("dealer")]);
    let id = build.text("customer.group");
    let mut plan = build.plan;
    plan.inputs = vec![InputPlan {
        id,
        kind,
        required: true,
        default: None,
    }];
    plan.needs_as_of = true;
    plan.rounding = LineRounding {
        mode: Some(Rounding::HalfUp),
        per_item: false,
        unit_increments: vec![decimal("0.01")],
        increments: vec![decimal("0.01")],
    };
    plan.components = vec![component];
    Plan::new(plan)
}

/// Blinds of silk, 1200 × 1600, for a retail customer, on the last day of September.
pub(super) fn order(quantity: &str) -> Order {
    let values = [
        ("fabric", Value::Text("silk".into())),
        ("width", Value::Number(decimal("1200"))),
        ("drop", Value::Number(decimal("1600"))),
    ];
    let item = Item {
        id: None,
        component: "roller-blind".into(),
        values: values.map(|(id, value)| (id.to_owned(), value)).into(),
        quantity: decimal(quantity),
        tax_rate: None,
    };
    Order {
        items: vec![item],
        inputs: vec![("customer.group".into(), Value::Text("retail".into()))],
        as_of: Date::parse("2026-09-30"),
        tax_rate: Some(decimal("19")),
        ..Order::default()
    }
}

fn slots(build: &mut Build) {
    build.slot("quantity", ValueKind::Number, SlotState::Unset);
    build.slot("currency", ValueKind::Text, SlotState::Unset);
    build.slot("as_of", ValueKind::Date, SlotState::Unset);
    build.select("customer.group", &["retail", "dealer"], SlotState::Unset);
    build.select("fabric", &["linen", "silk"], SlotState::Unset);
    build.slot("width", ValueKind::Number, SlotState::Unset);
    build.slot("drop", ValueKind::Number, SlotState::Unset);
}

fn features(build: &mut Build) -> Vec<FeaturePlan> {
    let silk = SurchargePlan {
        amount: SurchargeAmount::Percent {
            rate: decimal("12"),
            of: Base {
                amount: AmountName::Base,
            },
        },
        scope: Scope::Unit,
        discountable: true,
    };
    let options = vec![
        option(build, "linen", "Linen", None),
        option(build, "silk", "Silk", Some(silk)),
    ];
    let bands =
        ["A", "B"].map(|band| Some(AttributeConstant::Plain(Constant::Text(build.text(band)))));
    let id = build.text("band");
    build.attributes.push(AttributePlan {
        id,
        slot: FABRIC,
        values: bands.into(),
    });
    let size = FeatureKind::Number {
        min: None,
        max: None,
        step: None,
    };
    let mut features = vec![
        feature(build, ("fabric", "Fabric"), FABRIC, FeatureKind::Select),
        feature(build, ("width", "Width"), WIDTH, size.clone()),
        feature(build, ("drop", "Drop"), DROP, size),
    ];
    features[0].options = options;
    let unit = build.text("mm");
    features[1].unit = Some(unit);
    features[2].unit = Some(unit);
    features
}

fn feature(
    build: &mut Build,
    (id, name): (&str, &str),
    slot: SlotId,
    kind: FeatureKind,
) -> FeaturePlan {
    FeaturePlan {
        id: build.text(id),
        slot,
        kind,
        required: true,
        default: None,
        available_when: None,
        options: vec![],
        surcharge: None,
        sku: None,
        unit: None,
        display: display(build, name),
    }
}

fn option(build: &mut Build, id: &str, name: &str, surcharge: Option<SurchargePlan>) -> OptionPlan {
    OptionPlan {
        id: build.text(id),
        available_when: None,
        surcharge,
        sku: None,
        sku_quantity: None,
        max_quantity: None,
        display: display(build, name),
    }
}

fn list(build: &mut Build, id: &str, band: &str) -> ListUse {
    let cells = if band == "A" {
        ["100", "110", "120", "130"]
    } else {
        ["200", "210", "220", "230"]
    };
    let axis = |points: &[&str]| breakpoints(points, LookupMode::Up, Above::OutOfRange);
    let table: TableIndex = build.table(
        id,
        axis(&["1000", "1250"]),
        Some(axis(&["1200", "1600"])),
        &cells,
    );
    let band_node = build.string(band);
    let condition = build.node(Node::AttributeIs(FABRIC, AttributeId(0), band_node));
    let (row, col) = (build.read(WIDTH), build.read(DROP));
    let label = label(build, &format!("Band {band}"));
    ListUse {
        table,
        condition: Some(condition),
        row,
        col: Some(col),
        id: build.text(id),
        label,
        place: SourceSpan::default(),
    }
}

fn silk(build: &mut Build) -> Step {
    let effect = Effect::FeatureSurcharge(FeatureIndex(0));
    step(build, ("fabric", "Fabric"), LineKind::Option, effect, None)
}

/// `surcharge wide "Wide" when width in (2000..3000] : 10.00`
fn wide(build: &mut Build) -> Step {
    let width = build.at(Node::Slot(WIDTH), "width");
    let (low, high) = (build.number("2000"), build.number("3000"));
    let range = InTest::Range {
        low,
        low_included: false,
        high,
        high_included: true,
    };
    let tests = build.tests(&[range]);
    let condition = build.at(Node::In(width, tests), "width in (2000..3000]");
    let amount = money(build, "10.00");
    let effect = Effect::Amount {
        amount,
        discount: false,
    };
    step(
        build,
        ("wide", "Wide cassette"),
        LineKind::Surcharge,
        effect,
        Some(condition),
    )
}

/// `discount dealer "Dealer" when customer.group = "dealer" : 15% of subtotal`
fn dealer(build: &mut Build) -> Step {
    let group = build.at(Node::Slot(GROUP), "customer.group");
    let dealer = build.at(Node::Option(OptionIndex(1)), "\"dealer\"");
    let text = "customer.group = \"dealer\"";
    let condition = build.at(Node::Compare(Comparison::Equal, group, dealer), text);
    percent(build, ("dealer", "Dealer"), "15", Some(condition))
}

/// `discount autumn "Autumn sale" from 2026-10-01 : 10% of subtotal`
fn autumn(build: &mut Build) -> Step {
    let validity = Validity {
        from: Date::parse("2026-10-01"),
        until: None,
    };
    Step {
        validity,
        ..percent(build, ("autumn", "Autumn sale"), "10", None)
    }
}

/// `discount spring "Spring sale" : 10% of subtotal`
fn spring(build: &mut Build) -> Step {
    percent(build, ("spring", "Spring sale"), "10", None)
}

/// `surcharge setup "Set-up" : 40.00 per item`
fn setup(build: &mut Build) -> Step {
    let amount = money(build, "40.00");
    let effect = Effect::Amount {
        amount,
        discount: false,
    };
    let step = step(
        build,
        ("setup", "Set-up"),
        LineKind::Surcharge,
        effect,
        None,
    );
    Step {
        scope: StepScope::Item,
        ..step
    }
}

/// `forbid too_wide "Too wide for silk" : width > 1240`
fn too_wide(build: &mut Build) -> Constraint {
    let (width, limit) = (build.read(WIDTH), build.number("1240"));
    Constraint {
        id: build.text("too_wide"),
        label: label(build, "Too wide for silk"),
        condition: None,
        test: build.node(Node::Compare(Comparison::Greater, width, limit)),
        violated_when: true,
        validity: Validity::default(),
        reads: vec![WIDTH],
        place: SourceSpan::default(),
    }
}

fn percent(build: &mut Build, name: (&str, &str), rate: &str, condition: Option<NodeId>) -> Step {
    let rate = build.number(rate);
    let of = Base {
        amount: AmountName::Subtotal,
    };
    let effect = Effect::Percent {
        rate,
        of,
        discount: true,
    };
    step(build, name, LineKind::Discount, effect, condition)
}

fn step(
    build: &mut Build,
    (id, name): (&str, &str),
    kind: LineKind,
    effect: Effect,
    condition: Option<NodeId>,
) -> Step {
    let place = condition
        .map(|node| build.program.places[node.index()])
        .unwrap_or_default();
    Step {
        id: build.text(id),
        label: label(build, name),
        kind,
        validity: Validity::default(),
        condition,
        effect,
        scope: StepScope::Piece,
        discountable: true,
        stop: false,
        priority: 0,
        place,
    }
}

fn phase(build: &mut Build, id: &str, kind: PhaseKind, steps: Vec<Step>) -> Phase {
    let per_item = kind == PhaseKind::Fees;
    let id = build.text(id);
    Phase {
        id,
        kind,
        per_item,
        compound: false,
        choice: Choice::All,
        steps,
    }
}

fn money(build: &mut Build, amount: &str) -> NodeId {
    let amount = build.money(&[Some(amount)]);
    build.node(Node::Money(amount))
}

fn label(build: &mut Build, text: &str) -> LabelId {
    let text = build.text(text);
    build.plan.labels.push(Label::Plain(text));
    LabelId(u32::try_from(build.plan.labels.len() - 1).unwrap())
}

fn display(build: &mut Build, name: &str) -> Display {
    Display {
        name: label(build, name),
        sort_order: None,
        entries: vec![],
    }
}
