/**
 * The engine's builds and other files, fetched when they are needed, with word of how much of them is there. Addresses
 * are those beside the bundled scripts, in `dist/configurator`.
 */
import { PricewrightError } from "../../errors.js";

const builds = {
  runtime: {
    script: () => import("../../entry/runtime.web.js"),
    module: () => new URL("../runtime.wasm", import.meta.url),
  },
  full: {
    script: () => import("../../entry/full.web.js"),
    module: () => new URL("../full.wasm", import.meta.url),
  },
};

/** Builds that are started, or on their way. */
const begun = new Map();

/** A started build, `runtime` or `full`. It is fetched once, whatever asks for it, and anew where that failed. */
export function started(name, watch) {
  if (!begun.has(name)) {
    const start = async () => {
      const { script, module } = builds[name];
      const build = await script();
      await build.init(fetched(module(), watch));
      return build;
    };
    const starting = start();
    begun.set(name, starting);
    starting.catch(() => begun.delete(name));
  }
  return begun.get(name);
}

/** A file's answer, whose body tells `watch` of its length: how many bytes are there and how many there will be. */
export async function fetched(address, watch) {
  const response = await fetch(address).catch((error) => {
    throw new PricewrightError("start-failed", `\`${address}\` cannot be fetched: ${error.message}`, [], { cause: error });
  });
  if (!response.ok) throw new PricewrightError("start-failed", `\`${address}\` answered ${response.status}`);
  if (!response.body) return response;
  const { headers } = response;
  // what is compressed on the way has another length there
  const total = headers.has("content-encoding") ? 0 : Number(headers.get("content-length") ?? 0);
  let loaded = 0;
  const counted = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      watch(loaded, total);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), { headers });
}
