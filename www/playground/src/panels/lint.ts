/** What somebody who knows every price would stumble over, with an order that shows it. */
import { html, nothing, type TemplateResult } from "lit";
import type { LintFinding } from "pricewright";
import { locatePosition } from "../editor/places.js";
import type { Actions, State } from "../state.js";
import { counted } from "./shown.js";

/** Every finding of the lint. */
export function lintFindings(state: State, actions: Actions): TemplateResult {
  const { lint } = state;
  const asked = lint.state === "asked";
  const value = lint.state === "known" ? lint.value : asked ? lint.last : undefined;
  if (lint.state === "fault") return html`<p class="bad">${lint.fault.message}</p>`;
  if (!value) return html`<p class="empty">${asked ? "Looking at prices …" : "The lint runs when the catalog compiles."}</p>`;
  const open = value.findings.filter(({ accepted }) => accepted === undefined);
  const accepted = value.findings.length - open.length;
  return html`<p class="quiet" role="status">${asked ? "looking again …" : told(open.length, accepted, value.undecided.length)}</p>
    <ul class="findings">
      ${open.map((finding) => row(finding, state, actions))}
      ${value.unneeded.map(({ code, id }) => html`<li class="warning">the catalog accepts <code>${code}</code> of <code>${id}</code>, which is not found</li>`)}
    </ul>`;
}

function told(open: number, accepted: number, undecided: number): string {
  const parts = [open === 0 ? "no findings" : counted(open, "finding")];
  if (accepted > 0) parts.push(`${accepted} accepted by the catalog`);
  if (undecided > 0) parts.push(`${counted(undecided, "question")} not decided within the steps that are taken here`);
  return parts.join(" · ");
}

function row(finding: LintFinding, { project, compiled }: State, actions: Actions): TemplateResult {
  const { source } = finding;
  return html`<li class=${finding.severity} data-code=${finding.code}>
    ${source && compiled?.facts ? html`<button type="button" class="link" @click=${() => actions.show(locatePosition(project.files, source))}>${finding.message}</button>` : finding.message}
    <button type="button" class="small" @click=${() => actions.attempt(finding.order)}>Try it</button>
    <p class="quiet"><code>${finding.code}</code> ${finding.component ?? "the order"} · ${finding.id}${finding.certainty === "suspicion" ? " · a suspicion" : ""}${finding.more ? ` · ${finding.more} more like it` : ""}${finding.rules ? html` · ${finding.rules.join(", ")}` : nothing}</p>
  </li>`;
}
