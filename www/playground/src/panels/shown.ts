/** How values are shown to people. */
import { formatMoney, type Label } from "pricewright/slim";

/** The text of a label in the page's language, else its first. */
export function labelOf(label: Label | undefined, fallback = ""): string {
  if (label === undefined) return fallback;
  if (typeof label === "string") return label;
  return label["en"] ?? Object.values(label)[0] ?? fallback;
}

/** An amount with its currency, by its text. */
export function money(amount: string, currency: string): string {
  return formatMoney(amount as `${number}`, currency, "en");
}

/** An amount with a sign that is always there. */
export function signed(amount: string): string {
  return amount.startsWith("-") ? amount.replace("-", "−") : `+${amount}`;
}

/** An amount with a true minus. */
export function amountText(amount: string): string {
  return amount.replace("-", "−");
}

/** What a status means. */
export const STATUS: Record<string, string> = {
  priced: "priced",
  incomplete: "incomplete",
  invalid: "not possible",
  on_request: "on request",
  unpriced: "no price",
};

/** The names of the standard phases; others are shown as they are. */
export const PHASES: Record<string, string> = {
  base: "base",
  options: "options",
  list_limits: "list limits",
  groups: "groups",
  discounts: "discounts",
  limits: "limits",
  rounding: "rounding",
  quantity: "quantity",
  fees: "fees",
  order: "order",
  adjustments: "adjustments",
};

/** `1 rule`, `2 rules`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
