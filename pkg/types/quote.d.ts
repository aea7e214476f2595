import type { DiagnosticCode } from "./codes.js";
import type { Amount, CurrencyCode, Day, DecimalText, RoundingMode } from "./values.js";

/** What became of an item or order, from good to bad. */
export type Status = "priced" | "incomplete" | "invalid" | "on_request" | "unpriced";

/** What an order costs, and why. Amounts are in its currency; `null` is not known, never 0. */
export type Quote = PricedQuote | OpenQuote;

interface QuoteParts {
  currency: CurrencyCode;
  as_of: Day | null;
  /** Whether amounts contain tax. */
  prices: "net" | "gross";
  /** Lines of the order itself. */
  lines: OrderLine[];
  /** The sum of the items that are priced. */
  priced_subtotal: Amount;
  /** Base and tax by rate, rising. */
  taxes: TaxShare[];
  violations: Violation[];
  warnings: Notice[];
  problems: Problem[];
  /** Skus of all priced items. */
  bill_of_materials: Material[];
  catalog: { id: string | null; version: string | null; fingerprint: string };
  engine_version: string;
  rounding: {
    mode: RoundingMode;
    scope: "unit" | "item";
    unit_increment: DecimalText;
    increment: DecimalText;
  };
}

/** Every item has a binding price. */
export interface PricedQuote extends QuoteParts {
  status: "priced";
  items: PricedItem[];
  /** The sum of items and order lines. */
  amount: Amount;
  /** Without tax; `null` where rates are missing. */
  net: Amount | null;
  tax: Amount | null;
  gross: Amount | null;
}

/** Not every item has a price, or the order itself has none. */
export interface OpenQuote extends QuoteParts {
  /** The worst of its items and its own. */
  status: Exclude<Status, "priced">;
  items: ItemQuote[];
  amount: null;
  net: null;
  tax: null;
  gross: null;
}

/** An item, by its status. */
export type ItemQuote = PricedItem | IncompleteItem | InvalidItem | UnpricedItem;

interface ItemParts {
  /** The caller's id. */
  id: string | null;
  component: string;
  quantity: DecimalText;
  warnings: Notice[];
  /** Statements that wait for a value. */
  pending: Pending[];
  /** Computed values, in document order. */
  computed: { [id: string]: ComputedValue };
  /** Skus for the whole item. */
  bill_of_materials: Material[];
}

/** It has a binding price. */
export interface PricedItem extends ItemParts {
  status: "priced";
  /** The price waterfall; its amounts add up to `amount`. */
  lines: ItemLine[];
  /** Per piece, or of all with rounding scope `item`. */
  list_price: Amount;
  /** Of a piece; `null` with rounding scope `item`. */
  unit_price: Amount | null;
  amount: Amount;
  /** `amount` by quantity, rounded: to be shown, never to be multiplied. */
  effective_unit_price: Amount;
  /** Its share of the order's lines. */
  order_share: Amount | null;
  /** In percent. */
  tax_rate: DecimalText | null;
  net: Amount | null;
  tax: Amount | null;
  gross: Amount | null;
  violations: [];
  problems: [];
}

/** Something required is unset: what has a price already is provisional. */
export interface IncompleteItem extends ItemParts, WithoutTax {
  status: "incomplete";
  lines: ItemLine[];
  list_price: Amount | null;
  unit_price: Amount | null;
  amount: Amount | null;
  effective_unit_price: Amount | null;
  violations: Violation[];
  problems: Problem[];
}

/** Something is not allowed. */
export interface InvalidItem extends ItemParts, WithoutPrice {
  status: "invalid";
  violations: Violation[];
  problems: Problem[];
}

/** There is no price, or one on request only; `problems` or `warnings` say why. */
export interface UnpricedItem extends ItemParts, WithoutPrice {
  status: "on_request" | "unpriced";
  violations: Violation[];
  problems: Problem[];
}

interface WithoutTax {
  order_share: null;
  tax_rate: DecimalText | null;
  net: null;
  tax: null;
  gross: null;
}

interface WithoutPrice extends WithoutTax {
  lines: [];
  list_price: null;
  unit_price: null;
  amount: null;
  effective_unit_price: null;
}

/** A value as a quote shows it: numbers and days are texts. */
export type ComputedValue = string | boolean | ComputedValue[];

/** An entry of the price waterfall, by its kind. */
export type Line = ItemLine | OrderLine;

/** A line of an item: once a piece, or once. */
export type ItemLine = LineByKind & (PerPiece | { scope: "item"; unit_amount: null });

/** A line of the order. */
export type OrderLine = LineByKind & {
  scope: "order";
  unit_amount: null;
  /** Fees once per order: the indexes of the items that asked for it. */
  items?: number[];
  /** How the amount is shared out, one entry an item. */
  shares?: Amount[];
};

interface PerPiece {
  scope: "unit";
  /** For one piece. */
  unit_amount: Amount;
}

/** What made a line. */
export type LineKind = LineByKind["kind"];

type LineByKind =
  | PlainLine
  | ListLine
  | OptionLine
  | RuleLine
  | GroupLine
  | TierLine
  | ManualLine;

interface LineParts {
  /** A standard phase or one of the author's own. */
  phase: Phase;
  /** The rule, option (`feature:option`), list or group that made it. */
  id: string;
  /** What people read, in the order's language. */
  label: string;
  /** For all of it, final. */
  amount: Amount;
  /** Whether the amount before rounding was exact. */
  exact: boolean;
  /** Where the rule stands. */
  source?: SourcePosition;
}

interface MaybePercentage {
  /** What the rate is taken of. */
  base?: LineBase;
  /** In percent. */
  rate?: DecimalText;
}

/** A base price, an amount that was set, a limit, or a rounding. */
export interface PlainLine extends LineParts {
  kind: "base_price" | "override" | "minimum" | "maximum" | "rounding" | "ending" | "clamp";
  manual: false;
}

/** From a cell of a price list. */
export interface ListLine extends LineParts {
  kind: "price_list" | "surcharge_list";
  cell: CellUse;
  manual: false;
}

/** The surcharge of an option or feature. */
export interface OptionLine extends LineParts, MaybePercentage {
  kind: "option";
  /** How many of it, in a multiselect with quantities. */
  option_quantity?: DecimalText;
  manual: false;
}

/** A `surcharge` or `discount` statement. */
export interface RuleLine extends LineParts, MaybePercentage {
  kind: "surcharge" | "discount";
  /** Fees once per order and key: the key's value. */
  key?: string;
  manual: false;
}

/** A price group that adds. */
export interface GroupLine extends LineParts, MaybePercentage {
  kind: "price_group";
  /** The tier that was reached. */
  tier?: DecimalText;
  manual: false;
}

/** A quantity tier. */
export interface TierLine extends LineParts, MaybePercentage {
  kind: "tier";
  /** The tier that was reached. */
  tier?: DecimalText;
  manual: false;
}

/** Given with the order by hand. */
export interface ManualLine extends LineParts, MaybePercentage {
  kind: "manual";
  manual: true;
}

/** A phase of the price waterfall; catalogs may declare their own. */
export type Phase =
  | "base"
  | "options"
  | "list_limits"
  | "groups"
  | "discounts"
  | "limits"
  | "rounding"
  | "quantity"
  | "fees"
  | "order"
  | "adjustments"
  | (string & {});

/** The base of a percentage. */
export interface LineBase {
  /** `base`, `list`, `subtotal`, … */
  name: string;
  amount: Amount;
  /** What the rate leaves out of that amount: lines that are not discountable. */
  not_discountable?: Amount;
}

/** The cell of a price list that was used. */
export interface CellUse {
  list: string;
  row: AxisUse;
  col?: AxisUse;
}

/** What was asked of an axis, and what it gave. */
export interface AxisUse {
  asked: string;
  /** The breakpoint or key; the lower of two with `linear`. */
  hit: string;
  /** The upper neighbor, with `linear` between two. */
  upper?: string;
}

/** A place in a rules text, counted from 1. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** Something that is not allowed, and what would fix it. */
export interface Violation {
  code: ViolationCode;
  /** The rule that says so. */
  rule: string | null;
  message: string;
  features: string[];
  /** Values that are allowed, each for a feature; `null` leaves it unset. */
  fixes: { feature: string; value: string | null }[];
}

/** Why a value or a configuration is not allowed. */
export type ViolationCode =
  | "above-maximum"
  | "below-minimum"
  | "duplicate-choice"
  | "fee-key-missing"
  | "forbidden"
  | "input-missing"
  | "invalid-quantity"
  | "missing-required"
  | "not-available"
  | "not-fulfilled"
  | "off-step"
  | "quantity-not-allowed"
  | "too-few-choices"
  | "too-long"
  | "too-many-choices"
  | "too-short"
  | "unknown-component"
  | "unknown-feature"
  | "unknown-option"
  | "wrong-type";

/** A warning: the rule's id or a code of the engine's own, and what people read. */
export interface Notice {
  id: string;
  message: string;
}

/** A statement that waits for a value. */
export interface Pending {
  id: string;
  label: string;
  phase: Phase;
  /** The required values that are unset. */
  waits_for: string[];
}

/** Why there is no price. */
export interface Problem {
  code: DiagnosticCode;
  message: string;
  /** The rule, list or option it comes from. */
  id: string | null;
}

/** Base and tax of one rate. */
export interface TaxShare {
  /** In percent. */
  rate: DecimalText;
  net: Amount;
  tax: Amount;
}

/** An entry of the bill of materials. */
export interface Material {
  sku: string;
  quantity: DecimalText;
}
