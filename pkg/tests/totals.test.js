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

/** Amounts as BigInt and as numbers, or both refused in the same way. */
const sameUnits = (ask, place) => {
  const [bigs, numbers] = [true, "number"].map((minorUnits) => said(() => ask({ minorUnits })));
  const asNumber = (key, value) => (typeof value === "bigint" ? Number(value) : value);
  assert.equal(JSON.stringify(numbers), JSON.stringify(bigs, asNumber), place);
};

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
  const inNumbers = (order) => plan.totals(order, { minorUnits: "number" });
  const [cents, more] = [{ id: "base", amount: 990 }, { id: "color:blue", amount: 150 }];
  assert.deepEqual(inNumbers(mug({ color: "blue" })), { status: "priced", amount: 1140, lines: [cents, more] });
  const two = { items: [...mug({ color: "blue" }).items, ...mug({ color: "red" }).items] };
  assert.deepEqual(inCents(two), { status: "priced", amount: 2130n, lines: [base, blue, base] });
  assert.deepEqual(inNumbers(two), { status: "priced", amount: 2130, lines: [cents, more, cents] });
  assert.equal(inCents(mug({})).amount, null);
  assert.equal(inNumbers(mug({})).amount, null);
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

test("numbers hold minor units up to 2^53, and nothing is rounded to one", () => {
  const spoon = { items: [{ component: "spoon", quantity: 900 }] };
  for (const it of [plan, runtime.Plan.fromBytes(plan.toBytes())]) {
    const session = it.session("spoon", { quantity: 900 });
    // 100,000,000,000.05 × 900 = 90,000,000,000,045.00
    const right = { status: "priced", amount: 9_000_000_000_004_500, lines: [{ id: "base", amount: 9_000_000_000_004_500 }] };
    assert.deepEqual(it.totals(spoon, { minorUnits: "number" }), right);
    assert.deepEqual(session.totals({ minorUnits: "number" }), right);
    // 2^53 is 9,007,199,254,740,992; × 901 it would be 9,010,000,000,004,505
    session.set("quantity", 901);
    const beyond = { items: [{ component: "spoon", quantity: 901 }] };
    for (const ask of [() => session.totals({ minorUnits: "number" }), () => session.lines({ minorUnits: "number" }), () => it.totals(beyond, { minorUnits: "number" })]) {
      assert.throws(ask, { code: "number-too-large" });
    }
    assert.equal(session.totals({ minorUnits: true }).amount, 9_010_000_000_004_505n);
    assert.equal(it.totals(beyond).amount, "90100000000045.05");
    for (const minorUnits of ["numbers", 2, {}]) {
      for (const ask of [session, it]) assert.throws(() => (ask === it ? it.totals(beyond, { minorUnits }) : session.totals({ minorUnits })), { code: "invalid-value" });
    }
  }
});

test("amounts of every number of digits are those of the quote", () => {
  // 1.5 yen is no price, 0.125 dinars is one; 4 digits for a piece are more than euros have
  const given = [["JPY", "1250", {}], ["KWD", "0.125", {}], ["EUR", "-0.05", {}], ["EUR", "0.0340", { unit_price_digits: 4 }], ["EUR", "1000000", { unit_price_digits: 4 }]];
  for (const [currency, base_price, rounding] of given) {
    const features = [{ id: "discount", type: "boolean", surcharge: "-1" }, { id: "extra", type: "boolean", surcharge: "300000000000000" }];
    const compiled = full.compile({ format: 1, currency, rounding, components: [{ id: "leaf", base_price, features }] });
    for (const it of [compiled, runtime.Plan.fromBytes(compiled.toBytes())]) {
      for (const values of [{}, { discount: true }, { extra: true }, { discount: true, extra: true }]) {
        for (const quantity of [1, 10, 12_345, 100_000_000]) {
          const order = { items: [{ component: "leaf", quantity, values }] };
          const place = JSON.stringify([currency, base_price, order]);
          same(it, order, place);
          const session = it.session("leaf", { quantity, values });
          assert.deepEqual(session.totals(), it.totals(order), place);
          const quote = it.price(order);
          const shown = [...quote.items[0].lines, ...quote.lines].map(({ unit_amount, amount }) => ({ unit_amount, amount }));
          assert.deepEqual(session.lines().map(({ unit_amount, amount }) => ({ unit_amount, amount })), shown, place);
          session.free();
        }
      }
    }
  }
});

test("an answer is the caller's: what is done to it spoils no other", () => {
  const session = plan.session("mug", { values: { color: "blue" } });
  const [first, lines] = [session.totals(), session.lines()];
  first.lines[0].amount = "0.00";
  lines[0].amount = "0.00";
  first.lines.length = 1;
  // 9.90 + 1.50
  assert.deepEqual(session.totals(), { status: "priced", amount: "11.40", lines: [{ id: "base", amount: "9.90" }, { id: "color:blue", amount: "1.50" }] });
  assert.equal(session.lines()[0].amount, "9.90");
});

test("numbers as texts, and keys in any order, are what they are in the quote", () => {
  const heights = ["60", "60.0", "060.50", "-0", "1_00", "+60", ".5", "5.", "", "6e1", "100000000000000000060", "60.1234567890123456789", " 60"];
  for (const it of [plan, runtime.Plan.fromBytes(plan.toBytes())]) {
    for (const height of heights) {
      same(it, mug({ color: "blue", height }), height);
      same(it, mug({ height, color: "red" }, { quantity: height }), height);
    }
    const inherited = Object.create({ lid: true });
    inherited.color = "red";
    same(it, mug(inherited));
    same(it, { ...mug({ color: "red" }), currency: undefined, inputs: null });
    same(it, { ...mug({ color: "red" }), remark: 1 });
    same(it, { items: [{ component: "mug", values: { color: "red" }, colour: 1 }] });
    same(it, { items: [{ component: "mug", values: ["red"] }] });
    same(it, { items: [{ component: "mug", values: "red" }] });
    same(it, { items: { 0: { component: "mug" }, length: 1 } });
    same(it, { items: [null] });
    same(it, { items: [{ component: "mug", values: { color: "red" } }], inputs: { "customer.group": "dealer", "context.day": 1 } });
  }
});

test("totals of the examples are those of their quotes", () => {
  let count = 0;
  for (const { name, bytes, orders } of examples()) {
    const it = runtime.Plan.fromBytes(bytes);
    for (const order of [...orders, ...orders]) {
      same(it, order, name);
      for (const item of order.items) {
        const alone = { ...order, items: [item] };
        same(it, alone, name);
        sameUnits((options) => it.totals(alone, options), name);
      }
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
