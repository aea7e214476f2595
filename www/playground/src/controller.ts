/**
 * What happens: changes of texts and of the order go to the engine, its answers into the state.
 * One worker answers what is seen at every key press; another proves ranges and lints, and is
 * stopped when what it works on is not the present text any more.
 */
import type { Order } from "pricewright";
import { EngineClient, EngineFault, GivenUp } from "./engine/client.js";
import type { Fault, Source } from "./engine/protocol.js";
import { debounced, Latest } from "./latest.js";
import { besides, catalogOf, orderOf, type Project, type TriedItem } from "./project.js";
import type { Answered, State } from "./state.js";

/** Sets of configurations that are looked at for each end of a range, and for each question of the lint. */
const RANGE_BUDGET = 2_000;
const LINT_STEPS = 500;

type Kept = "priced" | "tests" | "lint" | "ranges" | "curve";
type ValueOf<K extends Kept> = State[K] extends Answered<infer T> ? T : never;

export class Controller {
  #live: EngineClient;
  #analyst: EngineClient;
  #compiling = new Latest();
  #pricing = new Latest();
  #drawing = new Latest();
  /** Counts changes of texts, and of the order: an answer to an older one is not shown. */
  #texts = 0;
  #orders = 0;

  constructor(
    module: WebAssembly.Module,
    private readonly state: () => State,
    private readonly set: (change: Partial<State>) => void,
  ) {
    this.#live = new EngineClient(module);
    this.#analyst = new EngineClient(module);
  }

  /** Texts changed: compiles at once what was chosen, and after a pause what is typed. */
  textsChanged(typed: boolean): void {
    this.#texts += 1;
    this.#analyst.restart();
    if (typed) this.#later();
    else this.#compile();
  }

  orderChanged(): void {
    this.#orders += 1;
    this.#price();
    this.#proveLater();
  }

  /** The catalog as one document. */
  pack(): Promise<string> {
    return this.#live.ask("pack", sourceOf(this.state().project));
  }

  /** Another dimension is looked along. */
  draw(): void {
    const { facts, project, item, answers } = this.state();
    const subject = subjectOf(this.state());
    if (!facts || answers !== "curve" || subject === null) return;
    const chosen = project.order.items[item];
    if (!chosen) return;
    const items = withPrice(this.state());
    const ask = { order: orderOf({ ...project.order, items }), item: items.indexOf(chosen), subject };
    this.#drawing.run(() => this.#answered("curve", () => this.#live.ask("curve", ask)));
  }

  #later = debounced(200, () => this.#compile());
  #proveLater = debounced(500, () => this.#prove());
  #lintLater = debounced(900, () => this.#lint());

  #compile(): void {
    const source = sourceOf(this.state().project);
    const revision = this.#texts;
    this.#compiling.run(async () => {
      if (revision !== this.#texts) return;
      try {
        const compiled = await this.#live.ask("compile", source);
        if (revision !== this.#texts) return;
        this.set({ compiled, ...(compiled.facts ? { facts: compiled.facts } : {}) });
        if (compiled.facts) this.#compiled(source);
      } catch (error) {
        const { message, diagnostics } = faultOf(error);
        const stopped = { code: "engine-trapped", severity: "error", message } as never;
        if (revision === this.#texts) this.set({ compiled: { diagnostics: diagnostics.length > 0 ? diagnostics : [stopped], facts: null } });
      }
    });
  }

  /** A catalog compiles: everything is asked of it anew. */
  #compiled(source: Source): void {
    this.orderChanged();
    void this.#answered("tests", () => this.#live.ask("test", source));
    this.set({ lint: asked(this.state().lint) });
    this.#lintLater();
  }

  #price(): void {
    if (!this.state().facts) return;
    this.#pricing.run(() => {
      const ask = { order: this.#order(), item: this.state().item };
      return this.#answered("priced", () => this.#live.ask("price", ask)).then(() => this.draw());
    });
  }

  /** What the item can still cost: with its values, then with none. */
  #prove(): void {
    const { project, item } = this.state();
    const chosen = project.order.items[item];
    if (!this.state().facts || !chosen) return;
    this.#analyst.restart();
    const orders = this.#orders;
    const source = sourceOf(project);
    const order = orderOf({ ...project.order, items: [chosen] });
    const open = orderOf({ ...project.order, items: [{ ...chosen, values: {} }] });
    void this.#answered("ranges", async () => {
      await this.#analyst.ask("compile", source);
      const given = await this.#analyst.ask("range", { order, budget: RANGE_BUDGET });
      if (orders === this.#orders) this.set({ ranges: { state: "known", value: { given, any: null } } });
      return { given, any: await this.#analyst.ask("range", { order: open, budget: RANGE_BUDGET }) };
    });
    if (this.state().lint.state === "asked") this.#lintLater();
  }

  #lint(): void {
    const source = sourceOf(this.state().project);
    void this.#answered("lint", () => this.#analyst.ask("lint", { ...source, steps: LINT_STEPS }));
  }

  /** Keeps the last answer until the next is there; an answer to an older text is dropped. */
  async #answered<K extends Kept>(key: K, ask: () => Promise<ValueOf<K>>): Promise<void> {
    const texts = this.#texts;
    this.#put(key, asked(this.state()[key] as Answered<ValueOf<K>>));
    try {
      const value = await ask();
      if (texts === this.#texts) this.#put(key, { state: "known", value });
    } catch (error) {
      if (error instanceof GivenUp || texts !== this.#texts) return;
      this.#put(key, { state: "fault", fault: faultOf(error) });
    }
  }

  #put<K extends Kept>(key: K, value: Answered<ValueOf<K>>): void {
    this.set({ [key]: value } as unknown as Partial<State>);
  }

  #order(): Order {
    return orderOf(this.state().project.order);
  }
}

/** What a project's texts are for the engine. */
function sourceOf(project: Project): Source {
  return { catalog: catalogOf(project), files: besides(project.files) };
}

/** The items that a curve is drawn of: the shown one, and those beside it that have a price. */
export function withPrice({ project, item, priced }: State): TriedItem[] {
  const quoted = priced.state === "known" ? priced.value.explained.quote.items : [];
  return project.order.items.filter((_, index) => index === item || (quoted[index]?.status ?? "priced") === "priced");
}

/** The dimension that a curve is drawn along. */
export function subjectOf({ facts, project, item, subject }: State): string | null {
  const component = project.order.items[item]?.component;
  const shown = facts?.display.components.find(({ id }) => id === component);
  if (!shown) return null;
  const numbers = shown.features.filter(({ type }) => type === "number").map(({ id }) => id);
  const known = [...numbers, "quantity"];
  return subject !== null && known.includes(subject) ? subject : (known[0] ?? null);
}

function asked<T>(before: Answered<T>): Answered<T> {
  if (before.state === "known") return { state: "asked", last: before.value };
  return before.state === "asked" ? before : { state: "asked" };
}

function faultOf(error: unknown): Fault {
  if (error instanceof EngineFault) return error.fault;
  return { message: error instanceof Error ? error.message : String(error), diagnostics: [] };
}
