// Bundlers: what they make is opened in Chromium, or run in Node where it is for servers.

import { html, pageModule, pagePrices } from "../lib/page.js";

const page = html('<script type="module" src="./main.js"></script>');
const from = (entry, options) => pageModule(entry, options);
// for bundlers that leave the module to the shop: it is copied beside the script
const beside = { start: 'await api.init(new URL("./full.wasm", import.meta.url));' };

const withPage = (consumer, text, extra = {}) => consumer.folder({ "main.js": text, "index.html": page, ...extra });

/** Bundles into `out/` and opens it there. */
async function opened(folder, { module = null } = {}) {
  if (module) {
    await folder.copy(await folder.exported(module, ["default"]), `out/${module.slice(2)}`);
  }
  await pagePrices(`${folder.path}/out`);
}

const outPage = (script) => ({ "out/index.html": html(script) });
const moduleScript = '<script type="module" src="./main.js"></script>';

const viteBuild = (entry) => async (consumer) => {
  const vite = consumer.tool("vite/bin/vite.js");
  const folder = await withPage(consumer, from(entry));
  await folder.run("node", [vite, "build", "--outDir", "out", "--base", "./"]);
  await opened(folder);
};

const webpack = (entry) => async (consumer) => {
  const script = new URL("../lib/webpack.cjs", import.meta.url).pathname;
  consumer.tool("webpack/package.json");
  const folder = await withPage(consumer, from(entry), outPage(moduleScript));
  await folder.run("node", [script]);
  await opened(folder);
};

const esbuild = (entry, { args, script = moduleScript, module = null, start }) => async (consumer) => {
  const program = consumer.tool("esbuild/bin/esbuild");
  const folder = await withPage(consumer, from(entry, start), outPage(script));
  await folder.run(program, ["main.js", "--bundle", "--outfile=out/main.js", "--log-level=error", ...args]);
  await opened(folder, { module });
};

const rollup = (entry, { module = null, start } = {}) => async (consumer) => {
  const program = consumer.tool("rollup/dist/bin/rollup");
  const config = new URL("../lib/rollup.js", import.meta.url).pathname;
  const folder = await withPage(consumer, from(entry, start), outPage(moduleScript));
  await folder.run("node", [program, "--config", config, "--silent"]);
  await opened(folder, { module });
};

/** Bundles for Node and runs it. */
const forNode = (name, args) => async (consumer) => {
  const program = consumer.tool("esbuild/bin/esbuild");
  const text = 'import * as api from "pricewright/inline";\nimport { useFull } from "./use.mjs";\n' +
    "Promise.resolve(api.init()).then(() => console.log(useFull(api)));\n";
  const folder = await consumer.folder({ "main.js": text });
  await folder.run(program, ["main.js", "--bundle", "--platform=node", `--outfile=out/${name}`, "--log-level=error", ...args]);
  await folder.prices("node", [`out/${name}`]);
};

export default {
  "Vite, build": viteBuild("pricewright"),
  "Vite, build, /inline": viteBuild("pricewright/inline"),
  "Vite, dev server": async (consumer) => {
    const { createServer } = await import("vite");
    const { visit } = await import("../lib/page.js");
    const folder = await withPage(consumer, from("pricewright"));
    const options = { root: folder.path, configFile: false, logLevel: "silent", server: { host: "127.0.0.1", port: 0 } };
    const server = await createServer(options);
    try {
      await server.listen();
      await visit(null, server.resolvedUrls.local[0]);
    } finally {
      await server.close();
    }
  },
  "Vite, build for SSR": async (consumer) => {
    const vite = consumer.tool("vite/bin/vite.js");
    const text = 'import * as api from "pricewright";\nimport { useFull } from "./use.mjs";\n' +
      "api.init().then(() => console.log(useFull(api)));\n";
    const folder = await consumer.folder({ "server.js": text });
    await folder.run("node", [vite, "build", "--ssr", "server.js", "--outDir", "out"]);
    await folder.prices("node", ["out/server.js"]);
  },
  "webpack 5": webpack("pricewright"),
  "webpack 5, /inline": webpack("pricewright/inline"),
  "esbuild, module beside the script": esbuild("pricewright", { args: ["--format=esm"], module: "./full.wasm", start: beside }),
  "esbuild, /inline in one script": esbuild("pricewright/inline", {
    args: ["--format=iife"],
    script: '<script src="./main.js"></script>',
  }),
  "esbuild for Node, ESM": forNode("main.mjs", ["--format=esm"]),
  "esbuild for Node, CJS": forNode("main.cjs", ["--format=cjs"]),
  "Rollup, module beside the script": rollup("pricewright", { module: "./full.wasm", start: beside }),
  "Rollup, /inline": rollup("pricewright/inline"),
};
