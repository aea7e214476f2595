/** The head of the page: what is worked on, where from, and how it is passed on. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { EXAMPLES } from "../examples.js";
import type { Actions, State } from "../state.js";

/** Choosing an example and one of its orders, sharing, downloading, light or dark. */
export function header({ origin }: State, actions: Actions): TemplateResult {
  const example = EXAMPLES.find(({ id }) => id === origin.example);
  const value = (event: Event) => (event.target as HTMLSelectElement).value;
  return html`<header class="head">
    <h1>Pricewright <span class="quiet">playground</span></h1>
    <label><span class="quiet">Example</span>
      <select id="example" .value=${live(example?.id ?? "")} @change=${(event: Event) => actions.loadExample(value(event))}>
        ${example ? nothing : html`<option value="" selected>own work</option>`}
        ${EXAMPLES.map(({ id, title }) => html`<option value=${id} ?selected=${id === example?.id}>${title}</option>`)}
      </select></label>
    ${example
      ? html`<label><span class="quiet">Order</span>
          <select id="order" .value=${live(origin.order)} @change=${(event: Event) => actions.loadOrder(value(event))}>
            ${example.orders.map((order) => html`<option value=${order} ?selected=${order === origin.order}>${order}</option>`)}
          </select></label>`
      : nothing}
    <span class="space"></span>
    <button type="button" @click=${() => actions.share()}>Copy link</button>
    <button type="button" @click=${() => actions.download()}>Download</button>
    <button type="button" class="theme" @click=${toggleTheme} aria-label="Light or dark" title="Light or dark">◐</button>
  </header>`;
}

/** Light, dark, as the system says: the next of these. */
function toggleTheme(): void {
  const root = document.documentElement;
  const dark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = dark ? "light" : "dark";
}
