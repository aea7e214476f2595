/** What the engine finds in the texts, each with its place and, where the help names one, its fix. */
import { html, nothing, type TemplateResult } from "lit";
import type { Found } from "../editor/findings.js";
import type { Actions } from "../state.js";

/** Every finding; a click shows its place. */
export function problems(found: readonly Found[], known: boolean, actions: Actions): TemplateResult {
  if (!known) return html`<p class="empty">Not checked yet.</p>`;
  if (found.length === 0) return html`<p class="empty good">The catalog compiles, and nothing is doubtful.</p>`;
  return html`<ul class="findings">
    ${found.map(
      ({ diagnostic, place, fix }) => html`<li class=${diagnostic.severity} data-code=${diagnostic.code}>
        <button type="button" class="link" @click=${() => actions.show(place)}>${diagnostic.message}</button>
        ${fix ? html`<button type="button" class="fix" @click=${() => actions.edit(fix.file, fix.from, fix.to, fix.insert)}>${fix.name}</button>` : nothing}
        <p class="quiet"><code>${diagnostic.code}</code> ${where(diagnostic, place.file)}${diagnostic.help ? ` · ${diagnostic.help}` : ""}</p>
      </li>`,
    )}
  </ul>`;
}

function where({ span, path, file }: Found["diagnostic"], shown: string): string {
  const line = span && file === shown ? `:${span.line}` : "";
  return `${shown}${line}${path ? ` ${path}` : ""}`;
}
