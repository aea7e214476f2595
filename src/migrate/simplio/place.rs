//! Price groups to the catalog: what kind of group each one becomes.

use super::super::assemble::{self, Draft};
use super::super::findings::At;
use super::super::ids::Ids;
use super::super::tiers::Effect;
use super::Import;
use super::group::{Discount, Group, Price};
use crate::model::catalog::{
    Above, Amount, Cells, ExpressionText, FeatureType, GroupScope, GroupTier, GroupType, Label,
    LineScope, LookupMode, PriceGroup, PriceList, Role, Surcharge, SurchargeAmount, ValueKind,
};
use crate::money::Decimal;

/// What the words of a group say that it varies by.
enum By {
    Nothing,
    Color,
    /// Names of the sizes, such as `width`.
    Size(Vec<&'static str>),
}

impl Import<'_> {
    pub(super) fn group(&mut self, group: Group, draft: &mut Draft, ids: &mut Ids) {
        if matches!(group.kind.as_str(), "baseprice" | "base") {
            self.base(&group, draft);
            return;
        }
        match by(&group) {
            By::Color => {
                self.by_color(&group, draft, ids);
                self.unread(&group, &[Part::Tiers, Part::Formula]);
                if !group.variants.is_empty() {
                    self.unread(&group, &[Part::Prices]);
                }
            }
            By::Size(names) => {
                self.by_size(&group, &names, draft, ids);
                self.unread(&group, &[Part::Prices, Part::Tiers, Part::Formula]);
                if is_percentage(&group) {
                    self.unread(&group, &[Part::Discount]);
                }
            }
            By::Nothing => self.plain(&group, draft, ids),
        }
        if let Some(discount) = group.discount.as_ref().filter(|_| !is_percentage(&group)) {
            self.discount(&group, discount, draft, ids);
        }
    }

    /// The base price; a further one is reported, not added.
    fn base(&mut self, group: &Group, draft: &mut Draft) {
        let parts = [Part::Discount, Part::Tiers, Part::Formula, Part::Variants];
        self.unread(group, &parts);
        if draft.component.base_price.is_some() {
            self.unread(group, &[Part::Prices]);
            return;
        }
        draft.component.base_price = self.amount(&group.prices, &group.at);
        self.report.count("base prices");
        self.report
            .renamed("price group", group.source_id.clone(), "base_price");
    }

    /// Reports what stands in a group and has no place in what it became.
    fn unread(&mut self, group: &Group, parts: &[Part]) {
        for part in parts {
            let (what, text) = match part {
                Part::Prices => ("prices", prices_text(&group.prices)),
                Part::Discount => {
                    let text = group.discount.as_ref().map(|discount| &discount.text);
                    ("discount", text.cloned().unwrap_or_default())
                }
                Part::Tiers => {
                    let from = group.tiers.iter().map(|tier| format!("from {}", tier.from));
                    ("tiers", from.collect::<Vec<_>>().join(", "))
                }
                Part::Formula => {
                    let text = group.formula.as_ref().map(|(text, _)| text);
                    ("formula", text.cloned().unwrap_or_default())
                }
                Part::Variants => {
                    let names = group.variants.iter().map(|variant| variant.name.as_str());
                    ("variants", names.collect::<Vec<_>>().join(", "))
                }
            };
            if !text.is_empty() {
                let what = format!("{what} of a price group");
                let done = "left out: there is no place for it in what the group became";
                self.report
                    .not_mapped(group.at.clone(), what, &text, done, "");
            }
        }
    }

    /// A group of one amount, rate or formula.
    fn plain(&mut self, group: &Group, draft: &mut Draft, ids: &mut Ids) {
        let id = ids.variable(&group.title, "group");
        let Some(kind) = self.kind(group, draft, &id) else {
            return;
        };
        let always = "applies to every configuration: the answer does not say when it applies";
        self.report.guessed(
            group.at.clone(),
            "when a price group applies",
            &group.title,
            always,
            "`when` in the catalog",
        );
        self.report
            .renamed("price group", group.source_id.clone(), &id);
        self.push(group, id, group.title.clone(), kind, draft);
    }

    fn kind(&mut self, group: &Group, draft: &mut Draft, id: &str) -> Option<GroupType> {
        let at = &group.at;
        if let Some((text, at)) = &group.formula {
            let own = self.amount(&group.prices, at);
            let expression = self.translate(text, at, own.as_ref(), "list")?;
            if !text.contains("@price_variable") {
                self.unread(group, &[Part::Prices]);
            }
            self.report.count("formulas");
            draft
                .groups
                .insert(id.to_owned(), (at.clone(), text.clone()));
            return Some(GroupType::Formula(ExpressionText(expression)));
        }
        if is_percentage(group) {
            let rate = match (&group.discount, group.prices.first()) {
                (Some(discount), _) => {
                    self.unread(group, &[Part::Prices]);
                    discount.number.negated()
                }
                (None, Some((_, amount))) => {
                    let text = amount.to_string();
                    self.report.guessed(
                        at.clone(),
                        "price of a percentage group",
                        &text,
                        "taken as percent, added",
                        "`amount` in the catalog",
                    );
                    *amount
                }
                (None, None) => {
                    let done = "left out: it has no rate";
                    self.report
                        .not_mapped(at.clone(), "percentage group", &group.title, done, "");
                    return None;
                }
            };
            let help = "`\"of\": \"base\"` in the catalog";
            self.report.guessed(
                at.clone(),
                "percentage of what",
                &group.title,
                "of the list price",
                help,
            );
            return Some(GroupType::Percentage {
                rate: Some(rate),
                of: "list".to_owned(),
            });
        }
        let Some(amount) = self.amount(&group.prices, at) else {
            let done = "left out: it has no price";
            let text = format!("{} {}", group.kind, group.title);
            self.report
                .not_mapped(at.clone(), "price group", text.trim(), done, "");
            return None;
        };
        if !matches!(group.kind.as_str(), "fixedprice" | "fixed") {
            let done = "taken for a fixed price";
            self.report.guessed(
                at.clone(),
                "type of a price group",
                &group.kind,
                done,
                "`type` in the catalog",
            );
        }
        let done = "added to the list price";
        let help = "`\"type\": \"override\"` sets the price instead";
        self.report.guessed(
            at.clone(),
            "fixed price of a group",
            &group.title,
            done,
            help,
        );
        Some(GroupType::Fixed(Some(amount)))
    }

    fn push(
        &mut self,
        group: &Group,
        id: String,
        title: String,
        kind: GroupType,
        draft: &mut Draft,
    ) {
        self.report.count("price groups");
        let tiers = self.tiers(group, &kind);
        draft.component.price_groups.push(PriceGroup {
            id,
            title: Some(Label::Plain(title)),
            kind,
            scope: GroupScope::Component,
            when: None,
            tiers,
            priority: 0,
            from: None,
            until: None,
        });
    }

    /// Tiers of the group's own kind; others are reported.
    fn tiers(&mut self, group: &Group, kind: &GroupType) -> Vec<GroupTier> {
        let mut tiers = Vec::new();
        for tier in &group.tiers {
            let amount = match (tier.effect, kind) {
                (None, _) => Decimal::ZERO,
                (Some(Effect::Price(price)), GroupType::Fixed(_)) => price,
                (Some(Effect::Percent(rate)), GroupType::Percentage { .. }) => rate.negated(),
                (Some(_), _) => {
                    let text = format!("from {}", tier.from);
                    let done = "left out: it is not of the group's own type";
                    self.report.not_mapped(
                        group.at.clone(),
                        "tier of a price group",
                        &text,
                        done,
                        "",
                    );
                    continue;
                }
            };
            tiers.push(GroupTier {
                from: tier.from,
                amount: self.everywhere(amount, kind),
            });
        }
        tiers
    }

    /// A tier's amount, which says no currency.
    fn everywhere(&self, amount: Decimal, kind: &GroupType) -> Amount {
        if self.currencies.len() == 1 || matches!(kind, GroupType::Percentage { .. }) {
            return Amount::Bare(amount);
        }
        Amount::PerCurrency(self.currencies.iter().map(|code| (*code, amount)).collect())
    }

    /// `settings.discount` beside a price: a group of its own.
    fn discount(&mut self, group: &Group, discount: &Discount, draft: &mut Draft, ids: &mut Ids) {
        let Discount {
            number,
            percent,
            at,
            text,
        } = discount;
        let percent = *percent || group.variable.starts_with("percent");
        let title = format!("{} discount", group.title);
        let kind = if percent {
            GroupType::Percentage {
                rate: Some(number.negated()),
                of: "list".to_owned(),
            }
        } else if self.currencies.len() == 1 {
            GroupType::Fixed(Some(Amount::Bare(number.negated())))
        } else {
            let done = "left out: it is an amount and does not say its currency";
            self.report
                .not_mapped(at.clone(), "discount of a price group", text, done, "");
            return;
        };
        let done = if percent {
            "a price group of its own, in percent of the list price"
        } else {
            "a price group of its own, an amount"
        };
        let help = "remove the group, or scope it, in the catalog";
        self.report
            .guessed(at.clone(), "discount of a price group", text, done, help);
        let id = ids.variable(&title, "discount");
        let without_tiers = Group {
            tiers: Vec::new(),
            ..plain_copy(group)
        };
        self.push(&without_tiers, id, title, kind, draft);
    }

    /// A select feature whose options have the prices.
    fn by_color(&mut self, group: &Group, draft: &mut Draft, ids: &mut Ids) {
        let id = ids.variable("color", "feature");
        let mut names = Ids::default();
        let mut options = Vec::new();
        for variant in &group.variants {
            let mut option = assemble::option(names.name(&variant.name, "option"));
            option.name = Some(Label::Plain(variant.name.clone()));
            let discount = variant.discount.as_ref().or(group.discount.as_ref());
            option.surcharge = self.surcharge(group, &variant.prices, discount);
            if let Some(own) = variant.discount.as_ref().filter(|_| !is_percentage(group)) {
                let done = "left out: the group is no percentage";
                let help = "a surcharge in percent of the option";
                self.report.not_mapped(
                    own.at.clone(),
                    "discount of a variant",
                    &own.text,
                    done,
                    help,
                );
            }
            self.report.count("options");
            options.push(option);
        }
        if options.is_empty() {
            let mut option = assemble::option("placeholder".to_owned());
            option.surcharge = self.surcharge(group, &group.prices, group.discount.as_ref());
            options.push(option);
            self.placeholder(
                &group.at,
                &group.title,
                "the colors",
                "a feature with one option `placeholder`",
            );
        }
        let mut feature = assemble::feature(id, FeatureType::Select(options));
        feature.name = Some(Label::Plain(title(group, "Color")));
        feature.required = true;
        self.report.count("features");
        self.report
            .renamed("price group", group.source_id.clone(), &feature.id);
        draft.component.features.push(feature);
    }

    /// What a color costs: an amount, or in a group of percentages its rate, which a discount
    /// takes off.
    fn surcharge(
        &mut self,
        group: &Group,
        prices: &[Price],
        discount: Option<&Discount>,
    ) -> Option<Surcharge> {
        if !is_percentage(group) {
            let amount = SurchargeAmount::Fixed(self.amount(prices, &group.at)?);
            return Some(assemble::surcharge(amount, LineScope::PerPiece));
        }
        let rate = match (prices.first(), discount) {
            (Some((_, rate)), _) => *rate,
            (None, Some(discount)) => discount.number.negated(),
            (None, None) => return None,
        };
        let help = "`\"of\"` of the surcharge in the catalog";
        let done = "of the base price";
        self.report.guessed(
            group.at.clone(),
            "percentage of what",
            &group.title,
            done,
            help,
        );
        let amount = SurchargeAmount::Percent {
            rate,
            of: "base".to_owned(),
        };
        Some(assemble::surcharge(amount, LineScope::PerPiece))
    }

    /// Number features and a price list with one empty cell.
    fn by_size(&mut self, group: &Group, names: &[&'static str], draft: &mut Draft, ids: &mut Ids) {
        let mut axes = Vec::new();
        for name in names.iter().take(2) {
            let id = ids.variable(name, "size");
            let kind = FeatureType::Number {
                min: None,
                max: None,
                step: None,
            };
            let mut feature = assemble::feature(id.clone(), kind);
            feature.required = true;
            self.report.count("features");
            draft.component.features.push(feature);
            axes.push(id);
        }
        let id = ids.name(&group.title, "sizes");
        self.report.count("price lists");
        self.report
            .renamed("price group", group.source_id.clone(), &id);
        self.placeholder(
            &group.at,
            &group.title,
            "the sizes and their prices",
            "a price list with one empty cell",
        );
        let cols = axes
            .get(1)
            .map(|_| vec!["1".to_owned()])
            .unwrap_or_default();
        draft.component.price_lists.push(PriceList {
            file: Some(format!("{id}.csv")),
            file_report: None,
            id,
            name: Some(Label::Plain(group.title.clone())),
            role: Role::Surcharge,
            currency: self
                .currencies
                .first()
                .copied()
                .filter(|_| self.currencies.len() > 1),
            values: ValueKind::Amount,
            row_lookup: Some(LookupMode::Up),
            col_lookup: axes.get(1).map(|_| LookupMode::Up),
            row_feature: axes.first().cloned(),
            col_feature: axes.get(1).cloned(),
            row_above: Above::default(),
            col_above: Above::default(),
            for_values: Vec::new(),
            when: None,
            discountable: true,
            internal: false,
            cells: Cells {
                rows: vec!["1".to_owned()],
                cols,
                values: vec![None],
            },
        });
    }

    fn placeholder(&mut self, at: &At, title: &str, missing: &str, done: &str) {
        let what = format!("{missing} of a price group");
        let done = format!("not in the answer; {done} holds their place");
        self.report
            .open(at.clone(), what, title, done, "fill them in in the catalog");
    }
}

/// A part of a group that may have no place.
#[derive(Clone, Copy)]
enum Part {
    Prices,
    Discount,
    Tiers,
    Formula,
    Variants,
}

fn prices_text(prices: &[Price]) -> String {
    let words: Vec<String> = prices
        .iter()
        .map(|(code, amount)| match code {
            Some(code) => format!("{amount} {}", code.as_str()),
            None => amount.to_string(),
        })
        .collect();
    words.join(", ")
}

fn is_percentage(group: &Group) -> bool {
    group.kind.starts_with("percent")
}

fn title(group: &Group, otherwise: &str) -> String {
    if group.title.is_empty() {
        otherwise.to_owned()
    } else {
        group.title.clone()
    }
}

/// The head of a group without its parts.
fn plain_copy(group: &Group) -> Group {
    Group {
        at: group.at.clone(),
        source_id: None,
        configurator: None,
        title: group.title.clone(),
        description: String::new(),
        kind: group.kind.clone(),
        variable: group.variable.clone(),
        discount: None,
        tiers: Vec::new(),
        prices: Vec::new(),
        formula: None,
        variants: Vec::new(),
    }
}

/// What a group varies by: its `variable_type` says it; in the older form, which has no type, its
/// name and description.
fn by(group: &Group) -> By {
    let mut words = format!("{} {}", group.kind, group.variable);
    if group.kind.is_empty() {
        words = format!("{words} {} {}", group.title, group.description).to_lowercase();
    }
    let names = format!("{} {}", group.title, group.description).to_lowercase();
    if words.contains("color") || words.contains("colour") || !group.variants.is_empty() {
        return By::Color;
    }
    let sizes: Vec<&'static str> = ["width", "length", "height", "depth"]
        .into_iter()
        .filter(|size| words.contains(size) || (words.contains("size") && names.contains(size)))
        .collect();
    match (sizes.is_empty(), words.contains("size")) {
        (false, _) => By::Size(sizes),
        (true, true) => By::Size(vec!["size"]),
        (true, false) => By::Nothing,
    }
}
