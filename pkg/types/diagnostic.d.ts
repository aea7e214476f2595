import type { DiagnosticCode } from "./codes.js";

/** A finding in a catalog, an order or an expression. */
export interface Diagnostic extends Place {
  code: DiagnosticCode;
  severity: "error" | "warning";
  /** One line. */
  message: string;
  /** What mends it. */
  help?: string;
  /** Other places that belong to it. */
  related?: ({ message: string } & Place)[];
}

/** Where something stands, as far as it is known. */
export interface Place {
  /** A file of the catalog. */
  file?: string;
  /** A JSON path, such as `$.components[0].features[2]`. */
  path?: string;
  span?: Span;
}

/**
 * A part of a text. Offsets count from 0, lines and columns from 1. What this package gives counts
 * UTF-16 code units, as JavaScript does; the command line's JSON counts bytes and characters.
 */
export interface Span {
  start: number;
  end: number;
  line: number;
  column: number;
  end_line: number;
  end_column: number;
}
