/** The global's class, where the program's libraries declare it; this package needs none of them. */
type Instance<Name extends string> = typeof globalThis extends { [name in Name]: { prototype: infer I } } ? I : never;
type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } } ? M : never;

/** A module that is there already, compiled or as bytes. */
export type BinarySource = WasmModule | ArrayBuffer | Uint8Array;

/** A module, its bytes, or where to fetch it. */
export type ModuleSource =
  | BinarySource
  | string
  | Instance<"URL">
  | Instance<"Response">
  | Promise<BinarySource | Instance<"Response">>;

/**
 * Starts the engine; called again it does nothing. In Node and with `/inline` it need not be
 * called. Without a source
 * the module is fetched from beside this package's script.
 */
export declare function init(source?: ModuleSource): Promise<void>;

/** Starts the engine at once, where the module is there already or, as in Node and `/inline`, comes with the package. */
export declare function initSync(source?: BinarySource): void;
