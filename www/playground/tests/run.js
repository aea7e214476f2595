/**
 * Builds the page and runs its tests: `node tests/run.js [FILE …]`, all in Chromium, then those of what the page does in
 * Firefox; `PRICEWRIGHT_BROWSER` says in which alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");

if (!existsSync(join(root, "../../pkg/dist/full.wasm"))) {
  console.error("the engine is not built: run `cargo xtask package` first");
  process.exit(1);
}
run("npm", ["run", "--silent", "build"]);
const asked = process.argv.slice(2);
const files = readdirSync(here).filter((file) => file.endsWith(".test.js") && (asked.length === 0 || asked.some((name) => file.includes(name))));
/** What a person does with the page; the rest is the same in every browser, or asks what only Chromium tells. */
const IN_FIREFOX = ["page.test.js", "access.test.js"];
const { PRICEWRIGHT_BROWSER: only } = process.env;
if (only !== "firefox") test(files, "chromium");
if (only !== "chromium") test(files.filter((file) => IN_FIREFOX.includes(file)), "firefox");

function test(some, browser) {
  if (some.length === 0) return;
  console.log(`in ${browser}:`);
  const paths = some.map((file) => join(here, file));
  run(process.execPath, ["--test", "--test-concurrency=2", "--test-reporter=spec", ...paths], { PRICEWRIGHT_BROWSER: browser });
}

function run(program, parameters, environment = {}) {
  const { status } = spawnSync(program, parameters, { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  if (status !== 0) process.exit(status ?? 1);
}
