/** What all calculations by hand do alike: where a configuration stands in the matrix, which rules apply. */

/** The cell of a configuration, or the one base price. */
export function cell({ matrix, base }, configuration) {
  if (!matrix) return base;
  const row = step(matrix.ys, configuration[matrix.y]);
  return matrix.prices[row][step(matrix.xs, configuration[matrix.x])];
}

/** The first step at or above a value. */
function step(steps, value) {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether all conditions of a rule hold. */
export function applies({ when }, configuration) {
  for (let at = 0; at < when.length; at += 1) {
    const condition = when[at];
    if (!holds(condition.op, configuration[condition.f], condition.v)) return false;
  }
  return true;
}

function holds(op, value, operand) {
  switch (op) {
    case "==":
      return value === operand;
    case "!=":
      return value !== operand;
    case "in":
      return operand.includes(value);
    case ">":
      return value > operand;
    case ">=":
      return value >= operand;
    case "<":
      return value < operand;
    default:
      return value <= operand;
  }
}

/** The tier that a quantity reaches. */
export function tier(tiers, quantity) {
  let reached = null;
  for (const step of tiers) {
    if (step.min > quantity) break;
    reached = step;
  }
  return reached;
}

/** A catalog with its numbers read by these: amounts, and rates in percent. */
export function prepared(catalog, amount, rate) {
  const charge = ({ kind, of, ...rest }) => ({ kind, of, value: kind === "fixed" ? amount(rest.amount) : rate(rest.rate) });
  const { matrix } = catalog;
  const surcharges = ({ id, options = [] }) => ({
    id,
    options: new Map(
      options.filter((option) => option.surcharge).map((option) => [option.id, { code: `${id}:${option.id}`, charge: charge(option.surcharge) }]),
    ),
  });
  return {
    base: catalog.base === undefined ? null : amount(catalog.base),
    matrix: matrix && { ...matrix, prices: matrix.prices.map((row) => row.map(amount)) },
    features: catalog.features.map(surcharges).filter((feature) => feature.options.size > 0),
    rules: catalog.rules.map(({ id, when, then }) => ({ id, when, then: charge(then) })),
    quantity: catalog.tiers.feature,
    tiers: catalog.tiers.steps.map(({ min, rate: percent }) => ({ min, code: `tier:${min}`, rate: rate(percent) })),
  };
}
