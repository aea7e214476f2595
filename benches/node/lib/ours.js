/** Everything that calls the engine, through the packed npm package: unpacked, imported as a user does. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const dist = fileURLToPath(new URL("../../../pkg/dist", import.meta.url));
/** Where `cargo xtask bench` writes catalogs and plans. */
const files = join(dist, "bench");
const consumer = join(dist, "bench-consumer");
const CENTS = { minorUnits: "number" };

/** The package's builds: `full` compiles catalogs, `runtime` prices plans. */
export async function engine() {
  const tarball = join(dist, "pricewright.tgz");
  if (!existsSync(tarball)) throw new Error(`${tarball} is not there: run \`cargo xtask package\` first`);
  const installed = join(consumer, "node_modules/pricewright");
  rmSync(consumer, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(consumer, "package.json"), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(consumer, "full.js"), 'export * from "pricewright";\n');
  writeFileSync(join(consumer, "runtime.js"), 'export * from "pricewright/runtime";\n');
  // the package has no dependencies: unpacking is what installing does
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  const load = (name) => import(pathToFileURL(join(consumer, name)));
  return { full: await load("full.js"), runtime: await load("runtime.js") };
}

/** A catalog of the workload in the engine's form: its JSON text, and its plan in bytes. */
export function filesOf(name) {
  return { json: readFileSync(join(files, `${name}.json`), "utf8"), bytes: new Uint8Array(readFileSync(join(files, `${name}.plan`))) };
}

/** A configuration as an order of one item. */
export function order(component, { quantity, customer_group, ...values }) {
  return { inputs: { customer_group }, items: [{ component, quantity, values }] };
}

/** A plain object in, the total with code and amount of each line out. */
export function short(plan, order) {
  return plan.totals(order);
}

/** The full quote. */
export function full(plan, order) {
  return plan.price(order);
}

/** A session that begins with a configuration. */
export function session(plan, component, { quantity, customer_group, ...values }) {
  return plan.session(component, { quantity, values, inputs: { customer_group } });
}

/** A quote in the terms of the workload, whose lines are for a piece, but for the tier's. */
export function outcome({ amount, items: [{ lines }] }) {
  return { total: amount, lines: lines.map(workloadLine) };
}

/** A session's answer in whole cents, as what is written by hand gives them. */
export function sessionCents(session) {
  return session.totals(CENTS);
}

/** A session's answer as texts, each line with its names. */
export function sessionTexts(session) {
  return { total: String(session.total()), lines: session.lines() };
}

function workloadLine(line) {
  const amount = line.unit_amount ?? line.amount;
  return { code: line.kind === "tier" ? `tier:${line.tier}` : line.id, amount };
}
