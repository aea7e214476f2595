// What a shop's code does with the types of its catalog, right and wrong.
import { Plan, type Draft, type DecimalText } from "pricewright";
import type { Catalog, Item, Order } from "./catalog.js";

declare const bytes: Uint8Array;
const plan = Plan.fromBytes<Catalog>(bytes);
const settings = { currency: "EUR", customer: { group: "retail" } } as const;
const blind = { fabric: "linen", width: 1200, labels: ["a"] } as const;

plan.price({ ...settings, items: [{ component: "roller-blind", values: blind, quantity: 2 }] });
plan.price({ ...settings, items: [{ component: "roller blind" }] });
plan.price({ currency: "CHF", inputs: { "customer.group": 'trade "A"', campaign: "x" }, items: [] });
plan.price({ ...settings, language: "fr", inputs: { campaign: "spring" }, tax: { rate: "19" }, items: [] });
plan.explain({ ...settings, items: [{ component: "roller-blind", values: { ...blind, fabric: '19" wide' } }] });
const everyForm: Item = {
  component: "roller-blind",
  values: {
    fabric: "back\\slash",
    width: "1200.5",
    "fall-height": 900n,
    motor: null,
    panel: undefined,
    engraving: "Anna",
    extras: ["remote", { option: "hub", quantity: 2 }],
    labels: ["a", "b"],
  },
};
const counted: Order = {
  ...settings,
  items: [everyForm, { component: "roller-blind", values: { ...blind, extras: { remote: 2 } } }],
};
plan.price(counted);

// a misspelt component, feature, option, input, currency
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roler-blind", values: blind }] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { ...blind, fabrik: "linen" } }] });
plan.price({
  ...settings,
  items: [
    {
      component: "roller-blind",
      values: {
        // @ts-expect-error
        fabric: "linnen",
        width: 1200,
        labels: ["a"],
      },
    },
  ],
});
// @ts-expect-error
plan.price({ currency: "EUR", customer: { group: "retial" }, items: [] });
// @ts-expect-error
plan.price({ currency: "EUR", customer: { group: "retail", grade: 1 }, items: [] });
// @ts-expect-error
plan.price({ ...settings, currency: "USD", items: [] });
// @ts-expect-error
plan.price({ ...settings, inputs: { campain: "spring" }, items: [] });
// @ts-expect-error
plan.price({ ...settings, item: [] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller blind", values: { fabric: "linen" } }] });

// what is required: the currency of several, an input, a feature
// @ts-expect-error
plan.price({ customer: { group: "retail" }, items: [] });
// @ts-expect-error
plan.price({ currency: "EUR", items: [] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind" }] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { fabric: "linen", width: 1 } }] });

// wrong values: of a number, of choices, of quantities where there are none
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { ...blind, width: "12 mm" } }] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { ...blind, width: true } }] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { ...blind, labels: ["d"] } }] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { ...blind, labels: { a: 2 } } }] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { ...blind, extras: { remot: 2 } } }] });
// @ts-expect-error
plan.price({ ...settings, items: [{ component: "roller-blind", values: { ...blind, fabric: null } }] });

// a live widget
const session = plan.session("roller-blind", { ...settings, quantity: 3, values: { fabric: "linen" } });
session.set("fabric", "weiß").set("width", 1200).set("extras", ["remote"]).unset("motor");
session.set("quantity", 2).set("customer.group", "dealer").unset("as_of");
plan.price(session.order);
const total: DecimalText | null = session.total();
session.free();
// @ts-expect-error
session.set("fabric", "linnen");
// @ts-expect-error
session.set("fabrik", "linen");
// @ts-expect-error
session.set("width", "wide");
// @ts-expect-error
session.set("quantity", "many");
// @ts-expect-error
session.unset("fabrik");
// @ts-expect-error
plan.session("roler-blind", settings);
// @ts-expect-error
plan.session("roller-blind");
// @ts-expect-error
plan.session("roller-blind", { ...settings, values: { fabric: "linnen" } });

// what is not finished yet
const draft = Plan.fromBytes<Draft<Catalog>>(bytes);
draft.price({ ...settings, items: [{ component: "roller-blind", values: { width: 1200 } }] });
// @ts-expect-error
draft.price({ ...settings, items: [{ component: "roller-blind", values: { fabric: "linnen" } }] });

export { total };
