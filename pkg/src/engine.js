/**
 * An instance of the engine and what happens around it: its start, what it throws, and a fresh
 * instance after a trap. Nothing is touched before the first call.
 */
import { errorOf, PricewrightError } from "./errors.js";

export class Engine {
  #glue;
  #load;
  #loadSync;
  #module = null;
  #instance = null;
  #starting = null;
  /** The quick way to write changes and orders, `plain.js`, in builds where more than that takes time. */
  plain = null;
  /** Counts traps: what belongs to an earlier one has to be made anew. */
  generation = 0;

  /** `glue` makes the bindings of an instance; `load` and `loadSync` give the module where none is given. */
  constructor(glue, { load = undefined, loadSync = undefined }) {
    this.#glue = glue;
    this.#load = load;
    this.#loadSync = loadSync;
  }

  init = (source = undefined) => {
    this.#starting ??= this.#start(source).catch((error) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  };

  initSync = (source = undefined) => {
    if (this.#module) return;
    const given = source ?? this.#loadSync?.();
    if (given === undefined) throw notStarted();
    this.#use(() => (given instanceof WebAssembly.Module ? given : new WebAssembly.Module(given)));
  };

  async #start(source) {
    if (this.#module) return;
    if (source === undefined && !this.#load) return this.initSync();
    let module;
    try {
      module = await compiled(await (source ?? this.#load?.()));
    } catch (error) {
      throw startFailed(error);
    }
    if (!module) throw notStarted();
    // whoever was quicker with `initSync` has started it
    if (!this.#module) this.#use(() => module);
  }

  #use(module) {
    try {
      this.#module = module();
      this.#renew();
    } catch (error) {
      this.#module = null;
      throw startFailed(error);
    }
  }

  #renew() {
    const instance = this.#glue();
    instance.initSync({ module: this.#module });
    this.#instance = instance;
  }

  /** The bindings, for whoever belongs to this generation; what they throw goes through `caught`. */
  get instance() {
    return this.#instance;
  }

  /** Does something with the bindings; turns what they throw into errors of this package. */
  call(work) {
    if (!this.#instance) {
      if (this.#module) this.#renew();
      else this.initSync();
    }
    try {
      return work(this.#instance);
    } catch (error) {
      throw this.caught(error);
    }
  }

  /** The error of this package for what the bindings threw. */
  caught(error) {
    if (Array.isArray(error)) return errorOf(error);
    if (typeof error === "string") {
      return error.startsWith("[") ? errorOf(JSON.parse(error)) : new PricewrightError("invalid-plan", error);
    }
    if (!isTrap(error)) return error;
    // an instance that trapped may have half-written memory; the next call makes another one
    this.#instance.abandon();
    this.#instance = null;
    this.generation += 1;
    const message = "the engine stopped; a fresh instance takes its place";
    return new PricewrightError("engine-trapped", message, [], { cause: error });
  }
}

/** A trap, or a stack that ran out inside the engine. */
function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error?.name === "InternalError";
}

async function compiled(source) {
  if (source === undefined || source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  const type = response.headers.get("content-type") ?? "";
  // servers that do not know the type of .wasm are common
  if (type.startsWith("application/wasm") && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

function notStarted() {
  return new PricewrightError("not-started", "the engine is not started; await `init()` first");
}

function startFailed(error) {
  if (error instanceof PricewrightError) return error;
  return new PricewrightError("start-failed", `the engine does not start: ${error.message}`, [], { cause: error });
}
