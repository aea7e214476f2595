/**
 * Writes the examples for the pages into `public/examples`: of each a `NAME.plan` for a shop page, the catalog as one
 * document `NAME.catalog.json` as the playground opens it, and an `index.json` that lists them.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack, storefrontPlan } from "pricewright";

const www = join(dirname(fileURLToPath(import.meta.url)), "..");
const examples = join(www, "../examples");
const target = join(www, "public/examples");

/** A catalog directory as one document. */
function packed(name) {
  const folder = join(examples, name);
  const inside = readdirSync(folder).filter((file) => statSync(join(folder, file)).isFile());
  const files = Object.fromEntries(inside.map((file) => [file, readFileSync(join(folder, file))]));
  return pack(readFileSync(join(folder, "catalog.json"), "utf8"), { files });
}

/** Its orders, by the names of their files. */
function orders(name) {
  const folder = join(examples, name, "orders");
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(files.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), "utf8"))]));
}

mkdirSync(target, { recursive: true });
const names = readdirSync(examples)
  .filter((name) => statSync(join(examples, name)).isDirectory())
  .sort();
const list = names.map((name) => {
  const catalog = packed(name);
  writeFileSync(join(target, `${name}.catalog.json`), JSON.stringify(catalog));
  const plan = storefrontPlan(catalog);
  writeFileSync(join(target, `${name}.plan`), plan.toBytes());
  const components = plan.display.components.map(({ id, name: label }) => ({ id, name: label }));
  plan.free();
  return { name, components, orders: orders(name) };
});
writeFileSync(join(target, "index.json"), JSON.stringify(list));
console.log(`${list.length} examples written to public/examples`);
