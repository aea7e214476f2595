/** Fields without options: numbers with unit and step, and texts with a counter. */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

/** What the engine is told of something that is no number: that it is none, whatever was typed. */
const NO_NUMBER = "?";

/** A number; what was typed stays as it is, also where it is not allowed. */
export function numberView(field) {
  const { view, id, key, label, unit, min, max, step, value } = field;
  const shown = String(value ?? field.default ?? "");
  const type = ({ target }) => view.type(id, typed(field, target));
  const turn = (direction) => (event) => {
    const input = event.currentTarget.parentElement.querySelector("input");
    if (direction < 0) input.stepDown();
    else input.stepUp();
    view.set(id, typed(field, input));
  };
  const button = (direction, sign, key) => html`<button
    type="button"
    class="turn"
    part="button step"
    tabindex="-1"
    ?disabled=${field.disabled}
    aria-label=${view.words.say(key, { name: label })}
    @click=${turn(direction)}
  >
    ${sign}
  </button>`;
  return html`
    <div class="number" part="number">
      ${step === undefined ? nothing : button(-1, "−", "less")}
      <input
        id=${key}
        part="input"
        type="number"
        inputmode=${step !== undefined && /^\d+$/.test(step) ? "numeric" : "decimal"}
        min=${min ?? nothing}
        max=${max ?? nothing}
        step=${step ?? "any"}
        autocomplete="off"
        .value=${live(shown === NO_NUMBER ? "" : shown)}
        ?disabled=${field.disabled}
        aria-required=${field.required ? "true" : nothing}
        aria-invalid=${field.invalid ? "true" : nothing}
        aria-describedby="${unit ? `${key}-unit ` : ""}${key}-below"
        @input=${type}
        @change=${() => view.leave(id)}
        @blur=${() => view.leave(id)}
      />
      ${unit ? html`<span class="unit" part="unit" id="${key}-unit">${unit}</span>` : nothing}
      ${step === undefined ? nothing : button(1, "+", "more")}
    </div>
  `;
}

/** The decimal text of what stands in an input, exactly as it was typed. */
function typed(field, { value, validity }) {
  if (validity.badInput) return NO_NUMBER;
  if (value !== "") return plainDecimal(value);
  // where there is a default, nothing is no way to say so
  return field.id === "quantity" || field.default !== undefined ? NO_NUMBER : null;
}

/** Without the exponent that an input takes. */
function plainDecimal(text) {
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(exponent);
  if (whole === undefined || Math.abs(shift) > 30) return NO_NUMBER;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  return `${sign}${padded.slice(0, at)}${padded.length > at ? `.${padded.slice(at)}` : ""}`;
}

/** A text, with how long it is. */
export function textView(field) {
  const { view, id, key, max_length: most, value } = field;
  const text = value ?? field.default ?? "";
  const count = [...text].length;
  return html`
    <div class="text" part="text">
      <input
        id=${key}
        part="input"
        type="text"
        autocomplete="off"
        .value=${live(text)}
        ?disabled=${field.disabled}
        aria-required=${field.required ? "true" : nothing}
        aria-invalid=${field.invalid ? "true" : nothing}
        aria-describedby="${key}-below"
        @input=${({ target }) => view.type(id, target.value === "" && field.default === undefined ? null : target.value)}
        @change=${() => view.leave(id)}
        @blur=${() => view.leave(id)}
      />
      ${
        most === undefined
          ? nothing
          : html`<span class="counter" part="counter" aria-hidden="true" data-over=${count > most}>
              <bdi>${view.words.say("counter", { count, max: most })}</bdi>
            </span>`
      }
    </div>
  `;
}
