/**
 * For the theme: before the form goes to the cart, the pricing service prices what is configured and signs it. The
 * signature goes along as the property `_quote`, which Shopify keeps with the line and shows to nobody; the values are
 * properties that the buyer sees.
 */
const form = document.querySelector("#pricewright-form");
const configurator = form.querySelector("price-configurator");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { order, quote } = configurator;
  const response = await fetch(new URL("/api/shop/cart", configurator.dataset.service), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ order, quote }),
  });
  const answer = await response.json();
  if (!response.ok) {
    form.dispatchEvent(new CustomEvent("pricewright:refused", { detail: answer, bubbles: true }));
    return;
  }
  const { values, quantity, token } = answer.line;
  form.querySelector("[data-quote]").value = token;
  // all pieces are one line, as in the draft order
  property("quantity", "1");
  property("properties[Pieces]", quantity);
  for (const [name, value] of Object.entries(values)) {
    property(`properties[${name}]`, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  form.submit();
});

function property(name, value) {
  const input =
    form.elements.namedItem(name) ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  input.value = value;
}
