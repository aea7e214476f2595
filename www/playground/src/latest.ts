/**
 * Work of which only the latest matters: while one piece is under way, the next waits, and takes
 * the place of another that waited.
 */
export class Latest {
  #running = false;
  #next: (() => Promise<void>) | null = null;

  run(work: () => Promise<void>): void {
    if (this.#running) {
      this.#next = work;
      return;
    }
    void this.#go(work);
  }

  async #go(work: () => Promise<void>): Promise<void> {
    this.#running = true;
    let next: (() => Promise<void>) | null = work;
    try {
      while (next) {
        this.#next = null;
        await next();
        next = this.#next;
      }
    } finally {
      this.#running = false;
    }
  }
}

/** Calls a function once it has not been asked for during some time. */
export function debounced(wait: number, work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
}
