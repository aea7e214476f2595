/** What the package does in a browser, whichever it is. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { corpusInPage, serve, sessionsInPage } from "./site.js";

const catalog = { format: 1, currency: "EUR", components: [{ id: "a", base_price: "1.00" }] };
const order = { items: [{ component: "a", quantity: 3 }] };

/** The tests: a name, the page that each is in, and what it does there; `say` prints what was counted. */
const TESTS = [
  ["the corpus gives the same bytes, under a policy", "/empty.html", async ({ page, faults, say }) => {
    const { differences, ...counts } = await page.evaluate(corpusInPage);
    say(counts);
    assert.deepEqual(differences, []);
    assert.ok(counts.cases > 400 && counts.objects > 250 && counts.runtime > 250, JSON.stringify(counts));
    // `favicon.ico` is asked for by the browser itself
    assert.deepEqual(faults.filter((fault) => !fault.includes("404")), []);
  }],
  ["sessions say what fresh prices say", "/empty.html", async ({ page, say }) => {
    const { differences, ...counts } = await page.evaluate(sessionsInPage);
    say(counts);
    assert.deepEqual(differences.slice(0, 3), []);
    assert.ok(counts.changes >= 10_000 && counts.priced * 5 > counts.changes, JSON.stringify(counts));
  }],
  ["limits hold", "/empty.html", async ({ page }) => {
    const { faults, tried } = await page.evaluate(async () => {
      const [full, runtime, { runLimits }] = await Promise.all([
        import("/src/entry/full.web.js"),
        import("/src/entry/runtime.web.js"),
        import("/limits.js"),
      ]);
      await Promise.all([full.init(), runtime.init()]);
      return runLimits(await (await fetch("/plans.json")).json(), full, runtime);
    });
    assert.deepEqual(faults, []);
    assert.ok(tried >= 50, String(tried));
  }],
  ["one file for a script tag prices", "/iife.html", async ({ page }) => {
    const amount = await page.evaluate(async ([catalog, order]) => {
      await window.pricewright.init();
      return window.pricewright.compile(catalog).price(order).amount;
    }, [catalog, order]);
    assert.equal(amount, "3.00");
  }],
  ["a script that starts nothing says so", "/empty.html", async ({ page }) => {
    const code = await page.evaluate(async ([plan]) => {
      const runtime = await import("/src/entry/runtime.web.js");
      try {
        runtime.Plan.fromBytes(new Uint8Array(plan));
      } catch (error) {
        return error.code;
      }
    }, [[1, 2, 3]]);
    assert.equal(code, "not-started");
  }],
];

/** Whether it must be there: `PRICEWRIGHT_BROWSER` says which one alone does. */
function isAsked(name) {
  const { PRICEWRIGHT_BROWSER: only } = process.env;
  return !only || only === name.toLowerCase();
}

/**
 * Runs the tests in the browser that `start` gives, and gives what other tests in it need: `{ options, open }`. Where it
 * is not there they are skipped, which is a failure where `CI` is set.
 */
export async function testIn(name, start) {
  let missing = false;
  const running = await start().catch((error) => {
    if (process.env.CI && isAsked(name)) throw error;
    missing = `${name} does not start here: ${error.message.split("\n")[0]}`;
    console.error(`SKIPPED: tests in ${name}: ${error.message}`);
  });
  const site = await serve();
  after(async () => {
    await running?.close();
    site.server.close();
  });
  const options = { skip: missing, timeout: 120_000 };
  const open = (path) => opened(running, site.origin + path);
  for (const [title, path, work] of TESTS) {
    test(`${name}: ${title}`, options, async (context) => {
      const say = (counts) => context.diagnostic(`${name} ${running.version()}: ${JSON.stringify(counts)}`);
      await work({ ...(await open(path)), say });
    });
  }
  return { options, open };
}

async function opened(running, address) {
  const page = await running.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(address);
  return { page, faults };
}
