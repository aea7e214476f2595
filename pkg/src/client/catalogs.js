/** Catalogs, their drafts and their history. */
import { document, matching, path, tag } from "./http.js";

/** The calls about catalogs. */
export function catalogs(http) {
  const changed = async (method, at, options) => http.json(method, at, options);
  return {
    list: (options) => pages(http, "/v1/catalogs", options),
    async read(id) {
      const response = await http.ask("GET", path`/v1/catalogs/${id}`);
      return { fingerprint: tag(response), document: await response.json() };
    },
    readText: (id) => http.text("GET", path`/v1/catalogs/${id}`),
    write: (id, catalog, options) => {
      const { headers, body } = document(catalog);
      return changed("PUT", path`/v1/catalogs/${id}`, { headers: { ...headers, ...matching(options) }, body });
    },
    async withdraw(id, options) {
      await http.ask("DELETE", path`/v1/catalogs/${id}`, { headers: matching(options) });
    },
    validate: (catalog, { lint, steps } = {}) => http.json("POST", "/v1/validate", { query: { lint, steps }, ...document(catalog) }),
    diff: (id, { from, to, component, limit, seed, worst, currency, asOf, document: other } = {}) => {
      const query = { from, to, component, limit, seed, worst, currency, as_of: asOf };
      const at = path`/v1/catalogs/${id}/diff`;
      return other === undefined ? http.json("GET", at, { query }) : http.json("POST", at, { query, ...document(other) });
    },
    revisions: (id, options) => pages(http, path`/v1/catalogs/${id}/revisions`, options),
    revision: (id, number) => http.json("GET", path`/v1/catalogs/${id}/revisions/${number}`),
    restore: (id, number, options) =>
      changed("POST", path`/v1/catalogs/${id}/revisions/${number}/restore`, { headers: matching(options) }),
    draft: drafts(http),
  };
}

function drafts(http) {
  return {
    read: async (id) => {
      const response = await http.ask("GET", path`/v1/catalogs/${id}/draft`);
      return { tag: tag(response), document: await response.json() };
    },
    async write(id, catalog, options) {
      const { headers, body } = document(catalog);
      const sent = { headers: { ...headers, ...matching(options) }, body };
      const response = await http.ask("PUT", path`/v1/catalogs/${id}/draft`, sent);
      return { tag: tag(response), ...(await response.json()) };
    },
    async discard(id, options) {
      await http.ask("DELETE", path`/v1/catalogs/${id}/draft`, { headers: matching(options) });
    },
    publish: (id, { force, ...options } = {}) =>
      http.json("POST", path`/v1/catalogs/${id}/draft/publish`, { query: { force }, headers: matching(options) }),
  };
}

/** Every entry of a list, page by page as they are asked for. */
export async function* pages(http, at, { limit, ...query } = {}) {
  let after;
  do {
    const page = await http.json("GET", at, { query: { ...query, limit, after } });
    yield* page.data;
    after = page.next;
  } while (after !== null);
}
