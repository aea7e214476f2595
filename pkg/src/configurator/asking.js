/** What the engine is asked with: where things are, and which day it is. */

/** An address, or what was given instead. */
export function sourceOf(given, isCatalog, base) {
  const isAddress = given instanceof URL || (typeof given === "string" && !(isCatalog && given.trimStart().startsWith("{")));
  return isAddress ? { address: new URL(given, base).href } : { content: given };
}

/** The buyer's day: the engine knows no clock. */
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
