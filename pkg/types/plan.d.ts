/// <reference lib="esnext.disposable" />
import type { DisplayModel } from "./display.js";
import type { AnyCatalog, AnyValues, CatalogTypes, ItemExtras, OrderExtras, OrderOf } from "./order.js";
import type { Line, Quote, Violation } from "./quote.js";
import type { Amount } from "./values.js";

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

  /** What a widget shows: names, limits, units and media, in document order. */
  readonly display: DisplayModel;

  /** The plan as bytes, versioned and with a checksum; for a shop page from a storefront catalog. */
  toBytes(): Uint8Array;

  /** A configuration that changes value by value, for a live widget. */
  session<K extends keyof C["components"] & string>(
    component: K,
    ...options: {} extends SessionOptions<C, K> ? [options?: SessionOptions<C, K>] : [options: SessionOptions<C, K>]
  ): Session<C["components"][K]>;

  /** Gives the memory back; the plan must not be used any more. */
  free(): void;
  [Symbol.dispose](): void;
}

/** What holds for the order around a session's item, and the values it begins with. */
export type SessionOptions<C extends CatalogTypes = AnyCatalog, K extends keyof C["components"] = keyof C["components"]> =
  C["settings"] & OrderExtras & ItemExtras & { values?: Partial<C["components"][K]> };

/** An order of one item that changes value by value; only what depends on a change is worked out again. */
export declare class Session<V = AnyValues> {
  private constructor();

  /** Sets a feature. A value that is not allowed is a violation of the quote, not an error. */
  set<F extends keyof V & string>(feature: F, value: V[F]): this;

  /** Leaves a feature unset: its default applies, where it has one. */
  unset<F extends keyof V & string>(feature: F): this;

  /** The whole quote. */
  quote(): Quote;

  /** The order's amount; `null` while there is no binding price. */
  total(): Amount | null;

  /** The item's lines. */
  lines(): Line[];

  /** What is not allowed, or missing. */
  violations(): Violation[];

  /** Gives the memory back; the session must not be used any more. */
  free(): void;
  [Symbol.dispose](): void;
}
