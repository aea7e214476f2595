import type { CurrencyCode, DecimalText, Label } from "./values.js";

/** What a widget shows of a plan, in document order. */
export interface DisplayModel {
  fingerprint: string;
  id?: string;
  version?: string;
  /** Whether prices contain tax. */
  prices: "net" | "gross";
  /** Whether an order must say its day. */
  needs_as_of: boolean;
  currencies: { code: CurrencyCode; digits: number }[];
  inputs: DisplayInput[];
  components: DisplayComponent[];
}

/** An input: what an order says of the buyer and the sale. */
export interface DisplayInput {
  id: string;
  type: "select" | "number" | "text" | "boolean" | "date" | "multiselect" | "list";
  required: boolean;
  default?: DisplayDefault;
  options?: string[];
}

/** A default: numbers are texts, options their ids. */
export type DisplayDefault = string | boolean | string[];

interface Shown {
  id: string;
  /** The id where the author gave none. */
  name: Label;
  sort_order?: DecimalText;
  sku?: string;
  description?: Label;
  image?: Label;
}

/** Something that is configured and priced. */
export interface DisplayComponent extends Shown {
  quantity_step: DecimalText;
  features: DisplayFeature[];
}

/** One thing asked of the buyer, by its type. */
export type DisplayFeature = DisplayFeatureParts &
  (
    | { type: "select"; options: DisplayOption[] }
    | {
        type: "multiselect";
        options: DisplayOption[];
        /** Whether a choice may carry a quantity. */
        quantities: boolean;
        min_choices?: number;
        max_choices?: number;
      }
    | { type: "boolean" }
    | { type: "number"; min?: DecimalText; max?: DecimalText; step?: DecimalText }
    | { type: "text"; min_length?: number; max_length?: number }
  );

interface DisplayFeatureParts extends Shown {
  required: boolean;
  default?: DisplayDefault;
  /** Whether it can be chosen depends on other choices. */
  conditional?: boolean;
  unit?: string;
  color?: Label;
  group?: Label;
}

/** One thing that can be chosen. */
export interface DisplayOption extends Shown {
  color?: Label;
  /** Whether it can be chosen depends on other choices. */
  conditional?: boolean;
  /** Largest quantity in a multiselect with quantities. */
  max_quantity?: DecimalText;
}
