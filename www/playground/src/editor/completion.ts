/**
 * Completion of rules and of expressions in the catalog: options after a comparison, attributes
 * after a point, features, inputs, computed values, price lists, functions and words elsewhere.
 */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { getLocation } from "jsonc-parser";
import { CATALOG } from "../project.js";
import { type Names, namesFor } from "./names.js";
import { AMOUNTS, BUILT_INS, FUNCTIONS, KEYWORDS, STATEMENTS } from "./words.js";

/** Keys of the catalog whose texts are expressions, and those that are a name. */
const EXPRESSIONS = new Set(["when", "available_when", "sku_quantity"]);
const NAMES = new Set(["row_feature", "col_feature", "per"]);
const WORD = /[\p{L}_][\p{L}\p{N}_]*$/u;

/** What completes a file; `catalog` gives the catalog's present text. */
export function completionOf(file: string, catalog: () => string): CompletionSource {
  return (context) => (file === CATALOG ? inCatalog(context) : inRules(context, namesFor(catalog(), { file })));
}

/** Completion in a text of rules. */
export function inRules(context: CompletionContext, names: Names): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  if (/^\s*\/\/|(?<!["`\w])\/\//.test(before)) return null;
  return offered(context, before, names, '"', before === before.trimStart(), statementNames(context.state.doc.toString()));
}

/** Completion in the catalog: in the texts that are expressions or names. */
function inCatalog(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const { path, isAtPropertyKey } = getLocation(text, context.pos);
  const key = path.findLast((step) => typeof step === "string");
  const component = path[0] === "components" && typeof path[1] === "number" ? path[1] : undefined;
  if (isAtPropertyKey || key === undefined) return null;
  const names = namesFor(text, component === undefined ? "order" : { component });
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  if (NAMES.has(String(key))) {
    const typed = /"([^"]*)$/.exec(before)?.[1];
    if (typed === undefined) return null;
    return { from: context.pos - typed.length, options: features(names) };
  }
  if (!EXPRESSIONS.has(String(key)) && key !== "rules") return null;
  const inside = /"((?:[^"\\]|\\.)*)$/.exec(before)?.[1];
  return inside === undefined ? null : offered(context, inside, names, '\\"', key === "rules" && /^\w*$/.test(inside), []);
}

function offered(
  context: CompletionContext,
  before: string,
  names: Names,
  quote: string,
  startsLine: boolean,
  computed: string[],
): CompletionResult | null {
  const within = comparedOption(before, names, quote);
  if (within) return { from: context.pos - within.typed.length, options: within.options, validFor: /^[^"\\]*$/ };
  const table = /lookup\(\s*\\?"([^"\\]*)$/.exec(before)?.[1];
  if (table !== undefined) {
    return { from: context.pos - table.length, options: names.lists.map((label) => ({ label, type: "constant", detail: "price list" })) };
  }
  // a text for people
  if ((before.split(quote).length - 1) % 2 !== 0) return null;
  const dotted = /([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}\p{N}_]*)$/u.exec(before);
  if (dotted) {
    const [, head = "", typed = ""] = dotted;
    return { from: context.pos - typed.length, options: afterPoint(head, names) };
  }
  const typed = WORD.exec(before)?.[0] ?? "";
  if (typed === "" && !context.explicit) return null;
  const words = startsLine && before.trim() === typed ? STATEMENTS.map((label): Completion => ({ label, type: "keyword" })) : anywhere(names, computed);
  return { from: context.pos - typed.length, options: words, validFor: /^[\p{L}\p{N}_ ]*$/u };
}

/** Options where a feature is compared, as `color = "…"`, `color in ("red", "…"` or `"…" in extras`. */
function comparedOption(before: string, names: Names, quote: string): { typed: string; options: Completion[] } | null {
  const open = quote === '"' ? /"([^"]*)$/ : /\\"([^"\\]*)$/;
  const typed = open.exec(before)?.[1];
  if (typed === undefined) return null;
  const head = before.slice(0, before.length - typed.length - quote.length);
  // an even number of quotes before it: this one opens a text
  if ((head.split(quote).length - 1) % 2 !== 0) return null;
  const subject = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:(?:!?=|:)\s*\[?|in\s*[([])(?:[^()[\]]*,\s*)?$/u.exec(head)?.[1];
  const feature = names.features.find(({ id }) => id === subject);
  const input = names.inputs.find(({ id }) => id === subject);
  const options = feature?.options ?? input?.options;
  if (!options) return null;
  const [close] = quote;
  const detail = subject ?? "";
  return { typed, options: options.map((label) => ({ label, type: "enum", detail, apply: label, boost: close ? 1 : 0 })) };
}

function afterPoint(head: string, names: Names): Completion[] {
  const feature = names.features.find(({ id }) => id === head);
  const attributes = (feature?.attributes ?? []).map((label): Completion => ({ label, type: "property", detail: `of ${head}` }));
  const inputs = names.inputs.filter(({ id }) => id.startsWith(`${head}.`));
  return [...attributes, ...inputs.map(({ id }): Completion => ({ label: id.slice(head.length + 1), type: "variable", detail: "input" }))];
}

function features(names: Names): Completion[] {
  return [
    ...names.features.map(({ id, type }): Completion => ({ label: id, type: "variable", detail: type, boost: 2 })),
    ...names.inputs.map(({ id }): Completion => ({ label: id, type: "variable", detail: "input", boost: 1 })),
  ];
}

function anywhere(names: Names, computed: string[]): Completion[] {
  return [
    ...features(names).map((each) => (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(each.label) ? each : { ...each, apply: `\`${each.label}\`` })),
    ...computed.map((label): Completion => ({ label, type: "variable", detail: "computed", boost: 1 })),
    ...FUNCTIONS.map((label): Completion => ({ label, type: "function", apply: `${label}(`, detail: "function" })),
    ...KEYWORDS.map((label): Completion => ({ label, type: "keyword", boost: -1 })),
    ...BUILT_INS.map((label): Completion => ({ label, type: "constant", detail: "built in" })),
    ...AMOUNTS.map((label): Completion => ({ label, type: "constant", detail: "amount" })),
    ...names.currencies.map((label): Completion => ({ label, type: "constant", detail: "currency" })),
  ];
}

/** The names that `let` and `set` give. */
function statementNames(text: string): string[] {
  return [...text.matchAll(/^(?:let|set)\s+([\p{L}_][\p{L}\p{N}_]*)/gmu)].map(([, name]) => name ?? "");
}
