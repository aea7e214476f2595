/// <reference lib="dom" />
import type { DisplayModel } from "./display.js";
import type { PricewrightError } from "./errors.js";
import type { InputValue, Order } from "./order.js";
import type { Quote, Status } from "./quote.js";
import type { Amount, CurrencyCode, Day, DecimalLike, Value } from "./values.js";

export type * from "./display.js";
export type * from "./order.js";
export type * from "./quote.js";
export type * from "./values.js";

/**
 * `<price-configurator>`: a form of a plan or a catalog, and the price beside it. Importing the module defines it; where
 * there is no page, as on a server, the import does nothing.
 */
export declare class PriceConfigurator extends HTMLElement {
  static readonly formAssociated: true;

  /** A compiled plan: its address or its bytes. */
  plan: string | URL | Uint8Array | ArrayBuffer | null;
  /** A catalog instead: its address, or the document as text or object. Loads the full build. */
  catalog: string | URL | object | null;
  /** The files of a catalog that is given as a document. */
  files: { [name: string]: string | Uint8Array } | null;
  /** Which component; the first without it. */
  component: string | null;
  /** `full` loads the full build for a plan, too: proved ranges and hints. */
  engine: "full" | "runtime" | null;
  /** `off` keeps the engine in the page. */
  worker: "off" | null;
  /** The language of names, texts and formats; that of the page without it. */
  language: string | null;
  currency: CurrencyCode | null;
  /** The day for validities; today without it, where the plan needs one. */
  asOf: Day | null;
  /** In percent: shows tax. */
  taxRate: string | number | null;
  /** Inputs by their dotted ids. */
  inputs: { [id: string]: InputValue } | null;
  /** Values of features, as they are wished: also those that are not available at the moment. */
  get values(): ConfiguredValues;
  set values(values: ConfiguredValues | null);
  get quantity(): string;
  set quantity(quantity: DecimalLike | null);
  /** Leaves out the field for the quantity. */
  fixedQuantity: boolean;
  /** `hide` leaves out features that are not available. */
  unavailable: "hide" | "show" | null;
  /** Where the catalog's images are. */
  images: string | null;
  /** The element's own texts, over those of the language. */
  messages: Partial<ConfiguratorMessages> | null;
  name: string;
  disabled: boolean;

  readonly state: "empty" | "loading" | "ready" | "failed";
  /** Why it failed. */
  readonly error: PricewrightError | null;
  /** Kept once there is a form; rejected with `error`. */
  readonly ready: Promise<void>;
  readonly display: DisplayModel | null;
  /** Of all that was set so far, as are `total`, `order` and `quote`: `null` until that is priced. */
  readonly status: Status | null;
  /** The order's amount; `null` while there is no binding price. */
  readonly total: Amount | null;
  readonly order: Order | null;
  /** `null` until all that was set is priced, and while a value cannot be read. */
  readonly quote: Quote | null;
  /** The claim as JSON text; empty while there is no binding price. */
  readonly value: string;

  readonly form: HTMLFormElement | null;
  readonly labels: NodeList;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  /** Shows what is missing, too, and goes there. */
  reportValidity(): boolean;

  /** Sets a feature, an input or `quantity`; `null` leaves it unset. */
  set(name: string, value: Value | InputValue): void;
  set(values: { [name: string]: Value | InputValue }): void;
  unset(name: string): void;
  /** The values that it began with. */
  reset(): void;
  /** The quote of all that was set so far. */
  priced(): Promise<Quote | null>;
  /** The same, when also ranges, differences of options and hints are there. */
  settled(): Promise<Quote | null>;
  /** Goes to a feature's field. */
  focusField(name: string): void;
  /** Begins anew, as after a failure. */
  reload(): void;

  addEventListener<T extends keyof ConfiguratorEvents>(
    type: T,
    listener: (this: PriceConfigurator, event: ConfiguratorEvents[T]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Values by feature: numbers as decimal texts or numbers, options by id. */
export interface ConfiguredValues {
  [feature: string]: Value;
}

/** An order with what it costs, for a server to verify. */
export interface ConfiguredClaim {
  order: Order;
  total: Amount;
  currency: CurrencyCode;
  fingerprint: string;
  engine_version: string;
}

/** What the element says. */
export interface ConfiguratorEvents {
  /** A change is priced; `name` is `null` where several changed. */
  change: CustomEvent<{ name: string | null; value: Value; status: Status; total: Amount | null; currency: CurrencyCode | null }>;
  /** The order has a binding price. */
  complete: CustomEvent<{ quote: Quote; claim: ConfiguredClaim }>;
  ready: CustomEvent<{ display: DisplayModel; component: string }>;
  settled: CustomEvent<{ status: Status }>;
  error: CustomEvent<{ error: PricewrightError }>;
}

/** The element's own texts by key, with `{places}` for names and numbers. */
export interface ConfiguratorMessages {
  [key: string]: string;
}

export declare const en: ConfiguratorMessages;
export declare const de: ConfiguratorMessages;

declare global {
  interface HTMLElementTagNameMap {
    "price-configurator": PriceConfigurator;
  }
}
