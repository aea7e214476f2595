/** Amounts as decimal texts: exact differences and comparisons, without binary fractions. */

/** `a - b`, with as many digits after the point as the longer of both has. */
export function difference(a, b) {
  return written(...minuend(a, b));
}

/** Below 0, 0 or above 0, as `a` is below, equal to or above `b`. */
export function compared(a, b) {
  const [whole] = minuend(a, b);
  return whole < 0n ? -1 : whole > 0n ? 1 : 0;
}

/** The numbers from `low` up to `high` in steps; `null` where they are more than `most`. */
export function stepped(low, high, step, most) {
  const digits = Math.max(...[low, high, step].map(fraction));
  const [first, last, by] = [low, high, step].map((text) => scaled(text, digits));
  if ((last - first) / by >= BigInt(most)) return null;
  const numbers = [];
  for (let number = first; number <= last; number += by) numbers.push(written(number, digits));
  return numbers;
}

function minuend(a, b) {
  const digits = Math.max(fraction(a), fraction(b));
  return [scaled(a, digits) - scaled(b, digits), digits];
}

function written(whole, digits) {
  const sign = whole < 0n ? "-" : "";
  const text = String(whole < 0n ? -whole : whole).padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function fraction(text) {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text, digits) {
  return BigInt(text.replace(".", "") + "0".repeat(digits - fraction(text)));
}
