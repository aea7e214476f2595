/** What the package gives where there is no page, and the one command that serves everything. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { de, en, PriceConfigurator } from "pricewright/configurator";

test("on a server the import does nothing, and has the texts", () => {
  assert.equal(PriceConfigurator, undefined);
  assert.equal(en.total, "Total");
});

test("every language has every text, with the same places", () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  for (const key of Object.keys(en)) assert.deepEqual(places(de[key]), places(en[key]), key);
});

test("one command serves the shop, and says where", { timeout: 60_000 }, async () => {
  const server = spawn(process.execPath, [fileURLToPath(new URL("../server.js", import.meta.url))], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [said] = await once(server.stdout, "data");
    const origin = /http:\/\/[\d.:]+/.exec(String(said))[0];
    const session = await (await fetch(`${origin}/api/shop/session`)).json();
    assert.deepEqual([session.group, session.currency, session.cart], ["retail", "EUR", []]);
    assert.match(await (await fetch(`${origin}/docs/`)).text(), /A price beside the form/);
  } finally {
    server.kill();
  }
});
