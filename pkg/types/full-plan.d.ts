import type { Explanation } from "./explanation.js";
import type { AnyCatalog, CatalogTypes, OrderOf } from "./order.js";
import type { Quote } from "./quote.js";
import type { AmountsAsTexts, InMinorUnits, Totals } from "./plan.js";
import { Plan as RuntimePlan } from "./plan.js";

/** A compiled catalog: immutable, and made to price many orders, to explain them, and to be packed. */
export declare class Plan<C extends CatalogTypes = AnyCatalog> extends RuntimePlan<C> {
  protected constructor();

  /** The plan in bytes of `toBytes` or `pricewright pack --plan`; they are verified whole. */
  static fromBytes<C extends CatalogTypes = AnyCatalog>(bytes: Uint8Array | ArrayBuffer): Plan<C>;

  /** The quote of an order, which may be JSON text, too. */
  price(order: OrderOf<C> | string): Quote;

  /** The quote as JSON text: the engine's own bytes. */
  priceJson(order: OrderOf<C> | string): string;

  /** The total of an order, which may be JSON text, too, with id and amount of each line. */
  totals(order: OrderOf<C> | string, options?: AmountsAsTexts): Totals;
  totals(order: OrderOf<C> | string, options: InMinorUnits): Totals<bigint>;

  /** The quote, and why it is what it is. */
  explain(order: OrderOf<C> | string): Explanation;

  /** The same as text for people. */
  explainText(order: OrderOf<C> | string): string;
}
