/** What the page shows, as one value; whoever changes it makes a new one, and the page is drawn anew. */
import type { LintFindings, Order, PriceRange, TestReport } from "pricewright";
import type { Compiled, Curve, Facts, Fault, Priced } from "./engine/protocol.js";
import type { Located } from "./editor/places.js";
import type { Project } from "./project.js";

/** The columns of a narrow page, of which one is shown. */
export const COLUMNS = ["write", "configure", "price"] as const;
export type Column = (typeof COLUMNS)[number];

/** What is shown below the editor. */
export const FINDINGS = ["problems", "tests", "lint", "files"] as const;
export type FindingsTab = (typeof FINDINGS)[number];

/** What is shown of a price. */
export const ANSWERS = ["waterfall", "rules", "matrix", "curve", "range"] as const;
export type AnswersTab = (typeof ANSWERS)[number];

/** An answer that may be under way, or of a text that is not the present one any more. */
export type Answered<T> = { state: "none" } | { state: "asked"; last?: T } | { state: "known"; value: T } | { state: "fault"; fault: Fault };

/** The ranges of the order's item. */
export interface Ranges {
  /** With the values that are given. */
  given: PriceRange;
  /** With nothing given. */
  any: PriceRange | null;
}

export interface State {
  project: Project;
  /** Where the project came from, as the list of examples names it; empty for none of these. */
  origin: { example: string; order: string };
  /** The file in the editor. */
  active: string;
  /** Which item of the order the form shows. */
  item: number;
  column: Column;
  findings: FindingsTab;
  answers: AnswersTab;
  /** What became of the catalog; nothing before the first answer. */
  compiled: Compiled | null;
  /** Of the last catalog that compiled. */
  facts: Facts | null;
  priced: Answered<Priced>;
  tests: Answered<TestReport>;
  lint: Answered<LintFindings>;
  ranges: Answered<Ranges>;
  curve: Answered<Curve>;
  /** Whether the form is that of a shop. */
  shop: boolean;
  /** Which dimension the curve is along; the first number feature without it. */
  subject: string | null;
  /** Which price list is shown; the one in use without it. */
  list: string | null;
  /** What is told for a while, with what takes it back. */
  notice: Notice | null;
  /** A file that was dropped and waits for a price list to be chosen. */
  dropped: Dropped | null;
}

export interface Notice {
  text: string;
  /** Something is wrong. */
  bad?: boolean;
  undo?: () => void;
  /** A link to be copied by hand. */
  link?: string;
}

export interface Dropped {
  name: string;
  bytes: Uint8Array;
}

/** What the page's parts may do. */
export interface Actions {
  set(change: Partial<State>): void;
  /** Changes the order; `item` of it is shown. */
  order(change: (order: Project["order"]) => Project["order"], item?: number): void;
  /** Changes the text of a file as one edit of the editor. */
  edit(file: string, from: number, to: number, insert: string): void;
  /** Puts an order into the form, to be seen. */
  attempt(order: Order): void;
  /** Shows a place in the editor. */
  show(place: Located): void;
  open(file: string): void;
  loadExample(example: string): void;
  /** Another order of the example that is there. */
  loadOrder(order: string): void;
  share(): void;
  download(): void;
  drop(files: FileList | File[]): void;
  attach(dropped: Dropped, list: { component: string; id: string } | null): void;
  removeFile(name: string): void;
}
