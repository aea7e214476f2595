// Pages in headless Chromium, from folders served on this machine.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

import { Skipped, expectResult } from "./workshop.js";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;

async function launched() {
  if (browser) {
    return browser;
  }
  let playwright, chromium;
  try {
    playwright = await import("playwright-core");
    chromium = (await import("@sparticuz/chromium")).default;
  } catch {
    throw new Skipped("playwright-core or @sparticuz/chromium is not installed");
  }
  try {
    const executablePath = process.env.CHROMIUM ?? (await chromium.executablePath());
    browser = await playwright.chromium.launch({ executablePath, args: ARGUMENTS });
  } catch (error) {
    throw new Skipped(`Chromium does not start: ${error.message.split("\n")[0]}`);
  }
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
}

/** A file of the folder, or nothing. */
async function serve(root, headers, request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
  const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
  try {
    const body = await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
    response.end(body);
  } catch {
    response.writeHead(404, headers).end();
  }
}

/** Opens a page of the folder, which writes its result into its title. */
export async function pagePrices(root, path = "/", { headers = {} } = {}) {
  const window = await launched();
  const server = createServer((request, response) => void serve(root, headers, request, response));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    await visit(window, `http://127.0.0.1:${server.address().port}${path}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Waits for the page's result. */
export async function visit(window, url) {
  window ??= await launched();
  const page = await window.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("requestfailed", (request) => said.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => response.ok() || said.push(`${response.url()}: ${response.status()}`));
  try {
    await page.goto(url);
    await page.waitForFunction(() => document.title !== "", null, { timeout: 30_000 }).catch(() => {
      throw new Error(`the page has no result\n${said.join("\n")}`);
    });
    expectResult(await page.title());
  } finally {
    await page.close();
  }
}

/** A page with nothing but a script. */
export function html(script) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>${script}</body></html>\n`;
}

/** A module for a page: starts the package and shows what came out. */
export function pageModule(from, { use = "./use.mjs", start = "await api.init();" } = {}) {
  return `import * as api from ${JSON.stringify(from)};
import { useFull } from ${JSON.stringify(use)};
async function main() {
  ${start}
  return useFull(api);
}
main().then((text) => { document.title = text; }, (error) => { document.title = String(error?.stack ?? error); });
`;
}
