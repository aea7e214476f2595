/**
 * Where a finding stands in the texts that are shown. The engine names a file and a span in it;
 * rules and expressions inside the catalog are named by their JSON path, and their spans count in
 * the text that the JSON stands for. This finds the place in the JSON itself.
 */
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { CATALOG, type Files, textOf } from "../project.js";

/** A place as the engine names it, in UTF-16 code units. */
export interface Named {
  file?: string | undefined;
  path?: string | undefined;
  span?: { start: number; end: number } | undefined;
}

/** A part of a file that is shown. */
export interface Located {
  file: string;
  from: number;
  to: number;
}

/** The place in a file; the beginning of the catalog where nothing is known. */
export function locate(files: Files, { file, path, span }: Named): Located {
  if (file?.startsWith("$")) {
    const found = insideCatalog(textOf(files, CATALOG) ?? "", file, span);
    if (found) return { file: CATALOG, ...found };
  }
  const name = file !== undefined && Object.hasOwn(files, file) ? file : CATALOG;
  const text = textOf(files, name) ?? "";
  if (span && name === (file ?? CATALOG)) return clamped(name, span.start, span.end, text);
  const node = path && name === CATALOG ? nodeAt(parseTree(text), path) : undefined;
  if (node) return clamped(name, node.offset, node.offset + node.length, text);
  return { file: name, from: 0, to: 0 };
}

/** The place of a position, which the engine counts in lines and characters from 1. */
export function locatePosition(files: Files, source: { file: string; line: number; column: number }): Located {
  const inside = source.file.startsWith("$");
  const text = inside ? insideText(textOf(files, CATALOG) ?? "", source.file) : textOf(files, source.file);
  if (text === undefined) return locate(files, { file: source.file });
  const start = offsetOf(text, source.line, source.column);
  const word = /^(?:`[^`]*`|"(?:\\.|[^"\\])*"|[\p{L}\p{N}_.]+|.)/u.exec(text.slice(start));
  return locate(files, { file: source.file, span: { start, end: start + (word?.[0].length ?? 0) } });
}

/** The value at a JSON path such as `$.components[0].rules`. */
export function nodeAt(root: Node | undefined, path: string): Node | undefined {
  const steps = stepsOf(path);
  return root && steps ? findNodeAtLocation(root, steps) : undefined;
}

/** The steps of a JSON path; keys that are no names stand in brackets, in quotes. */
export function stepsOf(path: string): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  const step = /\.([^.[\]]+)|\[(\d+)\]|\[("(?:\\.|[^"\\])*")\]|\['((?:\\.|[^'\\])*)'\]/y;
  step.lastIndex = path.startsWith("$") ? 1 : 0;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (!found) return undefined;
    const [, name, index, quoted, single] = found;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (single !== undefined) steps.push(single);
    else if (quoted !== undefined) steps.push(JSON.parse(quoted) as string);
  }
  return steps;
}

/** The text that a value of the catalog stands for: a text, or lines. */
export function insideText(catalog: string, path: string): string | undefined {
  return pieces(catalog, path)?.text;
}

interface Pieces {
  text: string;
  /** Where in the catalog each code unit of the text begins; one more for the end. */
  at: number[];
}

function insideCatalog(catalog: string, path: string, span: Named["span"]): { from: number; to: number } | undefined {
  const found = pieces(catalog, path);
  if (!found) return undefined;
  const last = found.at.length - 1;
  const start = Math.min(span?.start ?? 0, last);
  const end = Math.min(span?.end ?? last, last);
  const from = found.at[start] ?? 0;
  return { from, to: Math.max(from, found.at[end] ?? from) };
}

function pieces(catalog: string, path: string): Pieces | undefined {
  const node = nodeAt(parseTree(catalog), path);
  if (node?.type === "object") {
    const packed = findNodeAtLocation(node, ["text"]);
    return packed && pieces(catalog, `${path}.text`);
  }
  const parts = node?.type === "array" ? (node.children ?? []) : node ? [node] : [];
  if (parts.length === 0 || parts.some((part) => part.type !== "string")) return undefined;
  const whole: Pieces = { text: "", at: [] };
  parts.forEach((part, index) => {
    const decoded = decode(catalog.slice(part.offset, part.offset + part.length));
    // lines are joined by a line end, which stands nowhere
    if (index > 0) {
      whole.text += "\n";
      whole.at.push(part.offset + 1);
    }
    whole.text += decoded.text;
    for (const at of decoded.at) whole.at.push(part.offset + at);
  });
  const end = parts.at(-1);
  whole.at.push(end ? end.offset + end.length - 1 : 0);
  return whole;
}

/** The text of a JSON string in its quotes, and where each code unit of it begins. */
function decode(quoted: string): Pieces {
  const decoded: Pieces = { text: "", at: [] };
  let at = 1;
  while (at < quoted.length - 1) {
    const length = quoted[at] !== "\\" ? 1 : quoted[at + 1] === "u" ? 6 : 2;
    const piece = quoted.slice(at, at + length);
    decoded.text += length === 1 ? piece : (JSON.parse(`"${piece}"`) as string);
    decoded.at.push(at);
    at += length;
  }
  return decoded;
}

/** The offset in code units of a line and a column in characters, both from 1. */
function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const characters = [...(lines[line - 1] ?? "")].slice(0, column - 1);
  return Math.min(text.length, before + characters.join("").length);
}

function clamped(file: string, start: number, end: number, text: string): Located {
  const from = Math.min(start, text.length);
  return { file, from, to: Math.max(from, Math.min(end, text.length)) };
}
