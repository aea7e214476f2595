/**
 * For the pricing service: makes a draft order of a cart's lines at the prices that were signed. A line's properties can
 * be changed by anyone, its price in Shopify cannot be set by them; so only what the signature says counts, and the buyer
 * pays by the draft order's address. `admin` asks Shopify's Admin API: `(query, variables) => Promise<data>`.
 */
import { read } from "../server/tokens.js";

export const DRAFT_ORDER = `
  mutation Draft($input: DraftOrderInput!) {
    draftOrderCreate(input: $input) {
      draftOrder { id invoiceUrl }
      userErrors { field message }
    }
  }
`;

/**
 * Where a buyer of a group pays; an error if a line has no valid signature or one of another group, if a signature comes
 * twice, or if Shopify refuses it.
 */
export async function draftOrder(lines, secret, admin, { group = "retail", audience = undefined } = {}) {
  const quotes = await Promise.all(lines.map(({ properties }) => read(properties._quote ?? "", secret, audience)));
  const other = quotes.find((quote) => quote.group !== group);
  if (other) throw new Error(`a price is of the group \`${other.group}\`, the buyer is of \`${group}\``);
  if (new Set(quotes.map(({ jti }) => jti)).size < quotes.length) throw new Error("a signed price stands on more than one line");
  const lineItems = quotes.map((quote, index) => lineItem(lines[index], quote));
  const { draftOrderCreate } = await admin(DRAFT_ORDER, { input: { lineItems } });
  const [refusal] = draftOrderCreate.userErrors;
  if (refusal) throw new Error(`the draft order is refused at \`${refusal.field?.join(".")}\`: ${refusal.message}`);
  return draftOrderCreate.draftOrder.invoiceUrl;
}

/** One line at the amount of all its pieces: tiers and fees are in it, so it is not divided. */
function lineItem({ title }, { component, values, quantity, total, currency }) {
  return {
    title: `${title} × ${quantity}`,
    quantity: 1,
    originalUnitPriceWithCurrency: { amount: total, currencyCode: currency },
    customAttributes: [
      { key: "component", value: component },
      ...Object.entries(values).map(([key, value]) => ({
        key,
        value: typeof value === "object" ? JSON.stringify(value) : String(value),
      })),
    ],
  };
}
