/**
 * Headless Firefox, as it is installed: the program `PRICEWRIGHT_FIREFOX`, or `firefox` or `firefox-esr` on the PATH. No
 * npm package carries one. Playwright drives it over WebDriver BiDi, so the tests say the same to it as to Chromium.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { firefox } from "playwright-core";

const bridge = fileURLToPath(new URL("firefox-bridge.js", import.meta.url));
/** Light, whatever the machine prefers: long-term releases cannot be told later. */
const PREFERENCES = { "layout.css.prefers-color-scheme.content-override": 1 };

/** Playwright puts this style into a page for a picture; Firefox names its hash where a policy refuses it. */
const STYLE_FOR_PICTURES = createHash("sha256").update("body {}").digest("base64");

/** Firefox says so of a module that is still on its way when its page or worker is left. One that does not come at all shows in what is missing. */
const LEFT_ON_ITS_WAY = "Failed to read data from the ReadableStream";

/** Whether what a page's console says is of the driver or of being left, and no fault of the page. */
export function isNoFault(message) {
  return message.includes(STYLE_FOR_PICTURES) || message.includes(LEFT_ON_ITS_WAY);
}

/** Starts Firefox. */
export async function browser() {
  const env = { ...process.env, PRICEWRIGHT_FIREFOX: program() };
  return firefox.launch({ channel: "moz-firefox", executablePath: bridge, env, headless: true, firefoxUserPrefs: PREFERENCES });
}

function program() {
  const given = process.env.PRICEWRIGHT_FIREFOX;
  if (given) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.flatMap((folder) => [join(folder, "firefox"), join(folder, "firefox-esr")]).find(existsSync);
  if (!found) throw new Error("expected `firefox` or `firefox-esr` on the PATH, or a program in PRICEWRIGHT_FIREFOX, found none");
  return found;
}
