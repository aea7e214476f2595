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

for (const [state, { values, with: also = {}, status }] of Object.entries(STATES)) {
  for (const [device, width] of Object.entries(WIDTHS)) {
    test(`${state} at ${width} pixels`, { skip: missing, timeout: 60_000 }, async () => {
      const { page, faults, context } = await open(running, site.page, { viewport: { width, height: 900 } });
      await place(page, { plan: "/thing.plan", values: { ...values, ...also }, taxRate: "19" });
      assert.equal((await settled(page)).status, status);
      if (state === "unset") {
        await page.evaluate(() => window.element.reportValidity());
        await page.waitForFunction(() => window.element.shadowRoot.activeElement?.closest("[data-name]").dataset.name === "size");
      }
      await shoot(page, `${state}-${device}`);
      await accessible(page);
      if (await darken(page)) {
        await accessible(page);
        if (state === "priced") await shoot(page, `${state}-${device}-dark`);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, "nothing is wider than the page");
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}

for (const [device, width] of Object.entries(WIDTHS)) {
  test(`the breakdown, from right to left, at ${width} pixels`, { skip: missing, timeout: 60_000 }, async () => {
    const { page, context } = await open(running, site.page, { viewport: { width, height: 900 } });
    await page.evaluate(() => Object.assign(document.documentElement, { lang: "ar", dir: "rtl" }));
    await place(page, { plan: "/thing.plan", values: complete, messages: { total: "المجموع" } });
    await page.locator("summary").click();
    await shoot(page, `right-to-left-${device}`);
    await accessible(page);
    const [form, price] = await Promise.all(["[part~=form]", "[part~=bar]"].map((part) => page.locator(part).boundingBox()));
    if (device === "desktop") assert.ok(price.x + price.width <= form.x, "the price stands on the left");
    assert.match(await page.locator("[part~=caption]").innerText(), /المجموع/);
    await context.close();
  });

  test(`loading and failed at ${width} pixels`, { skip: missing, timeout: 60_000 }, async () => {
    const { page, context } = await open(running, site.page, { viewport: { width, height: 600 } });
    let fail;
    await page.route("**/thing.plan", async (route) => {
      await new Promise((done) => (fail = done));
      await route.abort();
    });
    await place(page, { plan: "/thing.plan" }, { wait: false });
    await page.locator("progress").waitFor();
    await shoot(page, `loading-${device}`);
    await accessible(page);
    await page.waitForFunction(() => true);
    while (fail === undefined) await page.waitForTimeout(20);
    fail();
    await page.getByRole("alert").waitFor();
    await shoot(page, `failed-${device}`);
    await accessible(page);
    assert.equal(await page.evaluate(() => window.element.error.code), "start-failed");
    await context.close();
  });
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
