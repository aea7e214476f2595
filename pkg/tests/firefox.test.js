import assert from "node:assert/strict";
import { after, test } from "node:test";
import { browser, program } from "./lib/firefox.js";
import { corpusInPage, serve, sessionsInPage } from "./lib/site.js";

const executable = program();
const skip = executable ? false : "Firefox is not there: set PRICEWRIGHT_FIREFOX, or have `firefox` on the PATH";
if (skip) console.error(`SKIPPED: tests in Firefox: ${skip}`);
const running = executable && (await browser(executable));
const site = executable && (await serve());
after(async () => {
  await running?.close();
  site?.server.close();
});

for (const [name, work, least] of [
  ["the corpus gives the same bytes in Firefox, under a policy", corpusInPage, { cases: 400, objects: 250, runtime: 250 }],
  ["sessions say what fresh prices say in Firefox", sessionsInPage, { changes: 9_999, priced: 2_000 }],
]) {
  test(name, { skip }, async (context) => {
    await running.open(`${site.origin}/empty.html`);
    const { differences, ...counts } = await running.evaluate(work);
    context.diagnostic(`Firefox ${running.version}: ${JSON.stringify(counts)}`);
    assert.deepEqual(differences.slice(0, 3), []);
    for (const [kind, count] of Object.entries(least)) assert.ok(counts[kind] > count, JSON.stringify(counts));
  });
}
