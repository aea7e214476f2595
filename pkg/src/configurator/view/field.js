/**
 * One feature as a field: a label or legend, native inputs, what is allowed, and what is wrong. The line below the inputs
 * is always there, so that nothing moves when it has something to say.
 */
import { html, nothing } from "lit";
import { checksView, optionNotes, radiosView, selectView, switchView } from "./choices.js";
import { numberView, textView } from "./inputs.js";

/** With more options than this, and no colors, a list that opens is easier to use. */
const MOST_RADIOS = 5;

/** What a record says itself: an id may be the name of something that every object has. */
function own(record, id) {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

export function fieldView(view, feature) {
  const { id } = feature;
  const unavailable = own(view.answer.unavailable, id);
  if (unavailable !== undefined && view.hideUnavailable) return nothing;
  const errors = view.typing === id ? [] : errorsOf(view, id);
  const { answers = new Map(), revision } = view.options.get(id) ?? {};
  const field = {
    ...feature,
    view,
    key: `feature-${view.component.features.indexOf(view.component.features.find((other) => other.id === id))}`,
    label: view.words.label(feature.name),
    value: own(view.values, id),
    options: feature.options ?? [],
    answers,
    // of the order before, until there are those of this
    isOld: revision !== view.answer.revision,
    disabled: view.disabled || unavailable !== undefined,
    invalid: errors.length > 0,
  };
  const notes =
    unavailable === undefined ? [...noteOf(field), ...optionNotes(field)] : [view.words.reason(unavailable, view.component)];
  return frame(field, presentation(field), errors, notes, unavailable === undefined ? "available" : "unavailable");
}

/** How many: a field like any other. */
export function quantityField(view) {
  const errors = view.typing === "quantity" ? [] : errorsOf(view, "quantity");
  const { quantity_step: step } = view.component;
  const field = {
    id: "quantity",
    type: "number",
    required: true,
    view,
    key: "quantity",
    label: view.words.say("quantity"),
    value: view.quantity,
    min: step,
    step,
    disabled: view.disabled,
    invalid: errors.length > 0,
  };
  return frame(field, { isGroup: false, content: numberView(field) }, errors, step === "1" ? [] : noteOf(field), "available");
}

function frame(field, { isGroup, content }, errors, notes, state) {
  const { id, key, type, view, label } = field;
  const name = html`<span class="name" part="name">${label}</span>${
    field.required || field.default !== undefined
      ? nothing
      : html` <span class="optional" part="optional">${view.words.say("optional")}</span>`
  }`;
  const below = html`
    <div class="below" id="${key}-below">
      ${errors.map((text) => html`<p class="error" part="error"><bdi>${text}</bdi></p>`)}
      ${notes.map((text) => html`<p class="note" part="note"><bdi>${text}</bdi></p>`)}
    </div>
  `;
  const part = `field field-${type}`;
  const shown = field.invalid ? "invalid" : state;
  return isGroup
    ? html`<fieldset
        class="field"
        part=${part}
        data-name=${id}
        data-state=${shown}
        ?disabled=${field.disabled}
        aria-describedby="${key}-below"
      >
        <legend>${name}</legend>
        ${content}${below}<slot name="feature:${id}"></slot>
      </fieldset>`
    : html`<div class="field" part=${part} data-name=${id} data-state=${shown}>
        <label for=${key}>${name}</label>
        ${content}${below}<slot name="feature:${id}"></slot>
      </div>`;
}

/** The inputs of a feature, and whether these are several. */
function presentation(field) {
  switch (field.type) {
    case "number":
      return { isGroup: false, content: numberView(field) };
    case "text":
      return { isGroup: false, content: textView(field) };
    case "boolean":
      return field.required && field.default === undefined
        ? { isGroup: true, content: radiosView(field) }
        : { isGroup: false, content: switchView(field) };
    case "multiselect":
      return { isGroup: true, content: checksView(field) };
    default:
      return hasMedia(field) || field.options.length <= MOST_RADIOS
        ? { isGroup: true, content: radiosView(field) }
        : { isGroup: false, content: selectView(field) };
  }
}

function hasMedia({ options, view }) {
  return options.some(({ color, image }) => color !== undefined || view.image(image) !== nothing);
}

function errorsOf(view, id) {
  const found = view.problems.filter(({ features }) => features.includes(id)).map(({ text }) => text);
  const missing = view.reported ? view.missing.filter(({ feature }) => feature === id) : [];
  return [...found, ...missing.map(({ text }) => view.words.say("missing-required", { name: text }))];
}

/** What may be given, in words. */
function noteOf({ view, type, unit, min, max, step, min_length, max_length, min_choices, max_choices }) {
  const { words } = view;
  const between = (key, low, high, shown) => {
    const places = { min: low === undefined ? "" : shown(low), max: high === undefined ? "" : shown(high) };
    if (low !== undefined && high !== undefined) return words.say(`${key}_from_to`, places);
    if (low === undefined && high === undefined) return null;
    return words.say(low === undefined ? `${key}_to` : `${key}_from`, places);
  };
  const parts = [];
  if (type === "number") {
    parts.push(between("range", min, max, (text) => words.number(text, unit)));
    if (step !== undefined && step !== "1") parts.push(words.say("steps", { step: words.number(step, unit) }));
  } else if (type === "text") {
    parts.push(between("characters", min_length, max_length, String));
  } else if (type === "multiselect") {
    parts.push(between("choices", min_choices || undefined, max_choices, String));
  }
  const said = parts.filter((part) => part !== null);
  return said.length > 0 ? [said.join(", ")] : [];
}
