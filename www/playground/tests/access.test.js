/** Everybody can use the page: by keyboard alone, with a screen reader, on a phone, in the dark. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after } from "node:test";
import { close, inPage, isFirefox, open, total, write } from "./lib/page.js";

after(close);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = fileURLToPath(new URL(isFirefox ? "../shots/firefox/" : "../shots/", import.meta.url));
mkdirSync(shots, { recursive: true });

/** What axe finds in a part of the page, or its rule about colors alone. */
async function violations(page, inside, colorsAlone) {
  await putAxe(page);
  const found = await page.evaluate(async ([part, alone]) => {
    const rules = alone ? { runOnly: ["color-contrast"] } : {};
    const { violations: all } = await window.axe.run(part, { resultTypes: ["violations"], ...rules });
    return all.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 3).join(" | ")}`);
  }, [inside, colorsAlone]);
  return found;
}

/** Puts axe into the page, past the page's policy. */
async function putAxe(page) {
  if (isFirefox) return void (await page.evaluate(axe));
  const client = await page.context().newCDPSession(page);
  await client.send("Runtime.evaluate", { expression: axe });
  await client.detach();
}

/** No part of the page is wider than the screen. */
async function fits(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth);
}

const ANSWERS = ["waterfall", "rules", "matrix", "curve", "range"];
const FINDINGS = ["problems", "tests", "lint", "files"];

const LOOKS = [
  ["desktop", { width: 1280, height: 800 }, "light"],
  ["desktop-dark", { width: 1280, height: 800 }, "dark"],
  ["phone", { width: 360, height: 740 }, "light"],
  ["phone-dark", { width: 360, height: 740 }, "dark"],
];
// a long-term release of Firefox cannot be told to be dark
for (const [name, size, scheme] of LOOKS.filter(([, , scheme]) => scheme === "light" || !isFirefox)) {
  inPage(`axe finds nothing in any part: ${name}`, { viewport: size, colorScheme: scheme }, async (page) => {
    const phone = size.width < 700;
    const found = {};
    // the whole page where much of it changes, else what changed
    const look = async (part, inside = "html") => {
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      // the other colors have the same markup
      const list = await violations(page, inside, name === "desktop-dark" || name === "phone");
      if (list.length > 0) found[part] = list;
      assert.ok(await fits(page), `${part} is wider than the screen`);
      await page.screenshot({ path: join(shots, `${name}-${part}.png`) });
    };
    await page.waitForFunction(() => document.querySelector(".total").dataset.total?.length > 0);
    for (const part of ANSWERS) {
      await page.click(`#tab-${part}`);
      if (part === "curve") await page.waitForSelector(".curve .price");
      if (part === "range") await page.waitForSelector(".ends");
      await look(part, part === "waterfall" ? "html" : ".price");
    }
    if (phone) await page.click("#tab-configure");
    await look("form", ".configure");
    await page.click("#tab-shop");
    await page.waitForSelector("price-configurator [data-name=width]");
    await look("shop");
    await page.click("#tab-form");
    await page.selectOption("#order", "invalid");
    await page.waitForSelector(".field.bad");
    await look("form-invalid");
    if (phone) await page.click("#tab-write");
    await write(page, "surcharge wide when widht > 500 : 5.00\ntest wide given { width: 1000 } expect unit_price 1.00");
    await page.waitForSelector(".findings .error");
    for (const part of FINDINGS) {
      await page.click(`#tab-${part}`);
      await look(part, part === "problems" ? "html" : ".write");
    }
    assert.deepEqual(found, {});
  });
}

inPage("by keyboard alone: an example, a value, a tab, a fix", async (page) => {
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
  /** Goes on by Tab until a part has the focus. */
  const reach = async (id) => {
    for (let steps = 0; steps < 80; steps += 1) {
      if ((await focused()) === id) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not lead to ${id}`);
  };
  await reach("order");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.inputValue("#order"), "invalid");
  await page.waitForSelector(".field.bad");
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => !document.querySelector(".field.bad"));
  // the editor lets Tab go on
  await reach("editor");
  await page.keyboard.press("Tab");
  await reach("feature-width");
  const before = await page.inputValue("#feature-width");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.inputValue("#feature-width"), String((before === "" ? 400 : Number(before)) + 1));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("3300");
  await page.waitForSelector('[data-feature="width"].bad');
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "fix");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector('[data-feature="width"].bad'));
  await reach("tab-waterfall");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.activeElement?.id === "tab-rules");
  assert.equal(await page.getAttribute("#tab-rules", "aria-selected"), "true");
  await page.waitForSelector(".rules");
});

inPage("the price is told to those who do not see it", async (page) => {
  assert.equal(await page.getAttribute(".total", "aria-live"), "polite");
  await page.fill("#feature-width", "");
  await total(page, "");
  assert.equal(await page.getAttribute("#feature-width", "aria-describedby"), "feature-width-note feature-width-limits");
  await page.locator("#feature-width-note", { hasText: "required" }).waitFor();
});

inPage("light and dark can be chosen", async (page) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.querySelector(".head")).backgroundColor);
  const light = await paper();
  await page.click(".theme");
  assert.notEqual(await paper(), light);
  await page.click(".theme");
  assert.equal(await paper(), light);
});

inPage("a form of two hundred options answers within a blink", { faultsMayBe: true, once: true }, async (page, { context }) => {
  const { linked } = await import("./lib/page.js");
  const options = Array.from({ length: 200 }, (_, at) => ({ id: `o${at}`, surcharge: String(at) }));
  const features = Array.from({ length: 4 }, (_, at) => ({ id: `f${at}`, type: "select", required: true, options }));
  const catalog = JSON.stringify({ format: 1, currency: "EUR", components: [{ id: "a", base_price: "1", features }] });
  await linked(page, catalog, { items: [{ component: "a", values: { f0: "o1", f1: "o1", f2: "o1", f3: "o1" } }] });
  await total(page, "5.00"); // 1 + 4 × 1
  const times = [];
  for (let round = 2; round < 12; round += 1) {
    times.push(await page.evaluate(async (value) => {
      const select = document.querySelector("#feature-f0");
      select.value = `o${value}`;
      const begin = performance.now();
      select.dispatchEvent(new Event("change"));
      const wanted = `${value + 4}.00`;
      while (document.querySelector(".total").dataset.total !== wanted) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - begin;
    }, round));
  }
  const median = times.toSorted((a, b) => a - b)[5];
  context.diagnostic(`input to price with 800 options and their differences: median ${median.toFixed(1)} ms`);
  assert.ok(median < 400, `${median} ms`);
  await open(page);
});
