/** The built pages in a headless browser: the shop with its cart, the form in a frame of another origin, start page and docs. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { transformWithOxc } from "vite";
import { serveAll } from "../server/serve.js";
import { createShop } from "../shop/server/shop.js";
import { browser, open, shots } from "./lib/browser.js";

const www = join(dirname(fileURLToPath(import.meta.url)), "..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const newShop = () =>
  createShop({
    catalog: readFileSync(join(www, "public/examples/roller-blind.catalog.json"), "utf8"),
    currency: "EUR",
    taxRate: "19",
    accounts: [{ name: "dealer", password: "demo", group: "dealer" }],
    secret: new TextEncoder().encode("a secret of this test, long enough"),
    today: () => "2026-06-01",
  });

const { running, missing } = await browser();
const site = await serveAll({ shop: newShop() });
after(async () => {
  await running?.close();
  site.close();
});

const inBrowser = (name, work) => test(name, { skip: missing, timeout: 60_000 }, work);

/**
 * Fills in the blind of 76.40 by hand. Labels are looked for in fields only: Firefox's process of the page dies where
 * Playwright has looked through a part with `aria-labelledby` for one and a script of the page, as axe, does so after it.
 */
async function fill(page) {
  await page.locator('[data-name="fabric"]').getByLabel("Daylight white").check();
  await page.getByRole("spinbutton", { name: "Width" }).fill("1000");
  await page.getByRole("spinbutton", { name: "Drop" }).fill("1000");
  await page.locator('[data-name="cassette"]').getByLabel("Without").check();
}

async function accessible(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () =>
    (await window.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
  );
  assert.deepEqual(violations, []);
}

inBrowser("a blind is bought in the shop, as a visitor and as a dealer", async () => {
  const { page, faults, context } = await open(running, `${site.origin}/shop/`);
  await fill(page);
  await page.getByText("€76.40").first().waitFor();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByText("It is in the cart.").waitFor();
  assert.match(await page.locator("#cart tbody").innerText(), /fabric daylight_white.*€76\.40/);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Logged in, prices for: dealer").waitFor();
  await page.getByText("€65.85").first().waitFor();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByText("It is in the cart.").waitFor();
  await accessible(page);
  await page.screenshot({ path: join(shots, "shop-desktop.png"), fullPage: true });
  await page.setViewportSize({ width: 360, height: 800 });
  await accessible(page);
  await page.screenshot({ path: join(shots, "shop-phone.png") });
  assert.deepEqual(faults, []);
  await context.close();
});

inBrowser("an incomplete order cannot be sent: the form says what is missing", async () => {
  const { page, context } = await open(running, `${site.origin}/shop/`);
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.getByRole("spinbutton", { name: "Width" }).fill("1000");
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByText("Fabric is still open").waitFor();
  assert.deepEqual(sent, []);
  await context.close();
});

inBrowser("a total that was changed in the browser is refused", async () => {
  const { page, context } = await open(running, `${site.origin}/shop/`);
  await fill(page);
  await page.getByText("€76.40").first().waitFor();
  // what somebody does who has the browser's tools open
  await page.evaluate(() => {
    const element = document.querySelector("price-configurator");
    const lying = { ...element.quote, amount: "6.40" };
    Object.defineProperty(element, "quote", { get: () => lying });
  });
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByText("Not taken: the price is 76.40 EUR, claimed 6.40 EUR").waitFor();
  assert.equal(await page.locator("#cart tbody tr").count(), 0);
  await context.close();
});

inBrowser("a form in a frame is as high as it has to be, and says its price", async () => {
  const { page: host, faults, context } = await open(running, "about:blank");
  // outside of the autumn sale
  await host.clock.setFixedTime(new Date("2026-06-01T12:00:00"));
  await host.goto(`${site.origin}/embed/host/`);
  await host.getByText("The form is there.").waitFor();
  const frame = host.frameLocator("iframe");
  await host.waitForFunction(() => document.querySelector("iframe").getBoundingClientRect().height > 800);
  const [outer, inner] = await Promise.all([
    host.locator("iframe").evaluate((element) => element.clientHeight),
    frame.locator("html").evaluate((element) => element.scrollHeight),
  ]);
  assert.ok(Math.abs(outer - inner) <= 2, `${outer} of ${inner}`);
  const fonts = await Promise.all([host, frame].map((page) => page.locator("body").evaluate((body) => getComputedStyle(body).font)));
  assert.equal(fonts[1], fonts[0], "it is written as the page around it");
  await host.getByRole("button", { name: "Linen" }).click();
  // 99.90 + 22.20 cassette + 7.20 brackets = 129.30, then the ending .90; no charge from 100.00 on
  await host.getByText("complete: 129.90 EUR").waitFor();
  await frame.getByText("€129.90").first().waitFor();
  await host.screenshot({ path: join(shots, "embed-desktop.png"), fullPage: true });
  assert.deepEqual(faults, []);
  await context.close();
});

inBrowser("a frame that was there before the page listens, or comes after, misses no word", async () => {
  const { page: host, faults, context } = await open(running, "about:blank");
  // outside of the autumn sale
  await host.clock.setFixedTime(new Date("2026-06-01T12:00:00"));
  // the frame stands in the page, and is ready, before anyone listens
  const frame = `${site.origin}/embed/?parent=${site.origin}`;
  const held = `<!doctype html><html lang="en"><title>held</title><iframe src="${frame}" width="900"></iframe>`;
  await host.route(`${site.origin}/held/`, (route) => route.fulfill({ contentType: "text/html", body: held }));
  const script = (await transformed("embed/frame.ts")).replace(/import .*;/, "") + (await transformed("embed/messages.ts"));
  await host.route(`${site.origin}/held/frame.js`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  const connected = () =>
    host.evaluate(async () => {
      const { connect } = await import("/held/frame.js");
      window.heard = [];
      const listen = ({ type }) => window.heard.push(type);
      const form = connect(document.querySelector("iframe"), { ready: listen, height: listen, change: listen, complete: listen });
      form.set({ fabric: "linen", width: "1200", drop: "1500", cassette: "white" });
    });
  await host.goto(`${site.origin}/held/`);
  await host.frameLocator("iframe").getByText("Fabric").first().waitFor();
  await host.waitForTimeout(300);
  await connected();
  await host.waitForFunction(() => ["ready", "height", "change", "complete"].every((type) => window.heard.includes(type)));
  // and one whose frame begins only now
  await host.evaluate(() => {
    const again = Object.assign(document.createElement("iframe"), { src: document.querySelector("iframe").src, width: 900 });
    document.querySelector("iframe").replaceWith(again);
  });
  await connected();
  await host.waitForFunction(() => ["ready", "height", "complete"].every((type) => window.heard.includes(type)));
  await host.frameLocator("iframe").getByText("€129.90").first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

/** A module as a browser reads it. */
async function transformed(path) {
  return (await transformWithOxc(readFileSync(join(www, path), "utf8"), path)).code;
}

/** A site of another origin, whose page holds a frame and keeps what it hears. */
async function neighbor() {
  const script =
    'window.heard = []; addEventListener("message", ({ data, origin }) => heard.push({ data, origin }));' +
    'document.querySelector("iframe").src = new URLSearchParams(location.search).get("frame");';
  const server = createServer((_, response) =>
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(`<!doctype html><title>outside</title><iframe width="800" height="400"></iframe><script>${script}</script>`),
  );
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const outside = await neighbor();
const elsewhere = "http://elsewhere.example";
const friend = await serveAll({ shop: newShop(), parents: [outside.origin, elsewhere] });
after(() => [outside, friend].forEach((each) => each.close()));

const holding = (address) => open(running, `${outside.origin}/?frame=${encodeURIComponent(address)}`);

inBrowser("an origin that may not hold the form gets neither the form nor a word", async () => {
  const { page, faults, context } = await holding(`${site.origin}/embed/?parent=${outside.origin}`);
  await page.waitForTimeout(800);
  assert.deepEqual(await page.evaluate(() => window.heard), []);
  assert.ok(
    faults.some((fault) => /frame-ancestors|refused/i.test(fault)),
    faults.join("\n"),
  );
  await context.close();
});

inBrowser("an origin that may is heard, and no other", async () => {
  const { page, context } = await holding(`${friend.origin}/embed/?parent=${outside.origin}`);
  await page.waitForFunction(() => window.heard.some(({ data }) => data.type === "ready"));
  const origins = await page.evaluate(() => [...new Set(window.heard.map(({ origin }) => origin))]);
  assert.deepEqual(origins, [friend.origin]);
  await page.evaluate(
    (origin) =>
      document
        .querySelector("iframe")
        .contentWindow.postMessage({ pricewright: 1, type: "set", values: { width: "500" } }, origin),
    friend.origin,
  );
  await page.waitForFunction(() => window.heard.some(({ data }) => data.type === "change"));
  // another window of the same page is not its parent
  const frame = page.frames().find((each) => each.url().startsWith(friend.origin));
  await frame.evaluate(() => window.postMessage({ pricewright: 1, type: "set", values: { width: "700" } }, "*"));
  await frame.waitForTimeout(200);
  assert.equal(await frame.evaluate(() => document.querySelector("price-configurator").values.width), "500");
  await context.close();
});

inBrowser("a page that names another parent than itself hears nothing", async () => {
  const { page, context } = await holding(`${friend.origin}/embed/?parent=${elsewhere}`);
  await page.frameLocator("iframe").getByText("Fabric").first().waitFor();
  await page.waitForTimeout(300);
  assert.deepEqual(await page.evaluate(() => window.heard), []);
  await context.close();
});

inBrowser("the start page leads to everything, the documentation reads", async () => {
  const { page, faults, context } = await open(running, `${site.origin}/`);
  await accessible(page);
  const links = await page.locator("main a").evaluateAll((all) => all.map(({ href }) => href));
  assert.ok(links.length >= 4);
  for (const link of links.filter((each) => !each.endsWith("/playground/")))
    assert.equal((await page.request.get(link)).status(), 200, link);
  await page.goto(`${site.origin}/docs/storefront.html`);
  await page.getByRole("heading", { name: "A price beside the form" }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("paths lead to nothing outside of the pages", async () => {
  for (const path of [
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/docs/../package.json",
    "/docs/%2e%2e%2fREADME.html",
    "/assets/../../server.js",
  ]) {
    const response = await fetch(site.origin + path);
    assert.equal(response.status, 404, path);
    await response.body.cancel();
  }
});
