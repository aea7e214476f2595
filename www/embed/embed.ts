/**
 * The page in the frame: `embed/?product=NAME&parent=ORIGIN`, also `component`, `language`. It speaks to that origin
 * alone, and only if that is its own or stands in `parents.json` beside it.
 */
import "pricewright/configurator";
import { messageOf, type FromFrame, type ToFrame } from "./messages.ts";

const wanted = new URLSearchParams(location.search);
const configurator = document.querySelector("price-configurator");
if (configurator === null) throw new Error("the page has no configurator");

// what comes before it is known who may speak is heard after that
const early: MessageEvent[] = [];
let hear = (event: MessageEvent): void => void early.push(event);
window.addEventListener("message", (event) => hear(event));
const parentOrigin = await allowed(wanted.get("parent"));
const say = (message: FromFrame): void => {
  if (parentOrigin !== null && window.parent !== window) window.parent.postMessage({ pricewright: 1, ...message }, parentOrigin);
};
const sayHeight = (): void => say({ type: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) });

configurator.addEventListener("ready", () => say({ type: "ready" }));
configurator.addEventListener("change", ({ detail: { status, total, currency } }) =>
  say({ type: "change", status, total, currency }),
);
configurator.addEventListener("complete", ({ detail: { claim } }) => say({ type: "complete", claim }));
configurator.addEventListener("error", ({ detail: { error } }) => say({ type: "error", code: error.code, message: error.message }));
new ResizeObserver(sayHeight).observe(document.documentElement);

hear = (event) => {
  if (parentOrigin === null) return;
  const message = messageOf<ToFrame>(event, window.parent, parentOrigin);
  if (message?.type === "set") configurator.set(message.values);
  else if (message?.type === "language") document.documentElement.lang = configurator.language = message.language;
  else if (message?.type === "hello") sayAll();
};
early.forEach((event) => hear(event));

/** All that was said so far, for who has listened only since. */
function sayAll(): void {
  if (configurator === null) return;
  const { state, error, status, total, quote, value } = configurator;
  sayHeight();
  if (state === "failed" && error !== null) say({ type: "error", code: error.code, message: error.message });
  if (state !== "ready") return;
  say({ type: "ready" });
  if (status !== null) say({ type: "change", status, total, currency: quote?.currency ?? null });
  if (value !== "") say({ type: "complete", claim: JSON.parse(value) });
}

const product = wanted.get("product") ?? "roller-blind";
// a name, no address: the frame shows this site's products alone
if (/^[\w-]+$/.test(product)) {
  configurator.component = wanted.get("component");
  configurator.language = wanted.get("language");
  configurator.plan = new URL(`../examples/${product}.plan`, document.baseURI);
}

/** The origin, if its pages may hold this one. */
async function allowed(origin: string | null): Promise<string | null> {
  if (origin === null || origin === location.origin) return origin;
  const response = await fetch(new URL("parents.json", document.baseURI)).catch(() => null);
  const listed: unknown = response?.ok ? await response.json() : [];
  return Array.isArray(listed) && listed.includes(origin) ? origin : null;
}
