/**
 * What crosses between the page and its workers: questions with a number, and an answer to each.
 * Everything is plain data.
 */
import type {
  Diagnostic,
  DetectedFile,
  DisplayModel,
  Explanation,
  LintFindings,
  OptionPrices,
  Order,
  PriceRange,
  Hints,
  TestReport,
} from "pricewright";
import type { FileContent } from "../project.js";

/** A catalog with the files that it names. */
export interface Source {
  catalog: string;
  files: Record<string, FileContent>;
}

/** What a question asks, and what its answer is. */
export interface Questions {
  /** Compiles a catalog, which the next questions are about. */
  compile: { ask: Source; answer: Compiled };
  /** One document with its files inline, as text. */
  pack: { ask: Source; answer: string };
  /** Prices an order, and says what each option of an item would cost. */
  price: { ask: { order: Order; item: number }; answer: Priced };
  /** Prices an order along a dimension of an item. */
  curve: { ask: { order: Order; item: number; subject: string }; answer: Curve };
  /** Runs the tests of a catalog. */
  test: { ask: Source; answer: TestReport };
  /** What the item's values can still cost. */
  range: { ask: { order: Order; budget: number }; answer: PriceRange };
  /** What a price manager would stumble over. */
  lint: { ask: Source & { steps: number }; answer: LintFindings };
}

export type Kind = keyof Questions;

/** What a worker is told first: the engine's module. */
export interface Start {
  module: WebAssembly.Module;
}

export type Question = { [K in Kind]: { number: number; kind: K; ask: Questions[K]["ask"] } }[Kind];

/** An answer, or why there is none: faults of a document, or of the engine in one line. */
export type Answer =
  | { number: number; answer: unknown }
  | { number: number; fault: Fault };

export interface Fault {
  message: string;
  diagnostics: Diagnostic[];
}

/** What became of a catalog. */
export interface Compiled {
  /** Every finding; the catalog compiles if none is an error. */
  diagnostics: Diagnostic[];
  /** Nothing where it does not compile. */
  facts: Facts | null;
}

/** What is shown of a catalog that compiles. */
export interface Facts {
  display: DisplayModel;
  /** The plan in bytes, as a shop page loads it. */
  plan: Uint8Array;
  lists: PriceList[];
  reports: DetectedFile[];
}

/** A price list with its cells; `null` is not available. */
export interface PriceList {
  component: string;
  id: string;
  name: string;
  role: "base" | "surcharge" | "table";
  currency: string | null;
  row: string | null;
  col: string | null;
  lookup: string;
  rows: string[];
  cols: string[];
  cells: (string | null)[][];
}

/** What an order costs, and why. */
export interface Priced {
  explained: Explanation;
  /** Of the item; `null` where the order does not have it. */
  options: OptionPrices | null;
  hints: Hints | null;
}

/** Prices along a dimension, rising. */
export interface Curve {
  subject: string;
  unit: string | null;
  samples: Sample[];
  /** How many numbers at which the price may change are not among them, as they are too many. */
  left_out: number;
}

export interface Sample {
  value: string;
  status: string;
  /** `null` where there is no price. */
  amount: string | null;
}
