/**
 * For the theme: before the form goes to the cart, the pricing service prices what is configured and signs it. The
 * signature goes along as the property `_quote`, which Shopify keeps with the line and shows to nobody; the values are
 * properties that the buyer sees. What is not taken is said as the event `pricewright:refused`, with `code` and `message`.
 */
const form = document.querySelector("#pricewright-form");
const configurator = form.querySelector("price-configurator");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    put(await signedLine());
    form.submit();
  } catch ({ code = "unreachable", message, ...details }) {
    form.dispatchEvent(new CustomEvent("pricewright:refused", { detail: { code, message, ...details }, bubbles: true }));
  }
});

/** What the service makes of the claim: the total alone, since tax and day are the service's own. */
async function signedLine() {
  await configurator.priced();
  const response = await fetch(new URL("/api/shop/cart", configurator.dataset.service), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: configurator.value,
  });
  const answer = await response.json();
  if (!response.ok) throw answer;
  return answer.line;
}

function put({ values, quantity, token }) {
  form.querySelector("[data-quote]").value = token;
  // all pieces are one line, as in the draft order
  property("quantity", "1");
  property("properties[Pieces]", quantity);
  for (const [name, value] of Object.entries(values)) {
    property(`properties[${name}]`, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
}

function property(name, value) {
  const input =
    form.elements.namedItem(name) ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  input.value = value;
}
