/**
 * One configuration that is being made, with the engine at hand: takes what the buyer wishes, and gives what it costs,
 * which features are not available, and what each option would change. Works with either build.
 *
 * A wish for a feature that is not available is kept and left out of the order; it counts again once the feature is
 * available. A value that the engine cannot read is refused, and then nothing has a price.
 */
import { takenOf } from "../taken.js";
import { difference } from "./amounts.js";
import { rangeByChoices } from "./range.js";

/** No option and no number: whoever is asked with it says only whether the feature is available at all. */
const NOTHING = "\u0000";
const NO_TEXT = 0;
/** How many completions are priced at most to say what an option costs at least. */
const MOST_FOR_AN_OPTION = 40;

export class Configuration {
  #session;
  #features;
  /** The smallest quantity, where none is wished for. */
  #least;
  #wishes = Object.create(null);
  #refused = {};
  #unavailable = {};

  /** `settings` are those of `plan.session`. */
  constructor(plan, component, settings) {
    const { features, quantity_step } = plan.display.components.find(({ id }) => id === component);
    this.#features = features;
    this.#least = quantity_step;
    this.#session = plan.session(component, settings);
  }

  /** Takes all wishes, `quantity` among them; what is no longer among them becomes unset. */
  update({ quantity, ...values }) {
    const before = this.#wishes;
    // an id may be the name of something that every object has
    const wishes = Object.assign(Object.create(null), values, { quantity: quantity ?? this.#least });
    this.#wishes = wishes;
    for (const name of new Set([...Object.keys(before), ...Object.keys(wishes)])) {
      if (same(before[name], this.#wishes[name])) continue;
      if (!Object.hasOwn(this.#unavailable, name)) this.#put(name, this.#wishes[name]);
    }
    this.#settle();
  }

  /** What there is to say at once. */
  get answer() {
    const refused = { ...this.#refused };
    const unavailable = { ...this.#unavailable };
    const { order } = this.#session;
    if (Object.keys(refused).length > 0) return { status: "invalid", quote: null, order, refused, unavailable };
    const quote = this.#session.quote();
    return { status: quote.status, quote, order, refused, unavailable };
  }

  /** Those features whose options have prices of their own, as they are asked one after the other. */
  get askable() {
    const asked = ({ id, type }) => ["select", "multiselect", "boolean"].includes(type) && !Object.hasOwn(this.#unavailable, id);
    return Object.keys(this.#refused).length > 0 ? [] : this.#features.filter(asked);
  }

  /**
   * Gives, option by option, what the order would be with it: whether it is available and allowed, what it would cost
   * and how much more than now; for a choice of several that is taken already, how much more than without it.
   */
  *options(feature) {
    const now = this.#reading();
    const known = new Set(now.violations.map(identity));
    for (const { id, value, chosen, taken = false } of choices(feature, this.#wishes[feature.id])) {
      const then = chosen ? now : this.#as(feature.id, value, () => this.#reading());
      const [more, less] = taken ? [now, then] : [then, now];
      const violations = then.violations.filter((found) => found.code !== "missing-required" && !known.has(identity(found)));
      const refusal = violations.find(({ code, features }) => code === "not-available" && features.includes(feature.id));
      yield {
        id,
        unavailable: refusal?.message ?? null,
        violations,
        status: then.status,
        amount: then.amount,
        // with what it asks for besides it costs at least that
        least: then.status === "incomplete" && now.amount !== null ? this.try(feature.id, value, () => this.#leastWith(now.amount)) : null,
        difference: more.amount === null || less.amount === null ? null : difference(more.amount, less.amount),
      };
    }
  }

  /** Features that the order still needs. */
  missing() {
    const found = this.#session.violations().filter(({ code }) => code === "missing-required");
    return found.flatMap(({ features }) => features).map((name) => this.#features.find(({ id }) => id === name));
  }

  /** Status and amount of the order as it is. */
  priced() {
    // a wish that is available again may be one that cannot be read
    if (Object.keys(this.#refused).length > 0) return { status: "invalid", amount: null };
    return { status: this.#session.status(), amount: this.#session.total() };
  }

  /** Does something while another value is wished for: what it makes unavailable is left out meanwhile, as `update` does. */
  try(name, value, work) {
    const wishes = this.#wishes;
    this.update({ ...wishes, [name]: value });
    try {
      return work();
    } finally {
      this.update(wishes);
    }
  }

  get order() {
    return this.#session.order;
  }

  free() {
    this.#session.free();
  }

  /** The lowest amount that an order which was complete has with a choice that asks for others. */
  #leastWith(before) {
    const range = rangeByChoices(this, MOST_FOR_AN_OPTION);
    return range && difference(range.from, before);
  }

  #reading() {
    const amount = this.#session.total();
    if (amount !== null) return { status: "priced", amount, violations: [] };
    return { status: this.#session.status(), amount, violations: this.#session.violations() };
  }

  #put(name, value) {
    delete this.#refused[name];
    try {
      if (value === undefined || value === null) this.#session.unset(name);
      else this.#session.set(name, value);
    } catch ({ code, message }) {
      // the value before it is no longer what the buyer wants
      this.#session.unset(name);
      this.#refused[name] = { code, message };
    }
  }

  /** Leaves out wishes for what is not available, and takes them in again, until nothing changes any more. */
  #settle() {
    const conditional = this.#features.filter((feature) => feature.conditional);
    // each round decides at least one more of them, since none hangs on itself
    for (let round = 0; round <= conditional.length; round += 1) {
      let changed = false;
      for (const feature of conditional) changed = this.#decide(feature) || changed;
      if (!changed) return;
    }
  }

  /** Whether that changed the order. */
  #decide(feature) {
    const { id } = feature;
    const before = Object.hasOwn(this.#unavailable, id);
    const reason = this.#reason(feature);
    if (reason === null) delete this.#unavailable[id];
    else this.#unavailable[id] = reason;
    const wished = this.#wishes[id] !== undefined && this.#wishes[id] !== null;
    if (!wished || before === (reason !== null)) return false;
    this.#put(id, reason === null ? this.#wishes[id] : null);
    if (reason !== null) delete this.#refused[id];
    return true;
  }

  /** Why a feature is not available; `null` if it is, or if that hangs on something that is still open. */
  #reason({ id, type }) {
    const nothing = type === "text" ? NO_TEXT : type === "multiselect" ? [NOTHING] : NOTHING;
    const violations = this.#with(id, nothing, () => this.#session.violations());
    const found = violations.find(({ code, features }) => code === "not-available" && features.includes(id));
    return found?.message ?? null;
  }

  /** What the order has of a wish. */
  #held(name) {
    return Object.hasOwn(this.#unavailable, name) || Object.hasOwn(this.#refused, name) ? null : this.#wishes[name];
  }

  /** Does something while a choice is wished for, with all that it makes available or not. */
  #as(name, value, work) {
    const kept = Object.keys(this.#unavailable).some((id) => this.#wishes[id] !== undefined);
    if (!kept) {
      const found = this.#with(name, value, work);
      const others = ({ code, features }) => code === "not-available" && !features.includes(name);
      if (!found.violations.some(others)) return found;
    }
    return this.try(name, value, work);
  }

  /** Does something while the order has another value, whatever that makes of the others. */
  #with(name, value, work) {
    this.#session.set(name, value);
    try {
      return work();
    } finally {
      const held = this.#held(name);
      if (held === undefined || held === null) this.#session.unset(name);
      else this.#session.set(name, held);
    }
  }
}

/** What can be chosen of a feature, and what it is then set to. */
function choices(feature, wish) {
  if (feature.type === "boolean") {
    const now = wish ?? feature.default;
    return [true, false].map((value) => ({ id: String(value), value, chosen: now === value }));
  }
  if (feature.type === "select") {
    const now = wish ?? feature.default;
    return feature.options.map(({ id }) => ({ id, value: id, chosen: now === id }));
  }
  const now = takenOf(wish ?? feature.default);
  return feature.options.map(({ id }) => {
    const { [id]: _, ...others } = now;
    const taken = Object.hasOwn(now, id);
    return { id, value: taken ? others : { ...now, [id]: "1" }, chosen: false, taken };
  });
}

function identity({ code, rule, features, message }) {
  return JSON.stringify([code, rule, features, message]);
}

function same(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
