/**
 * `pricewright/client` against a server of its own, which this starts on a free port and stops by its id. The binary is
 * that of `cargo build --package pricewright-server`; `PRICEWRIGHT_SERVER` names another.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { client as entry, require } from "./lib/package.js";

const { Client, ServerError } = entry;
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.PRICEWRIGHT_SERVER ?? join(target, "debug/pricewright-server");
const missing = !existsSync(binary);
if (missing && process.env.CI) throw new Error(`${binary} is not there: run \`cargo build --package pricewright-server\``);
const options = { skip: missing && `${binary} is not there`, timeout: 60_000 };

const mug = (price) => ({
  format: 1,
  currency: "EUR",
  components: [{ id: "mug", base_price: price, features: [{ id: "size", type: "number", min: 1, max: 9, default: 1 }] }],
});
const order = { items: [{ component: "mug", quantity: 3n }] };

let directory;
let server;
let url;
let token;
let admin;

before(async () => {
  if (missing) return;
  directory = mkdtempSync(join(tmpdir(), "pricewright-client-"));
  const file = join(directory, "token");
  const database = `sqlite:${join(directory, "test.db")}`;
  const arguments_ = ["--listen", "127.0.0.1:0", "--database", database, "--token-file", file];
  server = spawn(binary, arguments_, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, PRICEWRIGHT_LOG: "warn" } });
  const [line] = await new Promise((resolve, reject) => {
    createInterface(server.stdout).once("line", (line) => resolve([line]));
    server.once("exit", () => reject(new Error("the server ended")));
  });
  url = line.split(" ").at(-1);
  token = readFileSync(file, "utf8").trim();
  admin = new Client({ url, token });
});

after(() => {
  server?.kill();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

test("a catalog is written, read, changed and priced from", options, async () => {
  const first = await admin.catalogs.write("mugs", mug("7.00"), { ifNoneMatch: "*" });
  assert.equal(first.revision, 1);
  // 7.00 × 3
  const quote = await admin.price(order);
  assert.equal(quote.amount, "21.00");
  assert.equal(JSON.parse(await admin.priceText(order)).amount, "21.00");
  const lines = [{ id: "base", amount: "21.00" }];
  const items = [{ status: "priced", lines, amount: "21.00" }];
  assert.deepEqual(await admin.totals(order), { status: "priced", currency: "EUR", items, lines: [], amount: "21.00" });
  const { fingerprint, document } = await admin.catalogs.read("mugs");
  assert.deepEqual(document, mug("7.00"));
  assert.equal(fingerprint, first.fingerprint);
  await assert.rejects(admin.catalogs.write("mugs", mug("8.00"), { ifNoneMatch: "*" }), { code: "precondition-failed", status: 412 });
  // a text goes as it is
  await admin.catalogs.write("mugs", JSON.stringify(mug("8.00")), { ifMatch: fingerprint });
  assert.equal((await admin.price(order, { catalog: "mugs" })).amount, "24.00");
  const faulty = await admin.catalogs.write("mugs", mug("seven")).catch((error) => error);
  assert.ok(faulty instanceof ServerError);
  assert.equal(faulty.code, "invalid-catalog");
  assert.equal(faulty.diagnostics[0].path, "$.components[0].base_price");
  const revisions = [];
  for await (const revision of admin.catalogs.revisions("mugs", { limit: 1 })) revisions.push(revision.revision);
  assert.deepEqual(revisions, [2, 1]);
});

test("a draft is compared and published", options, async () => {
  await admin.catalogs.write("drafted", mug("7.00"));
  const draft = await admin.catalogs.draft.write("drafted", mug("9.00"));
  assert.equal(draft.valid, true);
  assert.equal((await admin.catalogs.diff("drafted")).components[0].up > 0, true);
  assert.deepEqual((await admin.catalogs.draft.read("drafted")).document, mug("9.00"));
  await admin.catalogs.draft.publish("drafted", { ifMatch: draft.tag });
  assert.equal((await admin.price(order, { catalog: "drafted" })).amount, "27.00");
  await admin.catalogs.restore("drafted", 1);
  assert.equal((await admin.price(order, { catalog: "drafted" })).amount, "21.00");
  assert.equal((await admin.catalogs.validate(mug("x"))).valid, false);
  await admin.catalogs.withdraw("drafted");
  await assert.rejects(admin.price(order, { catalog: "drafted" }), { code: "unknown-catalog", status: 404 });
});

test("quotes are stored, verified and told as materials", options, async () => {
  await admin.catalogs.write("quoted", mug("7.00"));
  const quote = await admin.quotes.create(order, { catalog: "quoted", reference: "A 17&b" });
  assert.equal(quote.amount, "21.00");
  await admin.catalogs.write("quoted", mug("8.00"));
  const { verification } = await admin.quotes.verify(quote.claim, { quote: quote.id });
  assert.equal(verification.outcome, "match");
  assert.equal((await admin.quotes.read(quote.id)).reference, "A 17&b");
  const listed = [];
  for await (const entry of admin.quotes.list({ catalog: "quoted" })) listed.push(entry.id);
  assert.deepEqual(listed, [quote.id]);
  assert.deepEqual(await admin.quotes.billOfMaterials(quote.id), { materials: [] });
  assert.equal(await admin.quotes.billOfMaterials(quote.id, { format: "csv" }), "sku,quantity\n");
  assert.equal((await admin.quotes.productionList(quote.id)).items[0].quantity, "3");
});

test("configurations are completed", options, async () => {
  await admin.catalogs.write("open", mug("7.00"));
  const open = await admin.configurations.write("c-1", order, { catalog: "open" });
  assert.equal(open.quote.amount, "21.00");
  const done = await admin.configurations.complete("c-1");
  assert.equal(done.completion.claim.quote.amount, "21.00");
  assert.equal((await admin.configurations.read("c-1")).state, "completed");
});

test("questions have answers", options, async () => {
  await admin.catalogs.write("asked", mug("7.00"));
  const one = { items: [{ component: "mug" }] };
  const at = { catalog: "asked" };
  assert.equal((await admin.priceRange(one, at)).lowest.amount, "7.00");
  assert.equal((await admin.explain(one, at)).quote.amount, "7.00");
  assert.equal((await admin.optionPrices(one, at)).amount, "7.00");
  assert.equal((await admin.hints(one, { ...at, limit: 1 })).amount, "7.00");
  const solved = await admin.solve(one, { ...at, largest: "size", atMost: "10.00" });
  assert.equal(solved.value, "9");
  const plan = await admin.plan("asked");
  assert.ok(plan.length > 0);
  assert.deepEqual(await admin.plan("asked"), plan);
});

test("a client gets and renews its tokens", options, async () => {
  const response = await admin.request("POST", "/v1/clients", {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ label: "erp", role: "integrator" }),
  });
  const { client_id: clientId, client_secret: clientSecret } = await response.json();
  let granted = 0;
  const counting = (at, request) => {
    granted += at.endsWith("/oauth/token") ? 1 : 0;
    return fetch(at, request);
  };
  const client = new Client({ url, clientId, clientSecret, fetch: counting });
  const listed = async () => {
    for await (const _ of client.catalogs.list()) break;
  };
  await Promise.all([listed(), listed()]);
  assert.equal(granted, 1);
  const wrong = new Client({ url, clientId, clientSecret: "guess" });
  await assert.rejects(wrong.price(order), { code: "invalid_client", status: 401 });
  await assert.rejects(new Client({ url, token: "pw_none" }).price(order), { code: "token-invalid", status: 401 });
  assert.throws(() => new Client({ url }), TypeError);
});

test("a server that does not answer, or asks to wait", options, async () => {
  await assert.rejects(new Client({ url: "http://127.0.0.1:1", token }).price(order), { code: "unreachable", status: 0 });
  let asked = 0;
  const slow = createServer((request, response) => {
    asked += 1;
    if (request.url.startsWith("/v1/explain")) return;
    if (asked === 1) response.writeHead(429, { "retry-after": "1" }).end("{}");
    else response.end('{"amount":"1.00"}');
  });
  await new Promise((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const at = `http://127.0.0.1:${slow.address().port}`;
  try {
    const patient = new Client({ url: at, token, maxWait: 2, timeout: 1 });
    assert.equal((await patient.price(order)).amount, "1.00");
    asked = 0;
    await assert.rejects(new Client({ url: at, token }).price(order), { status: 429, retryAfter: 1 });
    await assert.rejects(patient.explain(order), { code: "timeout" });
  } finally {
    slow.closeAllConnections();
    slow.close();
  }
});

test("CommonJS has the same", options, () => {
  assert.deepEqual(Object.keys(require("pricewright/client")).sort(), Object.keys(entry).sort());
});
