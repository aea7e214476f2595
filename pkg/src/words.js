/** Orders to words and texts, as `docs/javascript.md` lays them out. */
import { pushDecimal } from "./decimal.js";
import { fault, named } from "./errors.js";

const VERSION = 1;
const BY_TEXT = 0xffffffff;
const MOST_ITEMS = 10_000;
const MOST_VALUES = 1_000;
const MOST_ID = 200;
const MOST_TEXT = 10_000;
const DEEPEST = 64;
const INPUT_ID = /^[\p{Alphabetic}_][\p{Alphabetic}\p{N}_]*(?:\.[\p{Alphabetic}_][\p{Alphabetic}\p{N}_]*)*$/u;
const LANGUAGE = /^(?=.{1,35}$)[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const ORDER_KEYS = ["items", "customer", "context", "inputs", "currency", "as_of", "tax", "adjustments", "language"];
const ITEM_KEYS = ["id", "component", "values", "quantity", "tax_rate"];
const encoder = /* @__PURE__ */ lazy(() => new TextEncoder());

/** An order in words and texts; throws what is wrong with its form. */
export function encodeOrder(order, tables, to = new Encoding()) {
  object(order, "$", ORDER_KEYS);
  const { currency, as_of: day, tax, language } = order;
  const given = (value) => value !== undefined && value !== null;
  to.words.push(VERSION, given(currency) | (given(day) << 1) | (given(tax) << 2) | (given(language) << 3));
  if (given(currency)) to.text(string(currency, "$.currency"));
  if (given(day)) to.text(string(day, "$.as_of"));
  if (given(tax)) {
    object(tax, "$.tax", ["rate"]);
    to.number(required(tax, "rate", "$.tax"), "$.tax.rate");
  }
  if (given(language)) to.text(languageTag(language));
  const items = array(required(order, "items", "$"), "$.items", MOST_ITEMS, "items");
  if (items.length === 0) throw fault("invalid-value", "$.items", "expected at least one item, found an array");
  to.words.push(items.length);
  items.forEach((item, index) => encodeItem(to, item, `$.items[${index}]`, tables));
  encodeInputs(to, order, tables);
  const adjustments = array(order.adjustments ?? [], "$.adjustments", MOST_ITEMS, "adjustments");
  to.words.push(adjustments.length);
  const seen = new Set();
  adjustments.forEach((adjustment, index) => encodeAdjustment(to, adjustment, `$.adjustments[${index}]`, seen));
  return to;
}

function encodeItem(to, item, path, tables) {
  object(item, path, ITEM_KEYS);
  const known = tables.components.has(item.component);
  const component = known ? item.component : id(required(item, "component", path), `${path}.component`);
  const hasId = item.id !== undefined && item.id !== null;
  const hasTax = item.tax_rate !== undefined && item.tax_rate !== null;
  to.words.push(hasId | (hasTax << 1));
  if (hasId) to.text(id(item.id, `${path}.id`));
  const features = to.named(component, tables.components);
  to.number(item.quantity ?? 1, `${path}.quantity`);
  if (hasTax) to.number(item.tax_rate, `${path}.tax_rate`);
  encodeValues(to, item.values ?? {}, features, `${path}.values`);
}

/** The values that are there: `null` and `undefined` are unset. */
function encodeValues(to, values, features, path) {
  const names = keys(values, path, "values");
  const at = to.words.push(0) - 1;
  for (const name of names) {
    const value = values[name];
    if (value === null || value === undefined) continue;
    to.words[at] += 1;
    encodeValue(to, value, to.named(name, features), `${path}.${name}`);
  }
}

function encodeValue(to, value, options, path) {
  switch (typeof value) {
    case "number":
    case "bigint":
      to.words.push(0);
      return to.number(value, path);
    case "boolean":
      return to.words.push(value ? 4 : 3);
    case "string": {
      const option = options?.get(value);
      if (option) return to.words.push(2, option.at);
      to.words.push(1);
      return to.text(string(value, path));
    }
    case "object":
      return encodeChoices(to, value, options, path);
    default:
      throw fault("wrong-type", path, `expected a value, found ${named(value)}`);
  }
}

function encodeChoices(to, value, options, path) {
  const choices = Array.isArray(value)
    ? array(value, path, MOST_VALUES, "options").map((entry, index) => choice(entry, `${path}[${index}]`))
    : entries(value, path, "options").map(([option, quantity]) => ({ option, quantity, at: `${path}.${option}` }));
  to.words.push(5, choices.length);
  for (const { option, quantity, at } of choices) {
    to.named(option, options);
    to.number(quantity, at);
  }
}

/** `"led"` or `{option: "led", quantity: 2}` */
function choice(entry, path) {
  if (typeof entry === "string") return { option: string(entry, path), quantity: 1, at: path };
  object(entry, path, ["option", "quantity"]);
  const option = string(required(entry, "option", path), `${path}.option`);
  return { option, quantity: entry.quantity ?? 1, at: `${path}.quantity` };
}

function encodeInputs(to, order, tables) {
  const inputs = inputsOf(order, tables.inputs);
  to.words.push(inputs.size);
  for (const [name, [value, path]] of inputs) {
    const options = to.named(name, tables.inputs);
    encodeValue(to, value, options, path);
  }
}

/** The inputs that an order gives, by their ids: values with their paths. */
export function inputsOf(order, known = new Map()) {
  const inputs = new Map();
  const add = (name, value, path) => {
    if (value === null || value === undefined) return;
    const shown = name.slice(0, 60);
    if (!known.has(name) && !INPUT_ID.test(name)) throw fault("invalid-id", path, `\`${shown}\` is not an input's id`);
    if (inputs.size === MOST_VALUES) throw fault("too-large", path, `found more than ${MOST_VALUES} inputs`);
    if (inputs.has(name)) throw fault("duplicate-key", path, `the input \`${shown}\` is given twice`);
    if (typeof value === "object") {
      throw fault("wrong-type", path, `expected a number, a text, \`true\` or \`false\`, found ${named(value)}`);
    }
    inputs.set(name, [value, path]);
  };
  const nested = (prefix, value, path, depth) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return add(prefix, value, path);
    if (depth > DEEPEST) throw fault("too-deep", path, `nested deeper than ${DEEPEST} levels`);
    for (const [key, inner] of Object.entries(value)) nested(`${prefix}.${key}`, inner, `${path}.${key}`, depth + 1);
  };
  nested("customer", order.customer, "$.customer", 0);
  nested("context", order.context, "$.context", 0);
  if (order.inputs !== undefined && order.inputs !== null) {
    for (const [name, value] of entries(order.inputs, "$.inputs", "inputs")) add(name, value, `$.inputs.${name}`);
  }
  return inputs;
}

function encodeAdjustment(to, adjustment, path, seen) {
  object(adjustment, path, ["id", "label", "amount", "percent", "of"]);
  const name = id(required(adjustment, "id", path), `${path}.id`);
  if (seen.has(name)) throw fault("duplicate-id", `${path}.id`, `the adjustment \`${name}\` is there twice`);
  seen.add(name);
  const { label, amount, percent, of } = adjustment;
  const hasLabel = label !== undefined && label !== null;
  const isPercent = percent !== undefined && percent !== null;
  if (isPercent && amount !== undefined && amount !== null) {
    throw fault("contradictory-settings", `${path}.amount`, "an adjustment is either a percentage or an amount");
  }
  if (isPercent !== (of === "items" || of === "subtotal")) {
    throw isPercent
      ? fault("percent-without-base", `${path}.of`, `expected \`items\` or \`subtotal\`, found ${named(of)}`)
      : fault("contradictory-settings", `${path}.of`, "only a percentage has a base");
  }
  to.words.push(hasLabel | (isPercent << 1) | ((of === "subtotal") << 2));
  to.text(name);
  if (hasLabel) to.text(string(label, `${path}.label`));
  if (isPercent) to.number(percent, `${path}.percent`);
  else to.number(required(adjustment, "amount", path), `${path}.amount`);
}

/** The changes of a session in words, made in arrays that are used again and again. */
export class Changes {
  #to = new Encoding();
  #fields;

  constructor(fields) {
    this.#fields = fields;
  }

  unset(name) {
    this.#named(name);
    return this.#to;
  }

  set(name, value) {
    const field = this.#named(name);
    const path = `$.${name}`;
    if (field?.kind !== "setting") encodeValue(this.#to, value, field?.below, path);
    else if (name === "quantity") {
      this.#to.words.push(0);
      this.#to.number(value, path);
    } else {
      this.#to.words.push(1);
      this.#to.text(string(value, path));
    }
    return this.#to;
  }

  /** Begins with what is changed; an unknown name is a feature. */
  #named(name) {
    if (typeof name !== "string") throw fault("wrong-type", "", `expected a name, found ${named(name)}`);
    this.#to.clear();
    const field = this.#fields.get(name);
    this.#to.words.push(field?.first ?? 0);
    if (field === undefined) this.#to.unknown(name);
    else if (field.kind !== "setting") this.#to.words.push(field.at);
    return field;
  }
}

/** Words and texts in the making. */
export class Encoding {
  words = [];
  #sent = new Uint32Array(16);
  #texts = new Uint8Array(256);
  #used = 0;

  text(text) {
    if (this.#texts.length < this.#used + text.length * 3) {
      const larger = new Uint8Array((this.#used + text.length * 3) * 2);
      larger.set(this.#texts.subarray(0, this.#used));
      this.#texts = larger;
    }
    const { written } = encoder().encodeInto(text, this.#texts.subarray(this.#used));
    this.#used += written;
    this.words.push(written);
  }

  number(value, path) {
    if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "string") {
      throw fault("wrong-type", path, `expected a number, found ${named(value)}`);
    }
    pushDecimal(this.words, value, path);
  }

  /** Something by its position, or by its text where the plan does not have it; what is below it. */
  named(name, known) {
    const found = known?.get(name);
    if (found) {
      this.words.push(found.at);
      return found.below;
    }
    this.unknown(name);
    return undefined;
  }

  /** Something that the plan does not have, by its text. */
  unknown(name) {
    this.words.push(BY_TEXT);
    this.text(name);
  }

  /** Whether there is more than words. */
  get hasTexts() {
    return this.#used > 0;
  }

  clear() {
    this.words.length = 0;
    this.#used = 0;
  }

  /** What there is, until the next `clear`. */
  finish() {
    const { length } = this.words;
    if (this.#sent.length < length) this.#sent = new Uint32Array(length * 2);
    this.#sent.set(this.words);
    return { words: this.#sent.subarray(0, length), texts: this.#texts.subarray(0, this.#used) };
  }
}

function object(value, path, keys) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw fault("wrong-type", path, `expected an object, found ${named(value)}`);
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key) && value[key] !== undefined);
  if (unknown !== undefined) throw fault("unknown-key", `${path}.${unknown}`, `unknown key \`${unknown.slice(0, 60)}\``);
}

function entries(value, path, what) {
  return keys(value, path, what).map((key) => [key, value[key]]);
}

function keys(value, path, what) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw fault("wrong-type", path, `expected an object, found ${named(value)}`);
  }
  return array(Object.keys(value), path, MOST_VALUES, what);
}

function array(value, path, most, what) {
  if (!Array.isArray(value)) throw fault("wrong-type", path, `expected an array, found ${named(value)}`);
  if (value.length > most) {
    throw fault("too-large", path, `found ${value.length} ${what}, expected at most ${most}`);
  }
  return value;
}

function required(owner, key, path) {
  const value = owner[key];
  if (value === undefined || value === null) throw fault("missing-key", path, `the key \`${key}\` is missing`);
  return value;
}

function string(value, path) {
  if (typeof value !== "string") throw fault("wrong-type", path, `expected a text, found ${named(value)}`);
  if (value.length > MOST_TEXT && [...value].length > MOST_TEXT) {
    throw fault("too-large", path, `found more than ${MOST_TEXT} characters`);
  }
  return value;
}

function id(value, path) {
  const text = string(value, path);
  if (text === "" || [...text].length > MOST_ID || HIDDEN.test(text)) {
    throw fault("invalid-id", path, `${named(text)} is not an id`);
  }
  return text;
}

function languageTag(value) {
  if (typeof value !== "string" || !LANGUAGE.test(value)) {
    throw fault("invalid-value", "$.language", `expected a language tag, found ${named(value)}`);
  }
  return value;
}

function lazy(make) {
  let made;
  return () => (made ??= make());
}
