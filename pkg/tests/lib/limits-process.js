/**
 * All limits in a process of its own, with the stack that its command line gives. Prints the report,
 * with the bytes that were used of the stack inside each module's memory.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runLimits } from "./limits.js";
import { installed, plansFile } from "./pack.js";

/** It is the first part of the memory, and grows down to 0. */
const STACK = 1024 * 1024;

const source = (path) => import(pathToFileURL(join(installed, path)));
const { Engine } = await source("src/engine.js");
const memories = {};

/** A build's API, with its memory in sight. */
async function build(name, file, make) {
  const { default: glue } = await source(`dist/${name}.glue.js`);
  const { [make]: api } = await source(file);
  const seen = () => {
    const made = glue();
    const initSync = made.initSync;
    made.initSync = (options) => {
      const exported = initSync(options);
      memories[name] = exported.memory;
      return exported;
    };
    return made;
  };
  return api(new Engine(seen, { loadSync: () => readFileSync(join(installed, `dist/${name}.wasm`)) }));
}

const full = await build("full", "src/full.js", "fullApi");
const runtime = await build("runtime", "src/runtime.js", "runtimeApi");
const report = runLimits(JSON.parse(readFileSync(plansFile, "utf8")), full, runtime);
const used = ({ buffer }) => STACK - new Uint8Array(buffer, 0, STACK).findIndex((byte) => byte !== 0);
const stack = Object.fromEntries(Object.entries(memories).map(([name, memory]) => [name, used(memory)]));
console.log(JSON.stringify({ ...report, stack }));
