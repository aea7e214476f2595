/** The whole page out of the state. */
import { html, nothing, type TemplateResult } from "lit";
import { subjectOf, withPrice } from "../controller.js";
import type { Found } from "../editor/findings.js";
import { locatePosition } from "../editor/places.js";
import { CATALOG, triedOrder } from "../project.js";
import { type Actions, ANSWERS, type AnswersTab, type Answered, type Column, COLUMNS, type FindingsTab, type State } from "../state.js";
import { curve } from "./curve.js";
import { files } from "./files.js";
import { form, itemChoice, withValue } from "./form.js";
import { header } from "./header.js";
import { lintFindings } from "./lint.js";
import { matrix } from "./matrix.js";
import { problems } from "./problems.js";
import { range } from "./range.js";
import { rules } from "./rules.js";
import { labelOf } from "./shown.js";
import { summary } from "./summary.js";
import { type Tab, tabs } from "./tabs.js";
import { testBadge, tests } from "./tests.js";
import { waterfall } from "./waterfall.js";

const COLUMN_NAMES: Record<Column, string> = { write: "Write", configure: "Configure", price: "Price" };
const FORMS: readonly Tab<"form" | "shop">[] = [{ id: "form", label: "Form" }, { id: "shop", label: "As in a shop" }];
const ANSWER_NAMES: Record<AnswersTab, string> = { waterfall: "Waterfall", rules: "Rules", matrix: "Price list", curve: "Curve", range: "Range" };

/** Parts that are there once, whatever is drawn anew. */
export interface Hosts {
  editor: HTMLElement;
  /** The form as a shop shows it. */
  shop: HTMLElement;
}

/** Everything but what lives in the hosts. */
export function page(state: State, actions: Actions, found: readonly Found[], { editor, shop }: Hosts): TemplateResult {
  return html`${header(state, actions)}
    <nav class="columns-switch">${tabs("Columns", "columns", COLUMNS.map((id) => ({ id, label: COLUMN_NAMES[id] })), state.column, (column) => actions.set({ column }))}</nav>
    <main id="columns" class="columns show-${state.column} ${state.shop ? "shopping" : ""}">
      <section class="write" aria-label="Catalog and rules">
        ${fileTabs(state, actions, found)}
        ${editor}
        ${findings(state, actions, found)}
      </section>
      <section class="configure" aria-label="Configuration">
        ${tabs("Form", "form", FORMS, state.shop ? "shop" : "form", (id) => actions.set({ shop: id === "shop" }))}
        <div id="form" role="tabpanel" aria-labelledby=${state.shop ? "tab-shop" : "tab-form"}>${formColumn(state, actions, shop)}</div>
      </section>
      <section class="price" aria-label="Total and reasons">
        ${summary(state)}
        ${tabs("What makes the price", "answers", ANSWERS.map((id) => ({ id, label: ANSWER_NAMES[id] })), state.answers, (answers) => actions.set({ answers }))}
        <div class="answers" id="answers" role="tabpanel" aria-labelledby="tab-${state.answers}">${answers(state, actions)}</div>
      </section>
    </main>
    ${notice(state, actions)}`;
}

function fileTabs({ project, active }: State, actions: Actions, found: readonly Found[]): TemplateResult {
  const faults = (file: string) => found.filter(({ place, diagnostic }) => place.file === file && diagnostic.severity === "error").length;
  const list = Object.keys(project.files).map((id): Tab<string> => {
    const count = faults(id);
    return { id, label: id, badge: count > 0 ? count : undefined, tone: "bad" };
  });
  return html`<div class="file-tabs">${tabs("Files", "editor", list, active, (file) => actions.open(file))}</div>`;
}

function findings(state: State, actions: Actions, found: readonly Found[]): TemplateResult {
  const badge = testBadge(state);
  const lint = state.lint.state === "known" ? state.lint.value.findings.filter(({ accepted }) => accepted === undefined).length : 0;
  const errors = found.some(({ diagnostic }) => diagnostic.severity === "error");
  const list: Tab<FindingsTab>[] = [
    { id: "problems", label: "Problems", badge: found.length || undefined, tone: errors ? "bad" : "warn" },
    { id: "tests", label: "Tests", badge: badge?.text, tone: badge?.tone },
    { id: "lint", label: "Lint", badge: lint || undefined, tone: "warn" },
    { id: "files", label: "Files" },
  ];
  const panels: Record<FindingsTab, () => TemplateResult> = {
    problems: () => problems(found, state.compiled !== null, actions),
    tests: () => tests(state, actions),
    lint: () => lintFindings(state, actions),
    files: () => files(state, actions),
  };
  return html`<div class="below">
    ${tabs("Findings", "findings", list, state.findings, (tab) => actions.set({ findings: tab }))}
    <div class="panel" id="findings" role="tabpanel" tabindex="0" aria-labelledby="tab-${state.findings}">${panels[state.findings]()}</div>
  </div>`;
}

function formColumn({ facts, project, item, priced, compiled, shop }: State, actions: Actions, element: HTMLElement): TemplateResult {
  if (!facts) {
    return html`<p class="empty">${compiled ? "The form comes with a catalog that compiles. Problems are told below the editor." : "…"}</p>`;
  }
  const panel = { facts, order: project.order, item, priced: known(priced) ?? null, change: actions.order };
  const isKnown = facts.display.components.some(({ id }) => id === project.order.items[item]?.component);
  return shop && isKnown ? html`<div class="shop">${itemChoice(panel)}${element}</div>` : form(panel);
}

function answers(state: State, actions: Actions): TemplateResult {
  const { facts, project, item } = state;
  const priced = known(state.priced);
  if (!facts || !priced) return html`<p class="empty">No price yet.</p>`;
  const chosen = project.order.items[item];
  const { explained } = priced;
  const show = (source: { file: string; line: number; column: number }) => actions.show(locatePosition(project.files, source));
  const set = (values: Record<string, string>) =>
    actions.order((order) => Object.entries(values).reduce((old, [feature, value]) => withValue(old, item, feature, value), order));
  switch (state.answers) {
    case "waterfall":
      return waterfall(explained, item, show);
    case "rules":
      return rules(explained, item, show);
    case "matrix":
      return matrix({
        facts, component: chosen?.component ?? "", quote: explained.quote, item, chosen: state.list,
        choose: (list) => actions.set({ list }), take: set,
      });
    case "curve":
      return curvePanel(state, actions, set);
    case "range":
      return range(state.ranges, priced.hints, (order) => {
        const [witness] = triedOrder(order).items;
        if (witness) actions.order((old) => ({ ...old, items: old.items.map((each, at) => (at === item ? { ...each, values: witness.values } : each)) }));
      });
  }
}

function curvePanel(state: State, actions: Actions, set: (values: Record<string, string>) => void): TemplateResult {
  const { facts, project, item } = state;
  const chosen = project.order.items[item];
  const component = facts?.display.components.find(({ id }) => id === chosen?.component);
  const subject = subjectOf(state);
  if (!component || !chosen || subject === null) return html`<p class="empty">Choose an item first.</p>`;
  const dimensions = [...component.features.filter(({ type }) => type === "number"), { id: "quantity", name: "Quantity" }];
  const drawn = known(state.curve);
  const present = subject === "quantity" ? chosen.quantity : String(chosen.values[subject] ?? "");
  const take = (value: string) =>
    subject === "quantity"
      ? actions.order((order) => ({ ...order, items: order.items.map((each, at) => (at === item ? { ...each, quantity: value } : each)) }))
      : set({ [subject]: value });
  return html`<div class="tools">
      <label><span class="quiet">${withPrice(state).length < project.order.items.length ? "Total of what has a price by" : "Total of the order by"}</span>
        <select id="dimension" @change=${(event: Event) => actions.set({ subject: (event.target as HTMLSelectElement).value })}>
          ${dimensions.map(({ id, name }) => html`<option value=${id} ?selected=${id === subject}>${labelOf(name, id)}</option>`)}
        </select></label>
    </div>
    ${state.curve.state === "fault" ? html`<p class="bad">${state.curve.fault.message}</p>` : nothing}
    ${drawn && drawn.subject === subject
      ? curve({ curve: drawn, currency: known(state.priced)?.explained.quote.currency ?? "", present, take })
      : html`<p class="empty">pricing …</p>`}`;
}

function notice({ notice: told }: State, actions: Actions): TemplateResult {
  return html`<div class="notice-place" role="status">
    ${told
      ? html`<div class="notice ${told.bad ? "bad" : ""}">
          <p>${told.text}</p>
          ${told.link ? html`<input aria-label="Link" readonly .value=${told.link} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />` : nothing}
          ${told.undo ? html`<button type="button" @click=${told.undo}>Undo</button>` : nothing}
          <button type="button" class="small" aria-label="Close" @click=${() => actions.set({ notice: null })}>×</button>
        </div>`
      : nothing}
  </div>`;
}

function known<T>(answered: Answered<T>): T | undefined {
  return answered.state === "known" ? answered.value : answered.state === "asked" ? answered.last : undefined;
}

/** The file that a project opens with: rules, if there are any. */
export function firstFile(names: readonly string[]): string {
  return names.find((name) => name.endsWith(".price") && name !== "order.price") ?? CATALOG;
}
