/** Nothing leaves the page, and nothing that comes into it breaks it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after } from "node:test";
import { deflateRawSync } from "node:zlib";
import { text } from "./lib/examples.js";
import { close, inPage, linked, open, origin, total, write } from "./lib/page.js";

after(close);

/** Does what somebody does in an hour: every part of the page is used. */
async function used(page) {
  await page.selectOption("#example", "window");
  await page.waitForFunction(() => /CHF/.test(document.querySelector(".total").textContent));
  for (const tab of ["rules", "matrix", "curve", "range", "waterfall", "tests", "lint", "files", "problems"]) await page.click(`#tab-${tab}`);
  await page.selectOption("#example", "roller-blind");
  await write(page, `${text("roller-blind", "rules.price")}\nsurcharge more "More" : 1.00\n`);
  await page.waitForSelector(".waterfall :text('More')");
  await page.click("#tab-shop");
  await page.waitForSelector("price-configurator [data-name=fabric]");
  await page.click("text=Copy link");
  await page.waitForSelector(".notice");
}

inPage("after it is loaded the page asks for nothing, and works without a network", { faultsMayBe: true }, async (page, { inside, faults }) => {
  const asked = [];
  await open(page);
  await page.waitForSelector("html[data-loaded]", { state: "attached" });
  inside.on("request", (request) => asked.push(request.url()));
  await inside.setOffline(true);
  await used(page);
  assert.deepEqual(asked.filter((url) => !/^(blob|data):/.test(url)), []);
  assert.deepEqual(faults, []);
});

inPage("the page's policy lets nothing be sent, from its workers neither", { faultsMayBe: true }, async (page) => {
  await open(page);
  const tried = await page.evaluate(async () => {
    const send = async () => {
      try {
        await fetch("https://example.com/", { method: "POST", body: "prices" });
        return "sent";
      } catch (error) {
        return error.name;
      }
    };
    const url = URL.createObjectURL(new Blob([`(${send})().then(postMessage)`], { type: "text/javascript" }));
    const worker = new Worker(url);
    const fromWorker = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => resolve("error");
    });
    const violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
    const fromPage = await send();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { fromPage, fromWorker, ran: window.ran === true, violations: [...new Set(violations)].sort() };
  });
  assert.deepEqual(tried, { fromPage: "TypeError", fromWorker: "TypeError", ran: false, violations: ["connect-src", "script-src-elem"] });
  const page2 = readFileSync(new URL("../dist/index.html", import.meta.url), "utf8");
  assert.ok(!/unsafe-inline|'unsafe-eval'/.test(page2));
});

/** What the order `contract` of the example `shelving` comes to: 474.36 and delivery by appointment, 19.00. */
const CONTRACT = "493.36";

inPage("a link holds everything, and opens in another browser", { permissions: ["clipboard-read", "clipboard-write"] }, async (page, { inside }) => {
  await page.selectOption("#example", "shelving");
  await page.selectOption("#order", "contract");
  await total(page, CONTRACT);
  await page.click("text=Copy link");
  await page.waitForSelector(".notice");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, page.url());
  const another = await inside.browser().newContext();
  try {
    const opened = await another.newPage();
    await opened.goto(link);
    await total(opened, CONTRACT);
    assert.deepEqual(await tabs(opened), await tabs(page));
  } finally {
    await another.close();
  }
});

const tabs = (page) => page.locator(".file-tabs [role=tab]").allTextContents();
const packed = (document) => `#p1=${deflateRawSync(typeof document === "string" ? document : JSON.stringify(document)).toString("base64url")}`;

const HOSTILE = {
  "no link of the playground": "#<script>alert(1)</script>",
  "no base64": "#p1=%%%",
  "no compressed text": "#p1=AAAAAAAA",
  "cut off": packed({ files: { "catalog.json": "{}" } }).slice(0, -6),
  "no files": packed({}),
  "an order without an end": packed(`{"files":{"catalog.json":"{}"},"order":{"inputs":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}}`),
  "a bomb": packed(" ".repeat(32 * 1024 * 1024)),
};

inPage("a hostile link gives a message, and the page works", { faultsMayBe: true }, async (page, { faults }) => {
  for (const [what, fragment] of Object.entries(HOSTILE)) {
    await page.goto("about:blank");
    await page.goto(`${origin}/${fragment}`);
    await page.waitForSelector(".notice.bad", { timeout: 8000 }).catch(() => assert.fail(`${what}: there is no message`));
    assert.match(await page.textContent(".notice.bad"), /this link/, what);
    await page.waitForFunction(() => document.querySelector(".total").dataset.total?.length > 0);
  }
  assert.deepEqual(faults, []);
});

inPage("a link whose component is no text opens", async (page) => {
  await linked(page, '{ "format": 1, "currency": "EUR", "components": [{ "id": "a", "base_price": "7.00" }] }', { items: [{ component: { toString: 1 } }] });
  await page.waitForSelector(".form");
  assert.equal(await page.locator(".starting").count(), 0);
});

inPage("what a link holds is text, whatever it looks like", async (page) => {
  const evil = '<img src=x onerror="window.ran=true">';
  const catalog = JSON.stringify({
    format: 1, currency: "EUR", id: evil,
    components: [{ id: "__proto__", name: evil, base_price: "1.00", features: [{ id: "constructor", name: evil, type: "select", options: [{ id: "toString", name: evil, color: "url(https://example.com)" }] }] }],
  });
  await linked(page, catalog, { items: [{ component: "__proto__", values: { constructor: "toString" } }] }, { [`${evil}.price`]: "x" });
  await total(page, "1.00");
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.ok((await page.textContent(".form")).includes(evil));
});

inPage("a catalog of anything is told as faults", async (page) => {
  for (const catalog of ["", "null", "[]", "{}", "{\"format\": 1", `{"format":1,"currency":"EUR","components":${"[".repeat(200)}${"]".repeat(200)}}`, "\u0000\ud800"]) {
    await page.goto("about:blank");
    await linked(page, catalog);
    await page.waitForSelector(".findings .error");
  }
});

inPage("a page that is opened again has what was written", async (page) => {
  await write(page, `${text("roller-blind", "rules.price")}\nsurcharge kept "Kept by the browser" : 1.00\n`);
  await page.waitForSelector(".waterfall :text('Kept by the browser')");
  await page.waitForFunction(() => localStorage.getItem("pricewright-playground") !== null);
  await page.waitForTimeout(900);
  await open(page);
  await page.waitForSelector(".waterfall :text('Kept by the browser')");
  // another example takes its place, and gives it back
  await page.selectOption("#example", "window");
  await page.click(".notice >> text=Undo");
  await page.waitForSelector(".waterfall :text('Kept by the browser')");
});

inPage("a link that is opened takes nothing away", async (page) => {
  const own = `${text("roller-blind", "rules.price")}\nsurcharge own "Own work" : 1.00\n`;
  await write(page, own);
  await page.waitForSelector(".waterfall :text('Own work')");
  await page.waitForFunction(() => localStorage.getItem("pricewright-playground") !== null);
  await page.click("text=Copy link");
  await page.waitForFunction(() => location.hash.length > 100);
  // what is changed after the link was copied is not what the link holds
  await write(page, own.replace("Own work", "Later work"));
  await page.waitForFunction(() => location.hash === "");
  // what is worked on is kept a moment after the last key
  await page.waitForTimeout(1500);
  await page.goto("about:blank");
  await linked(page, '{ "format": 1, "currency": "EUR", "components": [{ "id": "a", "base_price": "7.00" }] }', { items: [{ component: "a" }] });
  await total(page, "7.00");
  await page.click(".notice >> text=Undo");
  await page.waitForSelector(".waterfall :text('Later work')");
});

inPage("an engine that cannot be loaded is told, and can be tried again", { faultsMayBe: true }, async (page) => {
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 503, body: "" }));
  await page.goto(origin);
  await page.waitForSelector("[role=alert]");
  assert.match(await page.textContent("[role=alert]"), /the engine cannot be fetched: 503/);
  await page.unroute("**/*.wasm");
  await page.click("text=Try again");
  await page.waitForFunction(() => document.querySelector(".total")?.dataset.total?.length > 0);
});

inPage("a server that forbids workers is told of", { faultsMayBe: true }, async (page) => {
  await page.route(`${origin}/`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": "worker-src 'none'" } });
  });
  await page.goto(`${origin}/`);
  await page.waitForSelector(".findings .error");
  assert.match(await page.textContent(".findings .error"), /worker does not start; a policy/);
});

inPage("everything is in the page: no address outside of it", { faultsMayBe: true }, async () => {
  const folder = new URL("../dist/assets/", import.meta.url);
  const files = readdirSync(folder);
  assert.deepEqual([...new Set(files.map((file) => file.split(".").pop()))].sort(), ["css", "js", "wasm"]);
  const markup = readFileSync(new URL("../dist/index.html", import.meta.url), "utf8");
  const addresses = [...markup.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  assert.ok(addresses.length >= 3 && addresses.every((address) => address.startsWith("./") || address.startsWith("data:")), addresses.join(" "));
});
