/** Files of folders over HTTP, each page under a strict policy. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

/** Nothing from elsewhere; `parents` are the origins whose pages may hold this one in a frame. */
export function policy(path, parents) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    // the playground's workers are made of a text in its script, and stand under this policy, too
    `worker-src 'self'${path.startsWith("/playground/") ? " blob:" : ""}`,
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors 'self' ${path.startsWith("/embed/") ? parents.join(" ") : ""}`.trim(),
  ].join("; ");
}

/** Answers with a file of the folder; false if there is none. `headers` are put over its own. */
export async function sendFile(folder, path, response, parents = [], headers = {}) {
  const inside = normalize(decodeURIComponent(path));
  if (inside.includes("\0") || inside.startsWith("..")) return false;
  const file = join(folder, inside.endsWith("/") ? `${inside}index.html` : inside);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return false;
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-length": found.size,
    "content-security-policy": policy(path, parents),
    "x-content-type-options": "nosniff",
    // names of built files change with what is in them
    "cache-control": path.includes("/assets/") ? "max-age=31536000, immutable" : "no-cache",
    ...headers,
  });
  createReadStream(file).pipe(response);
  return true;
}
