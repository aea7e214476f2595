/** The script for Shopify in a page of another origin than the pricing service, in headless Chromium. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { serveAll } from "../server/serve.js";
import { createShop } from "../shop/server/shop.js";
import { read } from "../shop/server/tokens.js";
import { browser, open } from "./lib/browser.js";

const secret = new TextEncoder().encode("a secret of this test, long enough");
const script = readFileSync(new URL("../shop/shopify/pricewright-cart.js", import.meta.url));
const catalog = readFileSync(new URL("../public/examples/roller-blind.catalog.json", import.meta.url), "utf8");
/** 61.50 of band A + 4.80 brackets = 66.30, then the ending .90; the order adds 9.50. */
const VALUES = { fabric: "daylight_white", width: "1000", drop: "1000", cassette: "none" };
const TOTAL = "76.40";

let service;
const theme = createServer((request, response) => {
  if (request.url === "/pricewright-cart.js") return void response.writeHead(200, { "content-type": "text/javascript" }).end(script);
  response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><html lang="en"><title>theme</title><link rel="icon" href="data:,">
    <script type="module" src="${service.origin}/pricewright/configurator/index.js"></script><script type="module" src="/pricewright-cart.js"></script>
    <form id="pricewright-form" action="/cart/add"><input type="hidden" name="properties[_quote]" data-quote>
    <price-configurator plan="${service.origin}/api/shop/plan" component="roller-blind" currency="EUR" as-of="2026-06-01" data-service="${service.origin}"
      values='${JSON.stringify(VALUES)}'><button slot="actions">Add to cart</button></price-configurator></form>`);
});
await new Promise((listening) => theme.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${theme.address().port}`;
const shop = createShop({ catalog, currency: "EUR", taxRate: "19", accounts: [], secret, origins: [origin], today: () => "2026-06-01" });
service = await serveAll({ shop });
const { running, missing } = await browser();
after(async () => {
  await running?.close();
  service.close();
  theme.close();
  theme.closeAllConnections();
});

const ready = (page) => page.waitForFunction((total) => document.querySelector("price-configurator").total === total, TOTAL);

test("a line comes into the cart of another origin with a signed price", { skip: missing, timeout: 60_000 }, async () => {
  const { page, context } = await open(running, origin);
  await ready(page);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.waitForURL(/\/cart\/add\?/);
  const sent = new URL(page.url()).searchParams;
  const { total, values, component, group } = await read(sent.get("properties[_quote]"), secret);
  assert.deepEqual([total, values, component, group], [TOTAL, VALUES, "roller-blind", "retail"]);
  assert.deepEqual([sent.get("quantity"), sent.get("properties[Pieces]"), sent.get("properties[width]")], ["1", "1", "1000"]);
  await context.close();
});

test("a service that cannot be reached, or refuses, is said", { skip: missing, timeout: 60_000 }, async () => {
  const { page, context } = await open(running, origin);
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  await ready(page);
  const refused = () =>
    page.evaluate(() => {
      const form = document.querySelector("form");
      const said = new Promise((heard) => form.addEventListener("pricewright:refused", ({ detail }) => heard(detail.code), { once: true }));
      form.requestSubmit();
      return said;
    });
  await page.route("**/api/shop/cart", (route) => route.abort());
  assert.equal(await refused(), "unreachable");
  await page.unroute("**/api/shop/cart");
  await page.evaluate((total) => {
    const element = document.querySelector("price-configurator");
    const lying = element.value.replace(total, "6.40");
    Object.defineProperty(element, "value", { get: () => lying });
  }, TOTAL);
  assert.equal(await refused(), "tampered");
  assert.deepEqual(thrown, []);
  await context.close();
});

test("an origin that is not listed is told nothing, and takes nothing", { timeout: 30_000 }, async () => {
  const asked = { origin: "http://elsewhere.example", "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
  const before = await fetch(`${service.origin}/api/shop/cart`, { method: "OPTIONS", headers: asked });
  assert.deepEqual([before.status, before.headers.get("access-control-allow-origin")], [403, null]);
  const plan = await fetch(`${service.origin}/api/shop/plan`, { headers: { origin: asked.origin } });
  assert.equal(plan.headers.get("access-control-allow-origin"), null);
  await plan.body.cancel();
});
