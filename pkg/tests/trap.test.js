import assert from "node:assert/strict";
import { test } from "node:test";
import { consumer } from "./lib/pack.js";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

const installed = join(consumer, "node_modules/pricewright");
const source = (path) => import(pathToFileURL(join(installed, path)));
const { Engine } = await source("src/engine.js");
const { fullApi } = await source("src/full.js");
const { default: glue } = await source("dist/full.glue.js");

/** An engine whose next call into WebAssembly traps, when asked to. */
function trapping() {
  let trap = null;
  let instances = 0;
  const make = () => {
    instances += 1;
    const made = glue();
    for (const [owner, name] of [[made.Plan, "price"], [made.Session, "setHere"], [made.Session, "answer"], [made.Totals, "answerHere"]]) {
      const inside = owner.prototype[name];
      owner.prototype[name] = function (...rest) {
        const error = trap;
        trap = null;
        if (error) throw error;
        return inside.apply(this, rest);
      };
    }
    return made;
  };
  const engine = new Engine(make, { loadSync: () => readFileSync(join(installed, "dist/full.wasm")) });
  return { api: fullApi(engine), trapWith: (error) => (trap = error), instances: () => instances };
}

const catalog = { format: 1, currency: "EUR", components: [{ id: "a", base_price: "1.00" }] };
const order = { items: [{ component: "a" }] };

test("after a trap a fresh instance goes on, with the plans there were", () => {
  const { api, trapWith, instances } = trapping();
  const compiled = api.compile(catalog);
  const loaded = api.Plan.fromBytes(compiled.toBytes());
  for (const error of [new WebAssembly.RuntimeError("unreachable"), new RangeError("Maximum call stack size exceeded")]) {
    trapWith(error);
    assert.throws(() => compiled.price(order), (thrown) => thrown.code === "engine-trapped" && thrown.cause === error);
    assert.equal(compiled.price(order).amount, "1.00");
    assert.equal(loaded.price(order).amount, "1.00");
  }
  assert.equal(instances(), 3);
  trapWith(new WebAssembly.RuntimeError("unreachable"));
  assert.throws(() => compiled.price(order), { code: "engine-trapped" });
  compiled.free(); // its instance is gone: nothing to do, nothing to fail
  assert.equal(loaded.price(order).amount, "1.00");
});

test("after a trap a session goes on from its order", () => {
  const { api, trapWith, instances } = trapping();
  const features = [{ id: "lid", type: "boolean", surcharge: "2.00" }];
  const component = { id: "a", base_price: "1.00", features };
  const plan = api.compile({ format: 1, currency: "EUR", components: [component] });
  const session = plan.session("a", { quantity: 3 }).set("lid", true);
  const other = plan.session("a");
  assert.equal(session.lines().length, 2);
  session.set("quantity", 3);
  trapWith(new WebAssembly.RuntimeError("unreachable"));
  assert.throws(() => session.total(), { code: "engine-trapped" });
  assert.equal(session.total(), "9.00"); // 3 × (1.00 + 2.00)
  assert.deepEqual(session.lines().map((line) => line.label), ["a", "lid"]);
  trapWith(new WebAssembly.RuntimeError("unreachable"));
  assert.equal(session.total(), "9.00"); // what was answered is not asked for again
  assert.throws(() => session.set("lid", false), { code: "engine-trapped" });
  assert.equal(session.total(), "9.00"); // what trapped was not set
  assert.equal(other.total(), "1.00");
  assert.equal(session.set("lid", false).total(), "3.00");
  assert.equal(instances(), 3);
  trapWith(new WebAssembly.RuntimeError("unreachable"));
  assert.throws(() => other.lines(), { code: "engine-trapped" });
  other.free(); // its instance is gone: nothing to do, nothing to fail
  plan.free();
  assert.throws(() => session.total(), { code: "freed" }); // nothing is left to make it of
});

test("after a trap totals go on", () => {
  const { api, trapWith, instances } = trapping();
  const plan = api.compile(catalog);
  assert.equal(plan.totals(order).amount, "1.00");
  trapWith(new WebAssembly.RuntimeError("unreachable"));
  assert.throws(() => plan.totals(order), { code: "engine-trapped" });
  assert.deepEqual(plan.totals(order), { status: "priced", amount: "1.00", lines: [{ id: "base", amount: "1.00" }] });
  assert.equal(instances(), 2);
});

test("deep documents are refused, not trapped", () => {
  const { api, instances } = trapping();
  for (const depth of [100_000, 2_000, 200]) {
    const text = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    assert.throws(() => api.compile(text), (error) => error.diagnostics.length > 0, `${depth}`);
    const expression = `${"(".repeat(depth)}1${")".repeat(depth)}`;
    assert.throws(() => api.evaluate(expression), (error) => error.code === "too-deep", `${depth}`);
  }
  assert.equal(instances(), 1);
});
