/** Configurations that change value by value. What they say comes as words, as `docs/javascript.md` lays them out. */
import { fault, named, PricewrightError } from "./errors.js";
import { MADE_HERE } from "./made-here.js";
import { minorUnits } from "./money.js";
import { Changes, inputsOf } from "./words.js";

const STATUS = ["priced", "incomplete", "invalid", "on_request", "unpriced"];
/** How many words an answer has before its lines, and how many a line has. */
const HEAD = 8;
const LINE = 9;
const NO_NUMBER = 0xffffffff;
const MOST_VALUES = 1_000;

export class Session {
  #engine;
  #plan;
  #changes;
  #handle = null;
  #generation = -1;
  #freed = false;
  /** What the order says that never changes, and what its item says. */
  #order = {};
  #item;
  /** What was set, by what kind of name it has. */
  #kept = { feature: new Map(), input: new Map(), setting: new Map() };
  /** Texts of lines by their numbers, as long as these are numbered so. */
  #names = [];
  #numbering = 0;

  constructor(key, engine, plan, component, options) {
    if (key !== MADE_HERE) throw new TypeError("a session is made by `plan.session`");
    if (options === null || typeof options !== "object" || Array.isArray(options)) {
      throw fault("wrong-type", "$", `expected an object, found ${named(options)}`);
    }
    this.#engine = engine;
    this.#plan = plan;
    if (Object.hasOwn(options, "items")) throw fault("unknown-key", "$.items", "unknown key `items`");
    const { id, tax_rate, quantity, values, ...order } = options;
    // says what is wrong with the form of anything, before it is taken apart
    this.#begin({ ...order, items: [{ id, component, quantity, tax_rate, values }] });
    const { currency, as_of, customer: _, context: __, inputs: ___, ...rest } = order;
    this.#order = copied(present(rest));
    this.#item = present({ id, component, tax_rate });
    this.#keep("setting", present({ quantity, currency, as_of }));
    this.#keep("feature", present(values ?? {}));
    for (const [name, [value]] of inputsOf(order)) this.#kept.input.set(name, value);
    this.#changes = new Changes(plan.tables, component);
  }

  set(name, value) {
    if (value === undefined || value === null) return this.unset(name);
    const kind = this.#changes.kind(name);
    const kept = this.#kept[kind];
    if (kept.size >= MOST_VALUES && !kept.has(name)) {
      throw fault("too-large", `$.${name}`, `found more than ${MOST_VALUES} values`);
    }
    const { words, texts } = this.#changes.set(name, kind, value);
    this.#withHandle((handle) => handle.set(words, texts));
    kept.set(name, copied(value));
    return this;
  }

  unset(name) {
    const kind = this.#changes.kind(name);
    const { words, texts } = this.#changes.unset(name, kind);
    this.#withHandle((handle) => handle.unset(words, texts));
    this.#kept[kind].delete(name);
    return this;
  }

  get order() {
    const [values, inputs, settings] = ["feature", "input", "setting"].map((kind) => copied(Object.fromEntries(this.#kept[kind])));
    const { quantity = 1, ...ofOrder } = settings;
    return { ...copied(this.#order), ...ofOrder, inputs, items: [{ ...this.#item, quantity, values }] };
  }

  quote() {
    return JSON.parse(this.quoteJson());
  }

  quoteJson() {
    return this.#withHandle((handle) => handle.quote());
  }

  violations() {
    return JSON.parse(this.#withHandle((handle) => handle.violations()));
  }

  status() {
    return STATUS[this.#answer(false)[0]];
  }

  total() {
    const words = this.#answer(false);
    return amountOf(words, 2, words[1]);
  }

  totalInMinorUnits() {
    const words = this.#answer(false);
    const amount = amountOf(words, 2, words[1]);
    return amount === null ? null : minorUnits(amount, words[1]);
  }

  lines() {
    const words = this.#answer(true);
    const digits = words[1];
    if (words[6] !== this.#numbering) {
      this.#names = [];
      this.#numbering = words[6];
    }
    const lines = new Array(words[7]);
    for (let index = 0, at = HEAD; index < lines.length; index += 1, at += LINE) {
      const { phase, kind, id, label, scope } = this.#name(words[at]);
      const unit_amount = amountOf(words, at + 1, digits);
      lines[index] = { phase, kind, id, label, scope, unit_amount, amount: amountOf(words, at + 5, digits) };
    }
    return lines;
  }

  /** How much was worked out since the session began: a counter for tests. */
  work() {
    return JSON.parse(this.#withHandle((handle) => handle.work()));
  }

  free() {
    this.#freed = true;
    if (this.#generation === this.#engine.generation) this.#handle?.free();
    this.#handle = null;
  }

  #name(number) {
    this.#names[number] ??= JSON.parse(this.#withHandle((handle) => handle.lineName(number)));
    return this.#names[number];
  }

  /** The words of an answer; a copy, because memory may move with the next call. */
  #answer(withLines) {
    return this.#withHandle((handle, glue) => {
      const at = handle.answer(withLines) >>> 2;
      const memory = glue.memory();
      return memory.slice(at, at + HEAD + memory[at + HEAD - 1] * LINE);
    });
  }

  #keep(kind, values) {
    for (const [name, value] of Object.entries(values)) this.#kept[kind].set(name, copied(value));
  }

  #begin(order) {
    const { words, texts } = this.#plan.encoded(order);
    this.#handle = this.#plan.withHandle((handle) => handle.session(words, texts));
    this.#generation = this.#engine.generation;
    this.#names = [];
    this.#numbering = 0;
  }

  /** Does something with the session inside the engine; after a trap it is made anew from its order first. */
  #withHandle(work) {
    if (this.#freed) throw new PricewrightError("freed", "the session was used after `free`");
    if (this.#generation !== this.#engine.generation) this.#begin(this.order);
    return this.#engine.call((glue) => work(this.#handle, glue));
  }

  static {
    if (Symbol.dispose) this.prototype[Symbol.dispose] = this.prototype.free;
  }
}

/** An amount with at least the currency's digits; `null` where there is none. */
function amountOf(words, at, digits) {
  const flags = words[at + 3];
  if (flags === NO_NUMBER) return null;
  const sign = flags >>> 31 ? "-" : "";
  const scale = flags & 0x7fffffff;
  const places = Math.max(scale, digits);
  const text = magnitude(words[at], words[at + 1], words[at + 2]) + "0".repeat(places - scale);
  if (places === 0) return sign + text;
  const whole = text.padStart(places + 1, "0");
  return `${sign}${whole.slice(0, -places)}.${whole.slice(-places)}`;
}

function magnitude(low, middle, high) {
  if (high === 0 && middle < 0x200000) return String(middle * 2 ** 32 + low);
  return String((BigInt(high) << 64n) | (BigInt(middle) << 32n) | BigInt(low));
}

/** A value that its giver may go on to change. */
function copied(value) {
  if (Array.isArray(value)) return value.map(copied);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copied(entry)]));
}

function present(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
