/**
 * The page's side of a worker: questions as promises. A worker that is busy with what nobody wants
 * to know any more is stopped, and another takes its place from the same module.
 */
import type { Answer, Fault, Kind, Question, Questions } from "./protocol.js";
import EngineWorker from "./worker.js?worker&inline";

/** What a question is answered with when it is not answered. */
export class EngineFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** The question was given up: its answer is of no use. */
export class GivenUp extends Error {}

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** One worker with the engine. */
export class EngineClient {
  #worker: Worker;
  #last = 0;
  #waiting = new Map<number, Waiting>();
  /** Why the worker gives no answers. */
  #broken: EngineFault | null = null;

  constructor(readonly module: WebAssembly.Module) {
    this.#worker = this.#start();
  }

  /** Whether a question waits for its answer. */
  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  ask<K extends Kind>(kind: K, ask: Questions[K]["ask"]): Promise<Questions[K]["answer"]> {
    this.#last += 1;
    const number = this.#last;
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve as (answer: unknown) => void, reject });
      this.#worker.postMessage({ number, kind, ask } as Question);
    });
  }

  /** Gives up every question; the worker that was busy with them is stopped. */
  restart(): void {
    if (!this.busy) return;
    this.#worker.terminate();
    this.#fail(new GivenUp("given up"));
    this.#worker = this.#start();
  }

  #start(): Worker {
    const worker = new EngineWorker({ name: "pricewright" });
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      const waiting = this.#waiting.get(data.number);
      this.#waiting.delete(data.number);
      if ("fault" in data) waiting?.reject(new EngineFault(data.fault));
      else waiting?.resolve(data.answer);
    });
    worker.addEventListener("error", ({ message }) => {
      if (worker !== this.#worker) return;
      const told = message || "the engine's worker does not start; a policy of the server may forbid it";
      this.#broken = new EngineFault({ message: told, diagnostics: [] });
      this.#fail(this.#broken);
    });
    worker.postMessage({ module: this.module });
    return worker;
  }

  #fail(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

/** The engine's module, compiled while it is fetched where the server names its type. */
export async function loadModule(url: string, onProgress: (share: number) => void): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`the engine cannot be fetched: ${response.status} ${response.statusText}`);
  const size = Number(response.headers.get("content-length") ?? 0);
  let read = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        read += chunk.byteLength;
        // an encoded answer is longer than it says
        if (size > 0) onProgress(Math.min(1, read / size));
        controller.enqueue(chunk);
      },
    }),
  );
  return WebAssembly.compile(await new Response(counted).arrayBuffer());
}
