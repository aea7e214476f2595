/**
 * The way to a desk: in a worker, or in the page where no worker can be had, as under a policy without workers, from
 * another origin or from a file. Whoever asks sees no difference.
 */

/** A desk that says what it has to say to `hear`; `inPage` is asked for no worker. */
export function openDesk(hear, inPage) {
  const waiting = [];
  let say = (message) => waiting.push(message);
  let end = () => undefined;
  let closed = false;

  const take = (speak, finish) => {
    say = speak;
    end = finish;
    for (const message of waiting.splice(0)) speak(message);
  };
  const toPage = async () => {
    try {
      const { Desk } = await import("./desk.js");
      const desk = new Desk((message) => void queueMicrotask(() => closed || hear(message)));
      if (!closed)
        take(
          (message) => void desk.hear(message),
          () => desk.close(),
        );
    } catch ({ message }) {
      if (!closed) hear(failed("start-failed", message));
    }
  };
  const toWorker = () => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    end = () => worker.terminate();
    worker.onmessage = ({ data }) => {
      if (data.type !== "here") return hear(data);
      worker.onerror = ({ message }) => hear(failed("engine-failed", message));
      take(
        (message) => worker.postMessage(message),
        () => worker.terminate(),
      );
    };
    // it does not start: a policy forbids it, say
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      if (!closed) void toPage();
    };
  };

  try {
    if (inPage || typeof Worker === "undefined") void toPage();
    else toWorker();
  } catch {
    void toPage();
  }
  return {
    say: (message) => say(message),
    close() {
      closed = true;
      end();
    },
  };
}

function failed(code, message) {
  return { type: "failed", error: { code, message, diagnostics: [] } };
}
