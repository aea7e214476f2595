/** Plans that somebody changed on their way, with a checksum that fits. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { bytesOf, plansFile } from "./lib/pack.js";

/** No single plan may take longer than this. */
const MOST_MILLISECONDS = 5_000;

/** Runs the worker, and ends it when one plan takes too long. */
function watched(plan, order) {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL("./lib/hostile.js", import.meta.url), { workerData: { plan, order, progress } });
  return new Promise((resolve, reject) => {
    let last = 0;
    const watch = setInterval(() => {
      const tried = Atomics.load(progress, 0);
      if (tried === last && tried > 0) {
        reject(new Error(`hangs at byte ${Atomics.load(progress, 1)}`));
        void worker.terminate();
      }
      last = tried;
    }, MOST_MILLISECONDS);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => clearInterval(watch));
  });
}

test("every changed byte of a plan gives an error or a quote", async (context) => {
  const { plan, order } = JSON.parse(readFileSync(plansFile, "utf8")).storefront;
  const { faults, ...results } = await watched(bytesOf(plan), JSON.parse(order));
  context.diagnostic(JSON.stringify(results));
  assert.ok(results.same, "the checksum of the test is that of the engine");
  assert.deepEqual(faults.slice(0, 10), []);
  const { "invalid-plan": refused, priced } = results.outcomes;
  assert.ok(refused > results.bytes / 10 && priced > results.bytes / 10, JSON.stringify(results));
});
