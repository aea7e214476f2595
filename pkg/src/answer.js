/** What a session says, read from the engine's memory as `docs/javascript.md` lays it out. */
import { minorUnits } from "./money.js";

export const STATUS = ["priced", "incomplete", "invalid", "on_request", "unpriced"];
/** How many words an answer has before its lines, and how many a line has. */
export const HEAD = 8;
export const LINE = 9;
const NO_NUMBER = 0xffffffff;
const CENTS = /* @__PURE__ */ Array.from({ length: 100 }, (_, cents) => `.${String(cents).padStart(2, "0")}`);
const KEPT = 4096;
const keptCents = /* @__PURE__ */ new Array(KEPT).fill(-1);
const keptTexts = /* @__PURE__ */ new Array(KEPT).fill("");

/** The order's amount in an answer; `read` is `amountOf` or `minorUnitsOf`. */
export function totalOf(memory, at, read = amountOf) {
  return read(memory, at + 2, memory[at + 1]);
}

/** What reads amounts, as they are asked for. */
export function readerOf(options) {
  return options?.minorUnits ? minorUnitsOf : amountOf;
}

/** An amount in whole minor units; `null` where there is none. */
export function minorUnitsOf(words, at, digits) {
  const amount = amountOf(words, at, digits);
  return amount === null ? null : minorUnits(amount, digits);
}

/** An amount with at least the currency's digits; `null` where there is none. */
export function amountOf(words, at, digits) {
  const flags = words[at + 3];
  if (flags === NO_NUMBER) return null;
  const sign = flags >>> 31 ? "-" : "";
  const scale = flags & 0x7fffffff;
  if (digits === 2 && scale <= 2 && words[at + 1] === 0 && words[at + 2] === 0) {
    // the way of nearly every amount
    const cents = scale === 2 ? words[at] : words[at] * (scale === 1 ? 10 : 100);
    const text = centsText(cents);
    return sign === "" ? text : sign + text;
  }
  const places = Math.max(scale, digits);
  const text = magnitude(words[at], words[at + 1], words[at + 2]) + "0".repeat(places - scale);
  if (places === 0) return sign + text;
  const whole = text.padStart(places + 1, "0");
  return `${sign}${whole.slice(0, -places)}.${whole.slice(-places)}`;
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

function magnitude(low, middle, high) {
  if (high === 0 && middle < 0x200000) return String(middle * 2 ** 32 + low);
  return String((BigInt(high) << 64n) | (BigInt(middle) << 32n) | BigInt(low));
}

/** Texts of lines by their numbers, as long as these are numbered so. */
export class LineNames {
  #names = [];
  #numbering = 0;

  /** The texts of all lines of an answer; `ask` gives those of a number as JSON. True if any was asked for. */
  learn(memory, at, ask) {
    if (memory[at + 6] !== this.#numbering) {
      this.#names = [];
      this.#numbering = memory[at + 6];
    }
    const missing = [];
    const end = at + HEAD + memory[at + 7] * LINE;
    for (let line = at + HEAD; line < end; line += LINE) {
      if (this.#names[memory[line]] === undefined) missing.push(memory[line]);
    }
    for (const number of missing) this.#names[number] = JSON.parse(ask(number));
    return missing.length > 0;
  }

  of(number) {
    return this.#names[number];
  }
}

/** A place in the engine's memory where words are written that it is to read. */
export class Room {
  #at = 0;
  #length = 0;

  /** Writes words for a handle. */
  write(handle, glue, words) {
    const { length } = words;
    if (this.#length < length) {
      this.#length = Math.max(length * 2, 64);
      this.#at = handle.room(this.#length) >>> 2;
    }
    const memory = glue.memory();
    for (let index = 0; index < length; index += 1) memory[this.#at + index] = words[index];
  }
}
