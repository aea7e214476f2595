/**
 * Amounts from words: texts, or whole minor units as BigInt or as numbers. Digits stay digits: a number is
 * used for whole numbers that it holds exactly, anything else is a BigInt on the way.
 */
import { fault, named } from "./errors.js";
import { minorUnits } from "./money.js";

/** How amounts are asked for. */
export const TEXTS = 0;
export const BIG_INTEGERS = 1;
export const NUMBERS = 2;

const NO_NUMBER = 0xffffffff;
const HIGHER = 2 ** 32;
/** Higher halves of numbers that a double holds. */
const SAFE_HIGHER = 0x200000;
const CENTS = /* @__PURE__ */ Array.from({ length: 100 }, (_, cents) => `.${String(cents).padStart(2, "0")}`);
const KEPT = 4096;
const keptCents = /* @__PURE__ */ new Float64Array(KEPT).fill(-1);
const keptTexts = /* @__PURE__ */ new Array(KEPT).fill("");

/** What the options ask for. */
export function formOf(options) {
  const asked = options?.minorUnits;
  if (asked === undefined || asked === null || asked === false) return TEXTS;
  if (asked === true) return BIG_INTEGERS;
  if (asked === "number") return NUMBERS;
  throw fault("invalid-value", "$.minorUnits", `expected \`true\`, \`false\` or \`number\`, found ${named(asked)}`);
}

/** An amount of the form for any number; `null` where there is none. */
export function amountOf(words, at, digits, form) {
  const flags = words[at + 3];
  if (flags === NO_NUMBER) return null;
  const scale = flags & 0x7fffffff;
  const middle = words[at + 1];
  if (words[at + 2] === 0 && middle < SAFE_HIGHER) {
    const magnitude = middle * HIGHER + words[at];
    return ofNumber(flags >>> 31 ? 0 - magnitude : magnitude, scale, digits, form);
  }
  const magnitude = (BigInt(words[at + 2]) << 64n) | (BigInt(middle) << 32n) | BigInt(words[at]);
  return ofBigInteger(flags >>> 31 ? -magnitude : magnitude, scale, digits, form);
}

/** An amount of the form for integers, ÷ 10^scale. */
export function integerOf(words, at, scale, digits, form) {
  const low = words[at];
  const high = words[at + 1] | 0;
  // of 32 bits, as nearly all are
  if ((low | 0) >> 31 === high) return ofNumber(low | 0, scale, digits, form);
  if (high < SAFE_HIGHER && high > -SAFE_HIGHER) return ofNumber(high * HIGHER + low, scale, digits, form);
  return ofBigInteger((BigInt(high) << 32n) | BigInt(low), scale, digits, form);
}

/** An amount as text in the form that is asked for. */
export function ofText(text, digits, form) {
  if (form === TEXTS) return text;
  const units = minorUnits(text, digits);
  if (form === BIG_INTEGERS) return units;
  const number = Number(units);
  if (Number.isSafeInteger(number)) return number;
  const help = "ask for `{ minorUnits: true }`, which gives a BigInt";
  throw fault("number-too-large", "", `a number does not hold the ${units} minor units of the amount`, help);
}

/** An amount that a number holds; what follows is exact, as all of it are safe integers. */
function ofNumber(value, scale, digits, form) {
  let units = value;
  let places = scale;
  if (places < digits) {
    units *= 10 ** (digits - places);
    places = digits;
    if (!Number.isSafeInteger(units)) return ofBigInteger(BigInt(value), scale, digits, form);
  }
  while (places > digits && units % 10 === 0) {
    units /= 10;
    places -= 1;
  }
  if (form === TEXTS) {
    if (places !== 2) return textOf(units, places);
    return units < 0 ? `-${centsText(-units)}` : centsText(units);
  }
  if (places > digits) return ofText(textOf(units, places), digits, form);
  return form === NUMBERS ? units : BigInt(units);
}

/** Amounts come again and again: their texts are kept by their last digits. */
function centsText(cents) {
  const place = cents & (KEPT - 1);
  if (keptCents[place] !== cents) {
    const whole = Math.floor(cents / 100);
    keptCents[place] = cents;
    keptTexts[place] = whole + CENTS[cents - whole * 100];
  }
  return keptTexts[place];
}

function ofBigInteger(value, scale, digits, form) {
  let [units, places] = [value, scale];
  while (places > digits && units % 10n === 0n) [units, places] = [units / 10n, places - 1];
  if (places < digits) [units, places] = [units * 10n ** BigInt(digits - places), digits];
  return ofText(textOf(units, places), digits, form);
}

/** Of a number or a BigInt. */
function textOf(units, places) {
  const sign = units < 0 ? "-" : "";
  const text = String(units < 0 ? -units : units);
  if (places === 0) return sign + text;
  const whole = text.padStart(places + 1, "0");
  return `${sign}${whole.slice(0, -places)}.${whole.slice(-places)}`;
}
