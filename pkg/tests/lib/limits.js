/**
 * Depth and size at the limit, one over, and at 100,000, in one engine. Runs in Node and in browsers
 * alike, so it imports nothing.
 */

const FAR = 100_000;
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));

/** What is nested: the limit, the work on so many levels, and what it gives at the limit. */
function kinds(full) {
  const value = (text) => full.evaluate(text).value;
  const brackets = (open, close) => (levels) => full.compile(open.repeat(levels) + close.repeat(levels));
  const objects = (levels) => {
    let document = {};
    for (let level = 1; level < levels; level += 1) document = { a: document };
    return full.compile(document);
  };
  return [
    ["brackets", 64, (levels) => value(`${"(".repeat(levels)}1${")".repeat(levels)}`), "1"],
    ["signs", 64, (levels) => value(`${"-".repeat(levels)}1`), "1"],
    // levels - 1 operators: 1 + 1 + 1 …
    ["sums", 256, (levels) => value(Array(levels).fill("1").join(" + ")), "256"],
    ["else if", 64, (levels) => value(`${"if 1 = 2 then 0 else ".repeat(levels)}1`), "1"],
    ["arrays", 64, brackets("[", "]"), "wrong-type"],
    ["objects", 64, brackets('{"a":', "}"), null],
    ["values", 64, objects, null],
    ["computed values", 299, (levels) => chained(full, levels).price(ORDER).items[0].computed.last, "299"],
  ];
}

const ORDER = { items: [{ component: "a", values: { width: 0 } }] };

/** `v1` is the width and 1, `v2` is `v1 + 1`, and so on: each is two levels, the width is one. */
function chained(full, values) {
  const rules = Array.from({ length: values - 1 }, (_, at) => `let v${at + 1} = ${at ? `v${at}` : "width"} + 1`);
  rules.push(`set last : v${values - 1} + 1`);
  const width = { id: "width", type: "number", required: true };
  return full.compile({
    format: 1,
    currency: "EUR",
    components: [{ id: "a", base_price: "1.00", features: [width], rules: rules.join("\n") }],
  });
}

/** The result, or the code of what was thrown; anything but an error of the package is thrown on. */
function outcome(work) {
  try {
    return String(work());
  } catch (error) {
    if (error.name !== "PricewrightError" || error.code === "engine-trapped") return `${error.code}: ${error.cause ?? error.stack}`;
    return error.code;
  }
}

/** Tries every limit; gives how many were tried, and what is not as it should be. */
export function runLimits({ deep, order }, full, runtime) {
  const report = { tried: 0, faults: [] };
  const expect = (name, found, fits) => {
    report.tried += 1;
    if (!fits(found)) report.faults.push(`${name}: found ${found.slice(0, 300)}`);
  };
  const refused = (found) => found === "too-deep" || found === "too-large";
  for (const [name, limit, work, wanted] of kinds(full)) {
    expect(`${name} of ${limit}`, outcome(() => work(limit)), (found) => (wanted === null ? !refused(found) && !found.includes(":") : found === wanted));
    expect(`${name} of ${limit + 1}`, outcome(() => work(limit + 1)), refused);
    expect(`${name} of ${FAR}`, outcome(() => work(FAR)), refused);
  }
  const values = JSON.parse(order);
  // a chain as long as the compiler allows, in the build that only prices
  const longest = runtime.Plan.fromBytes(chained(full, 299).toBytes());
  expect("computed values in the runtime", outcome(() => longest.price(ORDER).items[0].computed.last), (found) => found === "299");
  for (const { name, plan, quote, explanation } of deep) {
    const bytes = bytesOf(plan);
    const [inRuntime, inFull] = [runtime, full].map(({ Plan }) => Plan.fromBytes(bytes));
    expect(`${name} in the runtime`, outcome(() => inRuntime.priceJson(values)), (found) => found === quote);
    expect(`${name} in full`, outcome(() => inFull.priceJson(values)), (found) => found === quote);
    const explained = () => JSON.stringify(inFull.explain(values));
    expect(`${name}, explained`, outcome(explained), (found) => found === JSON.stringify(JSON.parse(explanation)));
    inRuntime.free();
    inFull.free();
  }
  return report;
}
