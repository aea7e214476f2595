import assert from "node:assert/strict";
import { test } from "node:test";
import { examples } from "./lib/examples.js";
import { full, runtime } from "./lib/package.js";

/** What a quote says in short. */
const short = ({ status, amount, items, lines }) => ({
  status,
  amount,
  lines: [...items.flatMap((item) => item.lines), ...lines].map(({ id, amount }) => ({ id, amount })),
});

/** What comes out, or the faults that are thrown. */
const said = (work) => {
  try {
    return work();
  } catch (error) {
    assert.ok(error instanceof runtime.PricewrightError || error instanceof full.PricewrightError, String(error));
    return { code: error.code, diagnostics: error.diagnostics };
  }
};

const same = (plan, order, place) => assert.deepEqual(said(() => plan.totals(order)), said(() => short(plan.price(order))), place);

const catalog = {
  format: 1,
  currency: "EUR",
  inputs: [{ id: "customer.group", type: "select", options: ["retail", "dealer"], default: "retail" }],
  components: [
    {
      id: "mug",
      base_price: "9.90",
      features: [
        { id: "color", type: "select", required: true, options: [{ id: "red" }, { id: "blue", surcharge: "1.50" }] },
        { id: "lid", type: "boolean", surcharge: "2.00", required: false },
        { id: "height", type: "number", min: 50, max: 200, required: false },
        { id: "print", type: "text", required: false },
      ],
      rules: 'discount dealer when customer.group = "dealer" : 10% of list',
    },
    { id: "spoon", base_price: "100000000000.05" },
  ],
};
const plan = full.compile(catalog);
const mug = (values, more = {}, rest = {}) => ({ items: [{ component: "mug", values, ...more }], ...rest });

test("totals are those of the quote, whatever the order before was", () => {
  const given = [
    mug({ color: "blue", lid: true }, { quantity: 3 }),
    mug({ color: "red" }),
    mug({ color: "red", height: 20 }),
    mug({ height: "60.0" }),
    mug({ color: "blue" }, {}, { inputs: { "customer.group": "dealer" } }),
    mug({ color: "blue", lid: false }, { quantity: 0 }),
    mug({ color: "green" }),
    mug({ color: "blue", print: "Für Grete" }),
    mug({ color: null, lid: undefined }),
    mug({ color: "blue" }, { quantity: 2.5 }),
    mug({ color: true, lid: 1 }),
    mug({ handle: 1 }),
    mug({ color: "blue" }, {}, { customer: { group: "dealer" } }),
    mug({ color: "blue" }, {}, { adjustments: [{ id: "goodwill", amount: "-1" }] }),
    mug({ color: "blue" }, { id: "line-1", tax_rate: 7 }, { tax: { rate: 19 }, currency: "EUR", language: "de" }),
    mug({ color: "blue" }, {}, { currency: "USD" }),
    { items: [{ component: "spoon", quantity: 7 }] },
    { items: [{ component: "fork" }] },
    { items: [...mug({ color: "blue" }).items, { component: "spoon" }] },
    { items: [] },
    { items: [{ component: "mug", values: { color: "blue" }, quantity: "x" }] },
    { item: [] },
    null,
  ];
  const runtimePlan = runtime.Plan.fromBytes(plan.toBytes());
  for (const it of [plan, runtimePlan]) {
    for (let step = 1; step < given.length; step += 3) {
      given.forEach((_, at) => same(it, given[(at * step) % given.length], `${step}, ${at}`));
    }
  }
  const text = JSON.stringify(given[0]);
  assert.deepEqual(plan.totals(text), plan.totals(given[0]));
  assert.deepEqual(plan.totals(given[0]), {
    status: "priced",
    amount: "40.20",
    lines: [
      { id: "base", amount: "29.70" },
      { id: "color:blue", amount: "4.50" },
      { id: "lid", amount: "6.00" },
    ],
  });
  // 1.50 + 9.90 = 11.40; of two items: those of both
  const inCents = (order) => plan.totals(order, { minorUnits: true });
  const [base, blue] = [{ id: "base", amount: 990n }, { id: "color:blue", amount: 150n }];
  assert.deepEqual(inCents(mug({ color: "blue" })), { status: "priced", amount: 1140n, lines: [base, blue] });
  const two = { items: [...mug({ color: "blue" }).items, ...mug({ color: "red" }).items] };
  assert.deepEqual(inCents(two), { status: "priced", amount: 2130n, lines: [base, blue, base] });
  assert.equal(inCents(mug({})).amount, null);
});

test("a part of a minor unit is no minor unit", () => {
  const leaf = { id: "leaf", base_price: "0.034" };
  const plan = full.compile({ format: 1, currency: "EUR", rounding: { unit_price_digits: 3 }, components: [leaf] });
  const session = plan.session("leaf", { quantity: 1_000 });
  // 0.034 × 1000 is 34.00, whole; for one piece it is not
  assert.equal(session.totalInMinorUnits(), 3400n);
  assert.throws(() => session.lines({ minorUnits: true }), { code: "number-too-precise" });
  assert.deepEqual(plan.totals({ items: [{ component: "leaf", quantity: 1_000 }] }, { minorUnits: true }).amount, 3400n);
});

test("totals of the examples are those of their quotes", () => {
  let count = 0;
  for (const { name, bytes, orders } of examples()) {
    const it = runtime.Plan.fromBytes(bytes);
    for (const order of [...orders, ...orders]) {
      same(it, order, name);
      for (const item of order.items) same(it, { ...order, items: [item] }, name);
      count += 1;
    }
  }
  assert.ok(count > 20, `${count}`);
});

test("a plan that was freed gives no totals", () => {
  const freed = full.compile(catalog);
  freed.totals(mug({ color: "red" }));
  freed.free();
  assert.throws(() => freed.totals(mug({ color: "red" })), { code: "freed" });
});
