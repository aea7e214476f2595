/** The shop's back end through HTTP: what it takes into a cart, and every way in which a page may lie. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { Plan } from "pricewright/runtime";
import { serveAll } from "../server/serve.js";
import { createShop } from "../shop/server/shop.js";
import { read } from "../shop/server/tokens.js";

const DAY = "2026-06-01";
const secret = new TextEncoder().encode("a secret of this test, long enough");
const catalog = JSON.parse(readFileSync(new URL("../public/examples/roller-blind.catalog.json", import.meta.url), "utf8"));
const shop = createShop({
  catalog,
  currency: "EUR",
  taxRate: "19",
  accounts: ["dealer", "installer"].map((group) => ({ name: group, password: `${group}'s own`, group })),
  secret,
  today: () => DAY,
});
const { origin, close } = await serveAll({ shop });
after(close);

/** 61.50 of band A + 4.80 brackets = 66.30, then the ending .90; the order adds 9.50: 76.40. A dealer: 66.30 - 9.95 + 9.50 = 65.85. */
const VALUES = { fabric: "daylight_white", width: "1000", drop: "1000", cassette: "none" };
const RETAIL = "76.40";
const DEALER = "65.85";

/** A browser without a page: keeps its cookie. */
function visitor() {
  let cookie = null;
  const ask = async (path, body = undefined, headers = {}) => {
    const options = body === undefined ? {} : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await fetch(`${origin}/api/shop/${path}`, {
      ...options,
      headers: { "content-type": "application/json", ...(cookie && { cookie }), ...headers },
    });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return { status: response.status, answer: await response.json() };
  };
  return { ask, cookie: () => cookie };
}

/** The order that an honest page sends, and its quote. */
async function honest({ group = "retail", values = VALUES, quantity = "1" } = {}) {
  const bytes = await (await fetch(`${origin}/api/shop/plan`)).arrayBuffer();
  const plan = Plan.fromBytes(bytes);
  const order = {
    items: [{ component: "roller-blind", values, quantity }],
    inputs: { "customer.group": group },
    currency: "EUR",
    as_of: DAY,
    tax: { rate: "19" },
  };
  const quote = plan.price(order);
  plan.free();
  return { order, quote };
}

const limited = (name, work) => test(name, { timeout: 30_000 }, work);

/** Sends a claim, and expects that it is refused, and that nothing is in the cart. */
async function refused(claim, status, code, from = visitor()) {
  const found = await from.ask("cart", claim);
  assert.deepEqual([found.status, found.answer.code], [status, code], JSON.stringify(found.answer));
  assert.deepEqual((await from.ask("session")).answer.cart, []);
  return found.answer;
}

limited("an honest order goes into the cart, with a token that another system can check", async () => {
  const buyer = visitor();
  const { status, answer } = await buyer.ask("cart", await honest());
  assert.equal(status, 201, JSON.stringify(answer));
  assert.deepEqual([answer.line.total, answer.line.currency, answer.line.values, answer.line.notes], [RETAIL, "EUR", VALUES, []]);
  const said = await read(answer.line.token, secret);
  assert.deepEqual([said.total, said.quantity, said.values, said.group, said.prices], [RETAIL, "1", VALUES, "retail", "net"]);
  await assert.rejects(read(`${answer.line.token.slice(0, -4)}AAAA`, secret));
  await assert.rejects(read(answer.line.token, new TextEncoder().encode("another secret, as long as the first")));
  assert.equal((await buyer.ask("session")).answer.cart.length, 1);
});

limited("a total alone is enough, as a form sends it", async () => {
  const { order, quote } = await honest();
  const { status, answer } = await visitor().ask("cart", {
    order,
    total: RETAIL,
    currency: "EUR",
    fingerprint: quote.catalog.fingerprint,
    engine_version: quote.engine_version,
  });
  assert.deepEqual([status, answer.line.total], [201, RETAIL]);
});

limited("a lower total is refused, with the right one", async () => {
  const { order, quote } = await honest();
  const { total, currency } = await refused({ order, quote: { ...quote, amount: "6.40" } }, 409, "tampered");
  assert.deepEqual([total, currency], [RETAIL, "EUR"]);
  await refused(
    { order, total: "6.40", currency: "EUR", fingerprint: quote.catalog.fingerprint, engine_version: quote.engine_version },
    409,
    "tampered",
  );
});

limited("one line that is changed is refused, and named", async () => {
  const { order, quote } = await honest();
  const lying = structuredClone(quote);
  lying.items[0].lines.find(({ id }) => id === "band_a").amount = "1.50";
  const { differences } = await refused({ order, quote: lying }, 409, "tampered");
  assert.deepEqual(
    differences.map(({ line, field, claimed, ours }) => [line.id, field, claimed, ours]),
    [["band_a", "amount", "1.50", "61.50"]],
  );
});

limited("more pieces at the price of one are refused", async () => {
  const { order, quote } = await honest();
  order.items[0].quantity = "20";
  const { total } = await refused({ order, quote }, 409, "input-changed");
  // 66.90 × 20 = 1338.00; 5% = 66.90; 1271.10; 2% of it for the order = 25.422
  assert.equal(total, "1245.68");
});

limited("other values at the old price are refused", async () => {
  const { order, quote } = await honest();
  order.items[0].values = { ...VALUES, motor: "wired" };
  // 66.30 + 119.00 = 185.30, then the ending
  assert.equal((await refused({ order, quote }, 409, "tampered")).total, "185.90");
});

limited("another customer group is refused: it comes from the login", async () => {
  await refused(await honest({ group: "dealer" }), 403, "group-mismatch");
  // the dealer's quote with the group cut out of the order
  const { order, quote } = await honest({ group: "dealer" });
  delete order.inputs;
  const { total } = await refused({ order, quote }, 409, "tampered");
  assert.equal(total, RETAIL);
  await refused({ order: { ...order, customer: { group: "dealer" } }, quote }, 400, "unexpected-key");
});

limited("who is logged in has the prices of the account's group", async () => {
  const buyer = visitor();
  await buyer.ask("session");
  const before = buyer.cookie();
  assert.equal((await buyer.ask("login", { account: "dealer", password: "guess" })).status, 401);
  assert.equal((await buyer.ask("login", { account: "nobody", password: "guess" })).status, 401);
  assert.equal((await buyer.ask("login", { account: "dealer", password: "dealer's own" })).answer.group, "dealer");
  assert.notEqual(buyer.cookie(), before, "a login has a new cookie");
  assert.equal((await buyer.ask("cart", await honest({ group: "dealer" }))).answer.line.total, DEALER);
  await buyer.ask("logout", {});
  assert.equal((await buyer.ask("session")).answer.group, "retail");
  await refused(await honest({ group: "dealer" }), 403, "group-mismatch", buyer);
});

limited("discounts, tax, currency and day are not the page's to say", async () => {
  const { order, quote } = await honest();
  await refused({ order: { ...order, adjustments: [{ id: "gift", amount: "-70.00" }] }, quote }, 400, "unexpected-key");
  await refused({ order: { items: [{ ...order.items[0], tax_rate: 0 }] }, quote }, 400, "unexpected-key");
  // said, but not taken: the shop's own are
  const { answer } = await visitor().ask("cart", {
    order: { ...order, tax: { rate: "0" }, as_of: "2026-11-01" },
    total: RETAIL,
    currency: "EUR",
  });
  assert.equal(answer.line.total, RETAIL);
  // 19% of 76.40 = 14.516: the whole quote of such an order differs in its tax
  const untaxed = { ...quote, tax: "0.00", gross: RETAIL };
  const { differences } = await refused({ order: { ...order, tax: { rate: "0" } }, quote: untaxed }, 409, "tampered");
  assert.deepEqual(differences.map(({ field, claimed, ours }) => [field, claimed, ours]), [["tax", "0.00", "14.52"], ["gross", RETAIL, "90.92"]]);
});

limited("a price of an old plan is refused if it has changed, and taken if not", async () => {
  const old = await honest();
  const renamed = structuredClone(catalog);
  renamed.version = "2026-10";
  shop.publish(renamed);
  const buyer = visitor();
  const { status, answer } = await buyer.ask("cart", old);
  assert.deepEqual([status, answer.line.total, answer.line.notes], [201, RETAIL, ["catalog-changed"]]);
  const dearer = structuredClone(renamed);
  dearer.components[0].price_lists.find(({ id }) => id === "brackets").cells[0] = "6.80";
  shop.publish(dearer);
  // 2.00 more: 68.30, then the ending: 68.90; + 9.50
  const { total, message } = await refused(old, 409, "catalog-changed");
  assert.equal(total, "78.40");
  assert.equal(message, "prices have changed: the price is 78.40 EUR, claimed 76.40 EUR");
  shop.publish(catalog);
});

limited("what is incomplete, not allowed or on request is not sold", async () => {
  const { quote } = await honest();
  const order = (values) => ({ items: [{ component: "roller-blind", values, quantity: "1" }] });
  await refused({ order: order({ ...VALUES, width: undefined }), quote }, 422, "not-complete");
  const { said } = await refused({ order: order({ ...VALUES, width: "399" }), quote }, 422, "not-priced");
  assert.deepEqual(said, ["`width` is 399, below its minimum 400"]);
  await refused({ order: order({ ...VALUES, width: "2900" }), quote }, 422, "not-priced");
  await refused({ order: order({ ...VALUES, fabric: "__proto__" }), quote }, 422, "not-priced");
});

limited("what is no claim is refused, and the shop goes on", async () => {
  const { order, quote } = await honest();
  const withInputs = (inputs) => ({ order: { items: order.items, inputs }, quote });
  const odd = [...[null, 5, "x", []].flatMap((item) => ({ order: { items: [item] }, quote })), ...[null, 5, "x", []].map(withInputs)];
  const oddValues = [5, "x", []].map((values) => ({ order: { items: [{ ...order.items[0], values }] }, quote }));
  for (const claim of [...odd, ...oddValues, null, [], "text", 7, {}, { order: null }, { order: { items: [] }, quote }, { order: { items: [order.items[0], order.items[0]] }, quote }, { order }]) {
    await refused(claim, 400, claim === "text" ? "invalid-json" : "invalid-claim");
  }
  for (const quantity of ["0", "-1", "1e9", "many", [], {}])
    await refused({ order: { items: [{ ...order.items[0], quantity }] }, quote }, 422, "invalid-quantity");
  await refused("{", 400, "invalid-json");
  await refused({ order, quote, padding: "x".repeat(70_000) }, 413, "too-large");
  const buyer = visitor();
  assert.equal((await buyer.ask("cart", await honest(), { "content-type": "text/plain" })).status, 415);
  assert.equal((await buyer.ask("cart", await honest(), { origin: "http://elsewhere.example" })).status, 403);
  assert.equal((await buyer.ask("nothing")).status, 404);
  assert.equal((await buyer.ask("cart", await honest())).status, 201);
});
