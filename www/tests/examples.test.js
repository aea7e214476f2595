/**
 * Every order of every example: the element says what the command line says, and of options what the full build says; the
 * latter in Chromium alone, since what it takes is Node's time.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Plan } from "pricewright";
import { browser, isFirefox, open, place, settled } from "./lib/browser.js";
import { byCommandLine, examples, propertiesOf } from "./lib/orders.js";
import { serve } from "./lib/site.js";

/** How many options are compared at least: fewer would say that the test does not find them. */
const LEAST_OPTIONS = {
  "engraved-gift": 250,
  "imported-configento": 8,
  "imported-simplio3d": 1,
  "print-job": 100,
  "roller-blind": 100,
  shelving: 20,
  window: 120,
};
const plans = join(dirname(fileURLToPath(import.meta.url)), "../public/examples");
const { running, missing } = await browser();
const site = await serve();
after(async () => {
  await running?.close();
  site.close();
});

for (const { name, orders } of examples()) {
  test(`${name}: totals of ${orders.length} items, and what their options change`, { skip: missing, timeout: 400_000 }, async (report) => {
    let compared = 0;
    const expected = byCommandLine(name, orders.map(({ order }) => order));
    assert.equal(expected.length, orders.length);
    const plan = Plan.fromBytes(readFileSync(join(plans, `${name}.plan`)));
    const { page, faults, context } = await open(running, site.page);
    for (const [index, { name: of, order }] of orders.entries()) {
      await page.evaluate(() => window.element?.remove());
      await place(page, { plan: `/examples/${name}.plan`, ...propertiesOf(order), language: "en" });
      const found = await settled(page);
      const { status, total, amount = total } = expected[index];
      assert.deepEqual([found.status, found.total], [status, amount ?? null], `${of}: ${JSON.stringify(expected[index])}`);
      if (status === "priced" && !isFirefox) compared += await sameDifferences(page, plan, of);
    }
    report.diagnostic(`${compared} options compared`);
    assert.ok(isFirefox || compared >= LEAST_OPTIONS[name], `${compared} options were compared, expected at least ${LEAST_OPTIONS[name]}`);
    assert.deepEqual(faults, []);
    plan.free();
    await context.close();
  });
}

/** Gives how many options it has compared. What stands beside the options is what `optionPrices` of the full build says of the order. */
async function sameDifferences(page, plan, of) {
  const { order, shown } = await page.evaluate(() => {
    const { element } = window;
    const cards = [...element.shadowRoot.querySelectorAll('fieldset[data-state="available"] .card')];
    const rows = cards.map((card) => ({
      feature: card.closest("fieldset").dataset.name,
      option: card.querySelector("[part=option-name]").textContent,
      text: card.querySelector("[part=difference]").textContent,
      chosen: card.dataset.chosen,
    }));
    const listed = [...element.shadowRoot.querySelectorAll('[data-state="available"] select option')];
    const lists = listed.map((option) => ({
      feature: option.closest("[data-name]").dataset.name,
      id: option.value,
      text: / \(([^()]*)\)$/.exec(option.textContent)?.[1] ?? "",
    }));
    return { order: element.order, shown: [...rows, ...lists] };
  });
  const component = plan.display.components.find(({ id }) => id === order.items[0].component);
  const label = ({ name }) => (typeof name === "string" ? name : (name[order.language] ?? Object.values(name)[0]));
  let compared = 0;
  for (const { id, type, options } of plan.optionPrices(order).features) {
    if (type !== "select") continue;
    const feature = component.features.find((other) => other.id === id);
    for (const option of options) {
      const name = label(feature.options.find((other) => other.id === option.id));
      const row = shown.find((each) => each.feature === id && (each.id === option.id || each.option === name));
      if (row === undefined || option.chosen) continue;
      compared += 1;
      const then = withoutTheRest(plan, order, id, option);
      const where = `${of}: ${id} ${option.id}: ${row.text}, by the full build ${JSON.stringify(then)}`;
      if (then.amount !== null) assert.equal(cents(row.text), then.amount - cents(plan.price(order).amount), where);
      else if (then.allowed) assert.doesNotMatch(row.text, /^[+-]|not/, where);
      else assert.match(row.text, /not available|not possible/, where);
    }
  }
  return compared;
}

/** The order with an option; what is not available with it is left out, as the element does. */
function withoutTheRest(plan, order, id, option) {
  const values = { ...order.items[0].values, [id]: option.value };
  for (;;) {
    const { amount, items } = plan.price({ ...order, items: [{ ...order.items[0], values }] });
    const found = items[0].violations.filter(
      ({ code, features: [feature], message }) => code === "not-available" && message.startsWith(`\`${feature}\` is`),
    );
    const gone = found.map(({ features: [feature] }) => feature).filter((feature) => feature !== id && feature in values);
    if (gone.length === 0) return { amount: amount && cents(amount), allowed: items[0].status !== "invalid" };
    for (const feature of gone) delete values[feature];
  }
}

/** A small amount as people read it in English, in its smallest unit. */
function cents(text) {
  const digits = text.replace(/[^\d]/g, "");
  return Number(digits || 0) * (text.includes("-") ? -1 : 1);
}
