/** The examples' orders, an item each, and what the command line says that they cost. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const www = join(dirname(fileURLToPath(import.meta.url)), "../..");
const root = join(www, "..");

/** Every item of every order of an example, as an order of its own. */
export function examples() {
  const list = JSON.parse(readFileSync(join(www, "public/examples/index.json"), "utf8"));
  return list.map(({ name, orders }) => ({
    name,
    orders: Object.entries(orders).flatMap(([file, { items, ...settings }]) =>
      items.map((item, index) => ({ name: `${file} ${index}`, order: { ...settings, items: [item] } })),
    ),
  }));
}

/** Status and total of orders by the command line: that of `PRICEWRIGHT`, or of this repository. */
export function byCommandLine(example, orders) {
  const [program, ...first] = process.env.PRICEWRIGHT
    ? [process.env.PRICEWRIGHT]
    : ["cargo", "run", "--quiet", "--locked", "--bin", "pricewright", "--"];
  const catalog = join(root, "examples", example);
  const input = orders.map((order) => JSON.stringify(order)).join("\n");
  const options = { cwd: root, input, encoding: "utf8", stdio: ["pipe", "pipe", "inherit"] };
  const run = () =>
    execFileSync(program, [...first, "price", catalog, "--batch", "-", "--format", "ndjson", "--totals", "--json"], options);
  return outputOf(run)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** What it prints; orders without a binding price are status 1. */
function outputOf(run) {
  try {
    return run();
  } catch (error) {
    if (error.status === 1 && error.stdout) return error.stdout;
    throw error;
  }
}

/** An order as the element is given it. */
export function propertiesOf({ items: [item], customer, context, inputs = {}, as_of, currency, language, tax }) {
  const flat = { ...inputs };
  for (const [head, parts] of Object.entries({ customer, context })) {
    for (const [part, value] of Object.entries(parts ?? {})) flat[`${head}.${part}`] = value;
  }
  return {
    component: item.component,
    values: item.values ?? {},
    quantity: String(item.quantity ?? 1),
    inputs: flat,
    asOf: as_of ?? null,
    currency: currency ?? null,
    language: language ?? "en",
    taxRate: tax ? String(tax.rate) : null,
  };
}
