/**
 * Fixes out of a finding's help. A help that names one replacement for what stands there (`did you
 * mean …`, `write …`) becomes an edit; any other help is for people to read.
 */
import { getLocation } from "jsonc-parser";
import type { Diagnostic } from "pricewright";
import { CATALOG } from "../project.js";
import type { Located } from "./places.js";

/** An edit of a file, and what it is called. */
export interface Fix extends Located {
  name: string;
  insert: string;
}

/** The edit that a finding's help names; nothing where it names none that surely fits. */
export function fixOf(found: Diagnostic, place: Located, text: string): Fix | undefined {
  const replacement = /^(?:did you mean|write) `([^`]+)`\??$/.exec(found.help ?? "")?.[1];
  if (replacement === undefined) return undefined;
  const wrong = /`([^`]+)`/g;
  const named = [...found.message.matchAll(wrong)].map(([, name]) => name ?? "");
  const span = found.code === "unknown-key" ? keyOf(place, text) : place;
  if (!span) return undefined;
  const there = text.slice(span.from, span.to);
  // the name that the message complains about, where it stands once in the span
  const culprit = named.find((name) => there === name || there === JSON.stringify(name));
  const inside = culprit ?? named.find((name) => name !== replacement && there.split(name).length === 2);
  if (inside === undefined) return undefined;
  const from = span.from + there.indexOf(inside);
  return {
    file: place.file,
    from,
    to: from + inside.length,
    insert: bare(replacement, text, from, place.file),
    name: `Change to ${replacement}`,
  };
}

/** A key is named by its value's place. */
function keyOf(place: Located, text: string): Located | undefined {
  if (place.file !== CATALOG) return undefined;
  const { path } = getLocation(text, place.from);
  const key = path.at(-1);
  if (typeof key !== "string") return undefined;
  const from = text.lastIndexOf(JSON.stringify(key), place.from);
  return from < 0 ? undefined : { file: place.file, from, to: from + JSON.stringify(key).length };
}

/** A name in rules that is no plain word goes in backticks, unless it stands in some already. */
function bare(name: string, text: string, from: number, file: string): string {
  const quoted = /["`]/.test(text[from - 1] ?? "");
  const isName = /^[\p{L}\p{N}_.]+$/u.test(name) || !/[\p{L}]/u.test(name);
  return file === CATALOG || quoted || isName ? name : `\`${name}\``;
}
