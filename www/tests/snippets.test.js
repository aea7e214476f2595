/** The snippets for other systems' carts: they parse, and what they rely on holds. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Liquid } from "liquidjs";
import { Engine } from "php-parser";
import { DRAFT_ORDER, draftOrder } from "../shop/shopify/draft-order.js";
import { signed } from "../shop/server/tokens.js";

const text = (path) => readFileSync(new URL(`../shop/${path}`, import.meta.url), "utf8");
const secret = new TextEncoder().encode("a secret of this test, long enough");
const LINE = {
  order: { items: [{ component: "roller-blind", values: { width: "1000", accessories: { magnets: "2" } }, quantity: "3" }] },
  total: "213.70",
  currency: "EUR",
  quote: { prices: "net", catalog: { fingerprint: "f" } },
};

const parser = new Engine({ parser: { extractDoc: true, suppressErrors: false, version: "8.1" }, ast: { withPositions: true } });
const plugin = parser.parseCode(text("woocommerce/pricewright-cart.php"), "pricewright-cart.php");

/** What is called anywhere below a node of the plugin. */
function called(node) {
  if (node === null || typeof node !== "object") return [];
  const own = node.kind === "call" && node.what.kind === "name" ? [node.what.name] : [];
  return [...own, ...Object.values(node).flatMap(called)];
}

/** The function that is hooked in, and how many arguments WordPress gives it. */
function hooked(name) {
  const { expression } = plugin.children.find((node) => node.expression?.arguments?.[0]?.value === name);
  const [, work, , given] = expression.arguments;
  return { work, given: Number(given?.value ?? 1) };
}

test("the plugin takes a token for its own product alone, on the way in and at every total", () => {
  const added = hooked("woocommerce_add_cart_item_data");
  assert.deepEqual(added.work.arguments.map(({ name }) => name.name ?? name), ["data", "product_id"]);
  assert.equal(added.given, 2, "WordPress passes the product only if it is asked for");
  for (const hook of ["woocommerce_add_to_cart_validation", "woocommerce_add_cart_item_data", "woocommerce_before_calculate_totals"]) {
    assert.ok(called(hooked(hook).work).includes("pricewright_fits"), `${hook} checks the product`);
  }
  const fits = plugin.children.find(({ kind, name }) => kind === "function" && name.name === "pricewright_fits");
  const checked = JSON.stringify(fits.body);
  for (const claim of ["component", "currency", "group", "prices", "exp"]) assert.ok(checked.includes(`"value":"${claim}"`), `\`${claim}\` is checked`);
});

test("the plugin for WooCommerce is PHP, and hooks in where a price is decided", () => {
  const { kind, children } = plugin;
  assert.equal(kind, "program");
  const calls = children.filter((node) => node.kind === "expressionstatement" && node.expression.kind === "call");
  const hooks = calls.map(({ expression }) => expression.arguments[0].value);
  assert.deepEqual(hooks, [
    "woocommerce_add_to_cart_validation",
    "woocommerce_add_cart_item_data",
    "woocommerce_before_calculate_totals",
    "woocommerce_cart_item_quantity",
    "woocommerce_get_item_data",
    "woocommerce_checkout_create_order_line_item",
  ]);
});

test("a token is what the plugin checks: HMAC of header and payload, in that order", async () => {
  const [header, payload, signature] = (await signed(LINE, "retail", secret)).split(".");
  assert.equal(createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url"), signature);
  const said = JSON.parse(Buffer.from(payload, "base64url"));
  assert.deepEqual([said.iss, said.component, said.quantity, said.total, said.currency], ["pricewright-shop", "roller-blind", "3", "213.70", "EUR"]);
  assert.deepEqual([said.aud, said.group, said.prices], ["cart", "retail", "net"]);
  assert.notEqual(JSON.parse(Buffer.from((await signed(LINE, "retail", secret)).split(".")[1], "base64url")).jti, said.jti, "each token has its own id");
  assert.ok(said.exp > Date.now() / 1000);
});

test("the section for Shopify is Liquid, and its script is a module", () => {
  const liquid = new Liquid();
  // Shopify's own tags, which hold others
  for (const tag of ["form", "schema"]) liquid.registerTag(tag, blockTag(tag));
  const templates = liquid.parse(text("shopify/configurator.liquid"));
  assert.ok(templates.some(({ name }) => name === "form"));
  assert.match(text("shopify/pricewright-cart.js"), /properties\[\$\{name\}\]/);
});

test("a draft order has the signed price, and none without a signature", async () => {
  const token = await signed(LINE, "retail", secret);
  const asked = [];
  const admin = async (query, variables) => {
    asked.push({ query, variables });
    return { draftOrderCreate: { draftOrder: { id: "1", invoiceUrl: "https://shop.example/pay" }, userErrors: [] } };
  };
  const properties = { _quote: token, width: "9999" };
  assert.equal(await draftOrder([{ title: "Blind", properties }], secret, admin), "https://shop.example/pay");
  assert.equal(asked[0].query, DRAFT_ORDER);
  const [line] = asked[0].variables.input.lineItems;
  assert.deepEqual(
    [line.title, line.quantity, line.originalUnitPriceWithCurrency],
    ["Blind × 3", 1, { amount: "213.70", currencyCode: "EUR" }],
  );
  assert.deepEqual(
    line.customAttributes.find(({ key }) => key === "width"),
    { key: "width", value: "1000" },
  );
  const [header, payload, signature] = token.split(".");
  const cheaper = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, "base64url")), total: "1.00" })).toString(
    "base64url",
  );
  for (const wrong of [undefined, "", "a.b.c", `${header}.${cheaper}.${signature}`]) {
    await assert.rejects(draftOrder([{ title: "Blind", properties: { _quote: wrong } }], secret, admin));
  }
  const dealers = await signed(LINE, "dealer", secret);
  await assert.rejects(draftOrder([{ title: "Blind", properties: { _quote: dealers } }], secret, admin), /of the group `dealer`, the buyer is of `retail`/);
  await assert.rejects(draftOrder([{ title: "Blind", properties: { _quote: await signed(LINE, "retail", secret, "another-cart") } }], secret, admin), /aud/);
  await assert.rejects(draftOrder([{ title: "Blind", properties }, { title: "Blind", properties }], secret, admin), /more than one line/);
  assert.equal(asked.length, 1);
  const refusing = async () => ({ draftOrderCreate: { draftOrder: null, userErrors: [{ field: ["input"], message: "no" }] } });
  await assert.rejects(draftOrder([{ title: "Blind", properties }], secret, refusing), /refused at `input`: no/);
});

function blockTag(name) {
  return {
    parse(_, rest) {
      while (rest.length > 0) {
        const token = rest.shift();
        if (token.name === `end${name}`) return;
      }
      throw new Error(`\`${name}\` is not closed`);
    },
    render: () => "",
  };
}
