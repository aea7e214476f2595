/** What an order says besides its items: inputs, currency, day and tax. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { DisplayInput } from "pricewright";
import type { TriedOrder } from "../project.js";
import type { FormPanel } from "./form.js";

/** The settings of the order. */
export function orderSettings(panel: FormPanel): TemplateResult {
  const { facts, order, change } = panel;
  const { currencies, inputs } = facts.display;
  const set = (part: Partial<TriedOrder>) => change((old) => ({ ...old, ...part }));
  return html`<fieldset class="fields">
    <legend>Order</legend>
    ${inputs.map((input) => inputField(panel, input))}
    ${currencies.length > 1
      ? html`<div class="field">
          <label for="currency">Currency</label>
          <select id="currency" .value=${live(order.currency ?? "")} @change=${(event: Event) => set({ currency: valueOf(event) || undefined })}>
            <option value="" ?selected=${order.currency === undefined}>choose …</option>
            ${currencies.map(({ code }) => html`<option value=${code} ?selected=${code === order.currency}>${code}</option>`)}
          </select>
        </div>`
      : nothing}
    ${plain("as-of", "Day", "date", order.as_of ?? "", facts.display.needs_as_of, (as_of) => set({ as_of }))}
    ${plain("tax", "Tax rate %", "text", order.tax ?? "", false, (tax) => set({ tax }))}
  </fieldset>`;
}

function plain(id: string, name: string, type: string, value: string, required: boolean, set: (value: string | undefined) => void): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${name}${required ? nothing : html` <span class="quiet">optional</span>`}</label>
    <input id=${id} type=${type} inputmode=${type === "text" ? "decimal" : nothing} autocomplete="off" .value=${live(value)}
      @input=${(event: Event) => set(valueOf(event).trim() || undefined)} />
  </div>`;
}

function inputField({ order, change }: FormPanel, input: DisplayInput): TemplateResult {
  const { id, type } = input;
  const value = Object.hasOwn(order.inputs, id) ? String(order.inputs[id]) : "";
  const set = (next: string) =>
    change((old) => {
      const { [id]: _, ...others } = old.inputs;
      if (next === "") return { ...old, inputs: others };
      return { ...old, inputs: { ...others, [id]: type === "boolean" ? next === "true" : next } };
    });
  const options = type === "boolean" ? ["true", "false"] : input.options;
  const unset = input.default === undefined ? (input.required ? "choose …" : "–") : `${String(input.default)} (default)`;
  return html`<div class="field">
    <label for=${`input-${id}`}>${id}</label>
    ${options
      ? html`<select id=${`input-${id}`} .value=${live(value)} @change=${(event: Event) => set(valueOf(event))}>
          <option value="" ?selected=${value === ""}>${unset}</option>
          ${options.map((option) => html`<option value=${option} ?selected=${option === value}>${option}</option>`)}
        </select>`
      : html`<input id=${`input-${id}`} type=${type === "date" ? "date" : "text"} placeholder=${unset} autocomplete="off" .value=${live(value)}
          @input=${(event: Event) => set(valueOf(event).trim())} />`}
  </div>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
