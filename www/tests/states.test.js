/**
 * Every feature type in every state, at phone and desktop width, light and dark: looked through for accessibility, and
 * photographed into `tests/screenshots` for people to look at.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { storefrontPlan } from "pricewright";
import { browser, darken, open, place, settled, shots } from "./lib/browser.js";
import { everything } from "./lib/catalogs.js";
import { serve } from "./lib/site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const plan = storefrontPlan(everything).toBytes();

const { running, missing } = await browser();
const site = await serve({ answer: (path) => (path === "/thing.plan" ? { body: Buffer.from(plan) } : null) });
after(async () => {
  await running?.close();
  site.close();
});

const complete = {
  size: 300,
  color: "green",
  wood: "oak",
  side: "right",
  sealed: true,
  gift: true,
  weight: "2.5",
  motto: "Hello",
  tools: ["hammer"],
  screws: { long: "3" },
};
/** What each state is made by, and the status that it has. */
const STATES = {
  unset: { values: {}, status: "incomplete" },
  priced: { values: complete, status: "priced" },
  warned: { values: { ...complete, motto: "Long words" }, status: "priced" },
  "off-step": {
    values: {
      ...complete,
      size: 333,
      weight: "2.7",
      motto: "Far too long a motto",
      tools: ["hammer", "saw", "file"],
      screws: { short: "9" },
    },
    status: "invalid",
  },
  "not-available": { values: { size: 300, kit: false, ...complete }, with: { kit: false }, status: "priced" },
  forbidden: {
    values: {
      ...complete,
      place: "outside",
      color: "red",
      wood: "ash",
      side: "left",
      sealed: false,
      weight: "1",
      motto: "Long words",
      tools: ["saw"],
      screws: { short: "2" },
    },
    status: "invalid",
  },
  "on-request": { values: { ...complete, size: 950 }, status: "on_request" },
  unpriced: { values: { ...complete, size: 700 }, status: "unpriced" },
};
const WIDTHS = { phone: 360, desktop: 1280 };

const inBrowser = (name, work) => test(`${name}, at 360 and 1,280 pixels`, { skip: missing, timeout: 60_000 }, work);

/** The page of all states, loaded anew for each. */
let opened = null;

for (const [state, { values, with: also = {}, status }] of Object.entries(STATES)) {
  inBrowser(state, async () => {
    opened ??= await open(running, "about:blank");
    const { page, faults } = opened;
    await page.setViewportSize({ width: 360, height: 900 });
    await page.goto(site.page);
    faults.length = 0;
    await place(page, { plan: "/thing.plan", values: { ...values, ...also }, taxRate: "19" });
    assert.equal((await settled(page)).status, status);
    if (state === "unset") {
      await page.evaluate(() => window.element.reportValidity());
      await page.waitForFunction(() => window.element.shadowRoot.activeElement?.closest("[data-name]").dataset.name === "size");
    }
    await inWidths(page, async (device) => {
      await shoot(page, `${state}-${device}`);
      await accessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, `at ${device} width nothing is wider than the page`);
    });
    if (await darken(page)) {
      await inWidths(page, async (device) => {
        await accessible(page);
        if (state === "priced") await shoot(page, `${state}-${device}-dark`);
      });
      await page.emulateMedia({ colorScheme: "light" });
    }
    assert.deepEqual(faults, []);
  });
}

inBrowser("the breakdown, from right to left", async () => {
  const { page, context } = await open(running, site.page);
  await page.evaluate(() => Object.assign(document.documentElement, { lang: "ar", dir: "rtl" }));
  await place(page, { plan: "/thing.plan", values: complete, messages: { total: "المجموع" } });
  await page.locator("summary").click();
  await inWidths(page, async (device) => {
    await shoot(page, `right-to-left-${device}`);
    await accessible(page);
    const [form, price] = await Promise.all(["[part~=form]", "[part~=bar]"].map((part) => page.locator(part).boundingBox()));
    if (device === "desktop") assert.ok(price.x + price.width <= form.x, "the price stands on the left");
  });
  assert.match(await page.locator("[part~=caption]").innerText(), /المجموع/);
  await context.close();
});

inBrowser("loading and failed", async () => {
  const { page, context } = await open(running, site.page);
  let fail;
  await page.route("**/thing.plan", async (route) => {
    await new Promise((done) => (fail = done));
    await route.abort();
  });
  const look = async (state) =>
    inWidths(page, async (device) => {
      await shoot(page, `${state}-${device}`);
      await accessible(page);
    });
  await place(page, { plan: "/thing.plan" }, { wait: false });
  await page.locator("progress").waitFor();
  await look("loading");
  while (fail === undefined) await page.waitForTimeout(20);
  fail();
  await page.getByRole("alert").waitFor();
  await look("failed");
  assert.equal(await page.evaluate(() => window.element.error.code), "start-failed");
  await context.close();
});

/** Does something at each width. */
async function inWidths(page, work) {
  for (const [device, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 900 });
    await work(device);
  }
}

/** A picture of all of it, as high as it is. */
async function shoot(page, name) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, 400) });
  await page.screenshot({ path: join(shots, `${name}.png`) });
  await page.setViewportSize({ width, height: 900 });
}

/** No violation of WCAG 2.2 AA, nor of what is good practice. */
async function accessible(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const found = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.flat().join(" ")} ${failureSummary}`).join(" | ")}`,
    );
  });
  assert.deepEqual(violations, []);
}
