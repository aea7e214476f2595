/**
 * The shop's back end: a handler of requests to `/api/shop/…`. It gives the page its plan and its login, and takes lines
 * into carts after `cart.js` has priced them anew. Answers are JSON; a refusal is `{ code, message, … }`. Pages of other
 * origins are answered if these are listed, without cookies: their buyers are visitors.
 */
import { compile, storefrontPlan } from "pricewright";
import { accepted, Refusal } from "./cart.js";
import { Logins } from "./logins.js";
import { signed } from "./tokens.js";

const MOST_BYTES = 64 * 1024;

/**
 * A shop of a catalog. `today` gives the day, `secret` signs quotes (32 bytes or more) for the cart `audience`, `accounts`
 * may log in, pages of `origins` may ask, too. `publish` puts another catalog in the place of the first, as a price manager does.
 */
export function createShop({ catalog, currency, taxRate, accounts, secret, audience, origins = [], today = localDay }) {
  if (secret.length < 32) throw new Error("the secret has less than 32 bytes");
  const logins = new Logins(accounts);
  let plan;
  let bytes;
  const publish = (document) => {
    const next = compile(document);
    const shown = storefrontPlan(document);
    bytes = Buffer.from(shown.toBytes());
    shown.free();
    plan?.free();
    plan = next;
  };
  publish(catalog);

  const view = ({ group, cart }) => ({ group, day: today(), currency, tax_rate: taxRate, cart: cart.map(shown) });
  const routes = {
    "GET plan": () => ({ type: "application/octet-stream", body: bytes, headers: { "cache-control": "no-cache" } }),
    "GET session": ({ login }) => json(200, view(login)),
    "POST login": ({ body, login }) => {
      const entered = logins.enter(body?.account, body?.password ?? "", login);
      if (entered === null) throw new Refusal(401, "wrong-login", "account or password is wrong");
      return { ...json(200, view(entered.login)), cookie: entered.cookie };
    },
    "POST logout": ({ login }) => {
      const left = logins.leave(login);
      return { ...json(200, view(left.login)), cookie: left.cookie };
    },
    "POST cart": async ({ body, login }) => {
      const line = accepted(body, { plan, currency, taxRate, day: today(), group: login.group });
      login.cart.push({ ...line, id: String(login.cart.length + 1), token: await signed(line, login.group, secret, audience) });
      return json(201, { line: shown(login.cart.at(-1)), ...view(login) });
    },
  };

  const handle = async (request, response) => {
    const shared = sharedWith(request, origins);
    if (request.method === "OPTIONS") return void response.writeHead(shared ? 204 : 403, { ...shared, "content-length": 0 }).end();
    const { login, cookie } = logins.of(request);
    let answer;
    try {
      const route = routes[`${request.method} ${new URL(request.url, "http://localhost").pathname.replace("/api/shop/", "")}`];
      if (route === undefined) throw new Refusal(404, "not-found", "there is nothing at this address");
      const body = request.method === "POST" ? await bodyOf(request, origins) : null;
      answer = await route({ body, login });
    } catch (error) {
      answer = refused(error);
    }
    const { status = 200, type, body, headers = {} } = answer;
    const cookies = answer.cookie ?? cookie;
    response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...(cookies && { "set-cookie": cookies }), ...shared, ...headers });
    response.end(body);
  };
  return { handle, publish };
}

/** A line of the cart as the page shows it. */
function shown({ id, order, total, currency, token, notes }) {
  const [{ component, values, quantity }] = order.items;
  return { id, component, values, quantity: String(quantity ?? 1), total, currency, token, notes };
}

function json(status, value) {
  return { status, type: "application/json", body: JSON.stringify(value) };
}

function refused(error) {
  if (error instanceof Refusal) return json(error.status, { code: error.code, message: error.message, ...error.details });
  // an order that the engine cannot read is the page's fault, anything else is ours
  if (Array.isArray(error.diagnostics) && error.code !== "engine-trapped")
    return json(400, { code: error.code, message: error.message });
  console.error(error);
  return json(500, { code: "internal", message: "the shop could not answer" });
}

/** What tells a browser that a page of another origin may ask and read; nothing for one that may not. */
function sharedWith({ headers: { origin } }, origins) {
  if (!origins.includes(origin)) return undefined;
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "600",
    vary: "origin",
  };
}

/** The body as JSON, from a page of the same origin, or of one that is listed. */
async function bodyOf(request, origins) {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) throw new Refusal(415, "unsupported-type", "expected `application/json`");
  const { origin, host } = request.headers;
  if (origin !== undefined && !origin.endsWith(`//${host}`) && !origins.includes(origin)) throw new Refusal(403, "wrong-origin", `requests from \`${origin}\` are not taken`);
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Refusal(413, "too-large", `expected at most ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Refusal(400, "invalid-json", "the body is not JSON");
  }
}

function localDay() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
