/** Runs the tests: `node tests/run.js [NAME …]`. The package has to be built before, by `cargo xtask package`. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
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
const files = readdirSync(here).filter((file) => file.endsWith(".test.js") && (asked.length === 0 || asked.some((name) => file.includes(name))));
// two at a time: more browsers at once only wait for each other
const { status } = spawnSync(process.execPath, ["--test", "--test-concurrency=2", "--test-reporter=spec", ...files.map((file) => join(here, file))], { stdio: "inherit" });
process.exit(status ?? 1);
