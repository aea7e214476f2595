/** A decimal as text, such as `"1250.50"`: no exponent, no thousands separators. */
export type DecimalText = `${number}`;

/**
 * A number going in: a decimal text, or a number by its shortest decimal text, of at most 12
 * fractional digits; `0.1 + 0.2` is refused. `NaN` and `Infinity` are refused.
 */
export type DecimalLike = number | bigint | DecimalText;

/** An amount coming out: a text with at least the currency's digits, such as `"149.00"`. */
export type Amount = DecimalText;

/** A day, such as `"2026-10-01"`. */
export type Day = string;

/** A currency of ISO 4217, such as `"EUR"`. */
export type CurrencyCode = string;

/** No value: the key may be left out, too. */
export type Unset = null | undefined;

/** Options of a multiselect. */
export type Choices<Option extends string = string> = readonly Option[];

/** Options of a multiselect that may carry quantities. */
export type CountedChoices<Option extends string = string> =
  | readonly (Option | { option: Option; quantity?: DecimalLike | undefined })[]
  | { readonly [id in Option]?: DecimalLike };

/** The value of any feature: a number, an option or a text, a boolean, options, or none. */
export type Value = DecimalLike | string | boolean | CountedChoices | Unset;

/** How amounts are rounded, by their magnitude: `up` is away from zero. */
export type RoundingMode = "half_up" | "half_down" | "half_even" | "up" | "down";

/** A text for people: plain, or by language, the fallback first. */
export type Label = string | { readonly [language: string]: string };
