/** What it costs, beside the form: the total, tax, a breakdown that opens, what does not fit, warnings and hints. */
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { takenOf } from "../taken.js";

/** Of many values that would be allowed, the first few are offered. */
const MOST_FIXES = 4;

export function priceView(view) {
  const { words } = view;
  return html`
    <section class="price" part="price" aria-label=${words.say("price")}>
      <div class="bar" part="bar" data-status=${view.answer.status} data-stale=${view.stale || (view.answer.status === "incomplete" && view.isRangeOld)}>
        <div class="figures">
          <span class="caption" part="caption">${words.say("total")}</span>
          <output class="total" part="total">${headline(view)}</output>
          <span class="tax" part="tax"><bdi>${taxLine(view)}</bdi></span>
        </div>
        <div class="actions"><slot name="actions"></slot></div>
      </div>
      <div class="details" part="details">
        <p class="status" part="status"><bdi>${statusLine(view)}</bdi></p>
        ${problems(view)} ${notices(view)} ${breakdown(view)} ${hints(view)}
        <slot name="details"></slot>
      </div>
    </section>
  `;
}

/** The figure that counts, or what stands in its place. */
export function headline({ words, answer: { status, quote }, range }) {
  if (status === "priced") return words.money(quote.amount);
  if (status === "on_request" || status === "unpriced") return words.say(`status_${status}`);
  if (status === "invalid") return words.say("no_price");
  if (range?.to != null && range.to !== range.from)
    return words.say("from_to", { from: words.money(range.from), to: words.money(range.to) });
  if (range) return words.say("from", { from: words.money(range.from) });
  const { amount } = quote.items[0];
  // nothing is known of it yet: a zero would be read as a price
  return amount === null || quote.items[0].lines.length === 0
    ? words.say("no_price")
    : words.say("so_far", { amount: words.money(amount) });
}

/** What there is to say besides the figure. */
export function statusLine({ words, answer: { status, quote }, missing }) {
  switch (status) {
    case "incomplete":
      return words.say("status_incomplete", { names: words.list(missing.map(({ text }) => text)) });
    case "invalid":
      return words.say("status_invalid");
    case "on_request":
      return [...messages(quote.items[0].warnings), words.say("on_request_help")].join(" · ");
    case "unpriced":
      return words.say("unpriced_help");
    default:
      return "";
  }
}

/** Tax by rate, and the amount on the other side of it. */
function taxLine({ words, answer: { status, quote }, taxed }) {
  if (status !== "priced" || !taxed || quote.tax === null) return nothing;
  const key = quote.prices === "net" ? "tax_added" : "tax_contained";
  const shares = quote.taxes.map(({ rate, tax }) => words.say(key, { rate: words.number(rate), tax: words.money(tax) }));
  const other =
    quote.prices === "net"
      ? words.say("with_tax", { amount: words.money(quote.gross) })
      : words.say("without_tax", { amount: words.money(quote.net) });
  return [...shares, other].join("; ");
}

function problems(view) {
  if (view.stale) return nothing;
  return block(view, "problems", view.problems, ({ text, fixes }) => {
    const buttons = fixes.slice(0, MOST_FIXES).map((fix) => fixButton(view, fix));
    return html`<bdi>${text}</bdi><span class="fixes">${buttons}</span>`;
  });
}

/** A list with a heading; nothing without entries. An entry with its button never becomes another one: it goes, and that one comes. */
function block({ words }, name, entries, entry, { key = (_, index) => index, isOld = false } = {}) {
  if (entries.length === 0) return nothing;
  return html`
    <div class="block ${name}" part=${name} role="group" aria-label=${words.say(name)} data-stale=${isOld}>
      <div class="heading" aria-hidden="true">${words.say(name)}</div>
      <ul>
        ${entries.map((each, index) => keyed(key(each, index), html`<li>${entry(each)}</li>`))}
      </ul>
    </div>
  `;
}

/** A change that would allow it; a value of the engine's is a text. */
function fixButton(view, { feature: id, value }) {
  const { words, component } = view;
  const feature = component.features.find((other) => other.id === id);
  // several at once are no text; the form has them
  if (feature?.type === "multiselect" && value !== null) return nothing;
  const name = feature ? words.label(feature.name) : words.say(id);
  const text =
    value === null ? words.say("leave_out", { name }) : words.say("set_to", { name, value: words.value(feature, value) });
  const take = () => view.mend(id, ofType(feature, value));
  return html`<button type="button" part="button fix" ?disabled=${view.disabled} @click=${take}>${text}</button>`;
}

function ofType(feature, value) {
  return feature?.type === "boolean" && value !== null ? value === "true" : value;
}

function notices(view) {
  const { status, quote } = view.answer;
  // those of an order on request say why it is, in the line above
  const found =
    status === "on_request" || quote === null ? [] : [...messages(quote.items[0].warnings), ...messages(quote.warnings)];
  return block(view, "warnings", found, (message) => html`<bdi>${message}</bdi>`);
}

function messages(notices) {
  return notices.map(({ message }) => message);
}

/** The waterfall, line by line. */
function breakdown({ words, answer: { status, quote } }) {
  const lines = quote === null ? [] : [...quote.items[0].lines, ...quote.lines];
  if (lines.length === 0) return nothing;
  const total = status === "priced" ? quote.amount : quote.items[0].amount;
  return html`
    <details class="block" part="breakdown">
      <summary>${words.say("breakdown")}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.say("breakdown")}>
        <table part="lines">
          <thead>
            <tr>
              <th scope="col">${words.say("line")}</th>
              <th scope="col" class="amount">${words.say("per_piece")}</th>
              <th scope="col" class="amount">${words.say("amount")}</th>
            </tr>
          </thead>
          <tbody>
            ${lines.map(
              (line) => html`<tr part="line" data-phase=${line.phase}>
                <th scope="row">${line.label}${rateOf(words, line)}</th>
                <td class="amount">${line.unit_amount === null ? "" : words.money(line.unit_amount)}</td>
                <td class="amount">${words.money(line.amount)}</td>
              </tr>`,
            )}
          </tbody>
          ${
            total === null
              ? nothing
              : html`<tfoot>
                <tr>
                  <th scope="row">${words.say("total")}</th>
                  <td></td>
                  <td class="amount">${words.money(total)}</td>
                </tr>
              </tfoot>`
          }
        </table>
      </div>
    </details>
  `;
}

function rateOf(words, { rate }) {
  return rate === undefined ? nothing : html` <span class="small">${words.number(rate)}\u00a0%</span>`;
}

/** Small changes that save, or give more for the same. Those of the order before stay, grayed, until there are those of this. */
function hints(view) {
  const entry = (hint) => html`<bdi>${hintText(view, hint)}</bdi> ${hintButton(view, hint)}`;
  const key = ({ kind, subject, to }) => JSON.stringify([kind, subject, to]);
  return block(view, "hints", view.hints, entry, { key, isOld: view.areHintsOld });
}

function hintText({ words, component }, { kind, subject, to, difference }) {
  const feature = component.features.find(({ id }) => id === subject);
  const key = { saves: "hint_saves", "more-for-the-same": "hint_same", free: "hint_free" }[kind];
  const shown = feature?.type === "multiselect" ? Object.keys(takenOf(to)) : to;
  const value = feature ? words.value(feature, shown) : words.number(String(to));
  return words.say(key, {
    name: feature ? words.label(feature.name) : words.say("quantity"),
    value,
    difference: words.difference(difference),
  });
}

function hintButton(view, hint) {
  const take = () => view.mend(hint.subject, hint.to);
  return html`<button type="button" part="button hint" ?disabled=${view.disabled} @click=${take}>${view.words.say("apply")}</button>`;
}
