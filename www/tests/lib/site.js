/** A site of the tests: the built package, the examples' plans and catalogs, and a bare page, all under a strict policy. */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const www = join(dirname(fileURLToPath(import.meta.url)), "../..");
const FOLDERS = { pkg: join(www, "../pkg"), examples: join(www, "public/examples"), built: join(www, "dist") };
export const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".plan": "application/octet-stream",
};

/** What a careful shop allows: nothing from elsewhere, no inline script, no inline style. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>storefront</title>
<link rel="stylesheet" href="/page.css"><link rel="icon" href="data:,">
<script type="module" src="/pkg/dist/configurator/index.js"></script>
</head>
<body><main><h1>Configure</h1><form></form></main></body>
</html>`;
const STYLE = `:root { color-scheme: light dark; } body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { body { background: #17181b; color: #e4e2e6; } }
main { padding: 1rem; max-inline-size: 76rem; margin-inline: auto; } h1 { font-size: 1.3rem; }`;

/**
 * Serves them on a free port. `answer(path, request)` may give other answers: `{ status, type, body, delay }`; `headers`
 * are put over those of every answer.
 */
export async function serve({ answer = () => undefined, headers = {} } = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const found = answer(path, request) || (await contentOf(path));
    const { status = 200, type = TYPES[extname(path)] ?? "application/octet-stream", body, pace } = found;
    response.writeHead(status, {
      "content-type": type,
      "content-length": body.length,
      "content-security-policy": POLICY,
      ...headers,
    });
    if (pace === undefined) response.end(body);
    else await slowly(response, Buffer.from(body), pace);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin, close, page: `${origin}/page.html` };
}

async function contentOf(path) {
  if (path === "/page.html") return { type: TYPES[".html"], body: Buffer.from(PAGE) };
  if (path === "/page.css") return { type: TYPES[".css"], body: Buffer.from(STYLE) };
  const [, folder, ...rest] = path.split("/");
  try {
    return { body: await readFile(join(FOLDERS[folder] ?? "", ...rest)) };
  } catch {
    return { status: 404, type: "text/plain", body: Buffer.from("not found") };
  }
}

/** In pieces, with a pause after each. */
async function slowly(response, body, { pieces, pause }) {
  const size = Math.ceil(body.length / pieces);
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    response.write(body.subarray(at, at + size));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  response.end();
}
