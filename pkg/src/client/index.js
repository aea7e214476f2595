/**
 * The client of `pricewright-server`: catalogs in, prices and quotes out. It needs `fetch` and nothing else, and
 * none of the engine.
 */
import { catalogs } from "./catalogs.js";
import { http } from "./http.js";
import { configurations, prices, quotes } from "./prices.js";

export { ServerError } from "./errors.js";

/** A server, as one sees it with a token. */
export class Client {
  constructor(settings) {
    const requests = http(settings);
    Object.assign(this, prices(requests));
    this.catalogs = catalogs(requests);
    this.quotes = quotes(requests);
    this.configurations = configurations(requests);
    this.plan = plans(requests);
    this.request = async (method, path, options) => requests.ask(method, path, options);
  }
}

/** Loads plans for the engine in the page; one that has not changed is not sent again. */
function plans(requests) {
  const kept = new Map();
  return async (catalog, { whole = false } = {}) => {
    const at = `/v1/catalogs/${encodeURIComponent(catalog)}/plan${whole ? "/whole" : ""}`;
    const before = kept.get(at);
    const headers = before ? { "if-none-match": before.etag } : {};
    const response = await requests.ask("GET", at, { headers });
    if (response.status === 304) return before.bytes.slice();
    const bytes = new Uint8Array(await response.arrayBuffer());
    const etag = response.headers.get("etag");
    if (etag) kept.set(at, { etag, bytes });
    return bytes.slice();
  };
}
