/**
 * The item as a shop shows it: the package's `<price-configurator>` with the present plan. There is one element; what is
 * chosen in it goes to the order, and what the order says goes to it. It has an engine of its own, in the page, that is
 * fetched with the page.
 */
import "pricewright/configurator";
import type { PriceConfigurator } from "pricewright/configurator";
import type { Facts } from "../engine/protocol.js";
import { type FormValue, formValues, type TriedOrder } from "../project.js";

type Values = Record<string, FormValue>;

export class ShopView {
  readonly element = document.createElement("price-configurator") as PriceConfigurator;

  /** Tells what is chosen in the element. */
  constructor(chosen: (values: Values, quantity: string) => void) {
    this.element.worker = "off";
    this.element.addEventListener("change", () => chosen(formValues(this.element.values), this.element.quantity));
  }

  /** Gives the element what is not as it has it already. */
  sync({ plan }: Facts, { inputs, currency, as_of, tax, items }: TriedOrder, item: number): void {
    const chosen = items[item];
    if (!chosen) return;
    const { element } = this;
    if (element.plan !== plan) element.plan = plan;
    element.component = chosen.component;
    element.currency = currency ?? null;
    element.asOf = as_of ?? null;
    element.taxRate = chosen.tax_rate ?? tax ?? null;
    if (differs(element.inputs ?? {}, inputs)) element.inputs = inputs;
    if (differs(formValues(element.values), chosen.values)) element.values = chosen.values as PriceConfigurator["values"];
    if (element.quantity !== chosen.quantity) element.quantity = chosen.quantity as `${number}`;
  }

  /** Has the element fetch its engine now, out of sight, so that it works later without a network. */
  async warm(facts: Facts): Promise<void> {
    const { element } = this;
    if (element.isConnected) return;
    element.plan = facts.plan;
    element.hidden = true;
    document.body.append(element);
    try {
      await element.ready;
    } catch {
      // it says so itself when it is shown
    }
    if (element.parentElement === document.body) element.remove();
    element.hidden = false;
    // for tests: from here on nothing is fetched
    document.documentElement.dataset["loaded"] = "";
  }
}

function differs(one: object, other: object): boolean {
  const sorted = (record: object) => JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) !== sorted(other);
}
