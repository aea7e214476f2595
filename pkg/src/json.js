/** Documents to JSON text with exact numbers: BigInt is taken, `NaN` and `0.1 + 0.2` are not. */
import { decimalText } from "./decimal.js";
import { PricewrightError } from "./errors.js";

const DEEPEST = 200;

/** The text of a document; a text is taken as it is. */
export function documentText(value) {
  return typeof value === "string" ? value : (json(value, "$", 0) ?? "null");
}

function json(given, path, depth) {
  if (depth > DEEPEST) {
    throw new PricewrightError("too-deep", `the document is nested deeper than ${DEEPEST} levels`);
  }
  const value = typeof given?.toJSON === "function" ? given.toJSON() : given;
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
    case "bigint":
      return decimalText(value, path);
    case "object":
      break;
    case "undefined":
      return undefined;
    default:
      throw new PricewrightError("invalid-argument", `a ${typeof value} is no value of a document, at ${path}`);
  }
  if (value === null) return "null";
  if (Array.isArray(value)) {
    const entries = value.map((entry, index) => json(entry, `${path}[${index}]`, depth + 1) ?? "null");
    return `[${entries.join(",")}]`;
  }
  const entries = [];
  for (const [key, entry] of Object.entries(value)) {
    const text = json(entry, `${path}.${key}`, depth + 1);
    if (text !== undefined) entries.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${entries.join(",")}}`;
}
