/** The page's modules in Node, as the bundler reads them: for what needs no page. */
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

/** Loads modules of `src`; `close` ends the bundler. */
export async function sources() {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const bundler = await createServer({
    root,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  return { load: (path) => bundler.ssrLoadModule(`/src/${path}`), close: () => bundler.close() };
}
