/** What every error of this package is. */
export class PricewrightError extends Error {
  constructor(code, message, diagnostics = [], options = undefined) {
    super(message, options);
    this.code = code;
    this.diagnostics = diagnostics;
  }
}
Object.defineProperty(PricewrightError.prototype, "name", {
  value: "PricewrightError",
  configurable: true,
  writable: true,
});

/** The error of diagnostics: the first that is an error speaks for all. */
export function errorOf(diagnostics) {
  const errors = diagnostics.filter((found) => found.severity === "error");
  const first = errors[0] ?? diagnostics[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const path = first.path ? ` at ${first.path}` : "";
  return new PricewrightError(first.code, `${first.message}${path}${more}`, diagnostics);
}

/** The error of one fault of a document. */
export function fault(code, path, message, help = undefined) {
  const found = { code, severity: "error", message };
  if (path) found.path = path;
  if (help) found.help = help;
  return errorOf([found]);
}

/** A value as a message names it. */
export function named(value) {
  if (value === null) return "`null`";
  if (Array.isArray(value)) return "an array";
  switch (typeof value) {
    case "string":
      return `the text \`${value.length > 60 ? `${value.slice(0, 60)}…` : value}\``;
    case "number":
    case "bigint":
      return `the number \`${value}\``;
    case "boolean":
      return `\`${value}\``;
    case "object":
      return "an object";
    default:
      return value === undefined ? "nothing" : `a ${typeof value}`;
  }
}
