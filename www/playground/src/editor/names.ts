/**
 * The names that rules can use, read from the catalog's JSON as far as it can be read: completion
 * is wanted most while a text is not finished.
 */
import { parse } from "jsonc-parser";

/** A feature as completion offers it. */
export interface FeatureNames {
  id: string;
  type: string;
  options: string[];
  attributes: string[];
}

/** What a rules text or an expression can name. */
export interface Names {
  features: FeatureNames[];
  inputs: { id: string; options: string[] }[];
  lists: string[];
  currencies: string[];
}

type Entry = Record<string, unknown>;

/** The names for a text of rules in a file, or in the catalog at a JSON path. */
export function namesFor(catalog: string, where: { file: string } | { component: number } | "order"): Names {
  const document = entry(parse(catalog));
  const components = entries(document["components"]);
  const inside = components.filter((component, index) =>
    where === "order" ? false : "component" in where ? index === where.component : component["rules_file"] === where.file,
  );
  // a text that no component names yet may be meant for any
  const forOrder = where === "order" || ("file" in where && document["rules_file"] === where.file);
  const meant = inside.length > 0 || forOrder ? inside : components;
  return {
    features: meant.flatMap((component) => entries(component["features"]).map(feature)),
    inputs: entries(document["inputs"]).map((input) => ({ id: text(input["id"]), options: texts(input["options"]) })),
    lists: meant.flatMap((component) => entries(component["price_lists"]).map((list) => text(list["id"]))),
    currencies: typeof document["currency"] === "string" ? [document["currency"]] : texts(document["currencies"]),
  };
}

function feature(given: Entry): FeatureNames {
  const options = Array.isArray(given["options"]) ? given["options"] : [];
  const attributes = options.flatMap((option) => Object.keys(entry(entry(option)["attributes"])));
  return {
    id: text(given["id"]),
    type: text(given["type"]),
    options: options.map((option) => (typeof option === "string" ? option : text(entry(option)["id"]))),
    attributes: [...new Set([...Object.keys(entry(given["attributes"])), ...attributes])],
  };
}

function entry(given: unknown): Entry {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? (given as Entry) : {};
}

function entries(given: unknown): Entry[] {
  return Array.isArray(given) ? given.map(entry) : [];
}

function text(given: unknown): string {
  return typeof given === "string" ? given : "";
}

function texts(given: unknown): string[] {
  return Array.isArray(given) ? given.filter((each) => typeof each === "string") : [];
}
