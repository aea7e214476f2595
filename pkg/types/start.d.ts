/** A module, its bytes, or where to fetch it. */
export type ModuleSource =
  | BinarySource
  | string
  | URL
  | Response
  | Promise<Response | BinarySource>;

/** A module that is there already. */
export type BinarySource = WebAssembly.Module | ArrayBuffer | Uint8Array;

/**
 * Starts the engine; called again it does nothing. In Node it need not be called. Without a source
 * the module is fetched from beside this package's script.
 */
export declare function init(source?: ModuleSource): Promise<void>;

/** Starts the engine with a module that is there already. */
export declare function initSync(source: BinarySource): void;
