/** Builds the page and runs its tests: `node tests/run.js [FILE …]`. */
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
run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((file) => join(here, file))]);

function run(program, options) {
  const { status } = spawnSync(program, options, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
