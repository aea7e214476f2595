/** What a session says, read from the engine's memory as `docs/javascript.md` lays it out. */
import { amountOf, integerOf, NUMBERS } from "./amounts.js";

export const STATUS = ["priced", "incomplete", "invalid", "on_request", "unpriced"];
/** How many words an answer has before its lines, and a line of either form. */
const HEAD = 9;
const LINE = 9;
const LINE_OF_INTEGERS = 5;
/** In place of the higher half of an integer, with a lower of 0: there is none. */
const NO_INTEGER = 0x80000000;

/** The order's amount in an answer. */
export function totalOf(memory, at, form) {
  return amountOf(memory, at + 2, memory[at + 1], form);
}

/** Texts of lines by their numbers, as long as these are numbered so. */
export class LineNames {
  #names = [];
  #numbering = 0;

  /** Asks `handle` for the texts of all lines of an answer that are not known; memory may move then. */
  learn(memory, at, handle) {
    if (memory[at + 6] !== this.#numbering) {
      this.#names = [];
      this.#numbering = memory[at + 6];
    }
    const names = this.#names;
    const size = sizeOf(memory, at);
    const end = at + HEAD + memory[at + 7] * size;
    let missing;
    for (let line = at + HEAD; line < end; line += size) {
      if (names[memory[line]] === undefined) (missing ??= []).push(memory[line]);
    }
    missing?.forEach((number) => (names[number] = JSON.parse(handle.lineName(number))));
  }

  /** Status, amount and lines of an answer in short; nothing if texts are to be learned first. */
  short(memory, at, form) {
    if (memory[at + 6] !== this.#numbering) return undefined;
    const names = this.#names;
    const digits = memory[at + 1];
    const scale = memory[at + 8] - 1;
    const size = sizeOf(memory, at);
    const asTheyStand = form === NUMBERS && scale === digits;
    const lines = new Array(memory[at + 7]);
    for (let index = 0, line = at + HEAD; index < lines.length; index += 1, line += size) {
      const name = names[memory[line]];
      if (name === undefined) return undefined;
      // of 32 bits, as nearly all are
      const low = memory[line + 3] | 0;
      let amount = low;
      if (!asTheyStand || low >> 31 !== (memory[line + 4] | 0)) {
        amount = scale < 0 ? amountOf(memory, line + 5, digits, form) : integerOf(memory, line + 3, scale, digits, form);
      }
      lines[index] = { id: name.id, amount };
    }
    return { status: STATUS[memory[at]], amount: totalOf(memory, at, form), lines };
  }

  /** The lines of an answer with their texts; nothing if these are to be learned first. */
  lines(memory, at, form) {
    if (memory[at + 6] !== this.#numbering) return undefined;
    const names = this.#names;
    const digits = memory[at + 1];
    const scale = memory[at + 8] - 1;
    const size = sizeOf(memory, at);
    const lines = new Array(memory[at + 7]);
    for (let index = 0, line = at + HEAD; index < lines.length; index += 1, line += size) {
      const name = names[memory[line]];
      if (name === undefined) return undefined;
      const { phase, kind, id, label, scope } = name;
      let unit_amount = null;
      let amount;
      if (scale < 0) {
        unit_amount = amountOf(memory, line + 1, digits, form);
        amount = amountOf(memory, line + 5, digits, form);
      } else {
        const isNone = memory[line + 2] === NO_INTEGER && memory[line + 1] === 0;
        if (!isNone) unit_amount = integerOf(memory, line + 1, scale, digits, form);
        amount = integerOf(memory, line + 3, scale, digits, form);
      }
      lines[index] = { phase, kind, id, label, scope, unit_amount, amount };
    }
    return lines;
  }
}

function sizeOf(memory, at) {
  return memory[at + 8] === 0 ? LINE : LINE_OF_INTEGERS;
}
