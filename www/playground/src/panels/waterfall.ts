/**
 * The waterfall: every line of the item and of the order with its bar, each beginning where the one
 * before it ended, how it came about, and the amounts that are fixed between the phases.
 */
import { scaleLinear } from "d3-scale";
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Explanation, ItemQuote, Line, PhaseExplanation, SourcePosition } from "pricewright";
import { amountText, money, PHASES } from "./shown.js";

/** The width of a bar's space; the drawing is scaled to what there is. */
const WIDTH = 200;

interface Row {
  kind: "line" | "mark";
  phase: string;
  label: string;
  how: string;
  amount: string | null;
  /** Where its bar begins and ends, for drawing only. */
  from: number;
  to: number;
  source: SourcePosition | undefined;
}

/** The lines of an item and of the order as a chart in a table. */
export function waterfall(explained: Explanation, index: number, show: (source: SourcePosition) => void): TemplateResult {
  const { quote, explanation } = explained;
  const item = quote.items[index];
  const told = explanation.items[index];
  if (!item || !told || item.lines.length === 0) {
    return html`<p class="empty">No lines: ${item?.violations[0]?.message ?? item?.problems[0]?.message ?? "nothing is chosen yet"}.</p>`;
  }
  const rows = rowsOf(item, told.phases);
  const ofOrder = quote.items.length === 1 ? lineRows(quote.lines, explanation.order, rows.at(-1)?.to ?? 0) : [];
  if (ofOrder.length > 0 && quote.amount !== null) ofOrder.push(mark("Order amount", quote.amount, ofOrder.at(-1)?.to ?? 0));
  const all = [...rows, ...ofOrder];
  const ends = all.flatMap(({ from, to }) => [from, to]);
  const scale = scaleLinear().domain([Math.min(0, ...ends), Math.max(0, ...ends) || 1]).range([0, WIDTH]);
  return html`<div class="scrolls" tabindex="0" role="region" aria-label="Waterfall">
    <table class="waterfall">
      <thead>
        <tr><th scope="col">Line</th><th scope="col" class="bars"><span class="hidden">Bar</span></th><th scope="col" class="amount">${quote.currency}</th></tr>
      </thead>
      <tbody>
        ${all.map((row, at) => tableRow(row, all[at - 1]?.phase !== row.phase, scale, show))}
      </tbody>
    </table>
    ${quote.items.length > 1 ? orderLines(explained) : nothing}
  </div>`;
}

function tableRow(row: Row, begins: boolean, scale: (amount: number) => number, show: (source: SourcePosition) => void): TemplateResult {
  const { source } = row;
  const name = source
    ? html`<button type="button" class="link" @click=${() => show(source)} title="${source.file}, line ${source.line}">${row.label}</button>`
    : html`<span class="name">${row.label}</span>`;
  return html`<tr class="${row.kind} ${begins ? "begins" : ""}" data-line=${row.label}>
    <th scope="row">${begins && row.kind === "line" ? html`<span class="phase">${PHASES[row.phase] ?? row.phase}</span>` : nothing}${name}${row.how ? html` <span class="how">${row.how}</span>` : nothing}</th>
    <td class="bars">${bar(row, scale)}</td>
    <td class="amount">${row.amount === null ? "" : amountText(row.amount)}</td>
  </tr>`;
}

function bar({ kind, from, to }: Row, scale: (amount: number) => number): TemplateResult {
  const [start, end] = [scale(Math.min(from, to)), scale(Math.max(from, to))];
  const kindOf = kind === "mark" ? "mark" : to >= from ? "up" : "down";
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 12" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<line class="zero" x1=${scale(0)} x2=${scale(0)} y1="0" y2="12"></line>
    <rect class=${kindOf} x=${start} width=${Math.max(end - start, 1)} y=${kind === "mark" ? 4 : 1} height=${kind === "mark" ? 4 : 10}></rect>`}
  </svg>`;
}

/** The item's lines with what is fixed between the phases. */
function rowsOf(item: ItemQuote, phases: PhaseExplanation[]): Row[] {
  const rows: Row[] = [];
  let sum = 0;
  let stage = "list";
  for (const phase of phases) {
    if (phase.stage !== stage) rows.push(...fixedAfter(stage, item, sum));
    ({ stage } = phase);
    for (const row of lineRows(item.lines, [phase], sum)) {
      rows.push(row);
      sum = row.to;
    }
  }
  rows.push(...fixedAfter(stage, item, sum));
  if (stage !== "item" && item.amount !== null) rows.push(mark("Item amount", item.amount, sum));
  return rows;
}

function fixedAfter(stage: string, item: ItemQuote, sum: number): Row[] {
  const pieces = item.quantity === "1" ? "" : ` × ${item.quantity}`;
  if (stage === "list" && item.list_price !== null) return [mark("List price", item.list_price, sum, pieces ? "a piece" : "")];
  if (stage === "unit" && item.unit_price !== null) return [mark("Unit price", item.unit_price, sum, pieces)];
  if (stage === "item" && item.amount !== null) return [mark("Item amount", item.amount, sum)];
  return [];
}

function mark(label: string, amount: string, to: number, how = ""): Row {
  return { kind: "mark", phase: label, label, how, amount, from: 0, to, source: undefined };
}

function lineRows(lines: readonly Line[], phases: PhaseExplanation[], start: number): Row[] {
  let sum = start;
  return phases.flatMap(({ phase, lines: made }) =>
    made.flatMap(({ line: at, how }) => {
      const line = lines[at];
      if (!line) return [];
      const from = sum;
      // for the length of a bar only
      sum += Number(line.amount);
      return [{ kind: "line" as const, phase, label: line.label, how: howOf(line, how), amount: line.amount, from, to: sum, source: line.source }];
    }),
  );
}

function howOf(line: Line, how: string): string {
  const tier = "tier" in line && line.tier !== undefined && !how.includes("tier") ? `, tier from ${line.tier}` : "";
  return `${how}${tier}${line.exact ? "" : `${how || tier ? ", " : ""}rounded from more digits`}`;
}

/** Lines of an order of several items, with what they come to. */
function orderLines({ quote, explanation }: Explanation): TemplateResult {
  const told = explanation.order.flatMap((phase) => phase.lines);
  return html`<table class="waterfall order">
    <caption>The order</caption>
    <tbody>
      ${quote.items.map((item, at) => html`<tr><th scope="row">Item ${at + 1}: ${explanation.items[at]?.name ?? item.component}</th><td class="amount">${item.amount === null ? item.status : amountText(item.amount)}</td></tr>`)}
      ${quote.lines.map((line, at) => html`<tr><th scope="row"><span class="name">${line.label}</span> <span class="how">${told.find((each) => each.line === at)?.how ?? ""}</span></th><td class="amount">${amountText(line.amount)}</td></tr>`)}
      <tr class="mark"><th scope="row">Order amount</th><td class="amount">${quote.amount === null ? quote.status : money(quote.amount, quote.currency)}</td></tr>
    </tbody>
  </table>`;
}
