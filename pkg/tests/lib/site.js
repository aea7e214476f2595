/** The site that browsers are sent to: the installed package, pages of the tests, and what they do. */
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { compiled, examples } from "./examples.js";
import { corpusFile, installed, plansFile } from "./pack.js";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

const lib = dirname(fileURLToPath(import.meta.url));
const html = (script) => `<!doctype html><title>test</title>${script}`;
const pages = {
  "/empty.html": html(""),
  "/iife.html": html('<script src="/dist/pricewright.js"></script>'),
  "/corpus.js": readFileSync(join(lib, "corpus.js")),
  "/corpus.json": readFileSync(corpusFile),
  "/sessions.js": readFileSync(join(lib, "sessions.js")),
  "/examples.json": JSON.stringify(examples().map(({ bytes, orders }) => ({ bytes: Array.from(bytes), orders }))),
  "/limits.js": readFileSync(join(lib, "limits.js")),
  "/plans.json": readFileSync(plansFile),
  "/roller-blind.plan": compiled("roller-blind").toBytes(),
};

/** The policy of a careful shop. */
export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** Serves the package and the pages, all under the policy. */
export function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    try {
      const body = pages[path] ?? (await readFile(join(installed, path)));
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ server, origin: `http://127.0.0.1:${server.address().port}` }));
  });
}

/** In a page: the corpus, through both builds. */
export async function corpusInPage() {
  const [full, runtime, { runCorpus }] = await Promise.all([
    import("/src/entry/full.web.js"),
    import("/src/entry/runtime.web.js"),
    import("/corpus.js"),
  ]);
  await Promise.all([full.init(), runtime.init()]);
  return runCorpus(await (await fetch("/corpus.json")).json(), full, runtime);
}

/** In a page: sessions of all examples, through the runtime. */
export async function sessionsInPage() {
  const [runtime, { runSessions }] = await Promise.all([import("/src/entry/runtime.web.js"), import("/sessions.js")]);
  await runtime.init();
  const examples = await (await fetch("/examples.json")).json();
  const plans = examples.map(({ bytes, orders }) => ({ plan: runtime.Plan.fromBytes(new Uint8Array(bytes)), orders }));
  return runSessions(plans, 10_000);
}
