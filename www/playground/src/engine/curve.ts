/**
 * Prices along one dimension. The engine says where a price may change; these numbers are priced,
 * with even ones between them for what depends on a calculation. Nothing is interpolated.
 */
import type { DisplayFeature, Order, Plan } from "pricewright/slim";
import { decimals, scaled, unscaled } from "./decimals.js";
import type { Curve, Sample } from "./protocol.js";

/** How many numbers stand between the engine's own. */
const BETWEEN = 160;
/** How many of the engine's own are priced at most. */
const MOST = 3000;

/** The total of an order with each number of a dimension of one item. */
export function curveOf(plan: Plan, order: Order, item: number, subject: string): Curve {
  const component = order.items[item]?.component ?? "";
  const shown = plan.display.components.find(({ id }) => id === component);
  const feature = shown?.features.find(({ id }) => id === subject);
  const numbers = values(plan.breakpoints(component, subject), gridOf(feature, shown?.quantity_step ?? "1"));
  const samples = numbers.map((value): Sample => {
    const { status, amount } = plan.totals(changed(order, item, subject, value));
    return { value, status, amount };
  });
  return { subject, unit: feature?.unit ?? null, samples };
}

/** The order with another number in one place. */
export function changed(order: Order, item: number, subject: string, value: string): Order {
  const items = order.items.map((each, index) => {
    if (index !== item) return each;
    if (subject === "quantity") return { ...each, quantity: value as `${number}` };
    return { ...each, values: { ...each.values, [subject]: value } };
  });
  return { ...order, items };
}

interface Grid {
  step: string;
  start: string;
}

function gridOf(feature: DisplayFeature | undefined, quantityStep: string): Grid {
  if (feature?.type !== "number") return { step: quantityStep, start: quantityStep };
  return { step: feature.step ?? "", start: feature.min ?? "0" };
}

/** The engine's numbers and even ones between the first and the last, on the grid. */
function values(breakpoints: string[], { step, start }: Grid): string[] {
  const known = breakpoints.slice(0, MOST);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) return known;
  const digits = Math.max(...[first, last, step || "0.01", start].map(decimals));
  const [low, high] = [scaled(first, digits), scaled(last, digits)];
  const width = step ? scaled(step, digits) : 1n;
  const origin = scaled(start, digits);
  const even = Array.from({ length: BETWEEN }, (_, index) => {
    const number = low + ((high - low) * BigInt(index + 1)) / BigInt(BETWEEN + 1);
    return unscaled(number - ((number - origin) % width), digits);
  });
  const most = Math.max(digits, ...known.map(decimals));
  const order = (value: string) => scaled(value, most);
  const all = new Map([...known, ...even].map((value) => [order(value), value]));
  return [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
