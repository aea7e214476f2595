// Node: ESM, CJS, every entry, and the import on a server that renders pages.

const main = (from, call = "useFull(api)") => `import * as api from "${from}";
import { readFileSync } from "node:fs";
import { useFull, useRuntime } from "./use.mjs";
await api.init?.();
console.log(${call});
`;
const runtime = 'useRuntime(api, readFileSync("plan.bin"))';

const program = (name, text) => async (consumer) => {
  const folder = await consumer.folder({ [name]: text }, { type: name.endsWith("cjs") ? "commonjs" : "module" });
  await folder.prices("node", [name]);
};

const required = (from, call = "useFull(api)") => `const api = require("${from}");
const { readFileSync } = require("node:fs");
const { useFull, useRuntime } = require("./use.cjs");
Promise.resolve(api.init?.()).then(() => console.log(${call}));
`;

export default {
  "Node ESM": program("main.mjs", main("pricewright")),
  "Node ESM, /runtime": program("main.mjs", main("pricewright/runtime", runtime)),
  "Node ESM, /inline": program("main.mjs", main("pricewright/inline")),
  "Node ESM, /slim": program(
    "main.mjs",
    `import * as api from "pricewright/slim";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { useFull } from "./use.mjs";
api.initSync(readFileSync(createRequire(import.meta.url).resolve("pricewright/full.wasm")));
console.log(useFull(api));
`,
  ),
  "Node ESM, no start": program(
    "main.mjs",
    'import * as api from "pricewright";\nimport { useFull } from "./use.mjs";\nconsole.log(useFull(api));\n',
  ),
  "Node CJS": program("main.cjs", required("pricewright")),
  "Node CJS, /runtime": program("main.cjs", required("pricewright/runtime", runtime)),
  "Node CJS, /inline": program("main.cjs", required("pricewright/inline")),
  "Node, dynamic import in CJS": program(
    "main.cjs",
    'const { useFull } = require("./use.cjs");\nimport("pricewright").then((api) => console.log(useFull(api)));\n',
  ),

  // what stands behind `browser` must do nothing when a server imports it
  "SSR import of the browser entry": async (consumer) => {
    const text = `import { useFull } from "./use.mjs";
const touched = [];
for (const name of ["fetch", "WebAssembly", "document", "window", "self"]) {
  const value = globalThis[name];
  Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); return value; } });
}
const before = Object.getOwnPropertyNames(globalThis).length;
for (const entry of ["", "/runtime", "/slim"]) {
  await import("pricewright" + entry);
}
const api = await import("pricewright/inline");
if (touched.length) throw new Error("touched at import: " + touched.join(", "));
if (Object.getOwnPropertyNames(globalThis).length !== before) throw new Error("a global was added");
await api.init();
console.log(useFull(api));
`;
    const folder = await consumer.folder({ "main.mjs": text });
    await folder.prices("node", ["--conditions=browser", "main.mjs"]);
  },
};
