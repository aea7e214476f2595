/**
 * Prints the rows that are measured in Node as JSON: `node run.js`, after `cargo xtask package`. Each catalog
 * has a process of its own, as a shop has: code that saw other catalogs is slower, by hand most of all.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { engine } from "./lib/ours.js";
import { rows, startRows } from "./rows.js";

const [part] = process.argv.slice(2);
if (part === undefined) {
  const printed = (name) => execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: "utf8" });
  const all = ["small", "medium", "large", "start"].flatMap((name) => JSON.parse(printed(name)));
  console.log(JSON.stringify(all, null, 2));
} else {
  const started = await engine();
  console.log(JSON.stringify(part === "start" ? startRows(started, "medium") : rows(started, part)));
}
