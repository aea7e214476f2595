/** The examples of the repository as they stand on the disk, and what the engine says of them in Node. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "pricewright";

export const folder = fileURLToPath(new URL("../../../../examples/", import.meta.url));

/** A file of an example. */
export function text(example, file) {
  return readFileSync(join(folder, example, file), "utf8");
}

/** Every example with the plan and the orders that it has. */
export function examples() {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  return names.map((name) => {
    const inside = readdirSync(join(folder, name)).filter((file) => statSync(join(folder, name, file)).isFile());
    const files = Object.fromEntries(inside.map((file) => [file, readFileSync(join(folder, name, file))]));
    const orders = readdirSync(join(folder, name, "orders")).filter((file) => file.endsWith(".json"));
    return {
      name,
      plan: compile(text(name, "catalog.json"), { files }),
      orders: orders.map((file) => ({ name: file.replace(/\.json$/, ""), text: text(name, join("orders", file)) })),
    };
  });
}
