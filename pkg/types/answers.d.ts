import type { Plan } from "./full-plan.js";
import type { Item, Order } from "./order.js";
import type { Phase, Quote, Status, Violation } from "./quote.js";
import type { Amount, CurrencyCode, Day, DecimalText, Value } from "./values.js";

/** An order, and what somebody says it costs. */
export type Claim = QuoteClaim | TotalClaim;

interface ClaimParts {
  order: Order;
  /** The fingerprint of the catalog that priced it; a quote says it, too. */
  fingerprint?: string;
  /** The version of the engine that priced it; a quote says it, too. */
  engine_version?: string;
  /** The fingerprint of the order that was priced, as `claim` gives it. */
  order_fingerprint?: string;
}

/** A claim of a whole quote. */
export interface QuoteClaim extends ClaimParts {
  quote: Quote;
}

/** A claim of the amount alone. */
export interface TotalClaim extends ClaimParts {
  /** The order's `amount`. */
  total: Amount | number;
  currency: CurrencyCode;
}

/** What became of a claim. */
export interface Verification {
  /** Whether the price is right, or why not. */
  outcome: "match" | "input-changed" | "catalog-changed" | "engine-changed" | "tampered";
  currency: CurrencyCode;
  /** The amount that was claimed. */
  claimed: Amount | null;
  /** The amount here. */
  ours: Amount | null;
  /** What differs without being the reason. */
  notes: VerificationNote[];
  /** What the order and the quote say differently about the same thing. */
  changed: Difference[];
  /** Amounts and lines that differ. */
  differences: Difference[];
  /** The quote of the claim's order here: what to charge. */
  quote: Quote;
}

/** Something about where a claim comes from. */
export interface VerificationNote {
  code: "catalog-changed" | "engine-changed" | "catalog-unknown" | "engine-unknown";
  claimed: string | null;
  ours: string;
}

/** Something that a claim says otherwise. */
export interface Difference {
  /** Where in the quote, such as `items[0].lines`; empty for the quote itself. */
  place: string;
  /** Which line, if it is one. */
  line?: { phase: Phase; kind: string; id: string; label: string };
  /** What of it: `amount`, `rate`, `quantity`, … */
  field: string;
  /** `null` where the claim says nothing, or has no such line. */
  claimed: string | null;
  /** `null` where there is no such line or value. */
  ours: string | null;
}

export interface OptionPricesOptions {
  /** Which item of the order, from 0. */
  item?: number;
  /** The options of this feature alone. */
  feature?: string;
}

/** What the order would cost with each option. */
export interface OptionPrices {
  component: string;
  currency: CurrencyCode;
  /** Of the order as it is. */
  status: Status;
  /** Of the order as it is; `null` unless it is priced. */
  amount: Amount | null;
  features: {
    id: string;
    type: "select" | "boolean" | "multiselect";
    options: OptionPrice[];
  }[];
}

/** What the order would cost with an option. */
export interface OptionPrice {
  /** The option; `true` and `false` of a boolean. */
  id: string;
  /** What the feature is set to for this price; an option of a multiselect is taken in, or out. */
  value: Value;
  /** Whether it is chosen now. */
  chosen: boolean;
  /** Whether the configuration is allowed then, complete or not. */
  allowed: boolean;
  /** The status of the order then. */
  status: Status;
  /** The amount of the order then; `null` unless it is priced. */
  amount: Amount | null;
  /** That less the present amount; `null` unless there are both. */
  difference: Amount | null;
  /** What is not allowed or missing then, and changes of other features that would allow it. */
  violations: Violation[];
}

export interface HintOptions {
  /** How many at most; 10 without it. */
  limit?: number;
}

/** Small changes of an order, the most saving first. */
export interface Hints {
  currency: CurrencyCode;
  /** Only an order that is priced has hints. */
  status: Status;
  amount: Amount | null;
  hints: Hint[];
}

/** A small change, and what it buys. */
export interface Hint {
  /** The order costs less, a number is larger for the same, or a minimum pays for an option. */
  kind: "saves" | "more-for-the-same" | "free";
  /** In English, without the currency. */
  message: string;
  /** The index of the item. */
  item: number;
  /** A feature, or `quantity`. */
  subject: string;
  from: Value;
  to: Value;
  /** How much more or less a number is. */
  change?: DecimalText;
  unit?: string;
  /** The amount of the order then. */
  amount: Amount;
  /** That less the present amount; never above 0. */
  difference: Amount;
  /** The minimum that pays for the change. */
  minimum?: { id: string; label: string; by: Amount };
  /** The item that has this price in the order. */
  witness: Item;
}

export interface BudgetOptions {
  /** How many sets of configurations are looked at, at most; 20,000 without it. */
  budget?: number;
}

/** What an order can still cost. */
export interface PriceRange {
  currency: CurrencyCode;
  lowest: RangeEnd;
  highest: RangeEnd;
  /** Number features without a minimum or maximum: they are searched up to 10¹² from 0. */
  open: string[];
  /** Why the given values have no completion, where they are not allowed by themselves. */
  violations: Violation[];
}

/** One end of a range. */
export interface RangeEnd {
  /** `null` where `proved` says that no completion has a price, or none was found. */
  amount: Amount | null;
  /** No completion goes beyond this; `null` where that is not known. */
  bound: Amount | null;
  /** Whether the amount is proved to be the end. */
  proved: boolean;
  steps: number;
  /** The order that costs this. */
  witness: Order | null;
}

/** One of `largest` and `smallest` with `atMost`, or `unitPrice`. */
export type SolveOptions = BudgetOptions &
  (
    | { largest: string; atMost: number | bigint | string; smallest?: undefined; unitPrice?: undefined }
    | { smallest: string; atMost: number | bigint | string; largest?: undefined; unitPrice?: undefined }
    | { unitPrice: number | bigint | string; largest?: undefined; smallest?: undefined; atMost?: undefined }
  );

/** What fits a wish. */
export interface Solution {
  currency: CurrencyCode;
  /** The number or quantity; `null` where nothing fits or nothing was found. */
  value: DecimalText | null;
  /** No better value is possible than this; `null` where that is not known. */
  bound: DecimalText | null;
  unit?: string;
  amount: Amount | null;
  proved: boolean;
  steps: number;
  witness: Order | null;
  violations: Violation[];
}

/** How many configurations have a price, as texts of digits: they may be more than numbers keep. */
export interface Count {
  least: string;
  /** `null` where that is more than 2¹²⁸. */
  most: string | null;
  exact: boolean;
  steps: number;
  /** Features that never matter to the price, whatever else is chosen. */
  never_matter: string[];
}

export interface DiffOptions {
  /** This component alone. */
  component?: string;
  /** The most configurations of a component that are priced; 100,000 without it. */
  limit?: number;
  /** How many of the largest changes are listed; 10 without it. */
  worst?: number;
  /** What a sample is drawn by; 0 without it. Beyond 2^53 as a bigint or text. */
  seed?: number | bigint | string;
  /** The first that both have without it. */
  currency?: CurrencyCode;
  /** Days on which something begins or ends without it. */
  asOf?: Day;
}

/** What changes from one catalog to another. */
export declare function diff(before: Plan<any>, after: Plan<any>, options?: DiffOptions): Diff;

/** What changes from one catalog to another. */
export interface Diff {
  /** The fingerprints of the catalogs. */
  old: string;
  new: string;
  currency: CurrencyCode;
  seed: string;
  /** Components that only one of them has. */
  removed: string[];
  added: string[];
  components: ComponentDiff[];
}

/** What changes of a component. */
export interface ComponentDiff {
  component: string;
  /** All configurations; chosen numbers and texts with all options; or a sample of these. */
  coverage: "exhaustive" | "representative" | "sample";
  configurations: number;
  unchanged: number;
  up: number;
  down: number;
  newly_priced: number;
  no_longer_priced: number;
  /** Priced by neither. */
  unpriced: number;
  statuses: { old: Status; new: Status; count: number }[];
  /** The mean of new less old over all that both price. */
  mean: Amount | null;
  rise: PriceChange | null;
  fall: PriceChange | null;
  /** The largest changes, whichever way. */
  worst: PriceChange[];
  /** Some that have a price in one catalog only. */
  examples: PriceChange[];
}

/** A configuration with its two prices. */
export interface PriceChange {
  order: Order;
  old: { status: Status; amount: Amount | null };
  new: { status: Status; amount: Amount | null };
  difference: Amount | null;
  /** Of the old amount. */
  percent: DecimalText | null;
  /** Both waterfalls side by side. */
  lines: { phase: Phase; id: string; label: string; old: Amount | null; new: Amount | null }[];
}
