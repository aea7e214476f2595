/** Fields with options: swatches and radio buttons, lists that open, switches, and choices of several. */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { takenOf } from "../taken.js";

/** More than this many options that are not possible are not told one by one. */
const MOST_NOTES = 4;

/** Radio buttons, with a swatch where there is a color or an image. */
export function radiosView(field) {
  const { view, key, options, value, required } = field;
  const now = value ?? field.default;
  const all =
    field.type === "boolean"
      ? ["true", "false"].map((id) => ({ id, name: view.words.say(id === "true" ? "yes" : "no") }))
      : options;
  const chosenIs = (id) => (field.type === "boolean" ? String(now) === id : now === id);
  const choose = (id) => view.set(field.id, field.type === "boolean" ? id === "true" : id);
  const media = all.some((option) => swatch(view, field, option) !== nothing);
  const picture = (option) => (media ? swatch(view, field, option) : nothing);
  return html`
    <div class=${media ? "cards swatches" : "cards"} part="options">
      ${
        required || field.default !== undefined || field.type === "boolean"
          ? nothing
          : radio(field, { id: "", name: view.words.say("none") }, value === undefined, () => view.set(field.id, null), nothing)
      }
      ${all.map((option) => radio(field, option, chosenIs(option.id), () => choose(option.id), picture(option)))}
    </div>
  `;
}

function radio(field, option, chosen, choose, picture) {
  const { view, key } = field;
  const answer = field.answers.get(option.id);
  const impossible = answer?.unavailable != null;
  return html`
    <label class="card" part="option" data-chosen=${chosen} data-possible=${isPossible(answer)} title=${titleOf(field, answer)}>
      <input
        type="radio"
        class="mark"
        name=${key}
        value=${option.id}
        .checked=${live(chosen)}
        ?disabled=${impossible && !chosen}
        aria-invalid=${field.invalid ? "true" : nothing}
        @change=${choose}
      />
      ${picture}
      <span class="what"><span part="option-name">${view.words.label(option.name)}</span>${beside(field, answer, chosen)}</span>
    </label>
  `;
}

/** A list that opens. */
export function selectView(field) {
  const { view, key, options, value, required } = field;
  const now = value ?? field.default ?? "";
  const text = (option) => {
    const answer = field.answers.get(option.id);
    const said = now === option.id || field.isOld ? "" : besideText(field, answer);
    return said === "" ? view.words.label(option.name) : `${view.words.label(option.name)} (${said})`;
  };
  const impossible = ({ id }) => now !== id && field.answers.get(id)?.unavailable != null;
  return html`
    <select
      id=${key}
      class="list"
      part="input select"
      ?disabled=${field.disabled}
      aria-required=${required ? "true" : nothing}
      aria-invalid=${field.invalid ? "true" : nothing}
      aria-describedby="${key}-below"
      @change=${({ target }) => view.set(field.id, target.value === "" ? null : target.value)}
    >
      ${
        required || field.default === undefined
          ? html`<option value="" .selected=${live(now === "")} ?disabled=${required && now !== ""}>
            ${view.words.say(required ? "choose" : "none")}
          </option>`
          : nothing
      }
      ${options.map(
        (option) =>
          html`<option value=${option.id} .selected=${live(now === option.id)} ?disabled=${impossible(option)}>${text(option)}</option>`,
      )}
    </select>
  `;
}

/** Yes or no. */
export function switchView(field) {
  const { view, key, value } = field;
  const on = value ?? field.default ?? false;
  return html`
    <div class="row">
      <input
        id=${key}
        type="checkbox"
        role="switch"
        class="switch"
        part="input switch"
        .checked=${live(on)}
        ?disabled=${field.disabled}
        aria-invalid=${field.invalid ? "true" : nothing}
        aria-describedby="${key}-below"
        @change=${({ target }) => view.set(field.id, target.checked)}
      />
      <span class="extra" part="difference" data-stale=${field.isOld}>${on ? costOf(field) : besideText(field, field.answers.get("true"))}</span>
    </div>
  `;
}

/** What a switch that is on costs: less without it. */
function costOf({ view, answers }) {
  const less = answers.get("false")?.difference;
  if (less === undefined || less === null || isZero(less)) return "";
  return view.words.difference(less.startsWith("-") ? less.slice(1) : `-${less}`);
}

/** Several of some, where the catalog says so with a quantity each. */
export function checksView(field) {
  const taken = takenOf(field.value ?? field.default);
  return html`
    <div class="cards" part="options">
      ${field.options.map((option, index) => check(field, option, index, taken))}
    </div>
  `;
}

function check(field, option, index, taken) {
  const { view, key } = field;
  const answer = field.answers.get(option.id);
  const chosen = Object.hasOwn(taken, option.id);
  const name = view.words.label(option.name);
  const put = (quantity) => view.set(field.id, valueOf(field, { ...taken, [option.id]: quantity }));
  return html`
    <div class="card several" part="option" data-chosen=${chosen} data-possible=${isPossible(answer)} title=${titleOf(field, answer)}>
      <label class="pick">
        <input
          type="checkbox"
          class="mark"
          .checked=${live(chosen)}
          ?disabled=${answer?.unavailable != null && !chosen}
          aria-invalid=${field.invalid ? "true" : nothing}
          @change=${({ target }) => put(target.checked ? "1" : undefined)}
        />
        ${swatch(view, field, option)}
        <span class="what"><span part="option-name">${name}</span>${beside(field, answer, false)}</span>
      </label>
      ${
        field.quantities && option.max_quantity !== "1"
          ? html`<input
            id="${key}-${index}"
            class="count"
            part="input count"
            type="number"
            min="1"
            step="1"
            max=${option.max_quantity ?? nothing}
            ?hidden=${!chosen}
            .value=${live(chosen ? taken[option.id] : "1")}
            aria-label=${view.words.say("pieces", { name })}
            @input=${({ target }) => view.type(field.id, valueOf(field, { ...taken, [option.id]: countOf(target) }))}
            @change=${() => view.leave(field.id)}
          />`
          : nothing
      }
    </div>
  `;
}

/** How many were typed; what is no number is none, which the engine refuses. */
function countOf({ validity, value }) {
  return validity.badInput || value === "" ? "0" : value;
}

/** A choice of nothing is one, too, where there is a default. */
function valueOf(field, taken) {
  const entries = Object.entries(taken).filter(([, quantity]) => quantity !== undefined);
  return entries.length === 0 && field.default === undefined ? null : Object.fromEntries(entries);
}

/** Why options are not possible; those with the same reason together. */
export function optionNotes({ view, options, answers, value, type }) {
  const { words, component } = view;
  const reasons = new Map();
  for (const option of options) {
    const answer = answers.get(option.id);
    const taken = type === "multiselect" ? Object.hasOwn(takenOf(value), option.id) : value === option.id;
    if (!answer?.unavailable || taken) continue;
    const reason = words.reason(answer.unavailable, component);
    reasons.set(reason, [...(reasons.get(reason) ?? []), words.label(option.name)]);
  }
  return [...reasons]
    .slice(0, MOST_NOTES)
    .map(([reason, names]) => words.say("option_not_available", { option: words.list(names), reason }));
}

function isPossible(answer) {
  return answer === undefined || answer.violations.length === 0;
}

/** Why an option does not go with the other choices, for whoever points at it. */
function titleOf({ view }, answer) {
  if (answer === undefined || answer.violations.length === 0) return nothing;
  return answer.violations.map((found) => view.words.violation(found, view.component)).join("\n");
}

/** What is said beside an option; there is always room for it. */
function beside(field, answer, chosen) {
  return html`<span class="extra" part="difference" data-stale=${field.isOld}>${chosen ? "" : besideText(field, answer)}</span>`;
}

function besideText({ view }, answer) {
  const { words } = view;
  if (answer === undefined) return "";
  if (answer.unavailable !== null) return words.say("not_available");
  if (answer.violations.length > 0) return words.say("not_possible");
  if (answer.difference !== null) return isZero(answer.difference) ? "" : words.difference(answer.difference);
  if (answer.status === "on_request") return view.answer.status === "on_request" ? "" : words.say("status_on_request");
  if (answer.least !== null) return words.say("from", { from: words.difference(answer.least) });
  return answer.amount === null ? "" : words.money(answer.amount);
}

function isZero(amount) {
  return !/[1-9]/.test(amount);
}

function swatch(view, field, option) {
  const address = view.image(option.image);
  const color = view.words.label(option.color);
  const own = html`${
    address !== nothing
      ? html`<img class="swatch" part="swatch" src=${address} alt="" loading="lazy" />`
      : CSS.supports("color", color)
        ? html`<span class="swatch" part="swatch" .style=${`background:${color}`}></span>`
        : html`<span class="swatch empty" part="swatch"></span>`
  }`;
  if (
    address === nothing &&
    color === "" &&
    !field.options.some((other) => other.color !== undefined || view.image(other.image) !== nothing)
  )
    return nothing;
  return html`<slot name="option:${field.id}:${option.id}">${own}</slot>`;
}
