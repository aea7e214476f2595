/**
 * The total against one dimension: level where the price stays, upright where it jumps, empty where
 * there is none. Every point was priced; the table says the same in numbers.
 */
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Curve, Sample } from "../engine/protocol.js";
import { amountText, money, STATUS } from "./shown.js";

const WIDTH = 480;
const HEIGHT = 250;
const EDGE = { top: 10, right: 26, bottom: 36, left: 54 };
/** Rows of the table. */
const MOST_ROWS = 400;

export interface CurvePanel {
  curve: Curve;
  currency: string;
  /** The present value of the dimension. */
  present: string;
  take(value: string): void;
}

/** Values beside each other with the same answer. */
export interface Run {
  from: string;
  to: string;
  status: string;
  amount: string | null;
}

/** The curve, and the same as a table. */
export function curve(panel: CurvePanel): TemplateResult {
  const { curve: drawn, currency } = panel;
  const priced = drawn.samples.filter((sample) => sample.amount !== null);
  if (priced.length === 0) {
    const status = drawn.samples[0]?.status ?? "unpriced";
    return html`<p class="empty">No value of ${drawn.subject} has a price with the other choices as they are (${STATUS[status] ?? status}).</p>`;
  }
  const runs = runsOf(drawn.samples);
  return html`${chart(panel, priced)}
    <details>
      <summary>As a table (${runs.length} ${runs.length === 1 ? "step" : "steps"})</summary>
      <div class="scrolls" tabindex="0" role="region" aria-label="Steps of the curve">
        <table class="steps">
          <thead><tr><th scope="col">${drawn.subject}${drawn.unit ? `, ${drawn.unit}` : ""}</th><th scope="col" class="amount">${currency}</th></tr></thead>
          <tbody>
            ${runs.slice(0, MOST_ROWS).map((run) => html`<tr><th scope="row">${run.from === run.to ? run.from : `${run.from} – ${run.to}`}</th><td class="amount">${run.amount === null ? (STATUS[run.status] ?? run.status) : amountText(run.amount)}</td></tr>`)}
          </tbody>
        </table>
        ${runs.length > MOST_ROWS ? html`<p class="quiet">and ${runs.length - MOST_ROWS} more</p>` : nothing}
      </div>
    </details>`;
}

/** Samples beside each other with the same status and amount, as one. */
export function runsOf(samples: readonly Sample[]): Run[] {
  const runs: Run[] = [];
  for (const { value, status, amount } of samples) {
    const last = runs.at(-1);
    if (last && last.amount === amount && last.status === status) last.to = value;
    else runs.push({ from: value, to: value, status, amount });
  }
  return runs;
}

function chart({ curve: drawn, currency, present, take }: CurvePanel, priced: Sample[]): TemplateResult {
  const at = ({ value }: Sample) => Number(value);
  const all = drawn.samples;
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return html``;
  const amounts = priced.map(({ amount }) => Number(amount));
  const x = scaleLinear().domain([at(first), at(last)]).range([EDGE.left, WIDTH - EDGE.right]);
  const y = scaleLinear().domain([Math.min(...amounts), Math.max(...amounts)]).nice(5).range([HEIGHT - EDGE.bottom, EDGE.top]);
  const place = line<Sample>()
    .defined(({ amount }) => amount !== null)
    .x((sample) => x(at(sample)))
    .y(({ amount }) => y(Number(amount)));
  const now = nearest(all, Number(present));
  const read = (event: PointerEvent) => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    return nearest(all, x.invert(((event.clientX - box.left) / box.width) * WIDTH));
  };
  const hover = (event: PointerEvent) => point(event.currentTarget as SVGElement, read(event), currency, drawn.unit);
  return html`<figure class="curve">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description(drawn, priced, currency)}"
      @pointermove=${hover} @click=${(event: PointerEvent) => take(read(event)?.value ?? present)}>
      ${y.ticks(5).map((tick) => svg`<g class="tick"><line x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${y(tick)} y2=${y(tick)}></line><text x=${EDGE.left - 6} y=${y(tick)} dy="0.32em" text-anchor="end">${y.tickFormat(5)(tick)}</text></g>`)}
      ${x.ticks(6).map((tick) => svg`<text class="axis" x=${x(tick)} y=${HEIGHT - EDGE.bottom + 18} text-anchor="middle">${x.tickFormat(6)(tick)}</text>`)}
      <text class="axis name" x=${WIDTH - EDGE.right} y=${HEIGHT - 3} text-anchor="end">${drawn.subject}${drawn.unit ? ` (${drawn.unit})` : ""}</text>
      ${gaps(all).map(([from, to]) => svg`<rect class="gap" x=${x(from)} width=${Math.max(1, x(to) - x(from))} y=${EDGE.top} height=${HEIGHT - EDGE.top - EDGE.bottom}></rect>`)}
      <path class="price" d=${place(all) ?? ""}></path>
      ${now && now.amount !== null ? svg`<circle class="now" cx=${x(at(now))} cy=${y(Number(now.amount))} r="5"></circle>` : nothing}
    </svg>
    <figcaption class="quiet"><output>${now ? sampleText(now, currency, drawn.unit) : ""}</output>${drawn.left_out > 0 ? html`<br />${drawn.left_out} numbers at which the price may change are left out, as there are too many` : nothing}</figcaption>
  </figure>`;
}

/** What stands under the pointer, told below the chart. */
function point(chartElement: SVGElement, sample: Sample | undefined, currency: string, unit: string | null): void {
  const output = chartElement.closest("figure")?.querySelector("output");
  if (output && sample) output.value = sampleText(sample, currency, unit);
}

function sampleText({ value, amount, status }: Sample, currency: string, unit: string | null): string {
  return `${value}${unit ? ` ${unit}` : ""}: ${amount === null ? (STATUS[status] ?? status) : money(amount, currency)}`;
}

function nearest(samples: readonly Sample[], value: number): Sample | undefined {
  if (Number.isNaN(value)) return undefined;
  return samples.reduce<Sample | undefined>(
    (best, sample) => (best && Math.abs(Number(best.value) - value) <= Math.abs(Number(sample.value) - value) ? best : sample),
    undefined,
  );
}

/** Stretches without a price, from the last value with one to the next. */
function gaps(samples: readonly Sample[]): [number, number][] {
  return runsOf(samples.map((sample) => ({ ...sample, amount: sample.amount === null ? null : "" , status: "" })))
    .filter(({ amount }) => amount === null)
    .map(({ from, to }) => [Number(from), Number(to)]);
}

function description({ subject, samples }: Curve, priced: Sample[], currency: string): string {
  const [first, last] = [priced[0], priced.at(-1)];
  const steps = runsOf(samples).length;
  return `Price by ${subject}: ${money(first?.amount ?? "0", currency)} at ${first?.value ?? ""}, ${money(last?.amount ?? "0", currency)} at ${last?.value ?? ""}, ${steps} steps; the same stands in the table below`;
}
