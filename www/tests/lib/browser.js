/**
 * A headless browser, and pages of it that keep what goes wrong in them: Chromium, which comes from npm, or Firefox as it
 * is installed, where `PRICEWRIGHT_BROWSER` is `firefox`.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";
import { browser as firefox, isNoFault } from "../../../pkg/tests/lib/firefox.js";

export const isFirefox = process.env.PRICEWRIGHT_BROWSER === "firefox";
const name = isFirefox ? "Firefox" : "Chromium";

/** Where pictures for people to look at are kept, those of each browser by themselves. */
export const shots = fileURLToPath(new URL(`../screenshots/${name.toLowerCase()}`, import.meta.url));
mkdirSync(shots, { recursive: true });

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A running browser; or the reason why there is none, which fails where `CI` is set. */
export async function browser() {
  try {
    return { running: await (isFirefox ? firefox() : ofNpm()), missing: false };
  } catch (error) {
    if (process.env.CI) throw error;
    const missing = `${name} does not start here: ${error.message.split("\n")[0]}`;
    console.error(`SKIPPED: the storefront's tests in a browser: ${missing}`);
    return { running: null, missing };
  }
}

async function ofNpm() {
  const executablePath = process.env.CHROMIUM ?? (await chromium.executablePath());
  return playwright.launch({ executablePath, args: ARGUMENTS, headless: true });
}

/** Opens an address in a page of its own; `faults` are errors of scripts, and what a policy refused. */
export async function open(running, address, options = {}) {
  const context = await running.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults = [];
  const keep = (fault) => isNoFault(fault) || faults.push(fault);
  page.on("pageerror", (error) => keep(String(error)));
  page.on("console", (message) => message.type() === "error" && keep(message.text()));
  await page.goto(address);
  return { page, faults, context };
}

/** Types over what a field holds, as people do: Playwright's `fill` appends to what a number input of Firefox holds. */
export async function retype(input, text) {
  await input.press("ControlOrMeta+a");
  await input.pressSequentially(text);
}

/** Makes a page dark; gives false where the browser cannot be told, as a long-term release of Firefox. */
export async function darken(page) {
  if (isFirefox) return false;
  await page.emulateMedia({ colorScheme: "dark" });
  return true;
}

/** Puts an element into a page, with properties, and waits for its form. */
export async function place(page, properties, { wait = true, markup = "" } = {}) {
  await page.evaluate(
    async ({ properties, wait, markup }) => {
      await customElements.whenDefined("price-configurator");
      const element = document.createElement("price-configurator");
      element.innerHTML = markup;
      window.element = element;
      window.events = [];
      for (const type of ["change", "complete", "ready", "settled", "error"]) {
        element.addEventListener(type, (event) => window.events.push({ type, detail: event.detail }));
      }
      Object.assign(element, properties);
      (document.querySelector("main form") ?? document.querySelector("main")).append(element);
      if (wait) {
        await element.ready;
        await element.settled();
        await element.updateComplete;
      }
    },
    { properties, wait, markup },
  );
}

/** Waits until all that was done is priced and shown; gives status and total. */
export async function settled(page) {
  return page.evaluate(async () => {
    const { element } = window;
    await element.settled();
    await element.updateComplete;
    return { status: element.status, total: element.total };
  });
}
