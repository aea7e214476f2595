/**
 * Whether a line may go into a cart: takes what a page sent and what the shop knows of its buyer, and gives what to
 * charge, or why not. Only component, values, quantity and delivery are the buyer's to say; the customer group, the day,
 * the currency and the tax are the shop's own. The price is never taken from the page: it is worked out from the values
 * with the shop's own plan, and what the page claims only has to be the same.
 */
const ITEM_KEYS = ["id", "component", "values", "quantity"];
const ORDER_KEYS = ["items", "inputs", "language", "as_of", "currency", "tax"];
/** Inputs that the buyer may choose; all others come from the shop. */
const BUYERS_INPUTS = ["context.delivery"];
const MOST_PIECES = 1_000;

/** Why something does not go into the cart; `status` is that of the answer. */
export class Refusal extends Error {
  constructor(status, code, message, details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The accepted line, with the shop's own quote, or a `Refusal`. `shop` is `{ plan, currency, taxRate, day, group }`. */
export function accepted(claim, shop) {
  const sent = orderOf(claim);
  refuseOthers(sent, shop);
  const order = ownOrder(sent, shop);
  const verification = shop.plan.verify({ ...claimed(claim), order });
  const { outcome, ours, currency, quote, differences, notes } = verification;
  if (quote.status !== "priced") {
    const said = [...quote.items[0].violations, ...quote.items[0].problems].map(({ message }) => message);
    throw new Refusal(422, `not-${quote.status === "incomplete" ? "complete" : "priced"}`, `the order is ${quote.status}`, {
      said,
    });
  }
  if (outcome !== "match") {
    throw new Refusal(409, outcome, messageOf(outcome, verification), { total: ours, currency, differences });
  }
  return { order, quote, total: ours, currency, notes: notes.map(({ code }) => code) };
}

function orderOf(claim) {
  if (!isObject(claim)) throw new Refusal(400, "invalid-claim", "expected a claim as an object");
  const { order } = claim;
  if (!isObject(order) || !Array.isArray(order.items)) throw new Refusal(400, "invalid-claim", "the claim has no order with items");
  if (order.items.length !== 1) throw new Refusal(400, "invalid-claim", `expected an order of one item, found ${order.items.length}`);
  const [item] = order.items;
  for (const [what, value] of Object.entries({ item, values: item?.values ?? {}, inputs: order.inputs === undefined ? {} : order.inputs })) {
    if (!isObject(value)) throw new Refusal(400, "invalid-claim", `expected \`${what}\` of the order as an object`);
  }
  return order;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** What is not the buyer's to say is refused, not left out in silence. */
function refuseOthers(order, { group }) {
  const [item] = order.items;
  for (const [keys, known, where] of [
    [Object.keys(order), ORDER_KEYS, "order"],
    [Object.keys(item), ITEM_KEYS, "item"],
  ]) {
    const other = keys.find((key) => !known.includes(key));
    if (other !== undefined)
      throw new Refusal(400, "unexpected-key", `\`${other}\` is nothing that a page may say of its ${where}`);
  }
  const said = order.inputs?.["customer.group"];
  if (said !== undefined && said !== group) {
    throw new Refusal(403, "group-mismatch", `the order is for the customer group \`${said}\`, the login is of \`${group}\``);
  }
  const pieces = Number(item.quantity ?? 1);
  if (!(pieces >= 1 && pieces <= MOST_PIECES))
    throw new Refusal(422, "invalid-quantity", `expected a quantity from 1 to ${MOST_PIECES}, found \`${item.quantity}\``);
}

/** The buyer's values with the shop's settings. */
function ownOrder({ items: [{ component, values, quantity }], inputs = {}, language }, { currency, taxRate, day, group }) {
  const own = Object.fromEntries(Object.entries(inputs).filter(([id]) => BUYERS_INPUTS.includes(id)));
  return {
    items: [{ component, values, quantity }],
    inputs: { ...own, "customer.group": group },
    currency,
    as_of: day,
    tax: { rate: taxRate },
    ...(language && { language }),
  };
}

/** What is claimed of the price: a whole quote, or a total alone. */
function claimed({ quote, total, currency, fingerprint, engine_version }) {
  if (quote !== undefined) return { quote };
  if (total === undefined) throw new Refusal(400, "invalid-claim", "the claim has neither a quote nor a total");
  return { total, currency, fingerprint, engine_version };
}

function messageOf(outcome, { ours, claimed: theirs, currency }) {
  const prices = `the price is ${ours} ${currency}, claimed ${theirs} ${currency}`;
  switch (outcome) {
    case "catalog-changed":
      return `prices have changed: ${prices}`;
    case "input-changed":
      return `the order is not the one that was priced: ${prices}`;
    case "engine-changed":
      return `another version priced it: ${prices}`;
    default:
      return prices;
  }
}
