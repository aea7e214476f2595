/** Configurations that change value by value. What they say comes as words, as `docs/javascript.md` lays them out. */
import { HEAD, LINE, LineNames, minorUnitsOf, readerOf, Room, STATUS, totalOf } from "./answer.js";
import { fault, named, PricewrightError } from "./errors.js";
import { MADE_HERE } from "./made-here.js";
import { Changes, inputsOf } from "./words.js";

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
  #names = new LineNames();
  #room = new Room();

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
    const to = this.#changes.set(name, kind, value);
    this.#withHandle((handle, glue) => {
      if (to.hasTexts) {
        const { words, texts } = to.finish();
        handle.set(words, texts);
      } else {
        this.#room.write(handle, glue, to.words);
        if (!handle.setHere(to.words.length)) handle.fault();
      }
    });
    kept.set(name, copied(value));
    return this;
  }

  unset(name) {
    const kind = this.#changes.kind(name);
    const { words, texts } = this.#changes.unset(name, kind).finish();
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
    return this.#answer(false, (memory, at) => STATUS[memory[at]]);
  }

  total() {
    return this.#answer(false, (memory, at) => totalOf(memory, at));
  }

  totalInMinorUnits() {
    return this.#answer(false, (memory, at) => totalOf(memory, at, minorUnitsOf));
  }

  lines(options = undefined) {
    const read = readerOf(options);
    return this.#answer(true, (known, at, handle, glue) => {
      const asked = this.#names.learn(known, at, (number) => handle.lineName(number));
      // memory may move with a call
      const memory = asked ? glue.memory() : known;
      const digits = memory[at + 1];
      const lines = new Array(memory[at + 7]);
      for (let index = 0, line = at + HEAD; index < lines.length; index += 1, line += LINE) {
        const { phase, kind, id, label, scope } = this.#names.of(memory[line]);
        const unit_amount = read(memory, line + 1, digits);
        lines[index] = { phase, kind, id, label, scope, unit_amount, amount: read(memory, line + 5, digits) };
      }
      return lines;
    });
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

  /** Reads an answer, which stands in memory until the next call. */
  #answer(withLines, read) {
    return this.#withHandle((handle, glue) => {
      const at = handle.answer(withLines) >>> 2;
      if (at === 0) handle.fault();
      return read(glue.memory(), at, handle, glue);
    });
  }

  #keep(kind, values) {
    for (const [name, value] of Object.entries(values)) this.#kept[kind].set(name, copied(value));
  }

  #begin(order) {
    const { words, texts } = this.#plan.encoded(order);
    this.#handle = this.#plan.withHandle((handle) => handle.session(words, texts));
    this.#generation = this.#engine.generation;
    this.#names = new LineNames();
    this.#room = new Room();
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

/** A value that its giver may go on to change. */
function copied(value) {
  if (Array.isArray(value)) return value.map(copied);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copied(entry)]));
}

function present(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
