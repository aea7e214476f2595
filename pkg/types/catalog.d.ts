import type { CurrencyCode, DecimalLike, Label, RoundingMode } from "./values.js";

/**
 * A catalog document, format 1. What features, price lists and rules take is told by the JSON
 * Schema (`pricewright schema catalog`); here are the parts that code touches.
 */
export interface CatalogDocument {
  $schema?: string;
  format: 1;
  id?: string;
  version?: string;
  /** One currency; or several as `currencies`. */
  currency?: CurrencyCode;
  currencies?: readonly CurrencyCode[];
  prices?: "net" | "gross";
  rounding?: {
    mode?: RoundingMode;
    scope?: "unit" | "item";
    increment?: CatalogAmount;
    unit_price_digits?: number;
  };
  tax?: { rounding?: "item" | "rate" };
  inputs?: readonly InputDocument[];
  components: readonly ComponentDocument[];
  /** Rules on the order: one text, its lines, or a packed file. */
  rules?: RulesDocument;
  rules_file?: string;
}

/** An amount: bare where the catalog has one currency, else by currency. */
export type CatalogAmount =
  | DecimalLike
  | { readonly [currency: string]: DecimalLike }
  | readonly { amount: DecimalLike; currency: CurrencyCode }[];

export type RulesDocument = string | readonly string[] | { file: string; text: string };

/** Something that rules may read besides features. */
export interface InputDocument {
  id: string;
  type: "select" | "number" | "text" | "boolean";
  options?: readonly string[];
  required?: boolean;
  default?: DecimalLike | string | boolean;
}

/** Something that is configured and priced. */
export interface ComponentDocument {
  id: string;
  name?: Label;
  sku?: string;
  base_price?: CatalogAmount;
  features?: readonly FeatureDocument[];
  rules?: RulesDocument;
  rules_file?: string;
  [key: string]: unknown;
}

/** One thing asked of the buyer. */
export interface FeatureDocument {
  id: string;
  name?: Label;
  type: "select" | "multiselect" | "boolean" | "number" | "text";
  required?: boolean;
  options?: readonly OptionDocument[];
  min?: DecimalLike;
  max?: DecimalLike;
  step?: DecimalLike;
  unit?: string;
  [key: string]: unknown;
}

/** One thing that can be chosen. */
export interface OptionDocument {
  id: string;
  name?: Label;
  [key: string]: unknown;
}
