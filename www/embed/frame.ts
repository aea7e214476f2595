/**
 * For the page around the frame: keeps it as high as its form, and passes on what it says.
 *
 * ```ts
 * const frame = connect(document.querySelector("iframe"), { complete: ({ claim }) => addToCart(claim) });
 * frame.set({ width: 1200 });
 * ```
 */
import { messageOf, type FromFrame, type ToFrame } from "./messages.ts";

/** What is listened to, by the type of message. */
export type Listeners = { [T in FromFrame["type"]]?: (message: Extract<FromFrame, { type: T }>) => void };

/** No form is higher; a frame that says so is wrong. */
const MOST_HEIGHT = 20_000;

/** Listens to a frame, whose `src` names this page's origin as `parent`, until `disconnect`. */
export function connect(frame: HTMLIFrameElement, listeners: Listeners = {}) {
  const { origin } = new URL(frame.src, document.baseURI);
  // what is said before the frame listens is lost; so it waits for a first word from there
  let waiting: ToFrame[] | null = [];
  const post = (message: ToFrame): void => frame.contentWindow?.postMessage({ pricewright: 1, ...message }, origin);
  const say = (message: ToFrame): void => void (waiting === null ? post(message) : waiting.push(message));
  const hear = (event: MessageEvent): void => {
    const message = messageOf<FromFrame>(event, frame.contentWindow, origin);
    if (message === null) return;
    const early = waiting ?? [];
    waiting = null;
    early.forEach(post);
    if (message.type === "height" && message.height > 0 && message.height <= MOST_HEIGHT) frame.style.blockSize = `${message.height}px`;
    (listeners[message.type] as ((message: FromFrame) => void) | undefined)?.(message);
  };
  window.addEventListener("message", hear);
  // a frame that was there first has said all it had to say
  const hello: ToFrame = { type: "hello" };
  // to whatever is there now, which may be an empty page still: it tells nothing
  frame.contentWindow?.postMessage({ pricewright: 1, ...hello }, "*");
  return {
    set: (values: Extract<ToFrame, { type: "set" }>["values"]) => say({ type: "set", values }),
    speak: (language: string) => say({ type: "language", language }),
    disconnect: () => window.removeEventListener("message", hear),
  };
}
