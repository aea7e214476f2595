/**
 * The whole element as a template: what is loading, what failed, or the form with its price. Takes the view that the
 * element makes of itself at each rendering; gives no thought to how any of it came about.
 */
import { html, nothing } from "lit";
import { fieldView, quantityField } from "./field.js";
import { priceView } from "./price.js";

export function configuratorView(view) {
  return html`
    <div class="sheet" part="base">
      ${content(view)}
    </div>
    <div class="away" role="status" aria-live="polite" part="announcement">${view.announced}</div>
  `;
}

function content(view) {
  if (view.state === "empty") return nothing;
  if (view.state === "failed") return failure(view);
  return view.component && view.answer ? form(view) : loading(view);
}

function form(view) {
  return html`
    ${media(view)}
    <div class="form" part="form" role="group" aria-label=${view.words.label(view.component.name)}>
      <slot name="before"></slot>
      ${fields(view)} ${view.fixedQuantity ? nothing : quantityField(view)}
      <slot name="after"></slot>
    </div>
    ${priceView(view)}
  `;
}

/** Features one after the other; those of a group together. */
function fields(view) {
  const groups = [];
  for (const feature of shown(view.component.features)) {
    const name = view.words.label(feature.group);
    if (groups.at(-1)?.name !== name) groups.push({ name, features: [] });
    groups.at(-1).features.push(feature);
  }
  return groups.map(({ name, features }) => {
    const all = features.map((feature) => fieldView(view, feature));
    return name === ""
      ? all
      : html`<div class="group" part="group" role="group" aria-label=${name}>
          <div class="heading" part="heading" aria-hidden="true">${name}</div>
          ${all}
        </div>`;
  });
}

/** By `sort_order`, where the catalog says one. */
function shown(features) {
  const place = ({ sort_order }) => (sort_order === undefined ? Number.MAX_SAFE_INTEGER : Number(sort_order));
  return features.toSorted((a, b) => place(a) - place(b));
}

/** No room is kept for a picture that is not there. */
function media(view) {
  const own = image(view);
  return own === nothing && !view.hasPicture
    ? nothing
    : html`<div class="media" part="media"><slot name="image">${own}</slot></div>`;
}

/** The picture of the last choice that has one, or that of the component. */
function image(view) {
  const chosen = view.component.features.flatMap(
    ({ id, options }) => options?.filter((option) => Object.hasOwn(view.values, id) && option.id === view.values[id]) ?? [],
  );
  const pictures = [view.component, ...chosen].map((each) => view.image(each.image)).filter((address) => address !== nothing);
  const address = pictures.at(-1);
  return address === undefined ? nothing : html`<img class="picture" part="image" src=${address} alt="" />`;
}

function loading({ words, progress }) {
  const { loaded = 0, total = 0 } = progress ?? {};
  const part = total > 0 ? Math.min(1, loaded / total) : null;
  return html`
    <div class="wait" part="loading">
      <label for="progress">${words.say("loading")}</label>
      ${part === null ? html`<progress id="progress"></progress>` : html`<progress id="progress" max="1" .value=${part}></progress>`}
    </div>
  `;
}

function failure({ words, error, retry }) {
  return html`
    <div class="wait" part="failure" role="alert">
      <strong>${words.say("failed")}</strong>
      <span class="small">${error.message}</span>
      <button type="button" part="button" @click=${retry}>${words.say("retry")}</button>
    </div>
  `;
}
