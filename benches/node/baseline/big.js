/** By hand in decimals of the library big.js. */
import { applies, cell, prepared, tier } from "./shared.js";
import Big from "big.js";

/** A rate of an amount, rounded to cents; halves go away from zero. */
const share = (amount, rate) => amount.times(rate).round(2, Big.roundHalfUp);

/** The function that prices configurations of a catalog: a plain object in, total and lines out. */
export function big(catalog) {
  const ready = prepared(catalog, Big, (percent) => Big(percent).div(100));
  return (configuration) => {
    const base = cell(ready, configuration);
    const lines = [{ code: "base", amount: base }];
    let subtotal = base;
    for (const feature of ready.features) {
      const chosen = feature.options.get(configuration[feature.id]);
      if (chosen === undefined) continue;
      const { kind, value } = chosen.charge;
      const amount = kind === "fixed" ? value : share(base, value);
      subtotal = subtotal.plus(amount);
      lines.push({ code: chosen.code, amount });
    }
    for (const rule of ready.rules) {
      if (!applies(rule, configuration)) continue;
      const { kind, of, value } = rule.then;
      const amount = kind === "fixed" ? value : share(of === "base" ? base : subtotal, value);
      subtotal = subtotal.plus(amount);
      lines.push({ code: rule.id, amount });
    }
    const quantity = configuration[ready.quantity];
    let total = subtotal.times(quantity);
    const reached = tier(ready.tiers, quantity);
    if (reached !== null) {
      const amount = share(total, reached.rate);
      total = total.plus(amount);
      lines.push({ code: reached.code, amount });
    }
    return { total, lines };
  };
}

/** An amount as people write it. */
export function written(amount) {
  return amount.toFixed(2);
}

/** Total and lines with amounts as texts, as the engine gives them. */
export function bigTexts(catalog) {
  const price = big(catalog);
  return (configuration) => {
    const { total, lines } = price(configuration);
    return { total: total.toFixed(2), lines: lines.map(({ code, amount }) => ({ code, amount: amount.toFixed(2) })) };
  };
}
