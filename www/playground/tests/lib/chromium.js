/** Headless Chromium, which comes from npm: no installed browser, no root. */
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Starts Chromium. */
export async function browser() {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS, headless: true });
}
