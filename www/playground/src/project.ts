/**
 * What somebody works on: a catalog with its files, and the order that is tried on it. Plain data,
 * which crosses to a worker and into a link; every change makes a new object.
 */
import type { Order } from "pricewright";

/** The file that every project has. */
export const CATALOG = "catalog.json";

/** A text; or bytes as they stand on a disk, where they are no UTF-8. */
export type FileContent = string | Uint8Array;

/** How deep inputs may be nested. */
const MOST_DEPTH = 8;

/** Files by name, in the order in which they are shown. */
export type Files = Readonly<Record<string, FileContent>>;

export interface Project {
  /** What it is called in lists. */
  title: string;
  files: Files;
  order: TriedOrder;
}

/** A value as a form keeps it: what was typed, whether the engine takes it or not. */
export type FormValue = string | boolean | string[] | { option: string; quantity: string }[];

export interface TriedItem {
  id?: string;
  component: string;
  quantity: string;
  tax_rate?: string;
  values: Record<string, FormValue>;
}

/** An order as a form keeps it; `rest` is what the form has no field for. */
export interface TriedOrder {
  currency?: string;
  as_of?: string;
  language?: string;
  tax?: string;
  inputs: Record<string, string | boolean>;
  items: TriedItem[];
  rest: Record<string, unknown>;
}

/** The text of a file; nothing for one that is bytes. */
export function textOf(files: Files, name: string): string | undefined {
  const content = Object.hasOwn(files, name) ? files[name] : undefined;
  return typeof content === "string" ? content : undefined;
}

/** The catalog's text. */
export function catalogOf(project: Project): string {
  return textOf(project.files, CATALOG) ?? "";
}

/** Every file but the catalog, as the engine takes them. */
export function besides(files: Files): Record<string, FileContent> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== CATALOG));
}

/** Bytes as a text where they are one, else as they are. */
export function contentOf(bytes: Uint8Array): FileContent {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** An order document as a form keeps it. */
export function triedOrder(given: unknown): TriedOrder {
  const { currency, as_of, language, tax, customer, context, inputs, items, ...rest } = record(given);
  const rate = record(tax).rate;
  return {
    ...(currency === undefined ? {} : { currency: plain(currency) }),
    ...(as_of === undefined ? {} : { as_of: plain(as_of) }),
    ...(language === undefined ? {} : { language: plain(language) }),
    ...(rate === undefined ? {} : { tax: plain(rate) }),
    inputs: { ...flat("customer", customer), ...flat("context", context), ...flat("", inputs) },
    items: Array.isArray(items) ? items.map(triedItem) : [],
    rest,
  };
}

/** The order that the engine prices: what is unset is left out. */
export function orderOf(tried: TriedOrder): Order {
  const { inputs, items, tax, rest, ...settings } = tried;
  return {
    ...rest,
    ...settings,
    ...(tax === undefined ? {} : { tax: { rate: tax as `${number}` } }),
    ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
    items: items as unknown as Order["items"],
  };
}

/** Values of features as a form keeps them; what is unset is left out. */
export function formValues(given: unknown): Record<string, FormValue> {
  return Object.fromEntries(
    Object.entries(record(given)).flatMap(([feature, value]) => {
      const kept = formValue(value);
      return kept === undefined ? [] : [[feature, kept]];
    }),
  );
}

function triedItem(given: unknown): TriedItem {
  const { id, component, quantity = 1, tax_rate, values } = record(given);
  return {
    ...(id === undefined ? {} : { id: plain(id) }),
    component: plain(component),
    quantity: plain(quantity),
    ...(tax_rate === undefined ? {} : { tax_rate: plain(tax_rate) }),
    values: formValues(values),
  };
}

function formValue(value: unknown): FormValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "boolean") return value;
  const choices = Array.isArray(value)
    ? value
    : typeof value === "object"
      ? Object.entries(value).map(([option, quantity]) => ({ option, quantity }))
      : undefined;
  if (!choices) return plain(value);
  if (choices.every((choice) => typeof choice === "string")) return choices;
  return choices.map((choice) => {
    const { option = choice, quantity = 1 } = record(choice);
    return { option: plain(option), quantity: plain(quantity) };
  });
}

/** Inputs by their dotted ids; what is nested deeper than any input is, is kept as its JSON, which the engine refuses. */
function flat(head: string, given: unknown, depth = 0): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(record(given)).flatMap(([key, value]) => {
      const id = head ? `${head}.${key}` : key;
      if (value === null || value === undefined) return [];
      if (typeof value === "object" && depth < MOST_DEPTH) return Object.entries(flat(id, value, depth + 1));
      return [[id, typeof value === "boolean" ? value : plain(value)]];
    }),
  );
}

/** A scalar as a text. What is none is shown as JSON, which nobody takes for one: `String` would call its `toString`. */
function plain(value: unknown): string {
  return typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value);
}

function record(given: unknown): Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? (given as Record<string, unknown>) : {};
}
