/** Runs the package's tests against the packed tarball: `node tests/run.js [FILE …]`. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "./lib/pack.js";

const here = dirname(fileURLToPath(import.meta.url));
install();
const asked = process.argv.slice(2);
const files = readdirSync(here).filter((file) => file.endsWith(".test.js") && (asked.length === 0 || asked.some((name) => file.includes(name))));
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...files.map((file) => join(here, file))], { stdio: "inherit" });
process.exit(status ?? 1);
