/** Findings as the editor underlines them, with the edits that mend them. */
import type { Diagnostic as Underlined } from "@codemirror/lint";
import type { Diagnostic } from "pricewright";
import { type Files, textOf } from "../project.js";
import { type Fix, fixOf } from "./fixes.js";
import { type Located, locate } from "./places.js";

/** A finding with its place in a text that is shown. */
export interface Found {
  diagnostic: Diagnostic;
  place: Located;
  fix: Fix | undefined;
}

/** Every finding at its place. */
export function foundIn(files: Files, diagnostics: readonly Diagnostic[]): Found[] {
  return diagnostics.map((diagnostic) => {
    const place = locate(files, diagnostic);
    return { diagnostic, place, fix: fixOf(diagnostic, place, textOf(files, place.file) ?? "") };
  });
}

/** Those of one file as underlines; an empty place takes the character beside it. */
export function underlined(found: readonly Found[], file: string, length: number): Underlined[] {
  const inside = found.filter(({ place }) => place.file === file);
  return inside.map(({ diagnostic, place, fix }) => {
    const from = Math.min(place.from, length);
    const to = Math.min(Math.max(place.to, from + 1), length);
    return {
      from,
      to,
      severity: diagnostic.severity,
      source: diagnostic.code,
      message: diagnostic.help ? `${diagnostic.message}\n${diagnostic.help}` : diagnostic.message,
      actions: fix
        ? [{ name: fix.name, apply: (view) => view.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.insert } }) }]
        : [],
    };
  });
}
