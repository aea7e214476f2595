/** What the item can still cost, proved by the engine, and what small changes buy. */
import { html, nothing, type TemplateResult } from "lit";
import type { Hints, Order, PriceRange, RangeEnd } from "pricewright";
import type { Answered, Ranges } from "../state.js";
import { counted, money } from "./shown.js";

/** Both ranges of the item and the hints of the order; `take` tries the configuration of an end. */
export function range(ranges: Answered<Ranges>, hints: Hints | null, take: (order: Order) => void): TemplateResult {
  const value = ranges.state === "known" ? ranges.value : ranges.state === "asked" ? ranges.last : undefined;
  return html`<div class="range">
    <p class="quiet" role="status">${ranges.state === "asked" ? "proving …" : " "}</p>
    ${ranges.state === "fault" ? html`<p class="bad">${ranges.fault.message}</p>` : nothing}
    ${value ? html`${ends("With the given choices", value.given, take)}${value.any ? ends("Any configuration", value.any, take) : nothing}` : nothing}
    ${hints && hints.hints.length > 0
      ? html`<h2>Small changes</h2><ul class="hints">${hints.hints.map(({ item, message }) => html`<li>${hints.hints.some((other) => other.item !== item) ? `item ${item + 1}: ` : ""}${message}</li>`)}</ul>`
      : nothing}
  </div>`;
}

function ends(title: string, { lowest, highest, currency, open, violations }: PriceRange, take: (order: Order) => void): TemplateResult {
  return html`<h2>${title}</h2>
    ${violations.map(({ message }) => html`<p class="bad">${message}</p>`)}
    <dl class="ends">
      <dt>from</dt><dd>${end(lowest, currency, take)}</dd>
      <dt>to</dt><dd>${end(highest, currency, take)}</dd>
    </dl>
    ${open.length > 0 ? html`<p class="quiet">without a minimum or maximum: ${open.join(", ")}</p>` : nothing}`;
}

function end({ amount, bound, proved, steps, witness }: RangeEnd, currency: string, take: (order: Order) => void): TemplateResult {
  const proof = proved
    ? `proved, ${counted(steps, "step")}`
    : `not proved in ${counted(steps, "step")}${bound === null ? "" : `; nothing beyond ${money(bound, currency)}`}`;
  return html`<strong>${amount === null ? "no price" : money(amount, currency)}</strong> <span class="quiet">${proof}</span>
    ${witness ? html`<button type="button" class="small" @click=${() => take(witness)}>Try it</button>` : nothing}`;
}
