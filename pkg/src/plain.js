/**
 * The quick way for what nearly every change and order is made of: numbers, truths and options that the plan has.
 * Words go straight to where the engine reads them. Whatever is anything else is told by 0, and is left to
 * `words.js`, which says what is wrong with it.
 */

const QUANTITY = 2;
const HIGHER = 2 ** 32;
/** So many digits fit into a number. */
const MOST_DIGITS = 15;
const ZERO = 48;

/** What the engine of a build has in `plain`. */
export const plain = { change, order: plainOrder, mostOfOrder };

/** Writes a change of a field, of at most seven words; gives where these end. */
function change({ first, at, below }, value, memory, begin) {
  memory[begin] = first;
  if (first < QUANTITY) {
    memory[begin + 1] = at;
    return plainValue(below, value, memory, begin + 2);
  }
  if (first > QUANTITY || typeof value !== "number") return 0;
  return plainValue(undefined, value, memory, begin + 1);
}

/** How many words a plain order of a component has at most. */
function mostOfOrder({ features }, inputs) {
  return 12 + 6 * (features.list.length + inputs.list.length);
}

/** Writes an order of one item without settings; gives where its words end. */
function plainOrder(order, item, { at, features }, inputs, memory, begin) {
  if (!hasOnly(order, "items", "inputs", "") || !hasOnly(item, "component", "quantity", "values")) return 0;
  memory[begin] = 1;
  memory[begin + 1] = 0;
  memory[begin + 2] = 1;
  memory[begin + 3] = 0;
  memory[begin + 4] = at;
  let next = number(item.quantity ?? 1, memory, begin + 5);
  if (next > 0) next = plainValues(item.values, features, memory, next);
  if (next > 0) next = plainValues(order.inputs, inputs, memory, next);
  if (next === 0) return 0;
  memory[next] = 0;
  return next + 1;
}

function hasOnly(owner, first, second, third) {
  for (const key in owner) {
    if (key !== first && key !== second && key !== third) return false;
  }
  return true;
}

/** The values that are there: `null` and `undefined` are unset. Names mostly come in the order of the plan's list. */
function plainValues(values, { byName, list }, memory, begin) {
  memory[begin] = 0;
  if (values === undefined || values === null) return begin + 1;
  if (!isPlainObject(values)) return 0;
  let next = begin + 1;
  let count = 0;
  for (const name in values) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    let field = list[count];
    if (field === undefined || field.id !== name) field = byName.get(name);
    if (field === undefined) return 0;
    memory[next] = field.at;
    next = field.isNumber && typeof value === "string" ? numberOfText(value, memory, next + 1) : plainValue(field.below, value, memory, next + 1);
    if (next === 0) return 0;
    count += 1;
  }
  memory[begin] = count;
  return next;
}

/** Whether it inherits nothing that would count as a key. */
function isPlainObject(value) {
  if (typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function plainValue(options, value, memory, at) {
  switch (typeof value) {
    case "string": {
      const option = options?.get(value);
      if (option === undefined) return 0;
      memory[at] = 2;
      memory[at + 1] = option.at;
      return at + 2;
    }
    case "number":
      memory[at] = 0;
      return number(value, memory, at + 1);
    case "boolean":
      memory[at] = value ? 4 : 3;
      return at + 1;
    default:
      return 0;
  }
}

function numberOfText(text, memory, at) {
  memory[at] = 0;
  return number(text, memory, at + 1);
}

/** A whole number, or the text of a decimal of few digits. */
function number(value, memory, at) {
  if (typeof value === "number") return Number.isSafeInteger(value) ? digits(value, 0, memory, at) : 0;
  return typeof value === "string" ? decimal(value, memory, at) : 0;
}

function digits(value, scale, memory, at) {
  const magnitude = value < 0 ? -value : value;
  memory[at] = magnitude >>> 0;
  memory[at + 1] = magnitude < HIGHER ? 0 : Math.floor(magnitude / HIGHER);
  memory[at + 2] = 0;
  memory[at + 3] = value < 0 ? (scale | 0x80000000) >>> 0 : scale;
  return at + 4;
}

/** `-12.50` by its digits; anything that is written in another way is for others. */
function decimal(text, memory, at) {
  const { length } = text;
  const begin = text.charCodeAt(0) === 45 ? 1 : 0;
  if (length === begin || length > MOST_DIGITS) return 0;
  let value = 0;
  let point = -1;
  for (let index = begin; index < length; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point < 0 && index > begin && index + 1 < length) point = index;
    else return 0;
  }
  let scale = point < 0 ? 0 : length - point - 1;
  while (scale > 0 && value % 10 === 0) {
    value /= 10;
    scale -= 1;
  }
  return digits(begin === 1 ? 0 - value : value, scale, memory, at);
}
