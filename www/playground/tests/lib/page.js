/** The built page in Chromium, or in Firefox where `PRICEWRIGHT_BROWSER` is `firefox`, and what tests do with it. */
import { test } from "node:test";
import { browser as firefox, isNoFault } from "../../../../pkg/tests/lib/firefox.js";
import { browser as chromium } from "./chromium.js";
import { serve } from "./site.js";

export const isFirefox = process.env.PRICEWRIGHT_BROWSER === "firefox";
const name = isFirefox ? "Firefox" : "Chromium";

let missing = false;
const running = await (isFirefox ? firefox() : chromium()).catch((error) => {
  if (process.env.CI) throw error;
  missing = `${name} does not start here: ${error.message.split("\n")[0]}`;
  console.error(`SKIPPED: tests in ${name}: ${error.message}`);
});
const site = await serve();

export const origin = site.origin;

/** Ends what was started. */
export async function close() {
  await running?.close();
  site.server.close();
}

/**
 * A test with a page of its own, which is closed after it and must have had no fault. What takes long and hangs on no
 * browser is done `once`, in Chromium.
 */
export function inPage(name, options, work) {
  const [settings, run] = typeof options === "function" ? [{}, options] : [options, work];
  const { hash = "", faultsMayBe = false, once = false, ...browsing } = settings;
  if (once && isFirefox) return;
  test(name, { skip: missing, timeout: 60_000 }, async (context) => {
    const inside = await running.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light", ...browsing });
    inside.setDefaultTimeout(10_000);
    try {
      const page = await inside.newPage();
      const faults = [];
      const keep = (fault) => isNoFault(fault) || faults.push(fault);
      page.on("pageerror", (error) => keep(String(error)));
      page.on("console", (message) => message.type() === "error" && keep(message.text()));
      if (!faultsMayBe) await open(page, hash);
      await run(page, { context, faults, inside });
      if (!faultsMayBe && faults.length > 0) throw new Error(`the page had faults: ${faults.join("; ")}`);
    } finally {
      await inside.close();
    }
  });
}

/** Opens the page and waits for its first price, or for what it says instead of one. */
export async function open(page, hash = "") {
  await page.goto(`${origin}/${hash}`);
  await page.waitForSelector(".total[data-total]");
}

/** Waits until the total is this amount, as the engine writes it; empty for none. */
export async function total(page, amount) {
  await page.waitForSelector(`.total[data-total="${amount}"]`, { state: "attached" });
}

/** Pastes a text into the editor in place of what stands there, by keys: cut out of a field, so that the clipboard has it. */
export async function write(page, text) {
  await page.evaluate((cut) => {
    const field = Object.assign(document.createElement("textarea"), { id: "cut", value: cut });
    document.body.append(field);
    field.select();
  }, text);
  await page.keyboard.press("ControlOrMeta+x");
  await page.evaluate(() => document.querySelector("#cut").remove());
  await page.click(".cm-content");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press(text === "" ? "Delete" : "ControlOrMeta+v");
}

/** Waits until this is selected in the editor. */
export async function selected(page, text) {
  await page.waitForFunction((wanted) => {
    const { shadowRoot } = document.querySelector(".editor");
    return String(shadowRoot.getSelection?.() ?? getSelection()) === wanted;
  }, text);
}

/** A catalog in a link. */
export async function linked(page, catalog, order = {}, files = {}) {
  const fragment = await fragmentOf({ title: "a test", files: { "catalog.json": catalog, ...files }, order });
  await open(page, fragment);
}

async function fragmentOf(document) {
  const { deflateRawSync } = await import("node:zlib");
  return `#p1=${deflateRawSync(JSON.stringify(document)).toString("base64url")}`;
}
