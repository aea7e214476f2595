import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compiled, examples, orders } from "./lib/examples.js";
import { consumer, installed } from "./lib/pack.js";
import { full, runtime } from "./lib/package.js";
import { runSessions } from "./lib/sessions.js";

const catalog = {
  format: 1,
  currency: "EUR",
  inputs: [{ id: "customer.group", type: "select", options: ["retail", "dealer"], default: "retail" }],
  components: [
    {
      id: "mug",
      name: { en: "Mug", de: "Becher" },
      base_price: "9.90",
      features: [
        { id: "color", type: "select", required: true, options: [{ id: "red" }, { id: "blue", surcharge: 1.5 }] },
        { id: "height", type: "number", unit: "mm", min: 50, max: 200, required: false },
        { id: "extras", type: "multiselect", options: [{ id: "lid", surcharge: "2.00" }], required: false },
      ],
      rules: 'discount dealer "Dealer" when customer.group = "dealer" : 10% of list',
    },
  ],
};
const bytes = full.compile(catalog).toBytes();
const plan = runtime.Plan.fromBytes(bytes);
const blind = () => compiled("roller-blind");
const dealer = () => {
  const [order] = orders("roller-blind").filter((it) => it.customer?.group === "dealer");
  const { items: [{ component, ...item }], ...rest } = order;
  return { component, options: { ...rest, ...item } };
};

const thrown = (work) => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof runtime.PricewrightError || error instanceof full.PricewrightError, String(error));
    return error;
  }
  assert.fail("nothing was thrown");
};

test("a session answers with amounts, lines and violations", () => {
  for (const it of [plan, full.compile(catalog)]) {
    const session = it.session("mug", { language: "de", quantity: 2 });
    assert.equal(session.status(), "incomplete");
    assert.equal(session.total(), null);
    assert.equal(session.totalInMinorUnits(), null);
    assert.deepEqual(session.violations(), session.quote().items[0].violations);
    assert.equal(session.set("color", "blue"), session);
    session.set("customer.group", "dealer").set("extras", ["lid"]).unset("extras");
    // 9.90 + 1.50 = 11.40, less 1.14, is 10.26; × 2
    assert.equal(session.total(), "20.52");
    assert.equal(session.totalInMinorUnits(), 2052n);
    assert.equal(session.status(), "priced");
    const discount = { phase: "discounts", kind: "discount", id: "dealer", label: "Dealer", scope: "unit" };
    const lines = session.lines();
    assert.deepEqual(lines.map((line) => line.label), ["Becher", "blue", "Dealer"]);
    assert.deepEqual(lines[2], { ...discount, unit_amount: "-1.14", amount: "-2.28" });
    assert.deepEqual(Object.keys(lines[2]), ["phase", "kind", "id", "label", "scope", "unit_amount", "amount"]);
    assert.deepEqual(session.lines({ minorUnits: true })[2], { ...discount, unit_amount: -114n, amount: -228n });
    assert.deepEqual(session.lines({ minorUnits: "number" })[2], { ...discount, unit_amount: -114, amount: -228 });
    assert.deepEqual(session.lines({ minorUnits: false }), lines);
    assert.deepEqual(session.totals(), it.totals(session.order));
    // 9.90 × 2, 1.50 × 2, -1.14 × 2
    const cents = [["base", 1980], ["color:blue", 300], ["dealer", -228]].map(([id, amount]) => ({ id, amount }));
    assert.deepEqual(session.totals({ minorUnits: "number" }), { status: "priced", amount: 2052, lines: cents });
    session.set("color", "green");
    assert.deepEqual([session.status(), session.total(), session.lines()], ["invalid", null, []]);
    assert.deepEqual(session.totals(), { status: "invalid", amount: null, lines: [] });
    const [violation] = session.violations();
    assert.deepEqual([violation.code, violation.features], ["unknown-option", ["color"]]);
    assert.equal(session.quoteJson(), it.priceJson(session.order));
    session.free();
  }
});

test("what a session begins with is an order", () => {
  const options = { customer: { group: "dealer" }, id: "a", quantity: "2", tax_rate: 19, values: { color: "red", height: null } };
  const session = plan.session("mug", options);
  const order = {
    inputs: { "customer.group": "dealer" },
    items: [{ id: "a", component: "mug", tax_rate: 19, quantity: "2", values: { color: "red" } }],
  };
  assert.deepEqual(session.order, order);
  options.values.color = "blue";
  session.order.items[0].values.color = "blue";
  const extras = ["lid"];
  session.set("extras", extras).set("quantity", 3n).set("as_of", "2026-10-01").set("currency", "EUR");
  extras.push("spoon");
  const [item] = order.items;
  const changed = { ...order, currency: "EUR", as_of: "2026-10-01", items: [{ ...item, quantity: 3n, values: { color: "red", extras: ["lid"] } }] };
  assert.deepEqual(session.order, changed);
  assert.equal(session.quoteJson(), plan.priceJson(changed));
  session.unset("quantity").unset("as_of").unset("currency").set("extras", undefined).unset("customer.group");
  assert.deepEqual(session.order, { inputs: {}, items: [{ ...item, quantity: 1, values: { color: "red" } }] });
  assert.equal(thrown(() => plan.session("mug", { colour: 1 })).code, "unknown-key");
  assert.equal(thrown(() => plan.session("mug", { items: [] })).code, "unknown-key");
  assert.equal(thrown(() => plan.session("mug", { values: ["red"] })).code, "wrong-type");
  assert.equal(thrown(() => plan.session("mug", null)).code, "wrong-type");
  assert.equal(thrown(() => plan.session()).code, "missing-key");
  assert.equal(plan.session("mgu").violations()[0].code, "unknown-component");
  assert.throws(() => new runtime.Session(), TypeError);
});

test("faults of the order are thrown, and end with their cause", () => {
  const session = plan.session("mug", { values: { color: "red" } });
  session.set("currency", "USD");
  for (const ask of ["quote", "total", "totals", "lines", "violations", "status", "quoteJson", "totalInMinorUnits"]) {
    const error = thrown(() => session[ask]());
    assert.equal(error.code, "currency-not-in-catalog");
    assert.equal(error.diagnostics[0].path, "$.currency");
  }
  assert.equal(session.set("currency", "EUR").total(), "9.90");
});

test("a refused value changes nothing", () => {
  const session = plan.session("mug", { values: { color: "red", height: 100 } });
  const before = [session.quoteJson(), session.order];
  const refused = [
    ["quantity", "a dozen", "number-syntax"], ["quantity", true, "wrong-type"], ["quantity", {}, "wrong-type"],
    ["currency", "euro", "invalid-value"], ["currency", 5, "wrong-type"], ["as_of", "tomorrow", "invalid-value"],
    ["height", 0.1 + 0.2, "number-too-precise"], ["height", NaN, "invalid-argument"], ["height", 10n ** 28n, "number-too-large"],
    ["height", Symbol("x"), "wrong-type"], ["extras", [{ option: "lid", qty: 2 }], "unknown-key"], [5, "red", "wrong-type"],
  ];
  for (const [name, value, code] of refused) {
    assert.equal(thrown(() => session.set(name, value)).code, code, String(name));
    assert.deepEqual([session.quoteJson(), session.order], before);
  }
});

test("numbers are taken by their shortest decimal text", () => {
  const session = plan.session("mug", { values: { color: "red" } });
  for (const [value, shown] of [[120.5, "120.5"], ["1_20.50", "120.5"], [120n, "120"], [1.2e2, "120"]]) {
    session.set("height", value);
    assert.equal(session.quoteJson(), plan.priceJson({ items: [{ component: "mug", values: { color: "red", height: shown } }] }));
  }
  assert.equal(session.set("quantity", "12345678901234567.00").total(), "122222221122222213.30"); // × 9.90
  assert.equal(session.totalInMinorUnits(), 12222222112222221330n);
});

// of the two, only the full build has the fast way
for (const [name, build] of Object.entries({ runtime, full })) {
  test(`after any changes a session says what a fresh price says: ${name}`, (context) => {
    const plans = examples().map(({ bytes, orders }) => ({ plan: build.Plan.fromBytes(bytes), orders }));
    const { differences, ...counts } = runSessions(plans, 10_000);
    context.diagnostic(`Node: ${JSON.stringify(counts)}`);
    assert.deepEqual(differences.slice(0, 3), []);
    assert.ok(counts.changes >= 10_000 && counts.priced * 5 > counts.changes, JSON.stringify(counts));
  });
}

test("an unrelated feature looks no price up again", () => {
  const { component, options } = dealer();
  const session = blind().session(component, options);
  session.quote();
  const before = session.work();
  assert.ok(before.lookups >= 1 && before.expressions > 20, JSON.stringify(before));
  session.set("motor", "battery").quote();
  const after = session.work();
  assert.equal(after.lookups, before.lookups);
  assert.ok(after.expressions - before.expressions < before.expressions / 2, JSON.stringify(after));
  session.lines();
  session.violations();
  session.quote();
  assert.deepEqual(session.work(), after);
  session.set("width", 1400).quote();
  assert.ok(session.work().lookups > after.lookups);
});

test("memory stays flat", async () => {
  const { Engine } = await import(join(installed, "src/engine.js"));
  const { runtimeApi } = await import(join(installed, "src/runtime.js"));
  const { default: glue } = await import(join(installed, "dist/runtime.glue.js"));
  const engine = new Engine(glue, { loadSync: () => readFileSync(join(installed, "dist/runtime.wasm")) });
  const { component, options } = dealer();
  const session = runtimeApi(engine).Plan.fromBytes(blind().toBytes()).session(component, options);
  const used = () => engine.call((instance) => instance.memory().buffer.byteLength);
  let early;
  for (let change = 0; change < 10_000; change += 1) {
    session.set("width", 600 + ((change * 37) % 1_800)).set("fabric", ["linen", "blackout_white", "blackout_navy"][change % 3]);
    if (change % 5 === 0) session.unset("fabric").quote();
    session.total();
    session.lines();
    session.totals({ minorUnits: "number" });
    if (change === 999) early = used();
  }
  assert.equal(used(), early);
});

test("names that a plan does not have are limited", () => {
  const session = plan.session("mug");
  for (let number = 0; number < 1_000; number += 1) session.set(`unknown${number}`, 1);
  assert.equal(thrown(() => session.set("color", "red")).code, "too-large");
  session.set("unknown7", 2).unset("unknown8").set("color", "red");
  assert.equal(session.quoteJson(), plan.priceJson(session.order));
});

test("a freed session is refused, a freed plan leaves its sessions", () => {
  const other = runtime.Plan.fromBytes(bytes);
  const session = other.session("mug", { values: { color: "red" } });
  other.free();
  assert.equal(session.total(), "9.90");
  session.free();
  session.free();
  for (const ask of ["quote", "total", "totals", "lines", "violations", "status", "work"]) {
    assert.equal(thrown(() => session[ask]()).code, "freed");
  }
  assert.equal(thrown(() => session.set("color", "blue")).code, "freed");
  assert.equal(thrown(() => session.unset("color")).code, "freed");
  assert.equal(thrown(() => other.session("mug")).code, "freed");
  if (Symbol.dispose) assert.equal(typeof runtime.Session.prototype[Symbol.dispose], "function");
});

test("the examples of the documents print what they say", () => {
  const files = [join(installed, "README.md"), join(consumer, "../../../docs/javascript.md")];
  const blocks = files.flatMap((file) => {
    const blocks = [...readFileSync(file, "utf8").matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
    assert.ok(blocks.some((code) => code.includes(".session(")), file);
    return blocks;
  });
  for (const code of blocks) {
    writeFileSync(join(consumer, "readme.mjs"), code);
    const printed = execFileSync(process.execPath, ["readme.mjs"], { cwd: consumer, encoding: "utf8" });
    const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)\n/g)].map(([, text]) => text);
    assert.ok(expected.length > 0);
    assert.deepEqual(printed.trimEnd().split("\n"), expected);
  }
});
