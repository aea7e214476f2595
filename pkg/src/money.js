/** Amounts for people and for payment services. Amounts are texts and stay decimals. */
import { fault, named } from "./errors.js";

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;

/** An amount as people of a language read it, with all its digits. */
export function formatMoney(amount, currency, locales = undefined, options = {}) {
  const [, , , fraction = ""] = parts(amount);
  const style = { style: "currency", currency, ...options };
  const { minimumFractionDigits } = new Intl.NumberFormat(locales, style).resolvedOptions();
  const digits = Math.max(minimumFractionDigits, fraction.length);
  const format = new Intl.NumberFormat(locales, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...style,
  });
  // a text keeps every digit; as a number it would become a binary fraction
  return format.format(amount);
}

/** An amount in minor units, for payment services: `"12.50"` with 2 digits is `1250n`. */
export function minorUnits(amount, digits = 2) {
  const [, sign, whole, fraction = ""] = parts(amount);
  const beyond = fraction.slice(digits);
  if (/[1-9]/.test(beyond)) {
    throw fault("number-too-precise", "", `the amount \`${amount}\` has more than ${digits} digits after the point`);
  }
  return BigInt(sign + whole + fraction.slice(0, digits).padEnd(digits, "0"));
}

function parts(amount) {
  const found = AMOUNT.exec(amount);
  if (typeof amount !== "string" || !found) {
    throw fault("number-syntax", "", `expected an amount as text, found ${named(amount)}`);
  }
  return found;
}
