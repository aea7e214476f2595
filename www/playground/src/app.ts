/** The page at work: its state, its editor, and what its parts may do. */
import { render } from "lit";
import type { Order } from "pricewright";
import { withFile, withNewList } from "./catalog-edit.js";
import { Controller } from "./controller.js";
import { Editor } from "./editor/editor.js";
import { type Found, foundIn } from "./editor/findings.js";
import type { Located } from "./editor/places.js";
import { EXAMPLES, exampleProject } from "./examples.js";
import { forget, keep } from "./kept.js";
import { debounced } from "./latest.js";
import { firstFile, page } from "./panels/page.js";
import { CATALOG, catalogOf, contentOf, type FileContent, type Project, textOf, type TriedItem, triedOrder } from "./project.js";
import { ShopView } from "./panels/shop-view.js";
import { fragmentOf } from "./share.js";
import type { Actions, Dropped, Notice, State } from "./state.js";

const NONE = { state: "none" } as const;
const OWN = { example: "", order: "" };
/** Larger files are no price lists. */
const MOST_FILE_BYTES = 8 * 1024 * 1024;

/** The page at work, in an element. */
export class App implements Actions {
  #state: State;
  #found: readonly Found[] = [];
  #drawn = false;
  #host = document.createElement("div");
  #editor: Editor;
  #controller: Controller;
  #shop = new ShopView((values, quantity) => this.#chosen(values, quantity));

  constructor(
    private readonly root: HTMLElement,
    module: WebAssembly.Module,
    project: Project,
    origin: State["origin"],
    notice: Notice | null,
    /** What was worked on before a link was opened. */
    before: Project | null,
  ) {
    this.#host.id = "editor";
    this.#host.className = "editor";
    const back = before && { text: "What the link holds is shown. Your own work is kept.", undo: () => this.#load(before, OWN, null) };
    this.#state = { ...fresh(project, origin), column: "price", notice: notice ?? back };
    this.#editor = new Editor(this.#host, {
      changed: (file, text) => this.#typed(file, text),
      catalog: () => catalogOf(this.#state.project),
    });
    this.#controller = new Controller(module, () => this.#state, (change) => this.set(change));
    this.order = this.order.bind(this);
    this.#shown();
    this.#controller.textsChanged(false);
  }

  set(change: Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    const { compiled, project, answers, subject } = this.#state;
    if (compiled !== before.compiled || project.files !== before.project.files) {
      // places of findings are those of the text that was compiled
      if (compiled !== before.compiled) this.#found = foundIn(project.files, compiled?.diagnostics ?? []);
      this.#editor.found(this.#found);
    }
    if (!before.facts && this.#state.facts) void this.#shop.warm(this.#state.facts);
    this.#draw();
    if (answers !== before.answers || subject !== before.subject) this.#controller.draw();
  }

  order(change: (order: Project["order"]) => Project["order"], item = this.#state.item): void {
    const { project } = this.#state;
    const order = change(project.order);
    this.set({ project: { ...project, order }, item: Math.max(0, Math.min(item, order.items.length - 1)) });
    this.#controller.orderChanged();
    this.#keep();
  }

  attempt(order: Order): void {
    const before = this.#state.project.order;
    this.order(() => triedOrder(order), 0);
    this.set({ column: "price", notice: { text: "The order is in the form.", undo: () => this.order(() => before, 0) } });
  }

  edit(file: string, from: number, to: number, insert: string): void {
    const text = textOf(this.#state.project.files, file);
    if (text === undefined) return;
    this.#write({ [file]: text.slice(0, from) + insert + text.slice(to) }, false);
    this.open(file);
  }

  show(place: Located): void {
    this.open(place.file);
    this.set({ column: "write" });
    // a column that was hidden has no size before it is drawn
    requestAnimationFrame(() => this.#editor.select(place));
  }

  open(file: string): void {
    this.set({ active: file });
    this.#shown();
  }

  loadExample(example: string): void {
    const project = exampleProject(example);
    const known = EXAMPLES.find(({ id }) => id === example);
    if (!project || !known) return;
    const isAsItWas = this.#state.origin.example !== "";
    this.#load(project, { example, order: known.orders[0] ?? "" }, isAsItWas ? null : `${project.title} took the place of what was here.`);
    forget();
  }

  loadOrder(order: string): void {
    // the example that is there may not be drawn yet; its texts are as they were
    const { example } = this.#state.origin;
    const known = EXAMPLES.find(({ id }) => id === example);
    const project = known?.orders.includes(order) ? exampleProject(example, order) : undefined;
    if (!project) return;
    this.set({ origin: { example, order } });
    this.order(() => project.order, 0);
  }

  share(): void {
    void this.#share();
  }

  download(): void {
    void this.#controller
      .pack()
      .then((text) => saved("catalog.json", text))
      .catch((error: Error) => this.set({ notice: { text: `there is nothing to download yet: ${error.message}`, bad: true } }));
  }

  drop(files: FileList | File[]): void {
    void this.#take([...files]);
  }

  attach(dropped: Dropped, list: { component: string; id: string } | null): void {
    const catalog = catalogOf(this.#state.project);
    const named =
      list === null ? catalog : list.id ? withFile(catalog, list.component, list.id, dropped.name) : withNewList(catalog, list.component, dropped.name);
    this.#write({ [CATALOG]: named, [dropped.name]: contentOf(dropped.bytes) }, false);
    this.set({ dropped: null, findings: "files" });
  }

  removeFile(name: string): void {
    const { project } = this.#state;
    const { [name]: gone, ...files } = project.files;
    if (gone === undefined || name === CATALOG) return;
    this.set({
      project: { ...project, files },
      active: this.#state.active === name ? CATALOG : this.#state.active,
      origin: OWN,
      notice: { text: `${name} is removed.`, undo: () => this.#write({ [name]: gone }, false) },
    });
    this.#shown();
    this.#controller.textsChanged(false);
  }

  /** Another project takes the place of the present one, which can be had back. */
  #load(project: Project, origin: State["origin"], told: string | null): void {
    const before = this.#state;
    const undo = () => this.#load(before.project, before.origin, null);
    this.#editor.reset();
    const { column, findings, answers, shop } = before;
    this.#state = { ...fresh(project, origin), column, findings, answers, shop, notice: told ? { text: told, undo } : null };
    this.#found = [];
    this.#shown();
    this.#draw();
    this.#controller.textsChanged(false);
  }

  #typed(file: string, text: string): void {
    if (textOf(this.#state.project.files, file) === text) return;
    const { project } = this.#state;
    this.set({ project: { ...project, files: { ...project.files, [file]: text } }, origin: OWN });
    this.#controller.textsChanged(true);
    this.#keep();
  }

  /** What is chosen as in a shop, where it is not what the order says. */
  #chosen(values: TriedItem["values"], quantity: string): void {
    const { project, item, shop } = this.#state;
    const present = project.order.items[item];
    if (!shop || !present || JSON.stringify([present.values, present.quantity]) === JSON.stringify([values, quantity])) return;
    this.order((order) => ({ ...order, items: order.items.map((each, at) => (at === item ? { ...each, values, quantity } : each)) }));
  }

  #write(files: Record<string, FileContent>, typed: boolean): void {
    const { project } = this.#state;
    this.set({ project: { ...project, files: { ...project.files, ...files } }, origin: OWN, notice: null });
    this.#shown();
    this.#controller.textsChanged(typed);
    this.#keep();
  }

  /** Puts the open file into the editor. */
  #shown(): void {
    const { active, project } = this.#state;
    const content = project.files[active];
    this.#editor.open(active, typeof content === "string" ? content : new TextDecoder("windows-1252").decode(content), typeof content === "string");
    this.#editor.found(this.#found);
  }

  async #take(files: File[]): Promise<void> {
    for (const file of files) {
      if (file.size > MOST_FILE_BYTES) {
        this.set({ notice: { text: `${file.name} has ${file.size} bytes, expected at most ${MOST_FILE_BYTES}`, bad: true } });
        continue;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.#taken(file.name.replace(/^.*[\\/]/, ""), bytes);
    }
  }

  #taken(name: string, bytes: Uint8Array): void {
    const { project } = this.#state;
    const content = contentOf(bytes);
    const order = name.endsWith(".json") && typeof content === "string" ? orderIn(content) : undefined;
    if (order) this.attempt(order);
    else if (name.endsWith(".json") && typeof content === "string") {
      this.#load({ title: name, files: { ...project.files, [CATALOG]: content }, order: project.order }, OWN, `${name} is the catalog now.`);
      this.#keep();
    } else if (Object.hasOwn(project.files, name) || name.endsWith(".price")) {
      const before = project.files[name];
      this.#write({ [name]: content }, false);
      const undo = before === undefined ? {} : { undo: () => this.#write({ [name]: before }, false) };
      this.set({ findings: "files", notice: { text: `${name} is taken as it was dropped.`, ...undo } });
    } else {
      this.set({ dropped: { name, bytes }, findings: "files", column: "write" });
    }
  }

  async #share(): Promise<void> {
    const link = new URL(location.href);
    link.hash = await fragmentOf(this.#state.project);
    history.replaceState(null, "", link);
    const size = `${Math.ceil(link.href.length / 1024)} kB`;
    try {
      await navigator.clipboard.writeText(link.href);
      this.set({ notice: { text: `The link is copied (${size}). It holds everything; nothing is stored elsewhere.` } });
    } catch {
      this.set({ notice: { text: `The link (${size}) holds everything. Copy it:`, link: link.href } });
    }
  }

  /** Keeps what is worked on; a link that was opened or copied holds something else from now on. */
  #keep(): void {
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    this.#keepSoon();
  }

  #keepSoon = debounced(800, () => void keep(this.#state.project));

  #draw(): void {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      const { facts, shop, project, item } = this.#state;
      if (facts && shop) this.#shop.sync(facts, project.order, item);
      render(page(this.#state, this, this.#found, { editor: this.#host, shop: this.#shop.element }), this.root);
    });
  }
}

function fresh(project: Project, origin: State["origin"]): State {
  return {
    project, origin, active: firstFile(Object.keys(project.files)), item: 0, column: "price", findings: "problems",
    answers: "waterfall", compiled: null, facts: null, priced: NONE, tests: NONE, lint: NONE, ranges: NONE, curve: NONE,
    shop: false, subject: null, list: null, notice: null, dropped: null,
  };
}

/** The order in a JSON document; nothing where it is something else, such as a catalog. */
function orderIn(text: string): Order | undefined {
  try {
    const document = JSON.parse(text) as Partial<Order> | null;
    return Array.isArray(document?.items) ? (document as Order) : undefined;
  } catch {
    return undefined;
  }
}

/** Gives a text to be kept as a file. */
function saved(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
