/** Decimal texts as whole numbers of their last digit, so that nothing is counted in fractions. */

/** How many digits stand after the point. */
export function decimals(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/** A decimal text times ten to the power of `digits`. */
export function scaled(text: string, digits: number): bigint {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  return BigInt(`${sign}${whole || "0"}${fraction.padEnd(digits, "0").slice(0, digits)}`);
}

/** The decimal text of such a number, without zeros at its end. */
export function unscaled(number: bigint, digits: number): string {
  const sign = number < 0n ? "-" : "";
  const text = String(number < 0n ? -number : number).padStart(digits + 1, "0");
  const cut = text.length - digits;
  const fraction = text.slice(cut).replace(/0+$/, "");
  return `${sign}${text.slice(0, cut)}${fraction ? `.${fraction}` : ""}`;
}

/** A difference of two amounts with a sign that is always shown. */
export function difference(after: string, before: string): string {
  const digits = Math.max(decimals(after), decimals(before));
  const number = scaled(after, digits) - scaled(before, digits);
  const text = fixed(number < 0n ? -number : number, digits);
  return number < 0n ? `-${text}` : `+${text}`;
}

function fixed(number: bigint, digits: number): string {
  const text = String(number).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
