/** The page in Chromium: what is written, what it costs, and why. */
import assert from "node:assert/strict";
import { after } from "node:test";
import { examples, text } from "./lib/examples.js";
import { close, inPage, linked, selected, total, write } from "./lib/page.js";

after(close);

const shelf = (rules, more = "") => `{ "format": 1, "currency": "EUR", "components": [{ "id": "shelf", "base_price": "40.00",
  "features": [
    { "id": "wood", "type": "select", "required": true, "options": ["pine", { "id": "oak", "surcharge": "25.00" }] },
    { "id": "width", "type": "number", "required": true, "min": 400, "max": 1200, "unit": "mm" }${more}],
  "rules_file": "rules.price" }] }`;
const shelfOrder = { items: [{ component: "shelf", quantity: 2, values: { wood: "oak", width: 600 } }] };
const withRules = (page, rules, order = shelfOrder) => linked(page, shelf(), order, { "rules.price": rules });

inPage("every order of every example has the engine's total", { once: true }, async (page) => {
  for (const { name, plan, orders } of examples()) {
    await page.selectOption("#example", name);
    for (const order of orders) {
      await page.selectOption("#order", order.name);
      const { amount, status } = plan.price(order.text);
      await total(page, amount ?? "");
      if (amount !== null) continue;
      const told = { incomplete: /incomplete/, invalid: /not possible/, on_request: /on request/, unpriced: /no price/ }[status];
      await page.locator(".total", { hasText: told }).waitFor();
    }
  }
});

inPage("an order is of the example that was chosen, drawn or not", async (page) => {
  const [before, chosen] = ["imported-configento", "imported-simplio3d"].map((id) => examples().find(({ name }) => name === id));
  const common = chosen.orders.find(({ name }) => before.orders.some((other) => other.name === name));
  await page.selectOption("#example", before.name);
  await total(page, before.plan.price(before.orders[0].text).amount);
  // both in one turn, in which nothing is drawn
  await page.evaluate(
    (values) => {
      for (const [id, value] of values) {
        const select = document.querySelector(id);
        select.value = value;
        select.dispatchEvent(new Event("change"));
      }
    },
    [["#example", chosen.name], ["#order", common.name]],
  );
  await total(page, chosen.plan.price(common.text).amount);
  assert.equal(await page.inputValue("#example"), chosen.name);
});

inPage("the form prices at every change", async (page) => {
  await withRules(page, "");
  await total(page, "130.00"); // (40.00 + 25.00) × 2
  await page.selectOption("#feature-wood", "pine");
  await total(page, "80.00"); // 40.00 × 2
  await page.locator("#feature-wood", { hasText: "oak · +50.00" }).waitFor(); // 25.00 × 2
  await page.fill("#quantity", "3");
  await total(page, "120.00");
  await page.fill("#feature-width", "");
  await total(page, "");
  await page.locator(".total", { hasText: "incomplete" }).waitFor();
  await page.fill("#feature-width", "12,5");
  await page.waitForSelector('[data-feature="width"] .note .bad');
  assert.match(await page.textContent('[data-feature="width"] .note'), /12,5/);
});

inPage("what is not possible says why, and a fix mends it", async (page) => {
  await withRules(page, 'require oak_width "Oak is no wider than 50 cm" when wood = "oak" : width <= 500');
  await page.waitForSelector('[data-feature="width"] .bad');
  assert.match(await page.textContent('[data-feature="width"] .note'), /Oak is no wider than 50 cm/);
  await page.click('[data-feature="width"] .fix');
  await total(page, "130.00");
  assert.equal(await page.inputValue("#feature-width"), "500");
});

inPage("a fault is told as it is typed, at its place, with the edit that mends it", async (page) => {
  await withRules(page, "");
  await write(page, 'surcharge wide "Wide" when widht > 500 : 5.00');
  await page.waitForSelector('.findings [data-code="unknown-name"]');
  assert.match(await page.textContent(".findings"), /unknown name `widht`.*rules\.price:1.*did you mean `width`/s);
  assert.equal(await page.textContent(".cm-lintRange-error"), "widht");
  // the last catalog that compiled still has its price
  await total(page, "130.00");
  await page.hover(".cm-lintRange-error");
  await page.click(".cm-diagnosticAction");
  await total(page, "140.00"); // (40.00 + 25.00 + 5.00) × 2
  assert.equal(await page.locator(".cm-lintRange-error").count(), 0);
});

inPage("a fault of rules inside the catalog is underlined inside its JSON", async (page) => {
  await linked(page, shelf().replace('"rules_file": "rules.price"', String.raw`"rules": ["// one", "surcharge wide when wood = \"oka\" : 5.00"]`), shelfOrder);
  await page.click(".below #tab-problems");
  await page.waitForSelector(".cm-lintRange-error");
  assert.equal(await page.textContent(".cm-lintRange-error"), String.raw`\"oka\"`);
  await page.click(".findings .fix");
  await total(page, "140.00"); // (40.00 + 25.00 + 5.00) × 2
});

inPage("completion offers a feature's options", async (page) => {
  await withRules(page, "");
  await write(page, "");
  await page.keyboard.type('surcharge wide when wood = "o');
  await page.waitForSelector(".cm-tooltip-autocomplete");
  const offered = await page.locator(".cm-tooltip-autocomplete li").allTextContents();
  assert.match(offered[0], /^oak/);
  // what was just opened takes no key for a moment
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  assert.match(await page.textContent(".cm-line"), /wood = "oak"/);
});

inPage("tests run with every change, and say what was expected and found", async (page) => {
  await page.click("#tab-tests");
  // each is a statement in the rules
  const count = [...text("roller-blind", "rules.price").matchAll(/^test /gm)].length;
  await page.waitForFunction((passed) => document.querySelectorAll(".tests .passed").length === passed, count);
  assert.match(await page.textContent("#tab-tests"), new RegExp(`${count} ✓`));
  await write(page, text("roller-blind", "rules.price").replace("unit_price 66.90, net 76.40", "unit_price 66.90, net 76.41"));
  await page.waitForSelector('.tests [data-test="plain"].error');
  assert.match(await page.textContent('.tests [data-test="plain"]'), /expected net 76\.41, found 76\.40/);
  assert.match(await page.textContent("#tab-tests"), /1 failed/);
  await page.click('.tests [data-test="plain"] .bad');
  await selected(page, "net 76.41");
  // worked out beside the test: 61.50 + 4.80, the ending .90, and 9.50 for a small order
  await page.click('.tests [data-test="plain"] .small');
  await total(page, "76.40");
});

inPage("the waterfall ends at the amount, each bar where the one before it ended", async (page) => {
  const quote = examples().find(({ name }) => name === "roller-blind").plan.price(text("roller-blind", "orders/retail.json"));
  await page.selectOption("#order", "retail");
  await total(page, quote.amount);
  const bars = await page.$$eval(".waterfall:not(.order) tr", (rows) =>
    rows.flatMap((row) => {
      const rect = row.querySelector("rect");
      if (!rect) return [];
      const [x, width] = [Number(rect.getAttribute("x")), Number(rect.getAttribute("width"))];
      return [{ kind: rect.getAttribute("class"), start: x, end: x + width, amount: row.querySelector(".amount").textContent.replace("−", "-") }];
    }),
  );
  const lines = bars.filter(({ kind }) => kind !== "mark");
  let at = lines[0].start;
  for (const { kind, start, end, amount } of lines) {
    const [from, to] = kind === "up" ? [start, end] : [end, start];
    // a bar of nothing is drawn one wide
    assert.ok(Math.abs(from - at) < 0.01 || end - start === 1, `${amount} begins at ${from}, not ${at}`);
    at = Number(amount) === 0 ? at : to;
  }
  const cents = lines.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  assert.equal(cents, Math.round(Number(quote.items[0].amount) * 100));
});

inPage("rules say why they did not apply, and a click goes to where they stand", async (page) => {
  await withRules(page, 'let x = 1\nsurcharge wide "Wide" when width > 1000 : 5.00\nsurcharge always "Always" : 1.00');
  await page.click("#tab-rules");
  await page.waitForSelector('.rules .silent[data-rule="wide"]');
  assert.match(await page.textContent('.rules .silent[data-rule="wide"]'), /width > 1000 is false.*width = 600/s);
  assert.match(await page.textContent('.rules .fired[data-rule="always"]'), /2\.00/);
  await page.click('.rules .silent[data-rule="wide"] .link >> nth=0');
  await page.waitForFunction(() => document.querySelector(".editor").shadowRoot.activeElement !== null);
  await selected(page, "wide");
});

inPage("the price list is a map with the cell in use and its holes", async (page) => {
  await page.click("#tab-matrix");
  await page.waitForSelector(".matrix .used");
  // linen is of band B, 1200 × 1500: 99.90, by the file
  const file = text("roller-blind", "band-b.csv").trim().split(/\r?\n/).map((line) => line.split(";"));
  assert.equal(await page.getAttribute(".matrix .used", "title"), "1200 × 1500: 99.9");
  const cells = file.slice(1).flatMap((row) => row.slice(1));
  const empty = cells.filter((cell) => cell.trim() === "").length;
  assert.ok(empty > 0);
  assert.equal(await page.locator(".matrix td").count(), cells.length);
  assert.equal(await page.locator(".matrix td.hole").count(), empty);
  // a click on another cell tries its size
  await page.click('.matrix td[title^="400 × 400:"]');
  await page.waitForSelector('.matrix .used[title^="400 × 400:"]');
  assert.deepEqual([await page.inputValue("#feature-width"), await page.inputValue("#feature-drop")], ["400", "400"]);
});

inPage("the curve has its steps where the price jumps, and stops where there is none", async (page) => {
  await withRules(page, "surcharge wide when width > 605 : 5.00\nforbid too_wide : width > 1000");
  await page.click("#tab-curve");
  await page.selectOption("#dimension", "width");
  await page.waitForFunction(() => document.querySelector(".axis.name")?.textContent === "width (mm)");
  await page.waitForSelector(".curve .price");
  await page.click("details summary");
  const rows = await page.$$eval(".steps tbody tr", (all) => all.map((row) => row.textContent.trim().replaceAll(/\s+/g, " ")));
  // (40 + 25) × 2, and 5.00 more for each
  assert.deepEqual(rows, ["400 – 605130.00", "606 – 1000140.00", "1001 – 1200not possible"]);
  assert.equal(await page.locator(".curve .gap").count(), 1);
  await page.selectOption("#dimension", "quantity");
  await page.waitForFunction(() => document.querySelector(".axis.name")?.textContent === "quantity");
});

inPage("the range is proved, and its ends can be tried", async (page) => {
  await withRules(page, "", { items: [{ component: "shelf", values: { width: 600 } }] });
  await page.click("#tab-range");
  await page.waitForFunction(() => document.querySelectorAll(".ends").length === 2);
  assert.match(await page.textContent(".range"), /from\s*€40\.00 proved.*to\s*€65\.00 proved/s);
  await page.click(".ends dd:last-of-type button >> nth=0");
  await total(page, "65.00"); // 40.00 + 25.00
});

inPage("the lint finds a rule that never fires, and shows it", async (page) => {
  await withRules(page, "surcharge never when width > 5000 : 5.00");
  await page.click("#tab-lint");
  await page.waitForSelector('.findings [data-code="rule-never-fires"]');
  await page.click('.findings [data-code="rule-never-fires"] .link');
  await selected(page, "never");
});

inPage("the form of a shop and the playground's own are one order", async (page) => {
  await withRules(page, "");
  await total(page, "130.00"); // (40.00 + 25.00) × 2
  await page.click("#tab-shop");
  await page.click("price-configurator [data-name=wood] label:has-text('pine')");
  await total(page, "80.00"); // 40.00 × 2
  await write(page, 'surcharge more "More" : 1.00');
  await total(page, "82.00");
  // the element has the new plan, and the same values
  await page.waitForFunction(() => document.querySelector("price-configurator")?.total === "82.00");
  await page.click("#tab-form");
  assert.equal(await page.inputValue("#feature-wood"), "pine");
  await page.selectOption("#feature-wood", "oak");
  await total(page, "132.00"); // (40.00 + 25.00 + 1.00) × 2
  await page.click("#tab-shop");
  await page.waitForFunction(() => document.querySelector("price-configurator")?.total === "132.00");
});
