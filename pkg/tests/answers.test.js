import assert from "node:assert/strict";
import { test } from "node:test";
import { full, runtime } from "./lib/package.js";

const { PricewrightError, compile, diff, fileReports, lint, runTests } = full;

const catalog = (base) => ({
  format: 1,
  currency: "EUR",
  components: [
    {
      id: "lamp",
      base_price: base,
      features: [
        {
          id: "shade",
          type: "select",
          required: true,
          options: [{ id: "paper" }, { id: "glass", surcharge: "40" }],
        },
        { id: "led", type: "boolean", required: true, surcharge: "8" },
      ],
      rules: [
        'forbid hot "Paper burns" : shade = "paper" and not(led)',
        'tiers many "Many" on quantity volume : 10 -> discount 20% of extended',
      ].join("\n"),
    },
  ],
});
const order = { items: [{ component: "lamp", quantity: 9, values: { shade: "paper", led: true } }] };

test("what a browser claims is verified", () => {
  const plan = compile(catalog("100"));
  const claim = plan.claim(order);
  assert.equal(claim.quote.amount, "972.00"); // 9 × 108.00
  assert.equal(plan.verify(claim).outcome, "match");
  assert.equal(plan.verify(JSON.stringify(claim)).outcome, "match");
  claim.order.items[0].quantity = 8;
  const changed = plan.verify(claim);
  assert.equal(changed.outcome, "input-changed");
  assert.equal(changed.ours, "864.00"); // 8 × 108.00
  assert.deepEqual(
    changed.changed.map(({ field }) => field),
    ["order_fingerprint", "quantity"],
  );
  const low = plan.verify({ order, total: "900.00", currency: "EUR" });
  assert.equal(low.outcome, "tampered");
  assert.deepEqual(low.differences, [{ place: "", field: "amount", claimed: "900.00", ours: "972.00" }]);
});

test("a quote of the runtime build is verified", () => {
  const plan = compile(catalog("100"));
  const quote = runtime.Plan.fromBytes(plan.toBytes()).price(order);
  assert.equal(plan.verify({ order, quote }).outcome, "match");
  const dearer = compile(catalog("110"));
  const { outcome, notes } = dearer.verify({ order, quote });
  assert.equal(outcome, "catalog-changed");
  assert.equal(notes[0].claimed, quote.catalog.fingerprint);
});

test("options have their prices", () => {
  const plan = compile(catalog("100"));
  const prices = plan.optionPrices(order);
  assert.equal(prices.amount, "972.00");
  const [shade, led] = prices.features;
  assert.deepEqual(
    shade.options.map(({ id, chosen, amount, difference }) => [id, chosen, amount, difference]),
    [
      ["paper", true, "972.00", "0.00"],
      ["glass", false, "1332.00", "360.00"], // 9 × 148.00
    ],
  );
  const off = led.options[1];
  assert.deepEqual([off.value, off.allowed, off.amount], [false, false, null]);
  assert.deepEqual(off.violations[0].fixes, [{ feature: "shade", value: "glass" }]);
  assert.equal(plan.optionPrices(order, { feature: "led", item: 0 }).features.length, 1);
});

test("hints say what saves", () => {
  const plan = compile(catalog("100"));
  const { hints } = plan.hints(order);
  assert.equal(hints[0].message, "quantity 10 (1 piece more) saves 108.00"); // 10 × 108.00 less 20 %
  assert.equal(plan.price({ items: [hints[0].witness] }).amount, hints[0].amount);
  assert.equal(plan.hints(order, { limit: 0 }).hints.length, 0);
});

test("a range has both ends, with proof", () => {
  const plan = compile(catalog("100"));
  const open = { items: [{ component: "lamp", quantity: 9, values: {} }] };
  const { lowest, highest } = plan.priceRange(open);
  assert.deepEqual([lowest.amount, lowest.proved], ["972.00", true]); // paper needs the led: 9 × 108.00
  assert.deepEqual([highest.amount, highest.proved], ["1332.00", true]); // 9 × 148.00
  assert.equal(plan.price(lowest.witness).amount, "972.00");
  assert.equal(plan.priceRange(open, { budget: 0 }).lowest.proved, false);
  assert.deepEqual(plan.countConfigurations(open), { least: "3", most: "3", exact: true, steps: plan.countConfigurations(open).steps, never_matter: [] });
});

test("a quantity fits a unit price", () => {
  const plan = compile(catalog("100"));
  const found = plan.solve(order, { unitPrice: 90 });
  assert.deepEqual([found.value, found.amount], ["10", "864.00"]); // 108.00 less 20 %
});

test("two catalogs are compared", () => {
  const found = diff(compile(catalog("100")), compile(catalog("110")));
  const [lamp] = found.components;
  assert.equal(lamp.coverage, "exhaustive");
  // three of four configurations are allowed, in the quantities 1, 9, 10 and 11
  assert.deepEqual([lamp.configurations, lamp.up, lamp.unpriced], [16, 12, 4]);
  assert.equal(lamp.rise.difference, "90.00"); // 9 × 10.00; 11 × 10.00 less 20 % are 88.00
  const sample = diff(compile(catalog("100")), compile(catalog("110")), { limit: 3, seed: 2n ** 63n, worst: 1 });
  assert.equal(sample.seed, "9223372036854775808");
  assert.equal(sample.components[0].coverage, "sample");
});

test("what cannot be answered is said", () => {
  const plan = compile(catalog("100"));
  const code = (work) => {
    try {
      work();
    } catch (error) {
      assert.ok(error instanceof PricewrightError, String(error));
      return error.code;
    }
    assert.fail("nothing was thrown");
  };
  assert.equal(code(() => plan.verify({})), "missing-key");
  assert.equal(code(() => plan.verify("[")), "json-syntax");
  assert.equal(code(() => plan.verify({ order, total: Number.NaN, currency: "EUR" })), "invalid-argument");
  assert.equal(code(() => plan.optionPrices(order, { item: 1 })), "invalid-value");
  assert.equal(code(() => plan.optionPrices(order, { item: -1 })), "invalid-argument");
  assert.equal(code(() => plan.optionPrices(order, { feature: "shad" })), "unknown-feature");
  assert.equal(code(() => plan.hints({ items: [] })), "invalid-value");
  assert.equal(code(() => plan.priceRange({ items: [] })), "invalid-value");
  assert.equal(code(() => plan.priceRange(order, { budget: -1 })), "invalid-argument");
  assert.equal(code(() => plan.solve(order, { largest: "led", atMost: 5 })), "invalid-value");
  assert.equal(code(() => plan.solve(order, { largest: "led" })), "invalid-value");
  assert.equal(code(() => plan.solve(order, { unitPrice: "x" })), "invalid-value");
  assert.equal(code(() => diff(plan, null)), "invalid-argument");
  assert.equal(code(() => diff(plan, plan, { seed: "x" })), "invalid-value");
  assert.equal(code(() => diff(plan, plan, { currency: "JPY" })), "currency-not-in-catalog");
  assert.equal(code(() => diff(plan, plan, { component: "lamb" })), "unknown-reference");
});

const tested = (expected) => ({
  ...catalog("100"),
  components: [
    {
      ...catalog("100").components[0],
      // 100.00 + 8.00
      rules: [
        'set seen "🪟" : 1',
        `test plain "With LED" given { shade: "paper", led: true } expect unit_price ${expected}`,
      ].join("\n"),
    },
  ],
});

test("tests in the catalog say what was expected and found, and where", () => {
  const passing = runTests(tested("108.00"));
  assert.deepEqual([passing.passed, passing.failed], [1, 0]);
  const { tests, failed } = runTests(JSON.stringify(tested("109.00")));
  assert.equal(failed, 1);
  assert.deepEqual(tests[0].source, { file: "$.components[0].rules", line: 2, column: 6 });
  assert.equal(tests[0].label, "With LED");
  assert.deepEqual(tests[0].order.items[0].values, { shade: "paper", led: true });
  const [failure] = tests[0].failures;
  assert.equal(failure.message, "expected unit_price 109.00, found 108.00");
  const text = tested("109.00").components[0].rules;
  assert.equal(text.slice(failure.span.start, failure.span.end), "unit_price 109.00");
});

test("tests that name what is not there are faults, and so are those of the catalog", () => {
  const misspelt = tested("108.00");
  misspelt.components[0].rules = misspelt.components[0].rules.replace("led: true", "lde: true");
  assert.throws(() => runTests(misspelt), (error) => error instanceof PricewrightError && /lde/.test(error.message));
  assert.throws(() => runTests("{"), PricewrightError);
});

test("the lint finds rules without use, with an order that shows it", () => {
  const useless = catalog("100");
  useless.components[0].rules += "\nsurcharge never when led and not(led) : 5";
  const { findings } = lint(useless);
  const never = findings.find(({ code }) => code === "rule-never-fires");
  assert.deepEqual([never.id, never.severity, never.certainty], ["never", "warning", "proved"]);
  assert.equal(compile(useless).price(never.order).status, "priced");
  assert.ok(lint(useless, { steps: 0 }).undecided.length > 0);
  useless.accepted = [{ code: "rule-never-fires", id: "never", reason: "for later" }];
  assert.equal(lint(useless).findings.find(({ id }) => id === "never").accepted, "for later");
  assert.throws(() => lint(catalog("x")), PricewrightError);
});

test("files of price lists are reported", () => {
  const listed = {
    format: 1,
    currency: "EUR",
    components: [
      {
        id: "blind",
        features: [{ id: "width", type: "number", required: true }],
        price_lists: [{ id: "sizes", row_feature: "width", lookup: "up", file: "sizes.csv" }],
      },
    ],
  };
  const [report] = fileReports(listed, { files: { "sizes.csv": "width;price\n600;12,50\n1200;18,00\n" } });
  const { separator, decimal, encoding } = report.detected;
  assert.deepEqual([report.component, report.price_list, report.file, separator, decimal, encoding], ["blind", "sizes", "sizes.csv", ";", ",", "utf-8"]);
  assert.deepEqual(fileReports(catalog("100")), []);
});

test("breakpoints are where a price may change, with their neighbors", () => {
  const plan = compile({
    format: 1,
    currency: "EUR",
    components: [
      {
        id: "shelf",
        base_price: "10",
        features: [{ id: "width", type: "number", min: 400, max: 900, step: 10, required: true }],
        rules: "surcharge wide when width > 605 : 4.00\ntiers many on quantity : 10 -> discount 5% of extended",
      },
    ],
  });
  // 605 is no step: the one below it, and those beside that
  assert.deepEqual(plan.breakpoints("shelf", "width"), ["400", "590", "600", "610", "900"]);
  assert.deepEqual(plan.breakpoints("shelf", "quantity"), ["1", "9", "10", "11"]);
  assert.throws(() => plan.breakpoints("shelf", "depth"), (error) => error.code === "invalid-value");
});
