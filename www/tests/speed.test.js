/** How quick it is, how still it stands, and what it weighs. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { compile } from "pricewright";
import { browser, open, place, settled } from "./lib/browser.js";
import { large } from "./lib/catalogs.js";
import { serve } from "./lib/site.js";

/** What the element adds to the engine, in gzip; and all that a page with a plan loads, the engine included. */
const MOST_OF_ELEMENT = 26_000;
const MOST_OF_ALL = 150_000;
/** A frame at 60 a second, in milliseconds. */
const FRAME = 1000 / 60;

const { running, missing } = await browser();
const plan = Buffer.from(compile(large(200)).toBytes());
const site = await serve({ answer: (path) => (path === "/large.plan" ? { body: plan } : null) });
after(async () => {
  await running?.close();
  site.close();
});

test("200 options: from a key to its price in less than a frame, where nothing else runs", { skip: missing, timeout: 60_000 }, async (context) => {
  const { page, context: session } = await open(running, site.page);
  await place(page, { plan: "/large.plan", values: { choice: "o7", length: "10" } });
  // 10.00 + 7.00 + 0.50 × 10
  assert.deepEqual(await settled(page), { status: "priced", total: "22.00" });
  const measured = await page.evaluate(async () => {
    const { element } = window;
    const input = element.shadowRoot.querySelector('[data-name="length"] input');
    const total = element.shadowRoot.querySelector("[part=total]");
    const times = [];
    const nextTask = () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
    for (let length = 11; length <= 60; length += 1) {
      // while what the last key has made is still being worked out
      const began = performance.now();
      input.value = String(length);
      input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      const handled = performance.now();
      const shown = `€${(17 + length / 2).toFixed(2)}`;
      while (total.textContent !== shown) await nextTask();
      times.push({ blocked: handled - began, priced: performance.now() - began });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return times;
  });
  const at = (part, key) => measured.map((time) => time[key]).sort((a, b) => a - b)[Math.floor(measured.length * part)];
  context.diagnostic(`input to price: median ${at(0.5, "priced").toFixed(1)} ms, input handler ${at(0.5, "blocked").toFixed(2)} ms`);
  // other work on the machine makes some slow: the quicker quarter is held under a frame, the median under two
  assert.ok(at(0.25, "priced") < FRAME, `${at(0.25, "priced")} ms`);
  assert.ok(at(0.5, "priced") < 2 * FRAME, `${at(0.5, "priced")} ms in the median`);
  await session.close();
});

test("nothing moves that the buyer did not ask for", { skip: missing, timeout: 60_000 }, async (context) => {
  const { page, context: session } = await open(running, site.page);
  await page.evaluate(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) window.shifts.push({ value, hadRecentInput });
    }).observe({ type: "layout-shift", buffered: true });
  });
  await place(page, { plan: "/examples/roller-blind.plan", asOf: "2026-06-01" });
  const loaded = await shifts(page);
  for (const [name, value] of Object.entries({ width: "1200", drop: "1500", chain_length: "333", quantity: "3" })) {
    await page.locator(`[data-name="${name}"] input`).fill(value);
    await page.waitForTimeout(900);
  }
  await page.locator('[data-name="fabric"] input').nth(3).check();
  await page.locator('[data-name="cassette"] input').nth(1).check();
  await settled(page);
  await page.waitForTimeout(700);
  const all = await shifts(page);
  context.diagnostic(`layout shift: ${loaded.toFixed(4)} while it loads, ${(all - loaded).toFixed(4)} while it is used`);
  assert.ok(loaded < 0.1, `${loaded} while it loads`);
  assert.ok(all - loaded < 0.02, `${all - loaded} while it is used`);
  await session.close();
});

async function shifts(page) {
  return page.evaluate(() =>
    window.shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
  );
}

test("what the element weighs", (context) => {
  const dist = fileURLToPath(new URL("../../pkg/dist", import.meta.url));
  const weigh = (path) => gzipSync(readFileSync(`${dist}/${path}`), { level: 9 }).length;
  const scripts = readdirSync(`${dist}/configurator`).filter((name) => name.endsWith(".js") && !name.startsWith("full."));
  const sum = (names) => names.reduce((bytes, name) => bytes + weigh(`configurator/${name}`), 0);
  const all = sum(scripts);
  // what every page with the runtime has: its script with all that it imports, and the module
  const engine = sum([
    ...imported(
      `${dist}/configurator/`,
      scripts.find((name) => name.startsWith("runtime.")),
    ),
  ]);
  const module = weigh("runtime.wasm");
  context.diagnostic(
    `element ${all - engine}, engine's script ${engine}, module ${module}, together ${all + module} bytes in gzip`,
  );
  assert.ok(all - engine <= MOST_OF_ELEMENT, `the element is ${all - engine} bytes in gzip, over ${MOST_OF_ELEMENT}`);
  assert.ok(all + module <= MOST_OF_ALL, `all of it is ${all + module} bytes in gzip, over ${MOST_OF_ALL}`);
});

/** A script, and those that it imports. */
function imported(folder, name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, other] of readFileSync(folder + name, "utf8").matchAll(/from"\.\/([^"]+)"/g)) imported(folder, other, found);
  return found;
}
