/**
 * Requests to a server: the token, the time limit, refusals as errors, and one more try where nothing can
 * happen twice.
 */
import { ServerError, unreachable } from "./errors.js";
import { tokens } from "./token.js";

const SECONDS = 30;
const TRIES = 3;

/** What sends requests, by the settings of a client. */
export function http(settings) {
  const url = new URL(settings.url);
  const base = `${url.origin}${url.pathname.replace(/\/$/, "")}`;
  const send = settings.fetch ?? ((...request) => globalThis.fetch(...request));
  const authorize = tokens(settings, base, send);
  const seconds = settings.timeout ?? SECONDS;

  /** One answer, whatever it says. */
  async function once(method, path, { query, headers, body, signal } = {}) {
    const limit = AbortSignal.timeout(seconds * 1000);
    const request = {
      method,
      headers: { ...headers, authorization: `Bearer ${await authorize()}` },
      body,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    };
    try {
      return await send(`${base}${path}${search(query)}`, request);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable(base, error);
    }
  }

  /** An answer that is no refusal. Refusals for now are tried again, the others are errors. */
  async function ask(method, path, options = {}) {
    for (let attempt = 1; ; attempt++) {
      const response = await once(method, path, options);
      if (response.ok || response.status === 304) return response;
      if (response.status === 401 && (await authorize.renewed())) {
        if (attempt < TRIES) continue;
      }
      const error = await ServerError.of(response);
      const wait = error.retryAfter;
      if (wait === undefined || wait > (settings.maxWait ?? 0) || attempt >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }

  return {
    ask,
    json: async (method, path, options) => (await ask(method, path, options)).json(),
    text: async (method, path, options) => (await ask(method, path, options)).text(),
  };
}

/** A document as a body: a text goes as it is, so that its numbers keep every digit. */
export function document(value) {
  return {
    headers: { "content-type": "application/json" },
    body: typeof value === "string" ? value : JSON.stringify(value, texts),
  };
}

/** A path with its parts escaped: `` path`/v1/quotes/${id}` ``. */
export function path(strings, ...parts) {
  return strings.reduce((whole, string, index) => `${whole}${encodeURIComponent(parts[index - 1])}${string}`);
}

/** The ETag that a change expects. */
export const matching = ({ ifMatch, ifNoneMatch } = {}) => ({
  ...(ifMatch ? { "if-match": quoted(ifMatch) } : {}),
  ...(ifNoneMatch ? { "if-none-match": ifNoneMatch === "*" ? "*" : quoted(ifNoneMatch) } : {}),
});

/** An ETag without its quotes. */
export const tag = (response) => response.headers.get("etag")?.replace(/^W\//, "").replaceAll('"', "") ?? null;

const quoted = (text) => (text === "*" ? "*" : `"${text}"`);

/** JSON has no BigInt: as a text it keeps every digit. */
const texts = (_, value) => (typeof value === "bigint" ? String(value) : value);

function search(query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return given.length > 0 ? `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}` : "";
}
