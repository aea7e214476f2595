/** Totals and lines of one order after the other, by sessions that the engine keeps. */
import { HEAD, LINE, LineNames, readerOf, Room, STATUS, totalOf } from "./answer.js";
import { minorUnits } from "./money.js";
import { Encoding, encodeOrder } from "./words.js";

const UNKNOWN = 0xffffffff;

export class Totals {
  #engine;
  #plan;
  #to = new Encoding();
  #handle = null;
  #generation = -1;
  #room;
  #names;

  constructor(engine, plan) {
    this.#engine = engine;
    this.#plan = plan;
  }

  of(order, options) {
    if (order?.items?.length !== 1 || !this.#encoded(order)) return this.#ofQuote(this.#plan.price(order), options);
    const component = this.#plan.tables.components.get(order.items[0].component)?.at ?? UNKNOWN;
    const handle = this.#ready();
    return this.#engine.call((glue) => {
      const at = this.#answered(handle, glue, component);
      let names = this.#names.get(component);
      if (names === undefined) this.#names.set(component, (names = new LineNames()));
      names.learn(glue.memory(), at, (number) => handle.lineName(number));
      return answerOf(glue.memory(), at, names, readerOf(options));
    });
  }

  #ofQuote({ status, amount, currency, items, lines }, options) {
    const { digits } = this.#plan.display.currencies.find(({ code }) => code === currency);
    const read = (text) => (options?.minorUnits && text !== null ? minorUnits(text, digits) : text);
    const all = [...items.flatMap((item) => item.lines), ...lines];
    return { status, amount: read(amount), lines: all.map((line) => ({ id: line.id, amount: read(line.amount) })) };
  }

  free() {
    if (this.#generation === this.#engine.generation) this.#handle?.free();
    this.#handle = null;
    this.#generation = -1;
  }

  /** False for an order of another form: whoever prices it says what is wrong. */
  #encoded(order) {
    try {
      this.#to.clear();
      encodeOrder(order, this.#plan.tables, this.#to);
      return true;
    } catch {
      return false;
    }
  }

  /** Where in memory the answer begins. */
  #answered(handle, glue, component) {
    const to = this.#to;
    let at;
    if (to.hasTexts) {
      const { words, texts } = to.finish();
      at = handle.answer(component, words, texts);
    } else {
      this.#room.write(handle, glue, to.words);
      at = handle.answerHere(component, to.words.length);
    }
    if (at === 0) handle.fault();
    return at >>> 2;
  }

  #ready() {
    if (this.#generation !== this.#engine.generation || this.#handle === null) {
      this.#handle = this.#plan.withHandle((plan) => plan.totals());
      this.#generation = this.#engine.generation;
      this.#room = new Room();
      this.#names = new Map();
    }
    return this.#handle;
  }
}

function answerOf(memory, at, names, read) {
  const digits = memory[at + 1];
  const lines = new Array(memory[at + 7]);
  for (let index = 0, line = at + HEAD; index < lines.length; index += 1, line += LINE) {
    lines[index] = { id: names.of(memory[line]).id, amount: read(memory, line + 5, digits) };
  }
  return { status: STATUS[memory[at]], amount: totalOf(memory, at, read), lines };
}
