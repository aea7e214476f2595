import type { CatalogDocument } from "./catalog.js";
import type { Diagnostic } from "./diagnostic.js";
import type { AnyCatalog, CatalogTypes } from "./order.js";
import type { Plan } from "./full-plan.js";
import type { ComputedValue } from "./quote.js";
import type { Value } from "./values.js";

/** What comes with a catalog. */
export interface CatalogOptions {
  /** The files that it names: texts, or bytes as they stand on a disk. */
  files?: Map<string, FileContent> | { readonly [name: string]: FileContent };
}

export type FileContent = string | Uint8Array | ArrayBuffer;

/** Compiles a catalog, given as an object or as JSON text. All its faults are thrown at once. */
export declare function compile<C extends CatalogTypes = AnyCatalog>(
  catalog: CatalogDocument | string,
  options?: CatalogOptions,
): Plan<C>;

/** Every finding in a catalog; none where it compiles and nothing in it is doubtful. */
export declare function check(catalog: CatalogDocument | string, options?: CatalogOptions): Diagnostic[];

/** The catalog as one document, its files inline. */
export declare function pack(catalog: CatalogDocument | string, options?: CatalogOptions): CatalogDocument;

/** The same without its internal parts, for a shop page; thrown where a public price needs one of them. */
export declare function storefront(catalog: CatalogDocument | string, options?: CatalogOptions): CatalogDocument;

/**
 * The plan of a shop page: without internal parts and without the texts of rules, as `pricewright pack --plan` writes it.
 * Its quotes carry the fingerprint of the whole catalog. Thrown where a public price needs an internal part.
 */
export declare function storefrontPlan<C extends CatalogTypes = AnyCatalog>(
  catalog: CatalogDocument | string,
  options?: CatalogOptions,
): Plan<C>;

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
