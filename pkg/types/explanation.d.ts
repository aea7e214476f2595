import type { LineKind, Phase, Quote, SourcePosition } from "./quote.js";
import type { Day } from "./values.js";

/** A quote, and why it is what it is. */
export interface Explanation {
  quote: Quote;
  explanation: {
    /** One for each item of the quote. */
    items: ItemExplanation[];
    /** The order's own phases. */
    order: PhaseExplanation[];
  };
}

/** Why an item costs what it costs. */
export interface ItemExplanation {
  /** The component's name. */
  name: string;
  /** Names and values of what is chosen. */
  values: { name: string; value: string }[];
  phases: PhaseExplanation[];
}

/** What happened in a phase. */
export interface PhaseExplanation {
  phase: Phase;
  /** Where it stands in the waterfall: up to the list price, to the unit price, after × quantity. */
  stage: "list" | "unit" | "item" | "order";
  /** Its lines by their index in the quote, and how each came about, such as `12% of base 230.00`. */
  lines: { line: number; how: string }[];
  not_fired: NotFired[];
}

/** Something that made no line, by its reason. */
export type NotFired = NotFiredParts &
  (
    | { reason: PlainReason }
    /** `other`: which one was chosen, or ended the phase. */
    | { reason: "not-chosen" | "stopped"; other: string }
    /** The order's day lies outside `[from, until)`. */
    | { reason: "validity"; from?: Day; until?: Day }
  );

type PlainReason =
  | "condition"
  | "no-match"
  | "currency"
  | "waits"
  | "no-tier"
  | "not-needed"
  | "problem";

interface NotFiredParts {
  id: string;
  label: string;
  /** What its line would have been. */
  kind: LineKind;
  /** The smallest set of comparisons that decided. */
  because: Compared[];
  source: SourcePosition | null;
}

/** A comparison with the values it compared. */
export interface Compared {
  text: string;
  operator: string;
  /** `null` where it is not known. */
  holds: boolean | null;
  operands: { text: string; value: string }[];
  source: SourcePosition | null;
}
