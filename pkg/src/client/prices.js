/** Prices, questions about prices, quotes, configurations. */
import { pages } from "./catalogs.js";
import { document, matching, path, tag } from "./http.js";

/** The calls about prices. */
export function prices(http) {
  const ask = (at) => (order, query) => http.json("POST", at, { query, ...document(order) });
  return {
    price: ask("/v1/price"),
    priceText: (order, query) => http.text("POST", "/v1/price", { query, ...document(order) }),
    totals: (order, query) => http.json("POST", "/v1/price", { query: { ...query, totals: true }, ...document(order) }),
    explain: ask("/v1/explain"),
    optionPrices: ask("/v1/options"),
    hints: ask("/v1/hints"),
    priceRange: ask("/v1/range"),
    countConfigurations: ask("/v1/count"),
    solve: (order, { largest, smallest, atMost, unitPrice, catalog, budget }) => {
      const query = { catalog, budget, largest, smallest, at_most: atMost, unit_price: unitPrice };
      return http.json("POST", "/v1/solve", { query, ...document(order) });
    },
  };
}

/** The calls about quotes. */
export function quotes(http) {
  const table = (at, { format } = {}) =>
    format === "csv" ? http.text("GET", at, { query: { format } }) : http.json("GET", at, { query: { format } });
  return {
    create: (order, { catalog, heldUntil, reference } = {}) =>
      http.json("POST", "/v1/quotes", { query: { catalog, held_until: heldUntil, reference }, ...document(order) }),
    read: (id) => http.json("GET", path`/v1/quotes/${id}`),
    list: (options) => pages(http, "/v1/quotes", options),
    verify: (claim, { catalog, quote } = {}) =>
      http.json("POST", "/v1/quotes/verify", { query: { catalog, quote }, ...document(claim) }),
    billOfMaterials: (id, options) => table(path`/v1/quotes/${id}/bill-of-materials`, options),
    productionList: (id, options) => table(path`/v1/quotes/${id}/production-list`, options),
  };
}

/** The calls about configurations. */
export function configurations(http) {
  const tagged = async (method, at, options) => {
    const response = await http.ask(method, at, options);
    return { tag: tag(response), ...(await response.json()) };
  };
  return {
    read: (id) => tagged("GET", path`/v1/configurations/${id}`),
    write: (id, order, { catalog, ...options } = {}) => {
      const { headers, body } = document(order);
      const sent = { query: { catalog }, headers: { ...headers, ...matching(options) }, body };
      return tagged("PUT", path`/v1/configurations/${id}`, sent);
    },
    complete: (id, order, { catalog, ...options } = {}) => {
      const { headers, body } = order === undefined ? {} : document(order);
      const sent = { query: { catalog }, headers: { ...headers, ...matching(options) }, body };
      return tagged("POST", path`/v1/configurations/${id}/complete`, sent);
    },
  };
}
