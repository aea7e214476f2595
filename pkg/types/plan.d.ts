/// <reference lib="esnext.disposable" />
import type { DisplayModel } from "./display.js";
import type { AnyCatalog, AnyValues, CatalogTypes, InputValue, ItemExtras, Order, OrderExtras, OrderOf } from "./order.js";
import type { LineKind, Phase, Quote, Status, Violation } from "./quote.js";
import type { Amount, CurrencyCode, Day, DecimalLike, Unset } from "./values.js";

/**
 * A compiled catalog: immutable, and made to price many orders.
 *
 * With the types that `pricewright types` writes of the catalog, a misspelt feature or option is an
 * error in the editor: `const plan = Plan.fromBytes<Catalog>(bytes)`.
 */
export declare class Plan<C extends CatalogTypes = AnyCatalog> {
  protected constructor();

  /** The plan in bytes of `toBytes` or `pricewright pack --plan`; they are verified whole. */
  static fromBytes<C extends CatalogTypes = AnyCatalog>(bytes: Uint8Array | ArrayBuffer): Plan<C>;

  /** The quote of an order. What is wrong with an item is in the quote; the order's own faults are thrown. */
  price(order: OrderOf<C>): Quote;

  /** The quote as JSON text: the engine's own bytes. */
  priceJson(order: OrderOf<C>): string;

  /**
   * The total of an order with id and amount of each line: those of `price`, without the rest of the quote and
   * so much quicker, most of all for one order of one item after the other.
   */
  totals(order: OrderOf<C>, options?: AmountsAsTexts): Totals;
  totals(order: OrderOf<C>, options: InMinorUnits): Totals<bigint>;
  totals(order: OrderOf<C>, options: InNumbersOfMinorUnits): Totals<number>;

  /** What a widget shows: names, limits, units and media, in document order. */
  readonly display: DisplayModel;

  /** The plan as bytes, versioned and with a checksum; for a shop page those of `storefrontPlan`. */
  toBytes(): Uint8Array;

  /** A configuration that changes value by value, for a live widget. */
  session<K extends keyof C["components"] & string>(
    component: K,
    ...options: {} extends SessionOptions<C, K> ? [options?: SessionOptions<C, K>] : [options: SessionOptions<C, K>]
  ): Session<C["components"][K], OrderOf<C>>;

  /** Gives the memory back; the plan must not be used any more. */
  free(): void;
  [Symbol.dispose](): void;
}

/** What `price` says of an order, in short. */
export interface Totals<A = Amount> {
  status: Status;
  /** The order's amount; `null` while there is no binding price. */
  amount: A | null;
  /** The lines of the items, then those of the order. */
  lines: { id: string; amount: A }[];
}

/**
 * Amounts as whole numbers of minor units, such as cents. An amount that is none, as of a line of a plan whose prices
 * of a piece have more digits, is the error `number-too-precise`.
 */
export interface InMinorUnits {
  minorUnits: true;
}

/**
 * The same as numbers, as payment services take them. An amount above 2^53, which a number does not hold, is the error
 * `number-too-large`.
 */
export interface InNumbersOfMinorUnits {
  minorUnits: "number";
}

/** Amounts as they are without options. */
export interface AmountsAsTexts {
  minorUnits?: false;
}

/** What holds for the order around a session's item, and the values it begins with. */
export type SessionOptions<C extends CatalogTypes = AnyCatalog, K extends keyof C["components"] = keyof C["components"]> =
  C["settings"] & OrderExtras & ItemExtras & { values?: Partial<C["components"][K]> };

/** An order of one item that changes value by value; only what depends on a change is worked out again. */
export declare class Session<V = AnyValues, O = Order> {
  private constructor();

  /** Sets a feature. A value that is not allowed is a violation of the quote, not an error. */
  set<F extends keyof V & string>(feature: F, value: V[F]): this;
  /** Sets the quantity, the currency, the day or an input. A value of another form is an error, and changes nothing. */
  set(setting: "quantity", value: DecimalLike | Unset): this;
  set(setting: "currency", value: CurrencyCode | Unset): this;
  set(setting: "as_of", value: Day | Unset): this;
  set(input: InputName, value: InputValue): this;

  /** Leaves a feature unset: its default applies, where it has one. */
  unset<F extends keyof V & string>(feature: F): this;
  /** Leaves a setting or an input unset; the quantity becomes 1. */
  unset(setting: "quantity" | "currency" | "as_of" | InputName): this;

  /** The order as it is now: what `plan.price` takes, for a cart or a server. */
  readonly order: O;

  /** The whole quote: that of `plan.price` for `order`. The order's own faults are thrown, here and below. */
  quote(): Quote;

  /** The quote as JSON text: the engine's own bytes. */
  quoteJson(): string;

  /** What became of the order. */
  status(): Status;

  /** The order's amount; `null` while there is no binding price. */
  total(): Amount | null;

  /** The same as a whole number of minor units, such as cents, for payment services. */
  totalInMinorUnits(): bigint | null;

  /** The total with id and amount of each line: those of `plan.totals` for `order`, and the quickest of all answers. */
  totals(options?: AmountsAsTexts): Totals;
  totals(options: InMinorUnits): Totals<bigint>;
  totals(options: InNumbersOfMinorUnits): Totals<number>;

  /** The lines of the item, then those of the order. */
  lines(options?: AmountsAsTexts): SessionLine[];
  lines(options: InMinorUnits): SessionLine<bigint>[];
  lines(options: InNumbersOfMinorUnits): SessionLine<number>[];

  /** What is not allowed, or missing. */
  violations(): Violation[];

  /** How much was worked out since the session began: a counter for tests, not a price. */
  work(): { expressions: number; lookups: number };

  /** Gives the memory back; the session must not be used any more. */
  free(): void;
  [Symbol.dispose](): void;
}

/** An input's dotted id. */
type InputName = `customer.${string}` | `context.${string}`;

/** A line as a live page shows it; the quote's own says what it is made of, too. */
export interface SessionLine<A = Amount> {
  phase: Phase;
  kind: LineKind;
  /** The rule, option (`feature:option`), list or group that made it. */
  id: string;
  /** What people read, in the order's language. */
  label: string;
  scope: "unit" | "item" | "order";
  /** For one piece, where it counts per piece. */
  unit_amount: A | null;
  /** For all of it, final. */
  amount: A;
}
