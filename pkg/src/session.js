/** Configurations that change value by value. What they say comes as words, as `docs/javascript.md` lays them out. */
import { BIG_INTEGERS, formOf, TEXTS } from "./amounts.js";
import { LineNames, STATUS, totalOf } from "./answer.js";
import { fault, named, PricewrightError } from "./errors.js";
import { MADE_HERE } from "./made-here.js";
import { fieldsOf } from "./tables.js";
import { Changes, inputsOf } from "./words.js";

const MOST_VALUES = 1_000;
/** How many words a change has at most that is written into memory. */
const MOST_WORDS = 7;
/** What stands in memory since the last change: nothing, an answer without its lines, with them. */
const NOTHING = 0;
const WITHOUT_LINES = 1;
const WITH_LINES = 2;

export class Session {
  #engine;
  #plan;
  #fields;
  #changes;
  #handle = null;
  #generation = -1;
  #freed = false;
  /** What the order says that never changes, and what its item says. */
  #order = {};
  #item;
  /** What was set, by what kind of name it has. */
  #kept = { feature: new Map(), input: new Map(), setting: new Map() };
  #names = new LineNames();
  /** Where in memory a change is written. */
  #room = 0;
  #stands = NOTHING;
  #at = 0;

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
    this.#fields = fieldsOf(plan.tables, component);
    this.#changes = new Changes(this.#fields);
  }

  set(name, value) {
    if (value === undefined || value === null) return this.unset(name);
    const field = this.#fields.get(name);
    const kept = this.#kept[field === undefined ? "feature" : field.kind];
    if (kept.size >= MOST_VALUES && !kept.has(name)) {
      throw fault("too-large", `$.${name}`, `found more than ${MOST_VALUES} values`);
    }
    const memory = this.#ready().memory();
    const { plain } = this.#engine;
    const length = plain === null || field === undefined ? 0 : plain.change(field, value, memory, this.#room) - this.#room;
    const coded = length > 0 ? undefined : this.#changes.set(name, value).finish();
    this.#stands = NOTHING;
    try {
      if (coded !== undefined) this.#handle.set(coded.words, coded.texts);
      else if (!this.#handle.setHere(length)) this.#handle.fault();
    } catch (error) {
      throw this.#engine.caught(error);
    }
    kept.set(name, typeof value === "object" ? copied(value) : value);
    return this;
  }

  unset(name) {
    const { words, texts } = this.#changes.unset(name).finish();
    this.#stands = NOTHING;
    this.#withHandle((handle) => handle.unset(words, texts));
    this.#kept[this.#fields.get(name)?.kind ?? "feature"].delete(name);
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
    const memory = this.#answer(WITHOUT_LINES);
    return STATUS[memory[this.#at]];
  }

  total() {
    const memory = this.#answer(WITHOUT_LINES);
    return totalOf(memory, this.#at, TEXTS);
  }

  totalInMinorUnits() {
    const memory = this.#answer(WITHOUT_LINES);
    return totalOf(memory, this.#at, BIG_INTEGERS);
  }

  totals(options = undefined) {
    const form = formOf(options);
    const memory = this.#answer(WITH_LINES);
    return this.#names.short(memory, this.#at, form) ?? this.#names.short(this.#learned(), this.#at, form);
  }

  lines(options = undefined) {
    const form = formOf(options);
    const memory = this.#answer(WITH_LINES);
    return this.#names.lines(memory, this.#at, form) ?? this.#names.lines(this.#learned(), this.#at, form);
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

  /** The memory in which an answer stands; the engine is asked once after each change. */
  #answer(wanted) {
    const glue = this.#ready();
    if (this.#stands < wanted) {
      try {
        const at = this.#handle.answer(wanted === WITH_LINES) >>> 2;
        if (at === 0) this.#handle.fault();
        this.#at = at;
        this.#stands = wanted;
      } catch (error) {
        throw this.#engine.caught(error);
      }
    }
    return glue.memory();
  }

  /** The memory after the texts of all lines of the answer were asked for. */
  #learned() {
    return this.#engine.call((glue) => {
      this.#names.learn(glue.memory(), this.#at, this.#handle);
      return glue.memory();
    });
  }

  #keep(kind, values) {
    for (const [name, value] of Object.entries(values)) this.#kept[kind].set(name, copied(value));
  }

  #begin(order) {
    const { words, texts } = this.#plan.encoded(order);
    this.#handle = this.#plan.withHandle((handle) => handle.session(words, texts));
    this.#room = this.#engine.call(() => this.#handle.room(MOST_WORDS)) >>> 2;
    this.#generation = this.#engine.generation;
    this.#names = new LineNames();
    this.#stands = NOTHING;
  }

  /** The bindings of the instance that has the session; after a trap it is made anew from its order first. */
  #ready() {
    if (this.#freed) throw new PricewrightError("freed", "the session was used after `free`");
    if (this.#generation !== this.#engine.generation) this.#begin(this.order);
    return this.#engine.instance;
  }

  #withHandle(work) {
    this.#ready();
    return this.#engine.call(() => work(this.#handle));
  }

  static {
    if (Symbol.dispose) this.prototype[Symbol.dispose] = this.prototype.free;
  }
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
