/** The rows of the report that are measured in Node. */
import { big, bigTexts, written as bigWritten } from "./baseline/big.js";
import { cents, written as centsWritten } from "./baseline/cents.js";
import { doubles, written as doublesWritten } from "./baseline/doubles.js";
import { figure, Race, raced } from "./lib/measure.js";
import { filesOf, full, order, outcome, session, sessionCents, sessionTexts, short } from "./lib/ours.js";
import { workload, wrong, wrongTotals } from "./lib/workload.js";

const REACH = {
  medium: { session: { reach: 1.5, further: 0.7 }, object: { reach: 0.6, further: 0.4 } },
  large: { session: { reach: 0.3 }, object: { reach: 0.6, further: 0.4 } },
};

/** The rows of one catalog of the workload, after every total and line of it was checked. */
export function rows(engine, name) {
  const given = workload(name);
  const plan = engine.full.compile(filesOf(name).json);
  const byHand = { cents: cents(given.catalog), doubles: doubles(given.catalog), big: big(given.catalog), texts: bigTexts(given.catalog) };
  check(given, plan, byHand);
  const { configurations } = given;
  const orders = configurations.map((configuration) => order(name, configuration));
  const changes = changesOf(given);
  const live = session(plan, name, configurations[0]);
  const race = new Race();
  const each = (things, work) => race.entry(things.length, () => things.forEach(work));
  const number = {
    session: race.entry(changes.length, () => {
      for (const [feature, value] of changes) sessionCents(live.set(feature, value));
    }),
    sessionTexts: race.entry(changes.length, () => {
      for (const [feature, value] of changes) sessionTexts(live.set(feature, value));
    }),
    short: each(orders, (it) => short(plan, it)),
    full: each(orders, (it) => full(plan, it)),
    cents: each(configurations, byHand.cents),
    doubles: each(configurations, byHand.doubles),
    big: each(configurations, byHand.big),
    texts: each(configurations, byHand.texts),
  };
  race.run();
  live.free();
  plan.free();
  const { session: sessionReach, object } = REACH[name] ?? {};
  const row = (what, of, against, to, targets) => raced(`${name}, ${what}`, against, race, number[of], number[to], targets);
  const integers = "integer cents by hand, full price";
  return [
    row("WebAssembly, session: one value changed, total and lines in cents", "session", integers, "cents", sessionReach),
    row("WebAssembly, session: the same as texts, lines with their names", "sessionTexts", integers, "cents"),
    row("WebAssembly, object to total, codes and amounts", "short", "big.js by hand", "texts", object),
    row("WebAssembly, object to the full quote", "full", "big.js by hand", "texts"),
    row("by hand, doubles", "doubles", integers, "cents"),
    row("by hand, big.js", "big", integers, "cents"),
    figure(`${name}, by hand, doubles: wrong totals`, "of 1,000", wrongTotals(given, texts(byHand.doubles, doublesWritten))),
  ];
}

/** From a catalog's JSON, and from a plan's bytes, to the first price, in milliseconds. */
export function startRows(engine, name) {
  const { json, bytes } = filesOf(name);
  const first = order(name, workload(name).configurations[0]);
  const race = new Race();
  const start = (make) =>
    race.entry(1, () => {
      const plan = make();
      plan.price(first);
      plan.free();
    });
  const catalog = start(() => engine.full.compile(json));
  const plan = start(() => engine.runtime.Plan.fromBytes(bytes));
  race.run();
  return [
    figure(`${name}, WebAssembly, catalog JSON to first price`, "ms", race.nanoseconds(catalog) / 1e6, { reach: 5 }),
    figure(`${name}, WebAssembly, plan bytes to first price`, "ms", race.nanoseconds(plan) / 1e6, { further: 0.5 }),
  ];
}

/** What must give every total and line gives it, a session as well. */
function check(given, plan, byHand) {
  const { name, configurations } = given;
  const all = {
    "the engine": (configuration) => outcome(plan.price(order(name, configuration))),
    "integer cents by hand": texts(byHand.cents, centsWritten),
    "big.js by hand": texts(byHand.big, bigWritten),
    "big.js by hand, as texts": byHand.texts,
  };
  for (const [who, price] of Object.entries(all)) {
    const count = wrong(given, price);
    if (count > 0) throw new Error(`${name}: ${count} configurations are wrong by ${who}`);
  }
  const live = session(plan, name, configurations[0]);
  for (const [feature, value, configuration] of changesOf(given)) {
    const { total, lines } = sessionTexts(live.set(feature, value));
    const right = byHand.texts(configuration);
    if (total !== right.total || lines.length !== right.lines.length) {
      throw new Error(`${name}: a session gives ${total}, not ${right.total}`);
    }
    const inCents = { amount: centsOf(total), lines: lines.map(({ id, amount }) => ({ id, amount: centsOf(amount) })) };
    const { status, ...given } = sessionCents(live);
    if (status !== "priced" || JSON.stringify(given) !== JSON.stringify(inCents)) throw new Error(`${name}: a session in cents differs from its texts`);
  }
  live.free();
  configurations.forEach((configuration, at) => {
    const given = order(name, configuration);
    const quote = full(plan, given);
    const right = { status: quote.status, amount: quote.amount, lines: quote.items[0].lines.map(({ id, amount }) => ({ id, amount })) };
    if (JSON.stringify(short(plan, given)) !== JSON.stringify(right)) throw new Error(`${name}: totals of configuration ${at} differ from its quote`);
  });
}

/** The cents of an amount as text. */
function centsOf(amount) {
  return Number(amount.replace(".", ""));
}

/** Features in turn take the value of the next configuration, where that is another one; at the end all are back. */
function changesOf({ expected: { features }, configurations }) {
  const [first] = configurations;
  const there = configurations.map((from, at) => [features[at % features.length], from]);
  const back = features.map((feature) => [feature, first]);
  const changes = [];
  let now = first;
  for (const [feature, from] of [...there, ...back]) {
    // a value that is there already is no change
    if (now[feature] === from[feature]) continue;
    now = { ...now, [feature]: from[feature] };
    changes.push([feature, from[feature], now]);
  }
  return changes;
}

function texts(price, written) {
  return (configuration) => {
    const { total, lines } = price(configuration);
    return { total: written(total), lines: lines.map(({ code, amount }) => ({ code, amount: written(amount) })) };
  };
}
