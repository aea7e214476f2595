/** The element where things are not as usual: offline, without workers, on a slow network, after a failure; and by the full build. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { browser, open, place, settled } from "./lib/browser.js";
import { POLICY, serve } from "./lib/site.js";

const PLAN = "/examples/roller-blind.plan";
const CATALOG = "/examples/roller-blind.catalog.json";
const DAY = "2026-06-01";
/** 76.40, as in `element.test.js`. */
const WHITE = { fabric: "daylight_white", width: "1000", drop: "1000", cassette: "none" };
const TOTAL = "76.40";
const priced = { status: "priced", total: TOTAL };

const { running, missing } = await browser();
const sites = [];
after(async () => {
  await running?.close();
  for (const site of sites) site.close();
});

async function siteOf(options) {
  const site = await serve(options);
  sites.push(site);
  return site;
}

const inBrowser = (name, work) => test(name, { skip: missing, timeout: 90_000 }, work);

inBrowser("once it is there, it needs no network", async () => {
  const site = await siteOf();
  const { page, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await context.setOffline(true);
  site.close();
  await page.evaluate((values) => window.element.set(values), WHITE);
  assert.deepEqual(await settled(page), priced);
  assert.deepEqual(asked, []);
  await context.close();
});

inBrowser("a policy without workers keeps the engine in the page", async () => {
  const site = await siteOf({ headers: { "content-security-policy": POLICY.replace("worker-src 'self'", "worker-src 'none'") } });
  const { page, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY, values: WHITE });
  assert.deepEqual(await settled(page), priced);
  assert.equal(page.workers().length, 0);
  await page.evaluate(() => window.element.set("motor", "wired"));
  // 66.30 + 119.00 = 185.30, then the ending .90
  assert.deepEqual(await settled(page), { status: "priced", total: "185.90" });
  await context.close();
});

inBrowser("a page may keep the engine itself; else a worker has it", async () => {
  const site = await siteOf();
  const { page, faults, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY, values: WHITE, worker: "off" });
  assert.deepEqual(await settled(page), priced);
  assert.equal(page.workers().length, 0);
  await page.evaluate(() => (window.element.worker = null));
  await page.evaluate(() => window.element.updateComplete);
  await page.evaluate(() => window.element.ready);
  assert.deepEqual(await settled(page), priced);
  assert.equal(page.workers().length, 1);
  await page.evaluate(() => window.element.remove());
  await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0, "a worker ends with its element");
  assert.deepEqual(faults, []);
  await context.close();
});

inBrowser("a script from another origin, whose worker cannot be had, prices in the page", async () => {
  const elsewhere = await siteOf({ headers: { "access-control-allow-origin": "*" } });
  const site = await siteOf({
    headers: {
      "content-security-policy": `default-src 'self'; script-src 'self' ${elsewhere.origin} 'wasm-unsafe-eval'; connect-src 'self' ${elsewhere.origin}`,
    },
    answer: (path) =>
      path === "/cdn.html" && {
        type: "text/html",
        body: Buffer.from(
          `<!doctype html><title>t</title><main></main><script type="module" src="${elsewhere.origin}/pkg/dist/configurator/index.js"></script>`,
        ),
      },
  });
  const { page, context } = await open(running, `${site.origin}/cdn.html`);
  await place(page, { plan: PLAN, asOf: DAY, values: WHITE });
  assert.deepEqual(await settled(page), priced);
  await context.close();
});

inBrowser("on a slow network it shows how far it is, and takes what is set meanwhile", async () => {
  const slow = readFileSync(fileURLToPath(new URL("../../pkg/dist/runtime.wasm", import.meta.url)));
  const site = await siteOf({
    answer: (path) =>
      path.endsWith("/runtime.wasm") ? { body: slow, type: "application/wasm", pace: { pieces: 12, pause: 120 } } : null,
  });
  const { page, faults, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY }, { wait: false });
  const seen = new Set();
  for (let look = 0; look < 12; look += 1) {
    const value = await page.evaluate(() => window.element.shadowRoot.querySelector("progress")?.value);
    if (value > 0) seen.add(value);
    if (look === 2) await page.evaluate((values) => window.element.set(values), WHITE);
    await page.waitForTimeout(100);
  }
  assert.ok(seen.size >= 4, `progress moved to ${[...seen].join(", ")}`);
  assert.ok([...seen].every((value) => value <= 1));
  await page.evaluate(() => window.element.ready);
  assert.deepEqual(await settled(page), priced);
  assert.deepEqual(faults, []);
  await context.close();
});

inBrowser("after a failure one click tries again", async () => {
  let down = true;
  const site = await siteOf({
    answer: (path) =>
      down && path.endsWith("/runtime.wasm") ? { status: 503, body: Buffer.from("later"), type: "text/plain" } : null,
  });
  const { page, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY, values: WHITE }, { wait: false });
  await page.getByRole("alert").waitFor();
  const { code, valid } = await page.evaluate(() => ({ code: window.element.error.code, valid: window.element.checkValidity() }));
  assert.deepEqual({ code, valid }, { code: "start-failed", valid: false });
  down = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.evaluate(() => window.element.ready);
  assert.deepEqual(await settled(page), priced);
  await page.waitForFunction(() => window.element.shadowRoot.activeElement?.closest("[data-name]") != null, null, { timeout: 5_000 });
  await context.close();
});

inBrowser("what is no plan, and an unknown component, are said with their codes", async () => {
  const site = await siteOf({ answer: (path) => (path === "/broken.plan" ? { body: Buffer.from("no plan") } : null) });
  const { page, context } = await open(running, site.page);
  const codeOf = (properties) =>
    page.evaluate(async (given) => {
      window.element?.remove();
      window.element = Object.assign(document.createElement("price-configurator"), given);
      document.querySelector("main").append(window.element);
      return window.element.ready.then(
        () => "ready",
        ({ code, message }) => `${code}: ${message}`,
      );
    }, properties);
  assert.match(await codeOf({ plan: "/broken.plan" }), /^invalid-plan: /);
  assert.match(
    await codeOf({ plan: PLAN, component: "rollerblind" }),
    /^unknown-component: unknown component `rollerblind`; the plan has `roller-blind`/,
  );
  assert.match(await codeOf({ plan: "/nowhere.plan" }), /^start-failed: .*404/);
  await context.close();
});

inBrowser("what an order may not say is said, and mended by saying something else", async () => {
  const site = await siteOf();
  const { page, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY, values: WHITE });
  const found = await page.evaluate(async () => {
    window.element.currency = "CHF";
    await window.element.updateComplete;
    await new Promise((said) => window.element.addEventListener("error", said, { once: true }));
    const { state, error } = window.element;
    window.element.currency = "EUR";
    await window.element.updateComplete;
    const quote = await window.element.priced();
    return { state, code: error.code, then: window.element.state, amount: quote.amount };
  });
  assert.deepEqual(found, { state: "failed", code: "currency-not-in-catalog", then: "ready", amount: TOTAL });
  await context.close();
});

inBrowser("properties that are set before the script is there count", async () => {
  const site = await siteOf({
    answer: (path) =>
      path === "/late.html" && { type: "text/html", body: Buffer.from("<!doctype html><title>t</title><main></main>") },
  });
  const { page, context } = await open(running, `${site.origin}/late.html`);
  const total = await page.evaluate(
    async ([plan, values, asOf]) => {
      const element = Object.assign(document.createElement("price-configurator"), { plan, values, asOf, quantity: 2 });
      document.querySelector("main").append(element);
      await import("/pkg/dist/configurator/index.js");
      await element.ready;
      return (await element.priced()).amount;
    },
    [PLAN, WHITE, DAY],
  );
  // 66.90 × 2 = 133.80; no charge from 100.00 on
  assert.equal(total, "133.80");
  await context.close();
});

inBrowser("a catalog loads the full build, and prices the same", async () => {
  const site = await siteOf();
  const { page, faults, context } = await open(running, site.page);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await place(page, { catalog: CATALOG, asOf: DAY, values: WHITE });
  assert.deepEqual(await settled(page), priced);
  assert.ok(asked.includes("/pkg/dist/full.wasm") && !asked.includes("/pkg/dist/runtime.wasm"), asked.join(" "));
  assert.deepEqual(faults, []);
  await context.close();
});

inBrowser("a plan loads the runtime alone", async () => {
  const site = await siteOf();
  const { page, context } = await open(running, site.page);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await place(page, { plan: PLAN, asOf: DAY });
  assert.ok(asked.includes("/pkg/dist/runtime.wasm") && !asked.some((path) => path.includes("full")), asked.join(" "));
  await context.close();
});

inBrowser("a document with files is compiled in the page; its faults are said", async () => {
  const site = await siteOf();
  const { page, context } = await open(running, site.page);
  const catalog = {
    format: 1,
    currency: "EUR",
    components: [
      {
        id: "mug",
        base_price: "9.90",
        features: [{ id: "print", type: "boolean", surcharge: "2.50" }],
        rules_file: "rules.price",
      },
    ],
  };
  // 12 × 9.90 = 118.80; less 10% = 106.92
  await place(page, {
    catalog,
    files: { "rules.price": 'discount ten "Ten" when quantity >= 10 : 10% of list' },
    quantity: "12",
  });
  assert.deepEqual(await settled(page), { status: "priced", total: "106.92" });
  const faults = await page.evaluate(async () => {
    window.element.files = { "rules.price": 'discount ten "Ten" when quantty >= 10 : 10% of list' };
    await window.element.updateComplete;
    return window.element.ready.catch(({ code, diagnostics }) => ({ code, help: diagnostics[0].help }));
  });
  assert.deepEqual(faults, { code: "unknown-name", help: "did you mean `quantity`?" });
  await context.close();
});

inBrowser("ids may be names of what every object has", async () => {
  const site = await siteOf();
  const { page, faults, context } = await open(running, site.page);
  const features = [
    { id: "constructor", type: "select", options: ["toString", "valueOf"] },
    {
      id: "hasOwnProperty",
      type: "multiselect",
      quantities: true,
      options: ["constructor", { id: "toString", surcharge: "2.00" }],
    },
    { id: "isPrototypeOf", type: "text", available_when: 'constructor is set and constructor = "valueOf"' },
  ];
  await place(page, { catalog: { format: 1, currency: "EUR", components: [{ id: "thing", base_price: "5.00", features }] } });
  assert.deepEqual(await settled(page), { status: "priced", total: "5.00" });
  assert.equal(await page.locator("input:checked").count(), 1, "nothing but none is chosen");
  await page.locator('[data-name="hasOwnProperty"] input[type=checkbox]').nth(1).check();
  assert.deepEqual(await settled(page), { status: "priced", total: "7.00" });
  assert.equal(await page.locator('[data-name="isPrototypeOf"]').getAttribute("data-state"), "unavailable");
  await page.evaluate(() => window.element.set("constructor", "valueOf"));
  await settled(page);
  assert.equal(await page.locator('[data-name="isPrototypeOf"]').getAttribute("data-state"), "available");
  assert.deepEqual(faults, []);
  await context.close();
});

inBrowser("the full build gives hints for a plan, and proves what numbers leave open", async () => {
  const site = await siteOf();
  const { page, faults, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY, engine: "full", values: { ...WHITE, width: "1001" } });
  // 63.00 + 7.20 = 70.20, then the ending: 70.90; + 9.50. A millimeter less is 76.40
  assert.deepEqual(await settled(page), { status: "priced", total: "80.40" });
  const hint = page.locator("[part~=hints] li", { hasText: "Width 1,000\u00a0mm" });
  assert.match(await hint.innerText(), /-€4.00/);
  await hint.getByRole("button").click();
  assert.deepEqual(await settled(page), priced);
  await page.evaluate(() => window.element.set({ drop: null }));
  assert.equal((await settled(page)).status, "incomplete");
  assert.match(await page.locator("[part=total]").innerText(), /^from €[\d.]+/);
  assert.deepEqual(faults, []);
  await context.close();
});

inBrowser("hints stay, grayed, until the next are there, and what has the focus keeps it", async () => {
  const site = await siteOf();
  const { page, faults, context } = await open(running, site.page);
  await place(page, { plan: PLAN, asOf: DAY, engine: "full", values: { ...WHITE, width: "1001" } });
  await settled(page);
  await page.locator("[part~=hints] li", { hasText: "Width 1,000\u00a0mm" }).getByRole("button").focus();
  const seen = await page.evaluate(async () => {
    const { element } = window;
    const { shadowRoot } = element;
    const button = shadowRoot.activeElement;
    const entry = button.closest("li");
    const look = () => {
      const { stale } = shadowRoot.querySelector("[part~=hints]").dataset;
      return { stale, isThere: entry.isConnected, isFocused: shadowRoot.activeElement === button, text: entry.querySelector("bdi").textContent };
    };
    const before = look();
    element.set("quantity", 3);
    await element.priced();
    await element.updateComplete;
    const between = look();
    await element.settled();
    await element.updateComplete;
    return [before, between, look()];
  });
  const kept = { isThere: true, isFocused: true };
  // 80.40 - 76.40 for one; for three 70.90 × 3 = 212.70 and 66.90 × 3 = 200.70, from 100.00 on without the charge
  const [one, three] = ["-€4.00", "-€12.00"].map((difference) => `Width 1,000\u00a0mm: ${difference}`);
  assert.deepEqual(seen, [
    { stale: "false", ...kept, text: one },
    { stale: "true", ...kept, text: one },
    { stale: "false", ...kept, text: three },
  ]);
  await page.evaluate(() => window.element.set("width", null));
  assert.equal((await settled(page)).status, "incomplete");
  assert.equal(await page.locator("[part~=hints]").count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});
