import type { CurrencyCode, Day, DecimalLike, Unset, Value } from "./values.js";

/**
 * What `pricewright types` writes of a catalog: what its orders say besides items, and the values
 * of each component. `Plan<Catalog>` then knows every feature and option.
 */
export interface CatalogTypes {
  settings: object;
  components: object;
}

/** Any catalog: names are found out when an order is priced. */
export interface AnyCatalog {
  settings: AnySettings;
  components: { [component: string]: AnyValues };
}

/** A catalog's types with nothing required: for pages that price what is not finished yet. */
export interface Draft<C extends CatalogTypes> {
  settings: C["settings"];
  components: { [K in keyof C["components"]]: Partial<C["components"][K]> };
}

/** Values by feature. */
export interface AnyValues {
  [feature: string]: Value;
}

/** An input's value, or inputs whose ids begin with this part. */
export type InputValue = DecimalLike | string | boolean | Unset | { [part: string]: InputValue };

/** What an order says besides its items. */
export interface AnySettings {
  /** May be left out where the catalog has one currency. */
  currency?: CurrencyCode;
  /** The day for validities. */
  as_of?: Day;
  /** The language of labels; the first of each label without it. */
  language?: string;
  /** The inputs `customer.…`. */
  customer?: InputValue;
  /** The inputs `context.…`. */
  context?: InputValue;
  /** Inputs by their dotted ids. */
  inputs?: { [id: string]: DecimalLike | string | boolean | Unset };
}

/** What every order may say, whatever the catalog. */
export interface OrderExtras {
  /** The tax of items that do not name their own rate. */
  tax?: { rate: DecimalLike };
  /** Manual lines on the order. */
  adjustments?: readonly Adjustment[];
}

/** A manual line, signed: an amount, or a percentage of the items or of the order so far. */
export type Adjustment = { id: string; label?: string } & (
  | { amount: DecimalLike; percent?: undefined; of?: undefined }
  | { percent: DecimalLike; of: "items" | "subtotal"; amount?: undefined }
);

/** What an item says besides its component and values. */
export interface ItemExtras {
  /** An id of the caller's, echoed in the quote. */
  id?: string;
  /** How many pieces; 1 without it. */
  quantity?: DecimalLike;
  /** Its own tax rate in percent. */
  tax_rate?: DecimalLike;
}

/** An item of a catalog's order, by its `component`. */
export type ItemOf<C extends CatalogTypes> = {
  [K in keyof C["components"] & string]: Flat<ItemExtras & { component: K } & ValuesOf<C["components"][K]>>;
}[keyof C["components"] & string];

/** `values`, which may be left out where nothing is required. */
type ValuesOf<V> = {} extends V ? { values?: V } : { values: V };

/** One object type: the compiler then points at the property that is wrong. */
type Flat<T> = { [P in keyof T]: T[P] };

/** An order of a catalog. */
export type OrderOf<C extends CatalogTypes> = C["settings"] &
  OrderExtras & {
    /** What is ordered, at least one. */
    items: readonly ItemOf<C>[];
  };

/** An order of any catalog. */
export type Order = OrderOf<AnyCatalog>;

/** An item of any catalog. */
export type Item = ItemOf<AnyCatalog>;
