/**
 * Headless Firefox, as it is installed: the program `PRICEWRIGHT_FIREFOX`, or `firefox` or `firefox-esr` on the PATH. No
 * npm package carries one. Playwright drives it over WebDriver BiDi, so the tests say the same to it as to Chromium.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { firefox } from "playwright-core";

const bridge = fileURLToPath(new URL("firefox-bridge.js", import.meta.url));
/** Light, whatever the machine prefers: long-term releases cannot be told later. */
const PREFERENCES = { "layout.css.prefers-color-scheme.content-override": 1 };

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
