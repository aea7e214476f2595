/**
 * The words of the rule language, in one place: highlighting and completion read them here, and a
 * test holds them equal to the grammar's.
 */

/** Words that a bare name cannot be. */
export const KEYWORDS = [
  "after", "and", "before", "between", "by", "discount", "discountable", "during", "else", "end", "expect", "false",
  "forbid", "from", "given", "if", "in", "internal", "is", "let", "maximum", "minimum", "none", "not", "null", "of",
  "on", "on_request", "once", "or", "overage", "per", "phase", "priority", "require", "round", "set", "stop",
  "surcharge", "test", "then", "tiers", "true", "until", "warn", "when",
] as const;

/** Words with a meaning in one place, which may also be names. */
export const PLACE_WORDS = [
  "amount", "block", "discounts", "effective_unit_price", "first", "free", "graduated", "gross", "item", "line",
  "list_price", "net", "order", "package", "piece", "quantity", "started", "status", "tax", "to", "unit_price", "value",
  "violation", "volume", "warning",
] as const;

/** What a statement begins with. */
export const STATEMENTS = [
  "discount", "end", "forbid", "let", "maximum", "minimum", "on_request", "phase", "require", "round", "set",
  "surcharge", "test", "tiers", "warn",
] as const;

/** Functions, some of which have spaces in their names; before brackets. */
export const FUNCTIONS = [
  "abs", "ceiling", "contains", "count", "date", "decimal", "ends with", "floor", "lookup", "lower case", "max", "min",
  "modulo", "percent", "price", "round down", "round half down", "round half up", "round up", "starts with",
  "string length", "sum", "upper case",
] as const;

/** Names that every rule can read. */
export const BUILT_INS = ["as_of", "currency", "quantity"] as const;

/** Amounts of the waterfall. */
export const AMOUNTS = ["base", "extended", "items", "list", "options", "subtotal"] as const;
