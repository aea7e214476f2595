/**
 * Numbers to exact decimals: texts by their digits, numbers by their shortest decimal text. No
 * arithmetic on binary fractions.
 */
import { fault, named, PricewrightError } from "./errors.js";

const LITERAL = /^-?\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?$/;
const MOST_DIGITS = 28;
/** A number with more of them is the result of binary arithmetic, such as 0.1 + 0.2. */
const MOST_FRACTION_DIGITS_OF_A_NUMBER = 12;

/** The decimal text of a number, without exponent. */
export function decimalText(value, path = "") {
  if (typeof value === "bigint") return String(value);
  if (!Number.isFinite(value)) {
    throw new PricewrightError("invalid-argument", `expected a number, found \`${value}\`${at(path)}`);
  }
  const text = expanded(String(value));
  const fraction = text.split(".")[1] ?? "";
  if (fraction.length > MOST_FRACTION_DIGITS_OF_A_NUMBER) {
    const message = `the number \`${value}\` has more than 12 digits after the point`;
    throw fault("number-too-precise", path, message, "give the decimal as a text, such as `\"0.3\"`");
  }
  return text === "-0" ? "0" : text;
}

/** A number as it crosses: three words of digits, then the scale with the sign as highest bit. */
export function pushDecimal(words, value, path) {
  if (Number.isSafeInteger(value)) return pushInteger(words, value, 0);
  const text = typeof value === "string" ? checked(value, path) : decimalText(value, path);
  const negative = text.startsWith("-");
  const [whole, fraction = ""] = text.slice(negative ? 1 : 0).split(".");
  const kept = fraction.replace(/0+$/, "");
  const digits = (whole + kept).replace(/^0+/, "");
  if (whole.replace(/^0+/, "").length > MOST_DIGITS) {
    throw fault("number-too-large", path, `the number \`${text}\` needs more than 28 digits`);
  }
  if (digits.length > MOST_DIGITS || kept.length > MOST_DIGITS) {
    const message = `the number \`${text}\` has more digits after the point than can be kept`;
    throw fault("number-too-precise", path, message);
  }
  if (digits.length <= 15) {
    const magnitude = Number(digits);
    return pushInteger(words, negative ? -magnitude : magnitude, kept.length);
  }
  const magnitude = BigInt(digits);
  const word = (shift) => Number((magnitude >> shift) & 0xffffffffn);
  words.push(word(0n), word(32n), word(64n), flags(negative, kept.length));
}

function pushInteger(words, value, scale) {
  const magnitude = Math.abs(value);
  words.push(magnitude >>> 0, Math.floor(magnitude / 2 ** 32), 0, flags(value < 0, scale));
}

function flags(negative, scale) {
  return negative ? (scale | 0x80000000) >>> 0 : scale;
}

function checked(text, path) {
  if (text.length > 4096) {
    throw fault("number-too-large", path, "the number needs more than 28 digits");
  }
  if (!LITERAL.test(text)) {
    const message = `expected a decimal number, found ${named(text)}`;
    throw fault("number-syntax", path, message, "write digits, a point and digits, such as `1250.50`");
  }
  return text.replaceAll("_", "");
}

/** `1.5e-7` as `0.00000015`. */
function expanded(text) {
  const [number, exponent] = text.split("e");
  if (exponent === undefined) return text;
  const sign = number.startsWith("-") ? "-" : "";
  const [whole, fraction = ""] = number.slice(sign.length).split(".");
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}0.${digits.padStart(digits.length - point, "0")}`;
}

function at(path) {
  return path ? ` at ${path}` : "";
}
