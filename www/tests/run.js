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
const files = readdirSync(here).filter(
  (file) => file.endsWith(".test.js") && (asked.length === 0 || asked.some((name) => file.includes(name))),
);
// two at a time: more browsers at once only wait for each other; what is timed runs alone, after the others
const alone = (file) => file.startsWith("speed");
const run = (some, concurrency) => {
  if (some.length === 0) return 0;
  const { status } = spawnSync(
    process.execPath,
    ["--test", `--test-concurrency=${concurrency}`, "--test-reporter=spec", ...some.map((file) => join(here, file))],
    { stdio: "inherit" },
  );
  return status ?? 1;
};
const failed =
  run(
    files.filter((file) => !alone(file)),
    2,
  ) + run(files.filter(alone), 1);
process.exit(failed === 0 ? 0 : 1);
