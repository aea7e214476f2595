/** By hand in plain doubles, which are wrong at times. */
import { applies, cell, prepared, tier } from "./shared.js";

/** A rate of an amount, rounded to cents; halves go away from zero, where they are halves. */
const share = (amount, rate) => {
  const exact = amount * rate;
  return (Math.sign(exact) * Math.round(Math.abs(exact) * 100)) / 100;
};

/** The function that prices configurations of a catalog: a plain object in, total and lines out. */
export function doubles(catalog) {
  const ready = prepared(catalog, Number, (percent) => Number(percent) / 100);
  return (configuration) => {
    const base = cell(ready, configuration);
    const lines = [{ code: "base", amount: base }];
    let subtotal = base;
    for (const feature of ready.features) {
      const chosen = feature.options.get(configuration[feature.id]);
      if (chosen === undefined) continue;
      const { kind, value } = chosen.charge;
      const amount = kind === "fixed" ? value : share(base, value);
      subtotal = subtotal + amount;
      lines.push({ code: chosen.code, amount });
    }
    for (const rule of ready.rules) {
      if (!applies(rule, configuration)) continue;
      const { kind, of, value } = rule.then;
      const amount = kind === "fixed" ? value : share(of === "base" ? base : subtotal, value);
      subtotal = subtotal + amount;
      lines.push({ code: rule.id, amount });
    }
    const quantity = configuration[ready.quantity];
    let total = subtotal * quantity;
    const reached = tier(ready.tiers, quantity);
    if (reached !== null) {
      const amount = share(total, reached.rate);
      total = total + amount;
      lines.push({ code: reached.code, amount });
    }
    return { total, lines };
  };
}

/** An amount as people write it. */
export function written(amount) {
  return amount.toFixed(2);
}
