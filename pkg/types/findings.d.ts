import type { CatalogDocument } from "./catalog.js";
import type { CatalogOptions } from "./compiler.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Order } from "./order.js";
import type { SourcePosition } from "./quote.js";

/** Runs the `test` statements of a catalog. Faults of the catalog, and of tests that name what is not there, are thrown. */
export declare function runTests(catalog: CatalogDocument | string, options?: CatalogOptions): TestReport;

/** What became of a catalog's tests, in document order. */
export interface TestReport {
  passed: number;
  failed: number;
  tests: CatalogTestOutcome[];
}

/** A test, and which of its expectations were not met. */
export interface CatalogTestOutcome {
  component: string;
  id: string;
  label?: string;
  /** Where it stands; the column counts characters. */
  source?: SourcePosition;
  /** What it prices. */
  order: Order;
  passed: boolean;
  /** What was expected and found, each at its place. */
  failures: Diagnostic[];
}

/** What was found in the files of a catalog's price lists. Faults that keep them from being read are thrown. */
export declare function fileReports(catalog: CatalogDocument | string, options?: CatalogOptions): DetectedFile[];

/** A price list's file. */
export interface DetectedFile {
  component: string;
  price_list: string;
  file: string;
  detected: FileReport;
}

/** How a file is written, and what is not part of the list; `null` where it does not show. */
export interface FileReport {
  encoding: string | null;
  separator: string | null;
  decimal: string | null;
  thousands: string | null;
  form: "wide" | "long" | null;
  transposed: boolean;
  /** Settings that the catalog says. */
  declared?: string[];
  /** Settings for which the file gives no proof. */
  guessed?: string[];
  /** Units, labels, titles, notes and counts of what was left out. */
  [fact: string]: string | boolean | number | string[] | null | undefined;
}

export interface LintOptions extends CatalogOptions {
  /** How many sets of configurations are looked at for one question; 1,000 without it. */
  steps?: number;
}

/** What somebody who knows every price would stumble over in a catalog that compiles; its faults are thrown. */
export declare function lint(catalog: CatalogDocument | string, options?: LintOptions): LintFindings;

/** What the lint found. */
export interface LintFindings {
  /** By component, then by code, then in document order; those of the order last. */
  findings: LintFinding[];
  /** Questions that ran out of steps. */
  undecided: { code: LintCode; component: string | null; id: string }[];
  /** What the catalog accepts and the lint does not find. */
  unneeded: { code: string; id: string; reason: string }[];
}

/** A finding, with an order that shows it. */
export interface LintFinding {
  code: LintCode;
  severity: "error" | "warning" | "note";
  certainty: "proved" | "suspicion";
  /** None for a rule of the order. */
  component: string | null;
  /** What it is about: a rule, a list, a feature, `feature.option`, or the component. */
  id: string;
  message: string;
  source: SourcePosition | null;
  /** Rules that contradict each other. */
  rules?: string[];
  /** How many like it were left out. */
  more?: number;
  /** Why the catalog accepts it. */
  accepted?: string;
  order: Order;
  /** The order that it is compared with. */
  compared_with?: Order;
}

/** What a lint finds. */
export type LintCode =
  | "no-valid-configuration"
  | "option-never-available"
  | "rule-never-fires"
  | "rule-always-fires"
  | "rule-shadowed"
  | "configuration-without-price"
  | "larger-is-cheaper"
  | "more-pieces-cheaper"
  | "price-below-zero"
  | "feature-without-effect";
