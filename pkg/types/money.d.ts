import type { Amount, CurrencyCode } from "./values.js";

/** An amount as people of a language read it, by `Intl.NumberFormat`, with all its digits. */
export declare function formatMoney(
  amount: Amount,
  currency: CurrencyCode,
  locales?: string | readonly string[],
  options?: Intl.NumberFormatOptions,
): string;

/** An amount in minor units, for payment services: `"12.50"` with 2 digits, the default, is `1250n`. */
export declare function minorUnits(amount: Amount, digits?: number): bigint;
