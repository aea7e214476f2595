import type { CatalogDocument } from "./catalog.js";
import type { Diagnostic } from "./diagnostic.js";
import type { AnyCatalog, CatalogTypes } from "./order.js";
import type { Plan } from "./full-plan.js";
import type { ComputedValue } from "./quote.js";
import type { Value } from "./values.js";

/** Compiles a catalog, given as an object or as JSON text. All its faults are thrown at once. */
export declare function compile<C extends CatalogTypes = AnyCatalog>(catalog: CatalogDocument | string): Plan<C>;

/** Every fault of a catalog; none where it compiles and nothing in it is doubtful. */
export declare function check(catalog: CatalogDocument | string): Diagnostic[];

/** Evaluates one expression of the rule language, such as `if width > 1000 then 45.00 else 0`. */
export declare function evaluate(expression: string, context?: Context | string): Evaluated;

/** Values by name; nested ones are read by their path. */
export interface Context {
  [name: string]: Value | Context;
}

/** The value of an expression. */
export interface Evaluated {
  type: "number" | "text" | "boolean" | "date" | "list";
  /** Numbers and days are texts. */
  value: ComputedValue;
  /** Whether no operation had to round. */
  exact: boolean;
}
