// What code does with the package and any catalog, right and wrong.
import {
  type Amount,
  type Diagnostic,
  type Diff,
  type Count,
  type Hint,
  type Item,
  type Line,
  type OptionPrice,
  type Order,
  Plan,
  PricewrightError,
  type PriceRange,
  type Quote,
  type SessionLine,
  type Solution,
  type Value,
  type Verification,
  check,
  compile,
  diff,
  evaluate,
  formatMoney,
  init,
  initSync,
  minorUnits,
  pack,
  storefront,
} from "pricewright";
import * as runtime from "pricewright/runtime";

await init();
await init(new URL("https://shop.example/full.wasm"));
await init(fetch("/full.wasm"));
initSync(new Uint8Array());

const plan = compile({ format: 1, currency: "EUR", components: [{ id: "blind", base_price: "10.00" }] });
const fromText = compile("{}", { files: { "prices.csv": "1;2" } });
const publicOne = storefront(pack("{}", { files: new Map([["rules.price", new Uint8Array()]]) }));
const cents: bigint = minorUnits("12.50", 2);
const text: string = fromText.explainText('{"items": []}');
const bytes: Uint8Array = plan.toBytes();
const loaded: runtime.Plan = runtime.Plan.fromBytes(bytes.buffer as ArrayBuffer);
const found: Diagnostic[] = check({ format: 1, currency: "EUR", components: [] });
const value = evaluate("width * 2", { width: "12.5", fabric: { weight: 310 } });
const asText: string = value.type === "number" ? String(value.value) : "";

const values: Record<string, Value> = { width: 1200, motor: true, extras: { led: 2 } };
const item: Item = { component: "blind", values };
const order: Order = {
  items: [item],
  currency: "EUR",
  customer: { group: "dealer", address: { country: "DE" } },
  adjustments: [
    { id: "a", amount: "-5" },
    { id: "b", percent: 2, of: "items" },
  ],
};
const quote: Quote = plan.price(order);

// the order's status narrows its amounts and those of its items
if (quote.status === "priced") {
  const amount: Amount = quote.amount;
  const first: Amount | undefined = quote.items[0]?.amount;
  formatMoney(amount, quote.currency, "de-CH");
  formatMoney(first ?? amount, quote.currency);
} else {
  const none: null = quote.amount;
  for (const item of quote.items) {
    if (item.status === "invalid") {
      const nothing: null = item.amount;
      const codes = item.violations.map((violation) => violation.code);
      // @ts-expect-error
      codes.includes("of-step");
      void nothing;
    }
  }
  void none;
}
// @ts-expect-error
const sure: Amount = quote.amount;
// @ts-expect-error
quote.status === "prized";

// the kind narrows a line
function told(line: Line): string {
  switch (line.kind) {
    case "price_list":
    case "surcharge_list":
      return `${line.cell.list} ${line.cell.row.hit}`;
    case "option":
      return line.option_quantity ?? line.rate ?? "";
    case "tier":
    case "price_group":
      return line.tier ?? "";
    case "surcharge":
    case "discount":
      return line.key ?? line.base?.name ?? "";
    case "manual":
      return String(line.manual satisfies true);
    case "base_price":
    case "override":
    case "minimum":
    case "maximum":
    case "rounding":
    case "ending":
    case "clamp":
      return line.amount;
    default:
      return line satisfies never;
  }
}
function perPiece(line: Line): Amount | null {
  return line.scope === "unit" ? (line.unit_amount satisfies Amount) : (line.unit_amount satisfies null);
}
// @ts-expect-error
const cell = (line: Line) => line.cell;

for (const { not_fired } of plan.explain(order).explanation.order) {
  for (const skipped of not_fired) {
    const other: string = skipped.reason === "stopped" ? skipped.other : skipped.label;
    void other;
  }
}

{
  const claim = plan.claim(order);
  const verified: Verification = plan.verify(claim);
  plan.verify({ order, quote, fingerprint: quote.catalog.fingerprint });
  plan.verify({ order, total: "12.50", currency: "EUR" });
  plan.verify(JSON.stringify(claim));
  // @ts-expect-error
  plan.verify({ order, total: "12.50" });
  // @ts-expect-error
  const isRight = verified.outcome === "matches";
  const options: OptionPrice[] = plan.optionPrices(order, { feature: "motor" }).features.flatMap((it) => it.options);
  plan.session("blind").set("motor", options[0]?.value);
  const hints: Hint[] = plan.hints(order, { limit: 3 }).hints;
  plan.price({ items: hints.map((hint) => hint.witness) });
  const range: PriceRange = plan.priceRange(order, { budget: 500 });
  plan.price(range.lowest.witness ?? order);
  const solution: Solution = plan.solve(order, { largest: "width", atMost: "150.00" });
  // @ts-expect-error
  plan.solve(order, { largest: "width" });
  const count: Count = plan.countConfigurations(order);
  void [solution.value, count.least];
  const changes: Diff = diff(plan, fromText, { seed: 7n, asOf: "2026-10-01" });
  plan.price(changes.components[0]?.worst[0]?.order ?? order);
  // @ts-expect-error
  loaded.verify(claim);
  void isRight;
}

const [first] = loaded.display.components;
const forms = first?.features.map((feature) =>
  feature.type === "select" ? feature.options.map((option) => option.id) : [feature.id],
);
{
  const session = loaded.session("blind", { quantity: 2 });
  session.set("width", 1200).set("quantity", 3n).set("customer.group", "dealer").unset("motor").unset("quantity");
  const held: SessionLine[] = session.lines();
  const cents: bigint | null = session.totalInMinorUnits();
  const inCents: SessionLine<bigint>[] = session.lines({ minorUnits: true });
  const { amount, lines } = loaded.totals(session.order, { minorUnits: true });
  const sum: bigint | null = lines.reduce((sum, line) => sum + line.amount, amount ?? 0n);
  const inNumbers: SessionLine<number>[] = session.lines({ minorUnits: "number" });
  const charged: number | null = session.totals({ minorUnits: "number" }).amount ?? loaded.totals(session.order, { minorUnits: "number" }).amount;
  const short: string[] = session.totals().lines.map((line) => line.amount);
  // @ts-expect-error there are numbers, BigInts and texts
  session.totals({ minorUnits: "text" });
  const texts: string[] = plan.totals("{}", { minorUnits: false }).lines.map((line) => line.amount);
  // @ts-expect-error amounts are texts where nothing else is asked for
  const none: bigint | null = session.lines()[0]?.unit_amount ?? null;
  loaded.price(session.order);
  const missing: string[] = session.violations().flatMap((violation) => violation.features);
  session[Symbol.dispose]();
  loaded.session("blind").free();
  void [held, cents, missing, inCents, inNumbers, charged, short, sum, texts, none];
}

try {
  compile("");
} catch (error) {
  if (error instanceof PricewrightError && error.code === "unknown-option") {
    const where: string | undefined = error.diagnostics[0]?.path;
    void where;
  }
}

// @ts-expect-error
runtime.compile("{}");
// @ts-expect-error
loaded.explain(order);
const full: Plan = Plan.fromBytes(bytes);
const asRuntime: runtime.Plan = full;
// @ts-expect-error
new Plan();
// @ts-expect-error
compile({ format: 2, currency: "EUR", components: [] });
// @ts-expect-error
plan.price({ items: [{ component: "blind", quantity: "two" }] });
// @ts-expect-error
plan.price({ items: [{ values }] });
// @ts-expect-error
plan.price({ items: [], adjustments: [{ id: "a", percent: 2 }] });
// @ts-expect-error
const sum = quote.priced_subtotal * 2;

export { asRuntime, asText, cents, publicOne, text, cell, forms, found, fromText, perPiece, sum, sure, told };
