/** One field of a form: a label, what a feature of this type is set with, and what is wrong with it. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { DisplayFeature, DisplayOption, OptionPrice, Violation } from "pricewright";
import { decimals, scaled, unscaled } from "../engine/decimals.js";
import type { FormValue } from "../project.js";
import { labelOf, signed } from "./shown.js";

/** More than these are not offered beside a field. */
const MOST_FIXES = 4;

export interface Field {
  id: string;
  feature: DisplayFeature;
  value: FormValue | undefined;
  /** What each option would cost. */
  prices: OptionPrice[];
  /** It is required and not set yet. */
  waits: boolean;
  /** Why it cannot be set now. */
  unavailable: string | null;
  violations: Violation[];
  set(value: FormValue | undefined): void;
  fix(fix: Violation["fixes"][number]): void;
}

/** A field with its label. */
export function field(given: Field): TemplateResult {
  const { id, feature, waits, unavailable, violations } = given;
  const state = violations.length > 0 ? "bad" : waits ? "waits" : unavailable ? "off" : "";
  const name = labelOf(feature.name, feature.id);
  const control = controlOf(given);
  const label = html`${name}${feature.required ? nothing : html` <span class="quiet">optional</span>`}`;
  return html`<div class="field ${state} ${feature.type}" data-feature=${feature.id}>
    ${feature.type === "multiselect"
      ? html`<fieldset aria-describedby=${`${id}-note`}><legend>${label}</legend>${control}</fieldset>`
      : html`<label for=${id}>${label}</label>${control}`}
    <div class="note" id=${`${id}-note`}>
      ${violations.map((violation) => html`<p class="bad">${violation.message} ${fixesHere(given, violation).map((fix) => fixButton(given, fix))}</p>`)}
      ${violations.length === 0 && waits ? html`<p class="waits">required</p>` : nothing}
      ${violations.length === 0 && unavailable ? html`<p class="quiet">${unavailable}</p>` : nothing}
    </div>
  </div>`;
}

/** The fixes of this field, and of fields that do not tell the violation themselves. */
function fixesHere({ feature }: Field, { fixes, features }: Violation): Violation["fixes"] {
  return fixes.filter((fix) => fix.feature === feature.id || !features.includes(fix.feature)).slice(0, MOST_FIXES);
}

function fixButton({ feature, fix: apply }: Field, fix: Violation["fixes"][number]): TemplateResult {
  const where = fix.feature === feature.id ? "" : `${fix.feature} `;
  const option = "options" in feature && fix.feature === feature.id ? feature.options.find(({ id }) => id === fix.value) : undefined;
  const told = fix.value === null ? `leave ${where.trim() || "it"} out` : `${where}${labelOf(option?.name, fix.value)}`;
  return html`<button type="button" class="fix" @click=${() => apply(fix)}>${told}</button>`;
}

function controlOf(given: Field): TemplateResult {
  switch (given.feature.type) {
    case "select":
      return select(given, given.feature.options.map((option) => [option.id, labelOf(option.name, option.id)]));
    case "boolean":
      return select(given, [["true", "yes"], ["false", "no"]]);
    case "number":
      return number(given, given.feature);
    case "text":
      return text(given, given.feature);
    case "multiselect":
      return choices(given, given.feature);
  }
}

function select(given: Field, options: [id: string, name: string][]): TemplateResult {
  const { id, feature, value, prices, set } = given;
  const chosen = value === undefined ? "" : String(value);
  const change = (event: Event) => {
    const next = (event.target as HTMLSelectElement).value;
    set(next === "" ? undefined : feature.type === "boolean" ? next === "true" : next);
  };
  const color = feature.type === "select" ? labelOf(feature.options.find((option) => option.id === chosen)?.color) : "";
  const unknown = chosen !== "" && !options.some(([option]) => option === chosen);
  return html`<div class="control">
    ${CSS.supports("color", color) ? html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill=${color} /></svg>` : nothing}
    <select id=${id} .value=${live(chosen)} aria-describedby=${`${id}-note`} aria-invalid=${given.violations.length > 0} @change=${change}>
      <option value="" ?selected=${chosen === ""}>${unsetText(feature)}</option>
      ${unknown ? html`<option value=${chosen} selected>${chosen}</option>` : nothing}
      ${options.map(([option, name]) => html`<option value=${option} ?selected=${option === chosen}>${name}${told(prices.find((each) => each.id === option))}</option>`)}
    </select>
  </div>`;
}

/** What stands beside an option: the difference it makes, or that it cannot be chosen. */
function told(price: OptionPrice | undefined): string {
  if (!price || price.chosen) return "";
  if (!price.allowed) return " · not possible";
  if (price.status === "on_request") return " · on request";
  if (price.status === "unpriced") return " · no price";
  return price.difference === null ? "" : /[1-9]/.test(price.difference) ? ` · ${signed(price.difference)}` : " · ±0";
}

function unsetText(feature: DisplayFeature): string {
  const byDefault = feature.default;
  if (byDefault === undefined) return feature.required ? "choose …" : "–";
  const option = feature.type === "select" ? feature.options.find(({ id }) => id === byDefault) : undefined;
  const name = option ? labelOf(option.name, option.id) : byDefault === true ? "yes" : byDefault === false ? "no" : String(byDefault);
  return `${name} (default)`;
}

function number(given: Field, feature: Extract<DisplayFeature, { type: "number" }>): TemplateResult {
  const { id, value, set } = given;
  const typed = value === undefined ? "" : String(value);
  const step = (event: KeyboardEvent) => {
    const way = event.key === "ArrowUp" ? 1n : event.key === "ArrowDown" ? -1n : 0n;
    if (way === 0n) return;
    event.preventDefault();
    const input = event.target as HTMLInputElement;
    // at once, for a key that is held down
    input.value = stepped(input.value.trim() || String(feature.default ?? feature.min ?? "0"), feature.step ?? "1", way);
    set(input.value);
  };
  const limits = [feature.min, feature.max].some(Boolean) ? `${feature.min ?? "…"}–${feature.max ?? "…"}` : "";
  const steps = feature.step && feature.step !== "1" ? ` by ${feature.step}` : "";
  return html`<div class="control">
    <input
      id=${id} type="text" inputmode="decimal" autocomplete="off" .value=${live(typed)}
      placeholder=${feature.default === undefined ? "" : `${String(feature.default)} (default)`}
      aria-describedby=${`${id}-note ${id}-limits`} aria-invalid=${given.violations.length > 0}
      @input=${(event: Event) => set(entered((event.target as HTMLInputElement).value.trim()))}
      @keydown=${step}
    />
    <span class="quiet unit" id=${`${id}-limits`}>${feature.unit ?? ""} ${limits}${steps}</span>
  </div>`;
}

/** The next number on the steps in a direction; what is typed and no number stays. */
function stepped(from: string, step: string, way: bigint): string {
  if (!/^-?\d+(\.\d+)?$/.test(from)) return from;
  const digits = Math.max(decimals(from), decimals(step));
  return unscaled(scaled(from, digits) + way * scaled(step, digits), digits);
}

function text(given: Field, feature: Extract<DisplayFeature, { type: "text" }>): TemplateResult {
  const { id, value, set } = given;
  const typed = value === undefined ? "" : String(value);
  const most = feature.max_length;
  return html`<div class="control">
    <input
      id=${id} type="text" autocomplete="off" .value=${live(typed)}
      aria-describedby=${`${id}-note ${id}-limits`} aria-invalid=${given.violations.length > 0}
      @input=${(event: Event) => set(entered((event.target as HTMLInputElement).value))}
    />
    <span class="quiet unit" id=${`${id}-limits`}>${most === undefined ? "" : `${[...typed].length}/${most}`}</span>
  </div>`;
}

function entered(typed: string): string | undefined {
  return typed === "" ? undefined : typed;
}

type Choice = { option: string; quantity: string };

function choices(given: Field, feature: Extract<DisplayFeature, { type: "multiselect" }>): TemplateResult {
  const taken = choicesOf(given.value);
  const put = (next: Choice[]) => given.set(next.length === 0 ? undefined : feature.quantities ? next : next.map(({ option }) => option));
  const take = (option: string, on: boolean) =>
    put(on ? [...taken, { option, quantity: "1" }] : taken.filter((choice) => choice.option !== option));
  const count = (option: string, quantity: string) =>
    put(taken.map((choice) => (choice.option === option ? { option, quantity } : choice)));
  const row = (option: DisplayOption) => {
    const choice = taken.find((each) => each.option === option.id);
    const name = labelOf(option.name, option.id);
    return html`<div class="choice">
      <label
        ><input type="checkbox" .checked=${live(choice !== undefined)} @change=${(event: Event) => take(option.id, (event.target as HTMLInputElement).checked)} />
        ${name}<span class="quiet">${told(given.prices.find(({ id }) => id === option.id))}</span></label
      >
      ${feature.quantities && choice
        ? html`<input class="count" type="text" inputmode="decimal" aria-label=${`${name}: quantity`} .value=${live(choice.quantity)}
            @input=${(event: Event) => count(option.id, (event.target as HTMLInputElement).value.trim())} />`
        : nothing}
    </div>`;
  };
  return html`${feature.options.map(row)}`;
}

function choicesOf(value: FormValue | undefined): Choice[] {
  if (!Array.isArray(value)) return [];
  return value.map((choice) => (typeof choice === "string" ? { option: choice, quantity: "1" } : choice));
}
