import assert from "node:assert/strict";
import { test } from "node:test";
import { full, runtime } from "./lib/package.js";

const { compile, formatMoney, minorUnits } = full;
const plan = compile({
  format: 1,
  currency: "EUR",
  components: [
    {
      id: "rope",
      base_price: "0",
      features: [{ id: "length", type: "number", required: true }],
      rules: "set shown : length",
    },
  ],
});
const loaded = runtime.Plan.fromBytes(plan.toBytes());
const shown = (length) => {
  const order = { items: [{ component: "rope", values: { length } }] };
  const [one, other] = [plan, loaded].map((it) => it.price(order).items[0].computed.shown);
  assert.equal(one, other);
  return one;
};
const code = (length) => {
  for (const it of [plan, loaded]) {
    try {
      it.price({ items: [{ component: "rope", values: { length } }] });
    } catch (error) {
      if (it === loaded) return error.code;
    }
  }
  assert.fail("nothing was thrown");
};

test("numbers are taken by their shortest decimal text", () => {
  const cases = [
    [0, "0"], [-0, "0"], [1.5, "1.5"], [-12.25, "-12.25"], [0.1, "0.1"], [1e21, "1000000000000000000000"],
    [1e-7, "0.0000001"], [1.5e-10, "0.00000000015"], [2 ** 53 + 2, "9007199254740994"], [4294967296.5, "4294967296.5"],
    [123456789.123456, "123456789.123456"], [2 ** 31, "2147483648"], [-(2 ** 40), "-1099511627776"],
  ];
  for (const [number, text] of cases) assert.equal(shown(number), text);
});

test("BigInt is exact", () => {
  assert.equal(shown(12345678901234567890n), "12345678901234567890");
  assert.equal(shown(-(10n ** 27n)), `-1${"0".repeat(27)}`);
});

test("texts are taken digit by digit", () => {
  assert.equal(shown("1250.50"), "1250.5");
  assert.equal(shown("0.1234567890123456789"), "0.1234567890123456789");
});

test("results of binary arithmetic are refused", () => {
  assert.equal(code(0.1 + 0.2), "number-too-precise");
  assert.equal(code(1 / 3), "number-too-precise");
  assert.equal(code(1e-13), "number-too-precise");
});

test("what is no number is refused", () => {
  for (const number of [NaN, Infinity, -Infinity]) assert.equal(code(number), "invalid-argument");
  assert.equal(code(10n ** 28n), "number-too-large");
  assert.equal(code(1e300), "number-too-large");
});

test("quantities take texts and refuse others", () => {
  const priced = (quantity) => loaded.price({ items: [{ component: "rope", values: { length: 1 }, quantity }] });
  assert.equal(priced("1_0").items[0].quantity, "10");
  for (const [quantity, expected] of [["1,5", "number-syntax"], ["", "number-syntax"], [true, "wrong-type"], [{}, "wrong-type"]]) {
    assert.throws(() => priced(quantity), { code: expected });
  }
});

test("documents keep their numbers", () => {
  const catalog = (base_price) => ({ format: 1, currency: "EUR", components: [{ id: "a", base_price }] });
  const order = { items: [{ component: "a" }] };
  assert.equal(compile(catalog(90071992547409931n)).price(order).amount, "90071992547409931.00");
  assert.throws(() => compile(catalog(0.1 + 0.2)), { code: "number-too-precise" });
  assert.throws(() => compile(catalog(NaN)), { code: "invalid-argument" });
});

test("amounts are formatted without loss", () => {
  const plain = (text) => text.replace(/\u00a0|\u202f/g, " ");
  assert.equal(formatMoney("1234.50", "EUR", "en"), "€1,234.50");
  assert.equal(plain(formatMoney("1234.50", "EUR", "de")), "1.234,50 €");
  assert.equal(formatMoney("1200", "JPY", "en"), "¥1,200");
  assert.equal(formatMoney("0.034", "EUR", "en"), "€0.034");
  assert.equal(formatMoney("90071992547409931.07", "USD", "en"), "$90,071,992,547,409,931.07");
  assert.throws(() => formatMoney(12.5, "EUR", "en"), { code: "number-syntax" });
});

test("minor units are whole", () => {
  assert.equal(minorUnits("12.50"), 1250n);
  assert.equal(minorUnits("-0.05"), -5n);
  assert.equal(minorUnits("1200", 0), 1200n);
  assert.equal(minorUnits("1.5", 3), 1500n);
  assert.throws(() => minorUnits("0.034"), { code: "number-too-precise" });
});
