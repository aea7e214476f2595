/** Prints the rows that are measured in Node as JSON: `node run.js`, after `cargo xtask package`. */
import { rows, startRows } from "./rows.js";
import { engine } from "./lib/ours.js";

const started = await engine();
const all = ["small", "medium", "large"].flatMap((name) => rows(started, name));
console.log(JSON.stringify([...all, ...startRows(started, "medium")], null, 2));
