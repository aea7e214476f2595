/** The price of the order in large, its status, and what is made of it. */
import { html, nothing, type TemplateResult } from "lit";
import type { Quote } from "pricewright";
import type { State } from "../state.js";
import { money, STATUS } from "./shown.js";

/** The total, and what it is made of; says what is missing where there is none. */
export function summary({ priced, item, compiled }: State): TemplateResult {
  if (priced.state === "fault") {
    return html`<div class="summary"><p class="total none" data-total="">no price</p><p class="bad" role="alert">${priced.fault.message}</p></div>`;
  }
  const value = priced.state === "known" ? priced.value : priced.state === "asked" ? priced.last : undefined;
  if (!value) return html`<div class="summary"><p class="total none" data-total=${compiled ? "" : nothing}>${compiled ? "no price yet" : "…"}</p></div>`;
  const { quote } = value.explained;
  const stale = compiled?.facts === null;
  return html`<div class="summary ${stale ? "stale" : ""}">
    <p class="total ${quote.amount === null ? "none" : ""}" aria-live="polite" data-total=${quote.amount ?? ""}>
      ${quote.amount === null ? (STATUS[quote.status] ?? quote.status) : money(quote.amount, quote.currency)}
    </p>
    <p class="quiet parts">${parts(quote)}</p>
    ${stale ? html`<p class="warn">of the last catalog without a fault</p>` : nothing}
    ${itemPart(quote, item)}
  </div>`;
}

function parts(quote: Quote): string {
  if (quote.status !== "priced") {
    const subtotal = quote.priced_subtotal;
    return quote.items.length > 1 ? `items with a price: ${money(subtotal, quote.currency)}` : "";
  }
  if (quote.net === null || quote.tax === null || quote.gross === null) return `${quote.prices}, no tax rate`;
  const [net, tax, gross] = [quote.net, quote.tax, quote.gross].map((amount) => money(amount, quote.currency));
  return quote.prices === "gross" ? `gross, with ${tax ?? ""} tax · net ${net ?? ""}` : `net · tax ${tax ?? ""} · gross ${gross ?? ""}`;
}

function itemPart(quote: Quote, index: number): TemplateResult | typeof nothing {
  const item = quote.items[index];
  if (!item || quote.items.length < 2) return nothing;
  const text = item.amount === null ? (STATUS[item.status] ?? item.status) : money(item.amount, quote.currency);
  return html`<p class="parts">item ${index + 1}: <strong>${text}</strong></p>`;
}
