/**
 * The form of an item, generated from what the catalog asks: a field for each feature by its type,
 * the difference that each option makes, and beside a field what is not possible and what mends it.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { DisplayComponent, DisplayFeature, OptionPrice, Violation } from "pricewright";
import type { Facts, Priced } from "../engine/protocol.js";
import type { FormValue, TriedItem, TriedOrder } from "../project.js";
import { field, type Field } from "./field.js";
import { orderSettings } from "./settings.js";
import { labelOf } from "./shown.js";

/** What a form shows, and what it tells. */
export interface FormPanel {
  facts: Facts;
  order: TriedOrder;
  item: number;
  /** The last price of this order, which may be of one before. */
  priced: Priced | null;
  change(change: (order: TriedOrder) => TriedOrder, item?: number): void;
}

/** The form of the chosen item, with the order around it. */
export function form(panel: FormPanel): TemplateResult {
  const { facts, order, item } = panel;
  const chosen = order.items[item];
  const component = facts.display.components.find(({ id }) => id === chosen?.component);
  return html`<form class="form" aria-label="Configuration" @submit=${(event: Event) => event.preventDefault()}>
    ${itemChoice(panel)}
    ${chosen && component
      ? html`<fieldset class="fields">
          <legend>${labelOf(component.name, component.id)}</legend>
          ${component.features.map((feature) => field(featureField(panel, chosen, feature)))}
          ${field(quantityField(panel, chosen, component))}
        </fieldset>`
      : html`<p class="empty">This order has no item of this catalog. Choose what is configured above.</p>`}
    ${orderSettings(panel)}
    ${whatElse(panel)}
  </form>`;
}

/** Which item is shown, and what it is. */
export function itemChoice({ facts, order, item, change }: FormPanel): TemplateResult {
  const components = facts.display.components;
  const fresh = (component: string): TriedItem => ({ component, quantity: "1", values: {} });
  const take = (component: string) =>
    change((old) => ({ ...old, items: old.items.length === 0 ? [fresh(component)] : replaced(old.items, item, fresh(component)) }));
  const add = () => change((old) => ({ ...old, items: [...old.items, fresh(components[0]?.id ?? "")] }), order.items.length);
  const remove = () => change((old) => ({ ...old, items: old.items.filter((_, index) => index !== item) }), Math.max(0, item - 1));
  const present = order.items[item]?.component ?? "";
  const known = components.some(({ id }) => id === present);
  return html`<div class="items">
    <label class="grow"
      ><span class="quiet">Item</span>
      <select @change=${(event: Event) => change((old) => old, Number((event.target as HTMLSelectElement).value))}>
        ${order.items.map((each, index) => {
          const name = components.find(({ id }) => id === each.component)?.name;
          return html`<option value=${index} ?selected=${index === item}>${index + 1}. ${labelOf(name, each.component)}${each.id ? ` – ${each.id}` : ""}</option>`;
        })}
      </select></label
    >
    ${components.length > 1 || !known
      ? html`<label class="grow"
          ><span class="quiet">Component</span>
          <select @change=${(event: Event) => take((event.target as HTMLSelectElement).value)}>
            ${known ? nothing : html`<option value="" selected>${present || "none"}</option>`}
            ${components.map(({ id, name }) => html`<option value=${id} ?selected=${id === present}>${labelOf(name, id)}</option>`)}
          </select></label
        >`
      : nothing}
    <button type="button" class="small" @click=${add} title="Add an item" aria-label="Add an item">+</button>
    <button type="button" class="small" ?disabled=${order.items.length < 2} @click=${remove} title="Remove this item" aria-label="Remove this item">−</button>
  </div>`;
}

function featureField(panel: FormPanel, chosen: TriedItem, feature: DisplayFeature): Field {
  const prices = panel.priced?.options?.features.find(({ id }) => id === feature.id)?.options ?? [];
  const violations = violationsOf(panel).filter(({ features }) => features.includes(feature.id));
  const value = Object.hasOwn(chosen.values, feature.id) ? chosen.values[feature.id] : undefined;
  return {
    id: `feature-${feature.id}`,
    feature,
    value,
    prices,
    waits: value === undefined && isMissing(panel, feature.id),
    unavailable: value === undefined ? whyNotAvailable(feature, prices) : null,
    violations: violations.filter(({ code }) => code !== "missing-required"),
    set: (next) => panel.change((old) => withValue(old, panel.item, feature.id, next)),
    fix: (fix) => panel.change((old) => withValue(old, panel.item, fix.feature, fixed(panel, fix))),
  };
}

function quantityField(panel: FormPanel, chosen: TriedItem, component: DisplayComponent): Field {
  const violations = violationsOf(panel).filter(({ code }) => code === "invalid-quantity" || code === "quantity-not-allowed");
  const step = component.quantity_step;
  return {
    id: "quantity",
    feature: { id: "quantity", name: "Quantity", type: "number", required: true, step, min: step },
    value: chosen.quantity,
    prices: [],
    waits: false,
    unavailable: null,
    violations,
    set: (next) => panel.change((old) => ({ ...old, items: replaced(old.items, panel.item, { ...chosen, quantity: String(next ?? "1") }) })),
    fix: () => undefined,
  };
}

/** Violations and warnings that belong to no field that is shown. */
function whatElse(panel: FormPanel): TemplateResult | typeof nothing {
  const quote = panel.priced?.explained.quote;
  if (!quote) return nothing;
  const item = quote.items[panel.item];
  const shown = new Set(panel.facts.display.components.flatMap(({ features }) => features.map(({ id }) => id)));
  const homeless = [...violationsOf(panel), ...quote.violations].filter(
    ({ features, code }) => !features.some((id) => shown.has(id)) && !code.includes("quantity"),
  );
  const told = [
    ...homeless.map(({ message }) => ({ kind: "bad", message })),
    ...[...(item?.problems ?? []), ...quote.problems].map(({ message }) => ({ kind: "bad", message })),
    ...[...(item?.warnings ?? []), ...quote.warnings].map(({ message }) => ({ kind: "warn", message })),
  ];
  if (told.length === 0) return nothing;
  return html`<ul class="told">
    ${told.map(({ kind, message }) => html`<li class=${kind}>${message}</li>`)}
  </ul>`;
}

function violationsOf({ priced, item }: FormPanel): Violation[] {
  return priced?.explained.quote.items[item]?.violations ?? [];
}

function isMissing(panel: FormPanel, id: string): boolean {
  return violationsOf(panel).some(({ code, features }) => code === "missing-required" && features.includes(id));
}

/** The reason, where the engine says of every option that the feature is not available. */
function whyNotAvailable(feature: DisplayFeature, prices: OptionPrice[]): string | null {
  if (!feature.conditional || prices.length === 0) return null;
  const reasons = prices.map(({ violations }) =>
    violations.find(({ code, features }) => code === "not-available" && features.length > 0 && features.includes(feature.id)),
  );
  const chosen = prices.some((price) => price.chosen);
  return !chosen && reasons.every((reason) => reason !== undefined) ? (reasons[0]?.message ?? null) : null;
}

/** The value of a fix as a form keeps it. */
function fixed({ facts, order, item }: FormPanel, fix: Violation["fixes"][number]): FormValue | undefined {
  if (fix.value === null) return undefined;
  const component = facts.display.components.find(({ id }) => id === order.items[item]?.component);
  const type = component?.features.find(({ id }) => id === fix.feature)?.type;
  if (type === "boolean") return fix.value === "true";
  return type === "multiselect" ? [fix.value] : fix.value;
}

/** The order with another value; without one it is unset. */
export function withValue(order: TriedOrder, item: number, feature: string, value: FormValue | undefined): TriedOrder {
  const chosen = order.items[item];
  if (!chosen) return order;
  const { [feature]: _, ...others } = chosen.values;
  const values = value === undefined ? others : { ...others, [feature]: value };
  return { ...order, items: replaced(order.items, item, { ...chosen, values }) };
}

export function replaced<T>(list: readonly T[], at: number, value: T): T[] {
  return list.map((each, index) => (index === at ? value : each));
}

