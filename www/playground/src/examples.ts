/** The examples of the repository, which are part of the page. */
import { CATALOG, type Project, triedOrder } from "./project.js";

const texts = import.meta.glob<string>(
  ["../../../examples/*/*.{json,price,csv}", "!../../../examples/*/orders.csv"],
  { query: "?raw", import: "default", eager: true },
);
const orders = import.meta.glob<string>("../../../examples/*/orders/*.json", { query: "?raw", import: "default", eager: true });

/** An example: its title and the names of its orders. */
export interface Example {
  id: string;
  title: string;
  orders: string[];
}

/** The order that an example is shown with first; for others the first in the list. */
const FIRST: Record<string, string> = {
  "roller-blind": "dealer",
  window: "facade",
  shelving: "warehouse",
  "engraved-gift": "wedding",
  "print-job": "campaign",
};
const ORDER_OF_EXAMPLES = Object.keys(FIRST);

/** Every example, those that show most first. */
export const EXAMPLES: Example[] = [...new Set(Object.keys(texts).map((path) => part(path, 4)))]
  .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
  .map((id) => ({ id, title: titleOf(id), orders: ordersOf(id) }));

/** The project of an example with one of its orders. */
export function exampleProject(id: string, order?: string): Project | undefined {
  const example = EXAMPLES.find((each) => each.id === id);
  if (!example) return undefined;
  const chosen = order !== undefined && example.orders.includes(order) ? order : example.orders[0];
  const inside = Object.entries(texts).filter(([path]) => part(path, 4) === id);
  const named = inside.map(([path, text]) => [part(path, 5), text] as const);
  const files = Object.fromEntries(named.sort(([a], [b]) => fileRank(a) - fileRank(b) || a.localeCompare(b)));
  return { title: example.title, files, order: triedOrder(orderDocument(id, chosen)) };
}

function orderDocument(id: string, order: string | undefined): unknown {
  const path = Object.keys(orders).find((each) => part(each, 4) === id && part(each, 6) === `${order}.json`);
  return path ? JSON.parse(orders[path] ?? "{}") : {};
}

function ordersOf(id: string): string[] {
  const names = Object.keys(orders).filter((path) => part(path, 4) === id).map((path) => part(path, 6).replace(/\.json$/, ""));
  return names.sort((a, b) => Number(b === FIRST[id]) - Number(a === FIRST[id]) || a.localeCompare(b));
}

function titleOf(id: string): string {
  const words = id.replace(/^imported-/, "imported from ").replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function rank(id: string): number {
  const at = ORDER_OF_EXAMPLES.indexOf(id);
  return at < 0 ? ORDER_OF_EXAMPLES.length : at;
}

/** The catalog first, then rules, then price lists. */
function fileRank(name: string): number {
  return name === CATALOG ? 0 : name.endsWith(".price") ? 1 : 2;
}

function part(path: string, index: number): string {
  return path.split("/")[index] ?? "";
}
