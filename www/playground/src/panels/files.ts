/**
 * The files of price lists: what was found in each and what was guessed, and where a file that was
 * dropped goes.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { DetectedFile } from "pricewright";
import { CATALOG } from "../project.js";
import type { Actions, Dropped, State } from "../state.js";

/** Facts that are told beside the settings. */
const SETTINGS = ["encoding", "separator", "decimal", "thousands", "form", "transposed"];

/** Dropping, the reports, and the files of the project. */
export function files(state: State, actions: Actions): TemplateResult {
  const { project, facts, dropped } = state;
  const pick = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.files) actions.drop(input.files);
    input.value = "";
  };
  const names = Object.keys(project.files);
  return html`<div class="files">
    ${dropped ? attach(dropped, state, actions) : nothing}
    <p class="drop"><label class="button">Choose files<input class="hidden" type="file" multiple accept=".csv,.txt,.json,.price,text/*" @change=${pick} /></label>
      <span class="quiet">or drop CSV price lists, rules or a catalog anywhere on this page; nothing is sent</span></p>
    <ul class="findings">
      ${(facts?.reports ?? []).map((report) => row(report, actions))}
      ${names.filter((name) => name !== CATALOG && !facts?.reports.some(({ file }) => file === name)).map(
        (name) => html`<li><button type="button" class="link" @click=${() => actions.open(name)}>${name}</button> <button type="button" class="small" @click=${() => actions.removeFile(name)}>Remove</button></li>`,
      )}
    </ul>
  </div>`;
}

function row({ component, price_list: list, file, detected }: DetectedFile, actions: Actions): TemplateResult {
  const guessed = detected.guessed ?? [];
  const declared = detected.declared ?? [];
  const told = Object.entries(detected).filter(([key, value]) => !["guessed", "declared"].includes(key) && isTold(key, value));
  return html`<li data-report=${file}>
    <button type="button" class="link" @click=${() => actions.open(file)}>${file}</button> <span class="quiet">price list <code>${list}</code> of ${component}</span>
    <p class="facts">
      ${told.map(([key, value]) => html`<span class=${guessed.includes(key) ? "warn" : ""}>${key.replaceAll("_", " ")} <b>${shown(value)}</b>${guessed.includes(key) ? html` guessed; <code>csv.${key}</code> says otherwise` : declared.includes(key) ? " as declared" : nothing}</span>`)}
    </p>
  </li>`;
}

function isTold(key: string, value: unknown): boolean {
  return value !== null && value !== undefined && (value !== false || SETTINGS.includes(key));
}

function shown(value: unknown): string {
  if (value === "\t") return "tab";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join("; ") : String(value);
}

/** Asks which price list a file is for. */
function attach(dropped: Dropped, { facts, project, item }: State, actions: Actions): TemplateResult {
  const lists = facts?.lists ?? [];
  const component = project.order.items[item]?.component ?? facts?.display.components[0]?.id ?? "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = new FormData(event.target as HTMLFormElement).get("list");
    const list = lists.find((each) => `${each.component}/${each.id}` === chosen);
    actions.attach(dropped, list ?? (chosen === "new" ? { component, id: "" } : null));
  };
  return html`<form class="attach" @submit=${submit}>
    <label>Use <b>${dropped.name}</b> as
      <select name="list">
        ${lists.map(({ component: of, id, name }) => html`<option value="${of}/${id}">the price list ${name} of ${of}</option>`)}
        <option value="new">a new price list of ${component}</option>
        <option value="none">a file that no price list names yet</option>
      </select></label>
    <button type="submit">Take it</button>
    <button type="button" @click=${() => actions.set({ dropped: null })}>Leave it</button>
  </form>`;
}
