import assert from "node:assert/strict";
import { test } from "node:test";
import { full, inline, require, runtime, slim } from "./lib/package.js";

const { Plan, PricewrightError, check, compile, evaluate, storefront, storefrontPlan, pack } = full;

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
const order = { items: [{ component: "mug", values: { color: "blue" }, quantity: 3 }] };

const thrown = (work) => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof PricewrightError, String(error));
    assert.ok(error instanceof Error);
    assert.equal(error.name, "PricewrightError");
    return error;
  }
  assert.fail("nothing was thrown");
};

test("a catalog is compiled and priced", () => {
  const quote = compile(catalog).price(order);
  assert.equal(quote.status, "priced");
  assert.equal(quote.amount, "34.20"); // 3 × (9.90 + 1.50)
  assert.equal(quote.items[0].lines.length, 2);
});

test("inputs and choices reach the engine", () => {
  const items = [{ component: "mug", values: { color: "red", extras: ["lid"], height: null } }];
  const quote = compile(catalog).price({ items, customer: { group: "dealer" } });
  assert.equal(quote.amount, "10.71"); // 9.90 + 2.00 = 11.90, less 1.19
});

test("text, object and words give the same", () => {
  const plan = compile(JSON.stringify(catalog));
  assert.equal(plan.priceJson(JSON.stringify(order)), plan.priceJson(order));
});

test("a plan in bytes prices in the runtime build", () => {
  const bytes = compile(catalog).toBytes();
  assert.ok(bytes instanceof Uint8Array);
  const plan = runtime.Plan.fromBytes(bytes);
  assert.equal(plan.priceJson(order), compile(catalog).priceJson(order));
  assert.deepEqual(plan.toBytes(), bytes);
  assert.equal(runtime.Plan.fromBytes(bytes.slice().buffer).price(order).amount, "34.20");
});

test("the display model has what a form needs", () => {
  const { components, currencies, inputs } = runtime.Plan.fromBytes(compile(catalog).toBytes()).display;
  assert.deepEqual(currencies, [{ code: "EUR", digits: 2 }]);
  assert.deepEqual(components[0].name, { en: "Mug", de: "Becher" });
  assert.deepEqual(
    components[0].features.map((feature) => feature.id),
    ["color", "height", "extras"],
  );
  assert.equal(components[0].features[1].max, "200");
  assert.deepEqual(inputs[0].options, ["retail", "dealer"]);
});

test("explanations say why", () => {
  const plan = compile(catalog);
  const { quote, explanation } = plan.explain(order);
  assert.deepEqual(quote, plan.price(order));
  const skipped = explanation.items[0].phases.flatMap((phase) => phase.not_fired);
  assert.ok(skipped.some((it) => it.id === "dealer" && it.reason === "condition"));
  assert.match(plan.explainText(order), /Dealer/);
});

test("expressions are evaluated", () => {
  assert.deepEqual(evaluate("0.1 + 0.2"), { type: "number", value: "0.3", exact: true });
  assert.equal(evaluate("width * 2", { width: 1200n }).value, "2400");
  const error = thrown(() => evaluate("🪟"));
  assert.equal(error.diagnostics[0].span.end, 2);
});

test("faults of a catalog come all at once, with places", () => {
  const faulty = { ...catalog, currency: "XXX", colour: 1 };
  const error = thrown(() => compile(faulty));
  assert.ok(error.diagnostics.length >= 2, error.message);
  assert.equal(error.code, error.diagnostics[0].code);
  assert.ok(error.diagnostics.every((found) => found.path.startsWith("$")));
  const found = check(faulty);
  assert.deepEqual(found, error.diagnostics);
  assert.deepEqual(check(catalog), []);
});

test("faults of an order are thrown, faults of an item are in the quote", () => {
  const plan = compile(catalog);
  const faulty = { items: [{ component: "mug", colour: 1 }], currncy: "EUR" };
  const error = thrown(() => plan.price(faulty));
  assert.deepEqual(error.diagnostics.map((found) => found.code).sort(), ["unknown-key", "unknown-key"]);
  const plain = runtime.Plan.fromBytes(plan.toBytes());
  assert.equal(thrown(() => plain.price(faulty)).code, "unknown-key");
  assert.equal(thrown(() => plain.price({ items: [] })).code, "invalid-value");
  assert.equal(thrown(() => plain.price({ ...order, currency: "eur" })).code, "unknown-currency");
  assert.equal(thrown(() => plain.price({ ...order, currency: "USD" })).code, "currency-not-in-catalog");
  assert.equal(thrown(() => plain.price("{}")).code, "wrong-type");
  const unknown = plain.price({ items: [{ component: "mgu", values: {} }] });
  assert.equal(unknown.items[0].violations[0].code, "unknown-component");
});

test("bytes that are no plan are refused", () => {
  assert.equal(thrown(() => Plan.fromBytes(new Uint8Array(3))).code, "invalid-plan");
  assert.equal(thrown(() => Plan.fromBytes("abc")).code, "invalid-argument");
  const bytes = compile(catalog).toBytes();
  bytes[bytes.length - 1] ^= 1;
  assert.equal(thrown(() => Plan.fromBytes(bytes)).code, "invalid-plan");
  assert.throws(() => new Plan(), TypeError);
});

test("a freed plan is refused, a second free does nothing", () => {
  const plan = compile(catalog);
  plan.free();
  plan.free();
  assert.equal(thrown(() => plan.price(order)).code, "freed");
  if (Symbol.dispose) assert.equal(typeof Plan.prototype[Symbol.dispose], "function");
});

test("files come as texts or bytes", () => {
  const directory = { format: 1, currency: "EUR", components: [{ id: "a", base_price: "1.00", rules_file: "a.price" }] };
  const rules = "surcharge s : 1.00";
  const items = { items: [{ component: "a" }] };
  for (const content of [rules, new TextEncoder().encode(rules)]) {
    assert.equal(compile(directory, { files: { "a.price": content } }).price(items).amount, "2.00");
  }
  assert.equal(thrown(() => compile(directory)).code, "file-unreadable");
  assert.equal(thrown(() => compile(directory, { files: {} })).code, "file-unreadable");
  const packed = pack(directory, { files: { "a.price": rules } });
  assert.equal(compile(packed).price(items).amount, "2.00");
});

test("a storefront's catalog lacks what is internal", () => {
  const component = { id: "a", base_price: "1.00", features: [{ id: "f", type: "select", options: [{ id: "b" }] }] };
  const rules = "let secret = quantity * 2 internal";
  const made = storefront({ format: 1, currency: "EUR", components: [{ ...component, rules }] });
  assert.equal(made.components[0].id, "a");
  assert.ok(!JSON.stringify(made).includes("secret"), JSON.stringify(made));
});

test("a storefront's plan prices as the whole one, says nothing of rules, and carries the catalog's fingerprint", () => {
  const features = [{ id: "f", type: "select", required: true, options: ["b", { id: "c", surcharge: "0.50" }] }];
  const written = 'let secret = quantity * 2 internal\nsurcharge fitted "Fitted" when quantity >= 2 : 0.25';
  const whole = { format: 1, currency: "EUR", components: [{ id: "a", base_price: "1.00", features, rules_file: "a.price" }] };
  const files = { "a.price": written };
  const order = { items: [{ component: "a", quantity: 2, values: { f: "c" } }] };
  const bytes = storefrontPlan(whole, { files }).toBytes();
  const shown = runtime.Plan.fromBytes(bytes).price(order);
  const expected = compile(whole, { files }).price(order);
  assert.equal(shown.amount, "3.50"); // (1.00 + 0.50 + 0.25) × 2
  assert.equal(expected.amount, "3.50");
  assert.equal(shown.catalog.fingerprint, expected.catalog.fingerprint);
  assert.ok(expected.items[0].lines.some(({ source }) => source) && !shown.items[0].lines.some(({ source }) => source));
  const text = new TextDecoder().decode(bytes);
  assert.ok(text.includes("Fitted") && !text.includes("secret") && !text.includes("quantity >= 2"), text);
  const leaking = 'let secret = 2 internal\nsurcharge fitted "Fitted" : 0.25 * secret';
  assert.equal(thrown(() => storefrontPlan(whole, { files: { "a.price": leaking } })).code, "internal-in-public");
});

test("every entry prices, as ES modules and as CommonJS", async () => {
  const { readFileSync } = await import("node:fs");
  const wasm = readFileSync(require.resolve("pricewright/full.wasm"));
  assert.equal(thrown(() => slim.compile(catalog)).code, "not-started");
  await assert.rejects(slim.init(), { code: "not-started" });
  await assert.rejects(slim.init(new Uint8Array(8)), { code: "start-failed" });
  await slim.init(wasm);
  for (const entry of [inline, slim, require("pricewright"), require("pricewright/inline")]) {
    assert.equal(entry.compile(catalog).price(order).amount, "34.20");
  }
  const bytes = compile(catalog).toBytes();
  assert.equal(require("pricewright/runtime").Plan.fromBytes(bytes).price(order).amount, "34.20");
  const started = require("pricewright/slim");
  started.initSync(wasm);
  assert.equal(started.compile(catalog).price(order).amount, "34.20");
  await full.init();
});
