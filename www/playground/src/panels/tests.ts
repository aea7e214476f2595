/** The tests in the catalog as they stand now: which passed, and what was expected and found where one did not. */
import { html, nothing, type TemplateResult } from "lit";
import type { CatalogTestOutcome } from "pricewright";
import { locate, locatePosition } from "../editor/places.js";
import type { Actions, Answered, State } from "../state.js";

/** Every test, those that failed first. */
export function tests(state: State, actions: Actions): TemplateResult {
  const report = known(state.tests);
  if (state.tests.state === "fault") return faulty(state, actions);
  if (!report) return html`<p class="empty">Tests run when the catalog compiles.</p>`;
  if (report.tests.length === 0) return html`<p class="empty">The catalog has no tests. One begins with <code>test</code>: <code>test plain given { width: 1000 } expect unit_price 61.50</code>.</p>`;
  const sorted = [...report.tests].sort((a, b) => Number(a.passed) - Number(b.passed));
  return html`${state.compiled?.facts === null ? html`<p class="warn">of the last catalog without a fault</p>` : nothing}<ul class="findings tests">${sorted.map((test) => outcome(test, state, actions))}</ul>`;
}

function outcome(test: CatalogTestOutcome, { project, compiled }: State, actions: Actions): TemplateResult {
  const name = html`${test.label ?? test.id}${test.label ? html` <code>${test.id}</code>` : nothing}`;
  const source = compiled?.facts ? test.source : undefined;
  return html`<li class=${test.passed ? "passed" : "error"} data-test=${test.id}>
    <span class="mark" aria-hidden="true">${test.passed ? "✓" : "✗"}</span><span class="hidden">${test.passed ? "passed" : "failed"}</span>
    ${source ? html`<button type="button" class="link" @click=${() => actions.show(locatePosition(project.files, source))}>${name}</button>` : name}
    <button type="button" class="small" @click=${() => actions.attempt(test.order)}>Try it</button>
    ${test.failures.map((failure) => html`<p><button type="button" class="link bad" @click=${() => actions.show(locate(project.files, failure))}>${failure.message}</button></p>`)}
  </li>`;
}

function faulty({ tests: answered, project }: State, actions: Actions): TemplateResult {
  if (answered.state !== "fault") return html``;
  const { message, diagnostics } = answered.fault;
  if (diagnostics.length === 0) return html`<p class="bad">${message}</p>`;
  return html`<ul class="findings">
    ${diagnostics.map((found) => html`<li class="error"><button type="button" class="link" @click=${() => actions.show(locate(project.files, found))}>${found.message}</button>${found.help ? html`<p class="quiet">${found.help}</p>` : nothing}</li>`)}
  </ul>`;
}

/** How many passed and failed, for a tab. */
export function testBadge({ tests: answered, compiled }: State): { text: string; tone: "good" | "bad" } | null {
  // of a text that does not compile nothing was tested
  if (compiled?.facts === null) return null;
  if (answered.state === "fault") return { text: "!", tone: "bad" };
  const report = known(answered);
  if (!report || report.tests.length === 0) return null;
  return report.failed > 0 ? { text: `${report.failed} failed`, tone: "bad" } : { text: `${report.passed} ✓`, tone: "good" };
}

function known<T>(answered: Answered<T>): T | undefined {
  return answered.state === "known" ? answered.value : answered.state === "asked" ? answered.last : undefined;
}
