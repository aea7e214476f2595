/** Tabs with the keys that people expect of them: arrows, Home and End. */
import { html, type TemplateResult } from "lit";

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  /** A count or a mark beside the label. */
  badge?: string | number | undefined;
  tone?: "bad" | "warn" | "good" | undefined;
}

/** A list of tabs; `panel` is the id of what they switch. */
export function tabs<Id extends string>(
  name: string,
  panel: string,
  list: readonly Tab<Id>[],
  chosen: Id,
  choose: (id: Id) => void,
): TemplateResult {
  const move = (event: KeyboardEvent) => {
    const at = list.findIndex(({ id }) => id === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = list[(to + list.length) % list.length];
    if (!next) return;
    choose(next.id);
    const strip = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => strip.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus());
  };
  return html`<div class="tabs" role="tablist" aria-label=${name} @keydown=${move}>
    ${list.map(
      ({ id, label, badge, tone }) => html`<button
        type="button"
        role="tab"
        id="tab-${id}"
        data-tab=${id}
        aria-selected=${id === chosen}
        aria-controls=${panel}
        tabindex=${id === chosen ? 0 : -1}
        @click=${() => choose(id)}
      >
        ${label}${badge === undefined ? "" : html` <span class="badge ${tone ?? ""}">${badge}</span>`}
      </button>`,
    )}
  </div>`;
}
