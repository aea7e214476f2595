/**
 * Runs the tests: `node tests/run.js [NAME …]`, those of pages in Chromium and then in Firefox; `PRICEWRIGHT_BROWSER` says
 * in which alone. The package has to be built before, by `cargo xtask package`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../../pkg/dist/configurator/index.js");
if (!existsSync(built)) {
  console.error(`${built} is not there: run \`cargo xtask package\` first`);
  process.exit(1);
}
await import("../scripts/examples.js");
const asked = process.argv.slice(2);
const files = readdirSync(here).filter(
  (file) => file.endsWith(".test.js") && (asked.length === 0 || asked.some((name) => file.includes(name))),
);
/** What is done in pages, and so in both browsers; the rest needs none, or measures Chromium. */
const IN_PAGES = ["conditions", "element", "examples", "pages", "states"];
const { PRICEWRIGHT_BROWSER: only } = process.env;
const isInPages = (file) => IN_PAGES.some((name) => file.startsWith(name));
const isTimed = (file) => file.startsWith("speed");

if (files.some((file) => file.startsWith("pages"))) {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js");
  run([vite, "build", "--logLevel", "warn"]);
}
// two at a time: more browsers at once only wait for each other; what is timed runs alone, after the others
if (only !== "firefox") {
  test(files.filter((file) => !isTimed(file)), 2, "chromium");
  test(files.filter(isTimed), 1, "chromium");
}
if (only !== "chromium") test(files.filter(isInPages), 2, "firefox");

function test(some, concurrency, browser) {
  if (some.length === 0) return;
  console.log(`in ${browser}:`);
  const paths = some.map((file) => join(here, file));
  run(["--test", `--test-concurrency=${concurrency}`, "--test-reporter=spec", ...paths], { PRICEWRIGHT_BROWSER: browser });
}

/** What fails is said at the end: the rest runs all the same. */
function run(parameters, environment = {}) {
  const env = { ...process.env, ...environment };
  const { status } = spawnSync(process.execPath, parameters, { cwd: join(here, ".."), stdio: "inherit", env });
  if (status !== 0) process.exitCode = status ?? 1;
}
