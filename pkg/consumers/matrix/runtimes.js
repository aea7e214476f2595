// Other runtimes, as far as npm packages bring them.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

const main = (entry) => `import * as api from "${entry}";
import { useFull } from "./use.mjs";
await api.init();
console.log(useFull(api));
`;

const deno = (entry) => async (consumer) => {
  const program = consumer.tool(".bin/deno");
  const folder = await consumer.folder({ "main.js": main(entry) });
  const args = ["run", "--no-prompt", "--cached-only", "--node-modules-dir=manual", "--allow-read", "main.js"];
  await folder.prices(program, args, { env: { NO_COLOR: "1" } });
};

const bun = (entry) => async (consumer) => {
  const program = consumer.tool(".bin/bun");
  const folder = await consumer.folder({ "main.js": main(entry) });
  await folder.prices(program, ["main.js"]);
};

const worker = (entry, call) => `import * as api from "${entry}";
import { useFull, useRuntime } from "./use.mjs";
import bytes from "./plan.bin";
export default {
  async fetch() {
    await api.init();
    return new Response(${call});
  },
};
`;

/** Bundles as the platform's own tool does: modules of WebAssembly stay files that are imported. */
const workerd = (entry, call) => async (consumer) => {
  consumer.tool("miniflare/package.json");
  const { build } = await import("esbuild");
  const { Miniflare } = await import("miniflare");
  const { expectResult } = await import("../lib/workshop.js");
  const folder = await consumer.folder({ "worker.js": worker(entry, call) });
  const modules = [];
  const asModules = {
    name: "modules",
    setup(bundler) {
      bundler.onResolve({ filter: /\.(wasm|bin)$/ }, async ({ path, resolveDir }) => {
        const [type, file] = [path.endsWith("wasm") ? "CompiledWasm" : "Data", path.split("/").at(-1)];
        modules.push({ type, path: file, contents: await readFile(join(resolveDir, path)) });
        return { path: `./${file}`, external: true };
      });
    },
  };
  const bundled = await build({
    entryPoints: [join(folder.path, "worker.js")],
    absWorkingDir: folder.path,
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    plugins: [asModules],
    logLevel: "silent",
  });
  const script = { type: "ESModule", path: "worker.js", contents: bundled.outputFiles[0].text };
  const flare = new Miniflare({ modules: [script, ...modules], compatibilityDate: "2026-01-01" });
  try {
    const answer = await flare.dispatchFetch("http://shop.example/");
    expectResult(await answer.text());
  } finally {
    await flare.dispose();
  }
};

export default {
  Deno: deno("pricewright"),
  "Deno, /inline": deno("pricewright/inline"),
  Bun: bun("pricewright"),
  "Bun, /inline": bun("pricewright/inline"),
  workerd: workerd("pricewright", "useFull(api)"),
  "workerd, /runtime": workerd("pricewright/runtime", "useRuntime(api, new Uint8Array(bytes))"),
};
