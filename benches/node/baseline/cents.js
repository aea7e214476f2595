/** By hand in whole cents, which are exact up to 2 to the 53rd. */
import { applies, cell, prepared, tier } from "./shared.js";

/** `-12.5` is -1250. */
const hundredths = (text) => {
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  return text.startsWith("-") ? -value : value;
};

/** A rate of an amount; halves go away from zero. */
const share = (amount, rate) => {
  const exact = amount * rate;
  const half = exact < 0 ? -5_000 : 5_000;
  return Math.trunc((exact + half) / 10_000);
};

/** The function that prices configurations of a catalog: a plain object in, total and lines out. */
export function cents(catalog) {
  const ready = prepared(catalog, hundredths, hundredths);
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

/** Cents as people write them. */
export function written(amount) {
  const cents = Math.abs(amount);
  return `${amount < 0 ? "-" : ""}${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}
