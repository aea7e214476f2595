/**
 * The shop's page: shows the price, sends the order with its quote, and shows what the back end makes of it. What stands
 * here, anyone can change in the browser; the back end believes none of it.
 */
import "pricewright/configurator";
import { formatMoney, type Amount } from "pricewright/runtime";
import type { PriceConfigurator } from "pricewright/configurator";

interface Session {
  group: string;
  day: string;
  currency: string;
  tax_rate: string;
  cart: { id: string; component: string; values: Record<string, unknown>; quantity: string; total: Amount; currency: string }[];
}

const api = new URL("../api/shop/", document.baseURI);
const configurator = element<PriceConfigurator>("price-configurator");
const login = element<HTMLFormElement>("#login");

login.addEventListener("submit", (event) => {
  event.preventDefault();
  const { account, password } = Object.fromEntries(new FormData(login));
  void send("login", { account, password }).then(show);
});
element("#who button").addEventListener("click", () => void send("logout", {}).then(show));
element("#product").addEventListener("submit", (event) => {
  event.preventDefault();
  const { order, quote } = configurator;
  void send("cart", { order, quote }).then((session) => {
    if (session !== null) say("It is in the cart.");
    show(session);
  });
});

void fetch(new URL("session", api)).then(async (response) => {
  show(await response.json());
  configurator.plan = new URL("plan", api);
});

/** The form is priced for who is logged in, on the shop's day. */
function show(session: Session | null): void {
  if (session === null) return;
  const { group, day, currency, tax_rate, cart } = session;
  Object.assign(configurator, { inputs: { "customer.group": group }, asOf: day, currency, taxRate: tax_rate });
  login.hidden = group !== "retail";
  element("#who").hidden = group === "retail";
  element("#who span").textContent = `Logged in, prices for: ${group}`;
  element("#cart").hidden = cart.length === 0;
  element("#empty").hidden = cart.length > 0;
  element("#cart tbody").replaceChildren(
    ...cart.map(({ component, values, quantity, total, currency: unit }) => {
      const row = document.createElement("tr");
      const described = Object.entries(values).map(
        ([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`,
      );
      for (const text of [
        `${component}: ${described.join(", ")}`,
        quantity,
        formatMoney(total, unit, document.documentElement.lang),
      ]) {
        row.insertCell().textContent = text;
      }
      return row;
    }),
  );
}

/** What the back end answers; a refusal is said, and is `null`. */
async function send(path: string, body: object): Promise<Session | null> {
  const response = await fetch(new URL(path, api), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  say(`Not taken: ${answer.message}`);
  // prices have changed: the page takes the new plan
  if (answer.code === "catalog-changed") configurator.reload();
  return null;
}

function say(text: string): void {
  element("#said").textContent = text;
}

function element<T extends HTMLElement = HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`the page has no \`${selector}\``);
  return found;
}
