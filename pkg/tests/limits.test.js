/** Depth and size limits hold inside WebAssembly, on a small stack as well. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runLimits } from "./lib/limits.js";
import { plansFile } from "./lib/pack.js";
import { full, runtime } from "./lib/package.js";

test("limits hold: at the limit, one over, and at 100,000", (context) => {
  const { faults, tried } = runLimits(JSON.parse(readFileSync(plansFile, "utf8")), full, runtime);
  context.diagnostic(`${tried} tried`);
  assert.deepEqual(faults, []);
  assert.ok(tried >= 50, String(tried));
});

/** Half of what engines give a page, in kilobytes; and half of the stack inside the module's memory. */
const HALF = 492;
const HALF_INSIDE = 512 * 1024;

test("half of both stacks is enough for all of it", (context) => {
  const script = fileURLToPath(new URL("./lib/limits-process.js", import.meta.url));
  const printed = execFileSync(process.execPath, [`--stack-size=${HALF}`, script], { encoding: "utf8" });
  const { faults, stack } = JSON.parse(printed);
  assert.deepEqual(faults, []);
  context.diagnostic(`bytes of stack inside the memory: ${JSON.stringify(stack)}`);
  for (const [name, used] of Object.entries(stack)) assert.ok(used > 0 && used < HALF_INSIDE, `${name}: ${used}`);
});
