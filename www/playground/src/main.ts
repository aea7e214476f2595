/** Starts the page: the engine, and what is worked on: that of the link, what was kept, or the first example. */
import wasm from "pricewright/full.wasm?url";
import { App } from "./app.js";
import { loadModule } from "./engine/client.js";
import { EXAMPLES, exampleProject } from "./examples.js";
import { kept } from "./kept.js";
import type { Project } from "./project.js";
import { BadLink, projectOf } from "./share.js";
import type { Notice, State } from "./state.js";

interface Begin {
  project: Project;
  origin: State["origin"];
  notice: Notice | null;
}

const root = document.querySelector<HTMLElement>("#app");
if (root) void start(root);

async function start(element: HTMLElement): Promise<void> {
  const status = element.querySelector("[role=status]");
  const progress = (share: number) => {
    if (status) status.textContent = `Starting the engine … ${Math.round(share * 100)} %`;
  };
  try {
    const [module, { project, origin, notice }] = await Promise.all([loadModule(wasm, progress), begin()]);
    element.replaceChildren();
    const app = new App(element, module, project, origin, notice);
    takesFiles(app);
    addEventListener("hashchange", () => location.reload());
  } catch (error) {
    failed(element, error instanceof Error ? error.message : String(error));
  }
}

async function begin(): Promise<Begin> {
  const own = { example: "", order: "" };
  try {
    const shared = await projectOf(location.hash);
    if (shared) return { project: shared, origin: own, notice: null };
  } catch (error) {
    if (!(error instanceof BadLink)) throw error;
    return { ...first(), notice: { text: error.message, bad: true } };
  }
  const before = await kept();
  return before ? { project: before, origin: own, notice: null } : first();
}

function first(): Begin {
  const [example] = EXAMPLES;
  const project = example && exampleProject(example.id);
  if (!project) throw new Error("the examples are missing");
  return { project, origin: { example: example.id, order: example.orders[0] ?? "" }, notice: null };
}

/** Files may be dropped anywhere. */
function takesFiles(app: App): void {
  const over = (on: boolean) => document.documentElement.classList.toggle("dropping", on);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) over(false);
  });
  addEventListener(
    "drop",
    (event) => {
      over(false);
      const files = event.dataTransfer?.files;
      if (!files || files.length === 0) return;
      event.preventDefault();
      // the editor would take a file for text
      event.stopPropagation();
      app.drop(files);
    },
    { capture: true },
  );
}

function failed(element: HTMLElement, message: string): void {
  const told = document.createElement("p");
  told.className = "starting";
  told.setAttribute("role", "alert");
  told.textContent = `The engine does not start: ${message}`;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Try again";
  again.addEventListener("click", () => location.reload());
  element.replaceChildren(told, again);
}
