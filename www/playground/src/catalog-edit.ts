/** Edits of the catalog's JSON that keep its layout and whatever else stands in it. */
import { applyEdits, type JSONPath, modify, parse } from "jsonc-parser";

const FORMATTING = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: "\n" } };

interface ComponentDocument {
  id?: unknown;
  features?: { id?: unknown; type?: unknown }[];
  price_lists?: { id?: unknown }[];
}

/** Names a file as the cells of a price list; what stood inline goes. */
export function withFile(catalog: string, component: string, list: string, file: string): string {
  const at = componentOf(catalog, component);
  const index = at.document?.price_lists?.findIndex((each) => each.id === list) ?? -1;
  if (at.index < 0 || index < 0) return catalog;
  const path: JSONPath = ["components", at.index, "price_lists", index];
  const without = ["rows", "cols", "cells"].reduce((text, key) => edited(text, [...path, key], undefined), catalog);
  return edited(without, [...path, "file"], file);
}

/** Adds a price list over the component's first number features, to be changed by hand. */
export function withNewList(catalog: string, component: string, file: string): string {
  const { document, index } = componentOf(catalog, component);
  if (index < 0) return catalog;
  const lists = document?.price_lists ?? [];
  const stem = file.replace(/\.[^.]*$/, "").replaceAll(/[^\p{L}\p{N}_]/gu, "_") || "list";
  const taken = new Set(lists.map(({ id }) => id));
  const ids = [stem, ...Array.from({ length: 99 }, (_, number) => `${stem}_${number + 2}`)];
  const numbers = (document?.features ?? []).filter(({ type }) => type === "number").map(({ id }) => id);
  const axes = { ...(numbers[0] ? { row_feature: numbers[0] } : {}), ...(numbers[1] ? { col_feature: numbers[1] } : {}) };
  const list = { id: ids.find((id) => !taken.has(id)), ...axes, lookup: "up", file };
  return edited(catalog, ["components", index, "price_lists", lists.length], list);
}

function edited(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, FORMATTING));
}

function componentOf(catalog: string, id: string): { document: ComponentDocument | undefined; index: number } {
  const document = parse(catalog) as { components?: ComponentDocument[] } | undefined;
  const components = Array.isArray(document?.components) ? document.components : [];
  const index = components.findIndex((component) => component?.id === id);
  return { document: components[index], index };
}
