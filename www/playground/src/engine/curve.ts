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
  const breakpoints = plan.breakpoints(component, subject);
  const known = withPresent(thinned(breakpoints), order, item, subject);
  const numbers = values(known, gridOf(feature, shown?.quantity_step ?? "1"));
  const samples = numbers.map((value): Sample => {
    const { status, amount } = plan.totals(changed(order, item, subject, value));
    return { value, status, amount };
  });
  return { subject, unit: feature?.unit ?? null, samples, left_out: Math.max(0, breakpoints.length - MOST) };
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

/** Of more numbers than are priced, as many as are, evenly, with both ends. */
function thinned(numbers: string[]): string[] {
  if (numbers.length <= MOST) return numbers;
  const last = numbers.length - 1;
  return Array.from({ length: MOST }, (_, index) => numbers[Math.floor((index * last) / (MOST - 1))] ?? "");
}

/** The present number is one of those that are priced, if it lies between them. */
function withPresent(numbers: string[], { items }: Order, item: number, subject: string): string[] {
  const given = subject === "quantity" ? items[item]?.quantity : items[item]?.values?.[subject];
  const present = String(given ?? "");
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (!/^-?\d+(\.\d+)?$/.test(present) || first === undefined || last === undefined) return numbers;
  const digits = Math.max(...[present, first, last].map(decimals));
  const value = scaled(present, digits);
  const isBetween = value > scaled(first, digits) && value < scaled(last, digits);
  return isBetween ? [...numbers.slice(0, -1), present, last] : numbers;
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
function values(known: string[], { step, start }: Grid): string[] {
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
