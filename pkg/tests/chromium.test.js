/** The package in headless Chromium, and how long it takes there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser } from "./lib/chromium.js";
import { compiled, orders } from "./lib/examples.js";
import { testIn } from "./lib/in-browser.js";

const { options, open } = await testIn("Chromium", browser);

// the README shows these times, which no test holds anything against: machines differ
test("from fetched bytes to the first price", options, async (context) => {
  const [given] = orders("roller-blind");
  const expected = compiled("roller-blind").price(given).amount;
  for (const [name, entry] of [["./runtime, streamed", "runtime.web"], ["./inline", "full.inline"]]) {
    const times = [];
    for (let run = 0; run < 9; run += 1) {
      const { page } = await open("/empty.html");
      times.push(await page.evaluate(firstPrice, { entry, given }));
      await page.close();
    }
    assert.deepEqual(new Set(times.map(({ amount }) => amount)), new Set([expected]));
    const [start, price, both] = ["start", "price", "both"].map((part) => median(times.map((time) => time[part])).toFixed(1));
    context.diagnostic(`${name}: start ${start} ms, plan and first price ${price} ms, together ${both} ms`);
  }
});

/** In a page that has its scripts and a plan's bytes: what `init` takes, and from there to a price. */
async function firstPrice({ entry, given }) {
  const [build, response] = await Promise.all([import(`/src/entry/${entry}.js`), fetch("/roller-blind.plan")]);
  const bytes = await response.arrayBuffer();
  const begin = performance.now();
  await build.init();
  const started = performance.now();
  const { amount } = build.Plan.fromBytes(bytes).price(given);
  const end = performance.now();
  return { amount, start: started - begin, price: end - started, both: end - begin };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[(numbers.length - 1) / 2];
}
