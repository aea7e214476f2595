/** The examples' catalogs, as plans in bytes, with their orders. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { full } from "./package.js";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../../examples");

/** An example's compiled catalog. */
export function compiled(name) {
  const inside = readdirSync(join(folder, name)).filter((file) => statSync(join(folder, name, file)).isFile());
  const files = Object.fromEntries(inside.map((file) => [file, readFileSync(join(folder, name, file))]));
  return full.compile(readFileSync(join(folder, name, "catalog.json"), "utf8"), { files });
}

/** An example's orders; those whose numbers JavaScript would change are texts already. */
export function orders(name) {
  const files = readdirSync(join(folder, name, "orders")).sort();
  const read = (file) => JSON.parse(readFileSync(join(folder, name, "orders", file), "utf8"));
  return files.filter((file) => file.endsWith(".json")).map(read);
}

/** Every example: `bytes` of its plan and its `orders`. */
export function examples() {
  const names = readdirSync(folder).sort().filter((name) => statSync(join(folder, name)).isDirectory());
  return names.map((name) => ({ name, bytes: compiled(name).toBytes(), orders: orders(name) }));
}
