/** The configurator's engine side, in Node by the runtime: hundreds of random changes, and arithmetic on decimal texts. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compile } from "pricewright";
import { Plan } from "pricewright/runtime";
import { compared, difference, stepped } from "../../pkg/src/configurator/engine/amounts.js";
import { Configuration } from "../../pkg/src/configurator/engine/configuration.js";
import { rangeByChoices } from "../../pkg/src/configurator/engine/range.js";
import { examples } from "./lib/orders.js";

const CHANGES = 48;

test("differences and comparisons of decimal texts are exact", () => {
  for (const [a, b, expected] of [
    ["76.40", "215.90", "-139.50"],
    ["215.90", "76.40", "139.50"],
    ["0.10", "0.30", "-0.20"],
    ["1", "1", "0"],
    ["5000", "4999", "1"],
    ["-1.5", "1.25", "-2.75"],
    ["0.034", "0.04", "-0.006"],
    ["9999999999999999999999999.99", "0.01", "9999999999999999999999999.98"],
  ]) {
    assert.equal(difference(a, b), expected, `${a} - ${b}`);
    assert.equal(compared(a, b), Math.sign(Number(expected)), `${a} and ${b}`);
  }
});

test("steps of decimal texts are exact, and not more than asked for", () => {
  assert.deepEqual(stepped("0.1", "0.45", "0.1", 4), ["0.10", "0.20", "0.30", "0.40"]);
  assert.equal(stepped("0.1", "0.45", "0.1", 3), null);
  assert.deepEqual(stepped("-1", "1", "1", 3), ["-1", "0", "1"]);
  assert.deepEqual(stepped("2", "1", "1", 3), []);
  assert.equal(stepped("1", "9999999999999999999999999", "1", 400), null);
});

for (const { name, orders } of examples()) {
  test(
    `${name}: whatever is asked, the order stays what was wished, and costs what a fresh price says`,
    { timeout: 120_000 },
    () => {
      const plan = Plan.fromBytes(readFileSync(new URL(`../public/examples/${name}.plan`, import.meta.url)));
      const random = generator(7);
      const seen = new Set();
      for (const { order } of orders.slice(0, 2)) {
        const {
          items: [{ component, values = {}, quantity }],
          ...settings
        } = order;
        const { features } = plan.display.components.find(({ id }) => id === component);
        const configuration = new Configuration(plan, component, settings);
        let wishes = { ...values };
        for (let change = 0; change < CHANGES; change += 1) {
          wishes = change % 6 === 0 ? { ...values } : changed(wishes, features, random);
          configuration.update({ ...wishes, quantity: quantity ?? 1 });
          const before = configuration.answer;
          seen.add(before.status);
          for (const feature of configuration.askable.slice(change % 3, (change % 3) + 2)) {
            for (const option of configuration.options(feature)) {
              if (option.difference !== null) assert.match(option.difference, /^-?\d+(\.\d+)?$/);
            }
          }
          const range = before.status === "incomplete" ? rangeByChoices(configuration) : null;
          if (range) assert.ok(compared(range.from, range.to) <= 0);
          const after = configuration.answer;
          assert.deepEqual(after, before, "asking changes nothing");
          if (after.quote !== null) assert.deepEqual(after.quote, plan.price(after.order));
          for (const [feature, wish] of Object.entries(wishes)) {
            const kept = after.order.items[0].values[feature];
            if (feature in after.unavailable) assert.equal(kept, undefined, `${feature} is not available`);
            else if (!(feature in after.refused)) assert.deepEqual(kept, wish, `${feature} was wished`);
          }
          const refusals = (after.quote?.items[0].violations ?? []).filter(
            ({ code, features: [feature], message }) => code === "not-available" && message.startsWith(`\`${feature}\` is`),
          );
          assert.deepEqual(refusals, [], "what is not available is no part of the order");
        }
        configuration.free();
      }
      assert.ok(seen.size >= 2, [...seen].join(", "));
      plan.free();
    },
  );
}

test("a range counts the choices that leave a wish out", () => {
  const features = [
    { id: "drive", type: "select", required: true, options: ["chain", { id: "motor", surcharge: "300.00" }] },
    { id: "remote", type: "boolean", surcharge: "20.00", available_when: 'drive is set and drive = "motor"' },
    { id: "mount", type: "select", options: ["wall", { id: "ceiling", surcharge: "5.00" }] },
    { id: "plate", type: "select", required: true, available_when: 'mount is set and mount = "ceiling"', options: [{ id: "steel", surcharge: "7.00" }, { id: "brass", surcharge: "9.00" }] },
  ];
  const plan = compile({ format: 1, currency: "EUR", components: [{ id: "blind", base_price: "100.00", features }] });
  const configuration = new Configuration(plan, "blind", {});
  configuration.update({ remote: true });
  // chain: 100.00, without the remote; motor: 100.00 + 300.00 + 20.00
  assert.deepEqual(rangeByChoices(configuration), { from: "100.00", to: "420.00" });
  configuration.update({ remote: true, drive: "motor" });
  const mount = plan.display.components[0].features.find(({ id }) => id === "mount");
  const least = Object.fromEntries([...configuration.options(mount)].map((option) => [option.id, option.least]));
  // a plate is needed below the ceiling: 5.00 + 7.00
  assert.deepEqual(least, { wall: null, ceiling: "12.00" });
  assert.equal(configuration.answer.quote.amount, "420.00");
  configuration.free();
  plan.free();
});

test("a range counts every step of a number that is open, and none where they are too many", () => {
  const number = (id, max, step) => ({ id, type: "number", required: true, min: 1, max, ...(step && { step }) });
  const choice = { id: "wood", type: "select", required: true, options: ["pine", { id: "oak", surcharge: "25.00" }] };
  const rules = 'surcharge boards "Boards" : 4.00 * boards\ndiscount many "Many" when boards >= 6 : 10.00';
  const rangeOf = (features) => {
    const plan = compile({ format: 1, currency: "EUR", components: [{ id: "shelf", base_price: "40.00", features, rules }] });
    const configuration = new Configuration(plan, "shelf", {});
    configuration.update({});
    const range = rangeByChoices(configuration);
    configuration.free();
    plan.free();
    return range;
  };
  // 1 board of pine: 40.00 + 4.00; 7 boards of oak: 40.00 + 25.00 + 28.00 - 10.00 = 83.00, 5 boards 85.00
  assert.deepEqual(rangeOf([choice, number("boards", 7, 2)]), { from: "44.00", to: "85.00" });
  // two choices of 250 steps each are more than 400 completions
  assert.equal(rangeOf([choice, number("boards", 250, 1)]), null);
  assert.equal(rangeOf([choice, number("boards", 7)]), null);
});

/** Wishes with one that is other than before: also numbers beyond the limits, and what is no number. */
function changed(wishes, features, random) {
  const feature = features[Math.floor(random() * features.length)];
  const { [feature.id]: _, ...others } = wishes;
  if (random() < 0.2) return others;
  return { ...others, [feature.id]: someValue(feature, random) };
}

function someValue(feature, random) {
  const one = (list) => list[Math.floor(random() * list.length)];
  switch (feature.type) {
    case "boolean":
      return random() < 0.5;
    case "number": {
      const least = Number(feature.min ?? 0);
      const most = Number(feature.max ?? 5000);
      return one([
        String(Math.round(least + random() * (most - least))),
        feature.min ?? "1",
        feature.max ?? "9",
        String(most + 1),
        "?",
        "12.345",
      ]);
    }
    case "text":
      return one(["Ada", "7016", "A longer text than most fields take, so long that it is refused"]);
    case "multiselect":
      return Object.fromEntries(feature.options.filter(() => random() < 0.4).map(({ id }) => [id, one(["1", "2"])]));
    default:
      return one(feature.options).id;
  }
}

/** The same numbers in every run. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
