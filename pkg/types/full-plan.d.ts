import type {
  BudgetOptions,
  Claim,
  Count,
  HintOptions,
  Hints,
  OptionPrices,
  OptionPricesOptions,
  PriceRange,
  QuoteClaim,
  Solution,
  SolveOptions,
  Verification,
} from "./answers.js";
import type { Explanation } from "./explanation.js";
import type { AnyCatalog, CatalogTypes, OrderOf } from "./order.js";
import type { Quote } from "./quote.js";
import type { AmountsAsTexts, InMinorUnits, InNumbersOfMinorUnits, Totals } from "./plan.js";
import { Plan as RuntimePlan } from "./plan.js";
import type { DecimalText } from "./values.js";

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
  totals(order: OrderOf<C> | string, options: InNumbersOfMinorUnits): Totals<number>;

  /** The quote, and why it is what it is. */
  explain(order: OrderOf<C> | string): Explanation;

  /** The same as text for people. */
  explainText(order: OrderOf<C> | string): string;

  /** The order with its quote, for a server to verify. */
  claim(order: OrderOf<C> | string): QuoteClaim;

  /** Prices the order of a claim again, and says whether its price is right. */
  verify(claim: Claim | string): Verification;

  /** What the order would cost with each option of one of its items. */
  optionPrices(order: OrderOf<C> | string, options?: OptionPricesOptions): OptionPrices;

  /** What small changes of the order save, or buy for the same amount. */
  hints(order: OrderOf<C> | string, options?: HintOptions): Hints;

  /** The lowest and the highest price that an order of one item can still have, with proof. */
  priceRange(order: OrderOf<C> | string, options?: BudgetOptions): PriceRange;

  /** The largest or smallest number within a budget, or the smallest quantity at a unit price. */
  solve(order: OrderOf<C> | string, options: SolveOptions): Solution;

  /**
   * The values of a number feature, or of `quantity`, at which the price may change, with the values beside them and the
   * ends, rising: what a curve is drawn by. Between them the price changes by calculations alone, such as `width * drop`.
   */
  breakpoints(component: keyof C["components"] & string, subject: string): DecimalText[];

  /** How many configurations an order of one item can still become. */
  countConfigurations(order: OrderOf<C> | string, options?: BudgetOptions): Count;
}
