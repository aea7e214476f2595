/** The rules that made a line and those that did not, and why; a click goes to where a rule stands. */
import { html, nothing, type TemplateResult } from "lit";
import type { Compared, Explanation, NotFired, PhaseExplanation, SourcePosition } from "pricewright";
import { amountText, counted, PHASES } from "./shown.js";

type Show = (source: SourcePosition) => void;

/** What happened in each phase of an item, then of the order. */
export function rules({ quote, explanation }: Explanation, index: number, show: Show): TemplateResult {
  const item = quote.items[index];
  const phases = explanation.items[index]?.phases ?? [];
  const fired = [
    ...phases.map((phase) => ({ phase, lines: item?.lines ?? [] })),
    ...explanation.order.map((phase) => ({ phase, lines: quote.lines })),
  ];
  const made = fired.flatMap(({ phase, lines }) => phase.lines.map(({ line, how }) => ({ phase, how, line: lines[line] })));
  const silent = fired.flatMap(({ phase }) => phase.not_fired.map((rule) => ({ phase, rule })));
  return html`<div class="rules">
    <h2>${counted(made.length, "line was", "lines were")} made</h2>
    <ul>
      ${made.map(({ phase, how, line }) => (line ? html`<li class="fired" data-rule=${line.id}>${head(phase, line.label, line.id, line.source ?? null, show)}<span class="amount">${amountText(line.amount)}</span>${how ? html`<p class="quiet">${how}</p>` : nothing}</li>` : nothing))}
    </ul>
    ${pendingList(item?.pending ?? [])}
    <h2>${counted(silent.length, "rule")} did not apply</h2>
    <ul>
      ${silent.map(({ phase, rule }) => html`<li class="silent" data-rule=${rule.id}>${head(phase, rule.label, rule.id, rule.source, show)}<p class="quiet">${why(rule)}</p>${rule.because.map((each) => compared(each, show))}</li>`)}
    </ul>
  </div>`;
}

function head({ phase }: PhaseExplanation, label: string, id: string, source: SourcePosition | null, show: Show): TemplateResult {
  const text = html`${label}${label === id ? nothing : html` <code>${id}</code>`}`;
  return html`<span class="phase">${PHASES[phase] ?? phase}</span>${source
      ? html`<button type="button" class="link" title="${source.file}, line ${source.line}" @click=${() => show(source)}>${text}</button>`
      : html`<span>${text}</span>`}`;
}

function pendingList(pending: { id: string; label: string; waits_for: string[] }[]): TemplateResult | typeof nothing {
  if (pending.length === 0) return nothing;
  return html`<h2>${counted(pending.length, "rule waits", "rules wait")} for a value</h2>
    <ul>${pending.map(({ id, label, waits_for }) => html`<li data-rule=${id}><span>${label} <code>${id}</code></span><p class="quiet">waits for ${waits_for.join(", ")}</p></li>`)}</ul>`;
}

/** The reason in words. */
function why(rule: NotFired): string {
  switch (rule.reason) {
    case "condition":
      return "its condition does not hold";
    case "no-match":
      return "it is for other values";
    case "currency":
      return "it has no amount in this currency";
    case "waits":
      return "it waits for a value";
    case "no-tier":
      return "no tier is reached";
    case "not-needed":
      return "it changes nothing here";
    case "problem":
      return "a problem keeps it from being worked out";
    case "not-chosen":
      return `\`${rule.other}\` was chosen instead`;
    case "stopped":
      return `\`${rule.other}\` ended the phase`;
    case "validity":
      return `it is valid${rule.from ? ` from ${rule.from}` : ""}${rule.until ? ` until ${rule.until}` : ""}`;
  }
}

function compared({ text, holds, operands, source }: Compared, show: Show): TemplateResult {
  const values = operands.filter((operand) => operand.text !== operand.value && operand.text !== `"${operand.value}"`);
  const told = `${text}${holds === null ? " is not known" : holds ? " is true" : " is false"}`;
  return html`<p class="compared">
    ${source ? html`<button type="button" class="link" @click=${() => show(source)}><code>${told}</code></button>` : html`<code>${told}</code>`}
    ${values.map((operand) => html`<span class="quiet">${operand.text} = ${operand.value}</span>`)}
  </p>`;
}
