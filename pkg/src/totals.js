/** Totals and lines of one order after the other, by sessions that the engine keeps. */
import { formOf, ofText } from "./amounts.js";
import { LineNames } from "./answer.js";
import { Encoding, encodeOrder } from "./words.js";

const UNKNOWN = 0xffffffff;

export class Totals {
  #engine;
  #plan;
  #to = new Encoding();
  #handle = null;
  #generation = -1;
  /** Where in memory orders are written, and how many words fit there. */
  #room = 0;
  #length = 0;
  /** Of the last order's item. */
  #component = UNKNOWN;
  /** By the component. */
  #names;

  constructor(engine, plan) {
    this.#engine = engine;
    this.#plan = plan;
  }

  of(order, options) {
    const form = formOf(options);
    const items = order?.items;
    const at = Array.isArray(items) && items.length === 1 ? this.#answered(order, items[0]) : 0;
    return at > 0 ? this.#read(at, form) : this.#ofQuote(this.#plan.price(order), form);
  }

  /** Where in memory the answer to an order of one item begins; 0 for an order of another form. */
  #answered(order, item) {
    const { plain } = this.#engine;
    const { tables } = this.#plan;
    const known = tables.components.get(item?.component);
    this.#ready();
    this.#component = known === undefined ? UNKNOWN : known.at;
    let length = 0;
    if (plain !== null && known !== undefined) {
      const room = this.#roomOf(plain.mostOfOrder(known, tables.ofInputs));
      length = plain.order(order, item, known, tables.ofInputs, this.#engine.instance.memory(), room) - room;
    }
    const coded = length > 0 ? undefined : this.#encoded(order, tables);
    if (coded === null) return 0;
    try {
      const handle = this.#handle;
      const at = coded === undefined ? handle.answerHere(this.#component, length) : handle.answer(this.#component, coded.words, coded.texts);
      if (at === 0) handle.fault();
      return at >>> 2;
    } catch (error) {
      throw this.#engine.caught(error);
    }
  }

  #read(at, form) {
    let names = this.#names.get(this.#component);
    if (names === undefined) this.#names.set(this.#component, (names = new LineNames()));
    const read = names.short(this.#engine.instance.memory(), at, form);
    if (read !== undefined) return read;
    return this.#engine.call((glue) => {
      names.learn(glue.memory(), at, this.#handle);
      return names.short(glue.memory(), at, form);
    });
  }

  #ofQuote({ status, amount, currency, items, lines }, form) {
    const { digits } = this.#plan.display.currencies.find(({ code }) => code === currency);
    const read = (text) => (text === null ? null : ofText(text, digits, form));
    const all = [...items.flatMap((item) => item.lines), ...lines];
    return { status, amount: read(amount), lines: all.map((line) => ({ id: line.id, amount: read(line.amount) })) };
  }

  free() {
    if (this.#generation === this.#engine.generation) this.#handle?.free();
    this.#handle = null;
    this.#generation = -1;
  }

  /** The order in words and texts; `null` for one of another form. */
  #encoded(order, tables) {
    try {
      this.#to.clear();
      return encodeOrder(order, tables, this.#to).finish();
    } catch {
      return null;
    }
  }

  /** Where in memory there is room for so many words. */
  #roomOf(length) {
    if (this.#length < length) {
      this.#room = this.#engine.call(() => this.#handle.room(length)) >>> 2;
      this.#length = length;
    }
    return this.#room;
  }

  /** Makes the sessions anew after a trap. */
  #ready() {
    if (this.#generation !== this.#engine.generation || this.#handle === null) {
      this.#handle = this.#plan.withHandle((plan) => plan.totals());
      this.#generation = this.#engine.generation;
      this.#length = 0;
      this.#names = new Map();
    }
  }
}
