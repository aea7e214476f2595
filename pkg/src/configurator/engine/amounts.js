/** Amounts as decimal texts: exact differences and comparisons, without binary fractions. */

/** `a - b`, with as many digits after the point as the longer of both has. */
export function difference(a, b) {
  const [whole, digits] = minuend(a, b);
  const sign = whole < 0n ? "-" : "";
  const text = String(whole < 0n ? -whole : whole).padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Below 0, 0 or above 0, as `a` is below, equal to or above `b`. */
export function compared(a, b) {
  const [whole] = minuend(a, b);
  return whole < 0n ? -1 : whole > 0n ? 1 : 0;
}

function minuend(a, b) {
  const digits = Math.max(fraction(a), fraction(b));
  return [scaled(a, digits) - scaled(b, digits), digits];
}

function fraction(text) {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text, digits) {
  return BigInt(text.replace(".", "") + "0".repeat(digits - fraction(text)));
}
