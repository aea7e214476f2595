/**
 * What an order that is not complete can still cost. Where all that is missing are choices, or numbers of few steps, every
 * one of them is priced: lowest and highest are then exact, as long as what is optional stays as it is.
 */
import { compared, stepped } from "./amounts.js";

/** How many completions are priced at most. */
const MOST = 400;

/** Lowest and highest amount of all completions; `null` where there are too many, or a text or a number without steps is missing. */
export function rangeByChoices(configuration, most = MOST) {
  const range = { from: null, to: null, left: most };
  return completed(configuration, range) && range.from !== null ? { from: range.from, to: range.to } : null;
}

/** False if something is missing that has no end of values, or the completions are too many. */
function completed(configuration, range) {
  range.left -= 1;
  if (range.left < 0) return false;
  const { status, amount } = configuration.priced();
  if (amount !== null) {
    if (range.from === null || compared(amount, range.from) < 0) range.from = amount;
    if (range.to === null || compared(amount, range.to) > 0) range.to = amount;
    return true;
  }
  if (status !== "incomplete") return true;
  const [feature] = configuration.missing();
  const values = feature && valuesOf(feature, range.left);
  return !!values && values.every((value) => configuration.try(feature.id, value, () => completed(configuration, range)));
}

function valuesOf(feature, most) {
  switch (feature.type) {
    case "select":
      return feature.options.map(({ id }) => id);
    case "boolean":
      return [true, false];
    case "number": {
      const { min, max, step } = feature;
      return min === undefined || max === undefined || step === undefined ? null : stepped(min, max, step, most);
    }
    default:
      return null;
  }
}
