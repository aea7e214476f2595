/**
 * Sessions that change at random against fresh prices. Runs in Node and in browsers alike, so it
 * imports nothing.
 */

/** Numbers that look random and are the same in every run. */
function numbers(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Names that can be set, each with values; the last of a feature's is one that does not fit. */
function settable(display, component) {
  const all = [
    ["quantity", [1, "12", 60n, 250, 0]],
    ["currency", display.currencies.map((currency) => currency.code)],
    ["as_of", ["2026-06-01", "2026-10-15", "2031-01-01"]],
  ];
  for (const input of display.inputs) {
    const values = { boolean: [true, false], number: [3], select: input.options };
    all.push([input.id, values[input.type] ?? ["x"]]);
  }
  for (const feature of component.features) all.push([feature.id, [...valuesOf(feature), "nonsense", true]]);
  return all;
}

function valuesOf(feature) {
  const options = (feature.options ?? []).map((option) => option.id);
  switch (feature.type) {
    case "select":
      return options;
    case "multiselect":
      return [...options.map((id) => [id]), options, [], options.map((option) => ({ option, quantity: 2 })), Object.fromEntries(options.map((id) => [id, "1"]))];
    case "boolean":
      return [true, false];
    case "number": {
      const [min, max, step] = [Number(feature.min ?? 0), Number(feature.max ?? Infinity), Number(feature.step ?? 1)];
      const steps = [0, 1, 2, 5, 10, 50, 51, 200, 400, 777].map((count) => min + count * step);
      return steps.filter((value) => value <= max).map((value, index) => (index % 2 ? value.toFixed(3) : Number(value.toFixed(3))));
    }
    default:
      return ["", "Ada", "Für Grete", "7016"];
  }
}

/** What is said, or the faults that are thrown, as text. */
function said(work) {
  try {
    return work();
  } catch (error) {
    if (!Array.isArray(error.diagnostics) || error.diagnostics.length === 0) throw error;
    return JSON.stringify(error.diagnostics);
  }
}

/** Amounts in minor units as whole numbers. */
function inMinorUnits(lines) {
  return lines.map(({ unit_amount, amount }) => [unit_amount, amount].map((units) => (units === null ? null : Number(units))));
}

/** What differs between what a session says and a fresh quote. */
function difference(session, plan) {
  // before the quote, so that it comes from the fast way
  const total = said(() => session.total());
  const fresh = said(() => plan.priceJson(session.order));
  const quoted = said(() => session.quoteJson());
  if (quoted !== fresh) return `expected ${fresh}, found ${quoted}`;
  if (fresh.startsWith("[")) return total === fresh && said(() => session.totals()) === fresh ? null : "the total gives no faults";
  const quote = JSON.parse(fresh);
  const shown = ({ phase, kind, id, label, scope, unit_amount, amount }) => ({ phase, kind, id, label, scope, unit_amount, amount });
  const [item] = quote.items;
  const pairs = [
    [session.status(), quote.status],
    [total, quote.amount],
    [session.total(), quote.amount],
    [session.totals(), plan.totals(session.order)],
    [session.totals(), { status: quote.status, amount: quote.amount, lines: [...item.lines, ...quote.lines].map(({ id, amount }) => ({ id, amount })) }],
    [session.lines(), [...item.lines, ...quote.lines].map(shown)],
    [said(() => inMinorUnits(session.lines({ minorUnits: "number" }))), said(() => inMinorUnits(session.lines({ minorUnits: true })))],
    [session.violations(), [...item.violations, ...quote.violations]],
  ];
  const differing = pairs.find(([found, wanted]) => JSON.stringify(found) !== JSON.stringify(wanted));
  return differing ? `expected ${JSON.stringify(differing[1])}, found ${JSON.stringify(differing[0])}` : null;
}

/** Changes sessions of all plans; `starts` are orders in JavaScript, by plan. */
export function runSessions(plans, changes) {
  const below = numbers(11);
  const pick = (list) => list[below(list.length)];
  const report = { changes: 0, compared: 0, priced: 0, differences: [] };
  const all = plans.flatMap(({ plan, orders }) => plan.display.components.map((component) => ({ plan, orders, component })));
  for (const { plan, orders, component } of all) {
    const names = settable(plan.display, component);
    const starts = startsOf(plan, orders, component.id);
    let session = plan.session(component.id);
    for (let number = 0; number * all.length < changes; number += 1) {
      // each stretch begins with something that can be ordered
      if (number % 20 === 0 && starts.length > 0) {
        session.free();
        session = plan.session(component.id, pick(starts));
      }
      const [name, values] = pick(names);
      const fit = below(20) > 0 && values.length > 2 ? values.length - 2 : values.length;
      if (below(10) === 0) session.unset(name);
      else session.set(name, values[below(fit)]);
      report.changes += 1;
      // now and then several changes come between two prices
      if (below(4) === 0) continue;
      report.compared += 1;
      const found = difference(session, plan);
      if (found !== null) report.differences.push(`${component.id}, change ${report.changes} of ${name}: ${found}`);
      else if (said(() => session.total()) !== null && said(() => session.status()) === "priced") report.priced += 1;
    }
    session.free();
  }
  return report;
}

/** What sessions of a component may begin with: the items of orders that have a price alone. */
function startsOf(plan, orders, component) {
  const items = orders.flatMap(({ items, ...order }) => items.map((item) => ({ order, item })));
  const starts = items.filter(({ item }) => item.component === component);
  const options = starts.map(({ order, item: { component: _, ...item } }) => ({ ...order, ...item }));
  return options.filter((given) => {
    const session = plan.session(component, given);
    const total = said(() => session.total());
    session.free();
    return total !== null && !total.startsWith("[");
  });
}
