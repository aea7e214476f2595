import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runCorpus } from "./lib/corpus.js";
import { corpusFile } from "./lib/pack.js";
import { full, runtime } from "./lib/package.js";

test("the corpus gives the same bytes as natively", (context) => {
  const cases = JSON.parse(readFileSync(corpusFile, "utf8"));
  const { differences, ...counts } = runCorpus(cases, full, runtime);
  context.diagnostic(`Node: ${JSON.stringify(counts)}`);
  assert.deepEqual(differences, []);
  assert.ok(counts.cases > 400 && counts.objects > 250 && counts.runtime > 250, JSON.stringify(counts));
});
