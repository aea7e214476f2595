// Installs the packed tarball in a clean folder for each consumer, prices from it, and prints a table.
//
//   npm ci && node run.js [NAME…]
//
// PRICEWRIGHT_TARBALL names the tarball (`../dist/pricewright.tgz` without it), KEEP=1 leaves the
// folders. What cannot run here is skipped by name; where CI is set a skip is a failure.

import { Skipped, Workshop } from "./lib/workshop.js";
import { closeBrowser } from "./lib/page.js";
import bundlers from "./matrix/bundlers.js";
import lint from "./matrix/lint.js";
import node from "./matrix/node.js";
import pages from "./matrix/pages.js";
import runtimes from "./matrix/runtimes.js";
import typescript from "./matrix/typescript.js";

const matrix = { ...node, ...typescript, ...bundlers, ...pages, ...runtimes, ...lint };
const wanted = process.argv.slice(2);
const names = Object.keys(matrix).filter((name) => !wanted.length || wanted.some((part) => name.includes(part)));
if (!names.length) {
  console.error(`no consumer is named like ${wanted.join(", ")}; there are:\n${Object.keys(matrix).join("\n")}`);
  process.exit(2);
}

const workshop = await Workshop.open();
const rows = [];
for (const name of names) {
  const begun = performance.now();
  let [result, note] = ["ok", ""];
  try {
    note = (await matrix[name](workshop.consumer(name))) ?? "";
  } catch (error) {
    result = error instanceof Skipped ? "SKIPPED" : "FAILED";
    note = error.message;
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  rows.push({ name, result, seconds, note });
  console.log(`${result.padEnd(7)} ${name.padEnd(38)} ${seconds.padStart(5)} s  ${note.split("\n")[0]}`);
}
await closeBrowser();
await workshop.close();

const of = (result) => rows.filter((row) => row.result === result);
for (const row of of("FAILED")) {
  console.log(`\n── ${row.name}\n${row.note}`);
}
const [failed, skipped] = [of("FAILED").length, of("SKIPPED")];
console.log(`\n${of("ok").length} ok, ${failed} failed, ${skipped.length} skipped`);
if (skipped.length) {
  console.log(`NOT SHOWN HERE: ${skipped.map((row) => row.name).join(", ")}`);
}
process.exitCode = failed || (skipped.length && process.env.CI) ? 1 : 0;
