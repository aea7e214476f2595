import type { DiagnosticCode } from "./codes.js";
import type { Diagnostic } from "./diagnostic.js";

/** What every error of this package is. */
export declare class PricewrightError extends Error {
  /** The first error's code, or one of the package's own. */
  readonly code: ErrorCode;
  /** Everything that was found, all at once; empty where the fault is none of a document's. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A diagnostic's code, or what went wrong around the engine. */
export type ErrorCode =
  | DiagnosticCode
  /** `init` was not awaited yet. */
  | "not-started"
  /** The module cannot be fetched or compiled. */
  | "start-failed"
  /** Bytes that are no plan, or one of another version. */
  | "invalid-plan"
  /** A plan or session was used after `free`. */
  | "freed"
  /** The engine stopped; a fresh instance has taken its place. */
  | "engine-trapped"
  /** A number that is not finite, or a value that is none. */
  | "invalid-argument";
