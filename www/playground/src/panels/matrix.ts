/**
 * A price list as a heat map: the darker a cell the dearer, holes hatched, the cell that the price
 * was read from framed. A click on a cell tries its size.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { CellUse, Quote } from "pricewright";
import type { Facts, PriceList } from "../engine/protocol.js";
import { counted } from "./shown.js";

/** How many shades there are. */
const SHADES = 9;
/** Wider lists show no numbers in their cells. */
const MOST_NUMBERS = 12;

export interface MatrixPanel {
  facts: Facts;
  component: string;
  quote: Quote | null;
  item: number;
  /** The list that was chosen; the one in use without it. */
  chosen: string | null;
  choose(list: string): void;
  /** Tries the size of a cell. */
  take(values: Record<string, string>): void;
}

/** The price lists of a component, one of them drawn. */
export function matrix(panel: MatrixPanel): TemplateResult {
  const { facts, component, quote, item, chosen, choose } = panel;
  const lists = facts.lists.filter((list) => list.component === component);
  if (lists.length === 0) return html`<p class="empty">This component has no price list.</p>`;
  const uses = usesOf(quote, item);
  const inUse = lists.find(({ id }) => uses.some(({ list }) => list === id));
  const list = lists.find(({ id }) => id === chosen) ?? inUse ?? lists[0];
  if (!list) return html``;
  const use = uses.find((each) => each.list === list.id);
  return html`<div class="matrix-panel">
    <div class="tools">
      <label><span class="quiet">Price list</span>
        <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
          ${lists.map((each) => html`<option value=${each.id} ?selected=${each === list}>${each.name}${uses.some(({ list: used }) => used === each.id) ? " · in use" : ""}</option>`)}
        </select></label>
      <span class="quiet">${about(list)}</span>
    </div>
    <div class="scrolls" tabindex="0" role="region" aria-label="Price list ${list.name}">${table(panel, list, use)}</div>
    ${legend(list)}
    <p class="quiet">${told(list, use)}</p>
  </div>`;
}

function table({ take }: MatrixPanel, list: PriceList, use: CellUse | undefined): TemplateResult {
  const wide = Math.max(list.cols.length, 1) > MOST_NUMBERS;
  const shade = shadesOf(list);
  const cols = list.cols.length > 0 ? list.cols : [""];
  const isUsed = (row: string, col: string) => use !== undefined && hits(use.row, row) && (!use.col || hits(use.col, col));
  const tried = (row: string, col: string) => {
    const values = { ...(list.row ? { [list.row]: row } : {}), ...(list.col && col ? { [list.col]: col } : {}) };
    return () => take(values);
  };
  return html`<table class="matrix ${wide ? "wide" : ""}">
    <caption class="hidden">${list.name}: ${list.row ?? "rows"} down, ${list.col ?? "one column"} across</caption>
    ${list.cols.length > 0
      ? html`<thead><tr><th scope="col" class="corner">${list.row ?? ""}${list.col ? html` <span class="quiet">↓ ${list.col} →</span>` : nothing}</th>${cols.map((col, at) => html`<th scope="col" class=${at % 5 === 0 ? "every" : ""}><span>${col}</span></th>`)}</tr></thead>`
      : nothing}
    <tbody>
      ${list.rows.map((row, at) => html`<tr>
        <th scope="row">${row}</th>
        ${cols.map((col, across) => {
          const cell = list.cells[at]?.[across] ?? null;
          const used = isUsed(row, col);
          const where = [row, col].filter(Boolean).join(" × ");
          return html`<td
            class="${cell === null ? "hole" : `shade-${shade(cell)}`} ${used ? "used" : ""}"
            title="${where}: ${cell ?? "not available"}"
            @click=${list.row ? tried(row, col) : nothing}
          ><span>${cell ?? "–"}</span>${used ? html`<span class="hidden"> (in use)</span>` : nothing}</td>`;
        })}
      </tr>`)}
    </tbody>
  </table>`;
}

function hits(axis: CellUse["row"], value: string): boolean {
  return axis.hit === value || axis.upper === value;
}

/** The cells that the item's lines were read from. */
function usesOf(quote: Quote | null, item: number): CellUse[] {
  const lines = quote?.items[item]?.lines ?? [];
  return lines.flatMap((line) => ("cell" in line && line.cell ? [line.cell] : []));
}

/** The shade of a price, from 0 to 8; for colors only. */
function shadesOf(list: PriceList): (cell: string) => number {
  const numbers = list.cells.flat().flatMap((cell) => (cell === null ? [] : [Number(cell)]));
  const low = numbers.reduce((least, number) => Math.min(least, number), Infinity);
  const high = numbers.reduce((most, number) => Math.max(most, number), -Infinity);
  const span = high - low;
  return (cell) => (span > 0 ? Math.min(SHADES - 1, Math.floor(((Number(cell) - low) / span) * SHADES)) : Math.floor(SHADES / 2));
}

function legend(list: PriceList): TemplateResult {
  const cells = list.cells.flat().filter((cell) => cell !== null);
  const sorted = cells.toSorted((a, b) => Number(a) - Number(b));
  return html`<p class="legend" aria-hidden="true">
    <span>${sorted[0] ?? ""}</span>${Array.from({ length: SHADES }, (_, shade) => html`<i class="shade-${shade}"></i>`)}<span>${sorted.at(-1) ?? ""}</span>
    <i class="hole"></i><span>not available</span><i class="used"></i><span>in use</span>
  </p>`;
}

function about({ role, lookup, rows, cols, currency }: PriceList): string {
  const size = cols.length > 0 ? `${rows.length} × ${cols.length}` : counted(rows.length, "row");
  return [role === "base" ? "" : role, size, lookup && `lookup ${lookup}`, currency].filter(Boolean).join(" · ");
}

function told(list: PriceList, use: CellUse | undefined): string {
  const holes = list.cells.flat().filter((cell) => cell === null).length;
  const gaps = holes === 0 ? "no holes" : counted(holes, "hole");
  if (!use) return `Not in use for this item; ${gaps}.`;
  const axis = (name: string | null, { asked, hit, upper }: CellUse["row"]) =>
    `${name ?? ""} ${asked} → ${hit}${upper === undefined ? "" : `–${upper}`}`.trim();
  return `In use: ${axis(list.row, use.row)}${use.col ? `, ${axis(list.col, use.col)}` : ""}; ${gaps}.`;
}
