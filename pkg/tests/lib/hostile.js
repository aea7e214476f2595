/**
 * A worker that changes every byte of a plan, one at a time, corrects the checksum (unless that is
 * what was changed), and tries the plan: an error or a quote. Says where it is, so that whoever waits for it can tell a hang.
 */
import { parentPort, workerData } from "node:worker_threads";
import { runtime } from "./package.js";

const HEAD = "PRICEPLAN".length + 1;
const BODY = HEAD + 8;
/** What is changed in a byte: its lowest bit, its highest (that of longer numbers), all of them. */
const MASKS = [0x01, 0x80, 0xff];
const AMOUNT = /^-?\d+(\.\d+)?$/;

/** Two halves of FNV-1a with 64 bits; the prime is 2^40 + 0x1b3. */
function step([high, low], byte) {
  const mixed = (low ^ byte) >>> 0;
  const product = mixed * 0x1b3;
  const carried = Math.floor(product / 2 ** 32);
  return [(Math.imul(high, 0x1b3) + carried + (mixed << 8)) >>> 0, product >>> 0];
}

const START = [0xcbf29ce4, 0x84222325];

function writeChecksum(bytes, [high, low]) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(HEAD, low, true);
  view.setUint32(HEAD + 4, high, true);
}

/** What the plan gives: the code of an error, or the status of a quote that holds what it must. */
function tried(bytes, order) {
  let plan;
  try {
    plan = runtime.Plan.fromBytes(bytes);
    const quote = plan.price(order);
    if (!["priced", "on_request", "incomplete", "invalid", "unpriced"].includes(quote.status)) throw new Error(`the status ${quote.status}`);
    if (quote.amount !== undefined && quote.amount !== null && !AMOUNT.test(quote.amount)) throw new Error(`the amount ${quote.amount}`);
    return quote.status;
  } catch (error) {
    if (error.name !== "PricewrightError" || error.code === "engine-trapped") throw error;
    return error.code;
  } finally {
    plan?.free();
  }
}

const { plan, order, progress } = workerData;
const original = Uint8Array.from(plan);
let before = START;
for (const byte of original.subarray(BODY)) before = step(before, byte);
const untouched = original.slice();
writeChecksum(untouched, before);

const results = { bytes: original.length, same: untouched.every((byte, at) => byte === original[at]), outcomes: {}, faults: [], slowest: 0 };
before = START;
for (let at = 0; at < original.length; at += 1) {
  for (const mask of MASKS) {
    const changed = original.slice();
    changed[at] ^= mask;
    if (at >= BODY) {
      let sum = before;
      for (let index = at; index < changed.length; index += 1) sum = step(sum, changed[index]);
      writeChecksum(changed, sum);
    }
    Atomics.add(progress, 0, 1);
    Atomics.store(progress, 1, at);
    const begun = performance.now();
    try {
      const outcome = tried(changed, order);
      results.outcomes[outcome] = (results.outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      results.faults.push(`byte ${at} ^ ${mask}: ${error.code ?? ""} ${error.cause ?? error.stack}`);
    }
    results.slowest = Math.max(results.slowest, performance.now() - begun);
  }
  if (at >= BODY) before = step(before, original[at]);
}
parentPort.postMessage(results);
