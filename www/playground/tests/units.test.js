/** What needs no page: places in texts, fixes, links, completion, numbers. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { check, compile, PricewrightError } from "pricewright";
import { examples, folder } from "./lib/examples.js";
import { sources } from "./lib/sources.js";

const modules = await sources();
after(() => modules.close());
const load = modules.load;
const [{ locate, locatePosition }, { fixOf }, share, { inRules }, edit, curves, decimals, project] = await Promise.all(
  [
    "editor/places.ts", "editor/fixes.ts", "share.ts", "editor/completion.ts", "catalog-edit.ts", "panels/curve.ts",
    "engine/decimals.ts", "project.ts",
  ].map((path) => load(path)),
);
const { namesFor } = await load("editor/names.ts");

/** A catalog with rules inside it, written with what JSON escapes. */
const inline = (rules, more = "") => `{ "format": 1, "currency": "EUR", "components": [{ "id": "mug", "base_price": "9.90",
  "features": [{ "id": "color", "type": "select", "required": true, "options": ["red", "blue"]${more} }],
  "rules": ${rules} }] }`;

const shown = (catalog, place) => catalog.slice(place.from, place.to);

test("findings in rules inside the catalog stand where they are in its JSON", () => {
  const lines = inline(String.raw`["// \u00e9 \"x\"", "surcharge a \"A\" when colour = \"red\" : 5.00", "surcharge b when color = \"rad\" : 1"]`);
  const places = check(lines).map((found) => locate({ "catalog.json": lines }, found));
  assert.deepEqual(places.map((place) => shown(lines, place)), ["colour", String.raw`\"rad\"`]);
  const text = inline(String.raw`"surcharge \u0061 when\tcolour = 1 : 2\nsurcharge b when color = \"rad\" : 1"`);
  const inText = check(text).map((found) => shown(text, locate({ "catalog.json": text }, found)));
  assert.deepEqual(inText, ["colour", String.raw`\"rad\"`]);
});

test("findings in expressions and in keys stand where they are", () => {
  const condition = inline('""', ', "available_when": "qantity > 2"');
  const [unknown] = check(condition);
  assert.equal(shown(condition, locate({ "catalog.json": condition }, unknown)), "qantity");
  const key = inline('""', ', "requird": true');
  const [finding] = check(key);
  assert.equal(shown(key, locate({ "catalog.json": key }, finding)), "true");
});

test("a position of a rule is that of its id, in files and inside the catalog", () => {
  const catalog = inline(String.raw`["surcharge a when color = \"red\" : 1", "surcharge second : 1"]`);
  const { explanation } = compile(catalog).explain({ items: [{ component: "mug", values: { color: "blue" } }] });
  const [silent] = explanation.items[0].phases.flatMap((phase) => phase.not_fired);
  assert.equal(silent.id, "a");
  const place = locatePosition({ "catalog.json": catalog }, silent.source);
  assert.deepEqual([place.file, shown(catalog, place)], ["catalog.json", "a"]);
  const rules = "let x = 1\n// 🪟 one character, two units\nsurcharge late : 1";
  const inFile = locatePosition({ "catalog.json": catalog, "r.price": rules }, { file: "r.price", line: 3, column: 11 });
  assert.equal(rules.slice(inFile.from, inFile.to), "late");
});

/** The text after the fix of its first finding. */
function mended(text, file, files) {
  const [found] = check(files["catalog.json"], { files });
  const place = locate(files, found);
  const fix = fixOf(found, place, text);
  assert.equal(place.file, file);
  return fix && text.slice(0, fix.from) + fix.insert + text.slice(fix.to);
}

test("a help that names a replacement becomes an edit", () => {
  const catalog = inline('""').replace('"rules": ""', '"rules_file": "r.price"');
  const inRulesFile = (rules) => mended(rules, "r.price", { "catalog.json": catalog, "r.price": rules });
  assert.equal(inRulesFile('surcharge b when color = "rad" : 1'), 'surcharge b when color = "red" : 1');
  assert.equal(inRulesFile('surcharge b when colour = "red" : 1'), 'surcharge b when color = "red" : 1');
  assert.equal(inRulesFile('surcharge b when color == "red" : 1'), 'surcharge b when color = "red" : 1');
  assert.equal(inRulesFile("surchrge b : 1"), "surcharge b : 1");
  const key = inline('""', ', "requird": true');
  assert.equal(mended(key, "catalog.json", { "catalog.json": key }), key.replace("requird", "required"));
  const option = inline(String.raw`"surcharge b when color = \"rad\" : 1"`);
  assert.equal(mended(option, "catalog.json", { "catalog.json": option }), option.replace("rad", "red"));
});

test("a help that only advises is no edit", () => {
  const rules = "surcharge b : 1 +";
  const catalog = inline('""').replace('"rules": ""', '"rules_file": "r.price"');
  assert.equal(mended(rules, "r.price", { "catalog.json": catalog, "r.price": rules }), undefined);
});

test("every example with every order goes through a link unchanged", async () => {
  for (const { name, orders, plan } of examples()) {
    const inside = readdirSync(join(folder, name)).filter((file) => statSync(join(folder, name, file)).isFile());
    const files = Object.fromEntries(inside.map((file) => [file, readFileSync(join(folder, name, file), "utf8")]));
    for (const order of orders) {
      const given = { title: name, files, order: project.triedOrder(JSON.parse(order.text)) };
      const back = await share.projectOf(await share.fragmentOf(given));
      assert.deepEqual(back, given);
      // what a form keeps of an order costs what the order costs
      assert.equal(plan.priceJson(project.orderOf(back.order)), plan.priceJson(order.text), `${name} ${order.name}`);
    }
  }
});

test("bytes go through a link", async () => {
  const files = { "catalog.json": "{}", "a.csv": Uint8Array.of(0x48, 0xf6, 0x68, 0x65) };
  const back = await share.projectOf(await share.fragmentOf({ title: "t", files, order: project.triedOrder({}) }));
  assert.deepEqual(back.files["a.csv"], files["a.csv"]);
});

const packed = (document) => `#p1=${deflateRawSync(typeof document === "string" ? document : JSON.stringify(document)).toString("base64url")}`;

test("what is no project is refused with a message, whatever it is", async () => {
  const refused = [
    "#p1=", "#p1=!!!!", "#p1=AAAA", "#p2=abc", "#anything", packed("[]"), packed("null"), packed("{"), packed({}),
    packed({ files: [] }), packed({ files: { "catalog.json": 1 } }), packed({ files: { "a.csv": "1" } }),
    packed({ files: { "catalog.json": "{}", "a.csv": { base64: "%" } } }),
    packed({ files: Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}`, ""])) }),
    // 64 MB of spaces in 64 kB
    packed(" ".repeat(64 * 1024 * 1024)),
  ];
  for (const fragment of refused) {
    await assert.rejects(() => share.projectOf(fragment), (error) => error instanceof share.BadLink && error.message.length > 10, fragment.slice(0, 40));
  }
  assert.equal(await share.projectOf(""), undefined);
});

test("an order of any shape in a link is an order", async () => {
  const shapes = [null, 1, "x", [], { items: 5 }, { items: [null, 1, { values: [1, 2], quantity: {} }] }, { inputs: [[]], customer: { a: { b: 1 } } }];
  shapes.push({ items: [{ component: { toString: 1 } }] }, { currency: { toString: null, valueOf: null }, items: [{ values: { a: [{ option: { toString: 1 } }] } }] });
  for (const order of shapes) {
    const { order: read } = await share.projectOf(packed({ files: { "catalog.json": "{}" }, order }));
    assert.ok(Array.isArray(read.items));
    assert.doesNotThrow(() => project.orderOf(read));
  }
});

test("an order in a link that is nested without an end is refused", async () => {
  const nested = (key, depth) => packed(`{"files":{"catalog.json":"{}"},"order":{"${key}":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}}`);
  for (const key of ["inputs", "customer", "another"]) {
    for (const depth of [100, 20_000, 200_000]) {
      await assert.rejects(() => share.projectOf(nested(key, depth)), (error) => error instanceof share.BadLink && /nested deeper than 64/.test(error.message), `${key} ${depth}`);
    }
  }
  const { order } = await share.projectOf(nested("inputs", 3));
  assert.deepEqual(order.inputs, { "a.a.a": "1" });
});

const names = namesFor(
  inline('""', ', "attributes": { "weight": { "default": 1 } }').replace('"components"', '"inputs": [{ "id": "customer.group", "type": "select", "options": ["retail", "dealer"] }], "components"'),
  { component: 0 },
);

/** What is offered at `|` in rules. */
function offeredAt(text) {
  const pos = text.indexOf("|");
  const document = text.replace("|", "");
  const doc = { toString: () => document, lineAt: () => lineAt(document, pos) };
  const result = inRules({ pos, state: { doc }, explicit: false }, names);
  return result?.options.map(({ label }) => label) ?? [];
}

function lineAt(document, pos) {
  const from = document.lastIndexOf("\n", pos - 1) + 1;
  return { from, text: document.slice(from).split("\n")[0] };
}

test("completion offers what fits the place", () => {
  assert.deepEqual(offeredAt('surcharge a when color = "r|'), ["red", "blue"]);
  assert.deepEqual(offeredAt('surcharge a when color in ("red", "|'), ["red", "blue"]);
  assert.deepEqual(offeredAt('surcharge a when customer.group = "|'), ["retail", "dealer"]);
  assert.deepEqual(offeredAt("surcharge a : 2 * color.w|"), ["weight"]);
  assert.deepEqual(offeredAt("surcharge a when customer.g|"), ["group"]);
  const anywhere = offeredAt("let area = 2\nsurcharge a when c|");
  for (const name of ["color", "customer.group", "area", "ceiling", "when", "quantity", "base", "EUR"]) assert.ok(anywhere.includes(name), name);
  const heads = offeredAt("let area = 2\nsur|");
  assert.ok(heads.includes("surcharge") && !heads.includes("color"));
  assert.deepEqual(offeredAt("// a comm|"), []);
  assert.deepEqual(offeredAt('surcharge a "a label of r|'), []);
});

test("a file takes the place of cells, and the rest of the catalog stays as it is written", () => {
  const catalog = `{ "components": [ { "id": "a",   "features": [{ "id": "w", "type": "number" }],
    "price_lists": [{ "id": "l", "rows": [1], "cells": [2], "lookup": "up" }] } ] }`;
  const named = edit.withFile(catalog, "a", "l", "new.csv");
  assert.deepEqual(JSON.parse(named).components[0].price_lists, [{ id: "l", lookup: "up", file: "new.csv" }]);
  assert.ok(named.includes('{ "id": "a",   "features"'));
  const added = JSON.parse(edit.withNewList(catalog, "a", "l.csv"));
  assert.deepEqual(added.components[0].price_lists[1], { id: "l_2", row_feature: "w", lookup: "up", file: "l.csv" });
});

test("a curve is priced at the numbers that the engine names, and between them", async () => {
  const { curveOf } = await load("engine/curve.ts");
  const plan = compile({
    format: 1, currency: "EUR",
    components: [{
      id: "shelf", base_price: "10",
      features: [{ id: "width", type: "number", min: 400, max: 1000, step: "0.5", required: true }],
      // one step dearer above 600.5; not made above 900
      rules: ["surcharge wide when width > 600.5 : 4.00", "forbid too_wide : width > 900"],
    }],
  });
  const curve = curveOf(plan, { items: [{ component: "shelf", quantity: 2, values: { width: 500 } }] }, 0, "width");
  const runs = curves.runsOf(curve.samples);
  assert.deepEqual(runs, [
    { from: "400", to: "600.5", status: "priced", amount: "20.00" },
    { from: "601", to: "900", status: "priced", amount: "28.00" }, // (10 + 4) × 2
    { from: "900.5", to: "1000", status: "invalid", amount: null },
  ]);
  assert.ok(curve.samples.length > 100);
  assert.ok(curve.samples.some(({ value }) => value === "500"), "the present number is one of them");
  assert.ok(curve.samples.every(({ value }) => (Number(value) * 2) % 1 === 0), "every value is on the steps");
});

test("decimal texts are counted without fractions", () => {
  assert.equal(decimals.unscaled(decimals.scaled("-0.05", 2) + decimals.scaled("0.1", 2), 2), "0.05");
  assert.equal(decimals.unscaled(decimals.scaled("1200", 3), 3), "1200");
  assert.equal(decimals.unscaled(-5n, 1), "-0.5");
});

test("the package's own errors are what the worker tells apart", () => {
  assert.throws(() => compile("{"), PricewrightError);
});
