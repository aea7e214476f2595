import type { Amount, CurrencyCode } from "./values.js";

/** An amount as people of a language read it, by `Intl.NumberFormat`, which never sees it as a binary fraction. */
export declare function formatMoney(
  amount: Amount,
  currency: CurrencyCode,
  locales?: string | readonly string[],
  options?: Intl.NumberFormatOptions,
): string;
