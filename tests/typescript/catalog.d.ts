/**
 * Types of the configurations of `awkward`, version 7.
 * Written by `pricewright types`; write it anew when the catalog changes.
 */
import type { Choices, CountedChoices, Day, DecimalLike, ItemOf, OrderOf, Unset } from "pricewright";

/** The catalog, for `Plan<Catalog>`. */
export interface Catalog {
  /** What an order says besides its items. */
  settings: OrderSettings;
  /** The values of each component. */
  components: {
    /** Roller blind *\/ end */
    "roller-blind": RollerBlindValues;
    "roller blind": RollerBlind2Values;
  };
}

/** An order of this catalog. */
export type Order = OrderOf<Catalog>;

/** An item of an order, by its `component`. */
export type Item = ItemOf<Catalog>;

/** The currencies that the catalog has prices in. */
export type Currency = "EUR" | "CHF";

/** The language of labels; one that the catalog lacks is answered in its first. */
export type Language = "en" | "de-CH" | "de" | (string & {});

/** Inputs by their ids. */
export interface Inputs {
  "customer.group": "retail" | "trade \"A\"";
  "customer.address.floor"?: DecimalLike | Unset;
  /** Default: `false`. */
  "context.express"?: boolean | Unset;
  campaign?: string | Unset;
}

/** What an order says besides its items. */
export type OrderSettings = {
  currency: Currency;
  as_of?: Day;
  language?: Language;
} & (
  | {
      customer: {
        group: "retail" | "trade \"A\"";
        address?: {
          floor?: DecimalLike | Unset;
        } | Unset;
      };
      context?: {
        /** Default: `false`. */
        express?: boolean | Unset;
      } | Unset;
      inputs?: OtherInputs;
    }
  | {
      customer?: undefined;
      context?: undefined;
      inputs: Inputs;
    }
);

/** Inputs that stand under neither `customer` nor `context`, by their ids. */
export interface OtherInputs {
  campaign?: string | Unset;
}

/**
 * Roller blind *\/ end: what is chosen.
 * Quantities are multiples of 0.5.
 */
export interface RollerBlindValues {
  /**
   * Fabric
   * - `linen`: Linen
   */
  fabric:
    | "linen"
    | "19\" wide"
    | "back\\slash"
    | "weiß";
  /** In mm, 300 to 3000, in steps of 0.5. */
  width: DecimalLike;
  /**
   * Höhe
   * At least 1.
   */
  "fall-height"?: DecimalLike | Unset;
  /** Default: `false`. */
  motor?: boolean | Unset;
  /** Required if `motor`. */
  panel?:
    | "window"
    | Unset;
  /** 1 to 30 characters. */
  engraving?: string | Unset;
  /** - `remote`: Remote control, at most 4 */
  extras?: CountedChoices<
    | "remote"
    | "hub"
  > | Unset;
  /** 1 to 2 options. */
  labels: Choices<
    | "a"
    | "b"
    | "c"
  >;
}

/** What is chosen of `roller blind`. */
export interface RollerBlind2Values {
  [feature: string]: never;
}
