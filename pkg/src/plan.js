/** Compiled catalogs, as every build has them. */
import { PricewrightError } from "./errors.js";
import { MADE_HERE } from "./made-here.js";
import { Session } from "./session.js";
import { tablesOf } from "./tables.js";
import { Totals } from "./totals.js";
import { encodeOrder } from "./words.js";

/** The class `Plan` of an engine. */
export function planClass(engine) {
  return class Plan {
    #make;
    #handle = null;
    #generation = -1;
    #display = null;
    #tables = null;
    #freed = false;
    #bytes;
    #totals = new Totals(engine, this);

    constructor(key, make, bytes = null) {
      if (key !== MADE_HERE) throw new TypeError("a plan is made by `compile` or `Plan.fromBytes`");
      this.#make = make;
      this.#bytes = bytes;
      this.withHandle(() => undefined);
    }

    static fromBytes(bytes) {
      const isBytes = bytes instanceof ArrayBuffer || bytes instanceof Uint8Array;
      if (!isBytes) throw new PricewrightError("invalid-argument", "expected the bytes of a plan");
      const kept = new Uint8Array(bytes).slice();
      return new this(MADE_HERE, (glue) => glue.Plan.fromBytes(kept), kept);
    }

    get display() {
      this.#display ??= JSON.parse(this.withHandle((handle) => handle.display()));
      return this.#display;
    }

    price(order) {
      return JSON.parse(this.priceJson(order));
    }

    priceJson(order) {
      const { words, texts } = this.encoded(order);
      return this.withHandle((handle) => handle.price(words, texts));
    }

    totals(order, options = undefined) {
      return this.#totals.of(order, options);
    }

    session(component, options = {}) {
      return new Session(MADE_HERE, engine, this, component, options);
    }

    toBytes() {
      this.withHandle(() => undefined);
      return this.#bytes.slice();
    }

    free() {
      this.#freed = true;
      this.#totals.free();
      if (this.#generation === engine.generation) this.#handle?.free();
      this.#handle = null;
      this.#make = null;
      this.#bytes = null;
    }

    /** @internal */
    encoded(order) {
      return encodeOrder(order, this.tables).finish();
    }

    /** Where the plan has what. @internal */
    get tables() {
      this.#tables ??= tablesOf(this.display);
      return this.#tables;
    }

    /** Does something with the plan inside the engine; after a trap it is made anew first. @internal */
    withHandle(work) {
      if (this.#freed) throw new PricewrightError("freed", "the plan was used after `free`");
      return engine.call((glue) => {
        if (this.#generation !== engine.generation) {
          this.#handle = this.#make(glue);
          this.#generation = engine.generation;
        }
        return work(this.#handle);
      });
    }

    static {
      if (Symbol.dispose) this.prototype[Symbol.dispose] = this.prototype.free;
    }
  };
}
