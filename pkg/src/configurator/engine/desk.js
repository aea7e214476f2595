/**
 * Where the element asks: the same conversation in a worker and in the page. Takes messages, and says others:
 *
 * - `open { source, isCatalog, files, engine, component, revision, settings, wishes }`: says `progress { loaded, total }`
 *   while it fetches, then `opened { display, component }`, then what it says of a change. `source` is `{ address }` or
 *   `{ content }`.
 * - `change { revision, settings, wishes }`: says `answer { revision, … }` at once, then, while no other change comes,
 *   `options { revision, feature, options }` for each feature, `range`, `hints`, and `settled { revision }`.
 *
 * What goes wrong is said as `failed { error }`, or as `trouble { error }` where only what comes after the answer is
 * missing. Amounts are texts all the way.
 */
import { PricewrightError } from "../../errors.js";
import { fetched, started } from "./builds.js";
import { Configuration } from "./configuration.js";
import { rangeByChoices } from "./range.js";

/** How long something may take before what has come in meanwhile is looked at. */
const SLICE = 3;
/** How many sets of configurations are looked at for a proved range. */
const BUDGET = 400;
const MOST_HINTS = 3;

export class Desk {
  #say;
  #plan = null;
  #component;
  #configuration = null;
  #settings;
  #revision = -1;
  #loaded = new Map();

  constructor(say) {
    this.#say = say;
  }

  async hear(message) {
    try {
      if (message.type === "open") await this.#open(message);
      // a change that comes before there is a plan is part of what opens it
      else if (this.#plan) await this.#change(message);
    } catch (error) {
      this.#say({ type: "failed", error: plain(error) });
    }
  }

  close() {
    this.#revision = -1;
    this.#configuration?.free();
    this.#plan?.free();
    this.#configuration = this.#plan = null;
  }

  async #open({ source, isCatalog, files, engine, component, ...change }) {
    const build = isCatalog || engine === "full" ? "full" : "runtime";
    const [{ compile, Plan }, content] = await Promise.all([
      started(build, this.#watch("engine")),
      this.#content(source, isCatalog),
    ]);
    this.#plan = isCatalog ? compile(content, files ? { files } : undefined) : Plan.fromBytes(content);
    const { display } = this.#plan;
    this.#component = componentOf(display, component);
    this.#say({ type: "opened", display, component: this.#component });
    await this.#change(change);
  }

  async #content({ address, content }, isCatalog) {
    if (address === undefined) return content;
    const response = await fetched(address, this.#watch("source"));
    return isCatalog ? response.text() : response.arrayBuffer();
  }

  /** Tells how much is there of all that is fetched. */
  #watch(part) {
    return (loaded, total) => {
      this.#loaded.set(part, { loaded, total });
      const parts = [...this.#loaded.values()];
      const known = parts.every((each) => each.total > 0);
      const sum = (key) => parts.reduce((all, each) => all + each[key], 0);
      this.#say({ type: "progress", loaded: sum("loaded"), total: known ? sum("total") : 0 });
    };
  }

  async #change({ revision, settings, wishes }) {
    this.#revision = revision;
    const given = JSON.stringify(settings);
    if (this.#settings !== given || this.#configuration === null) {
      this.#configuration?.free();
      this.#configuration = null;
      this.#configuration = new Configuration(this.#plan, this.#component, settingsFor(this.#plan.display, JSON.parse(given)));
      this.#settings = given;
    }
    this.#configuration.update(wishes);
    const { answer } = this.#configuration;
    this.#say({ type: "answer", revision, ...answer });
    await this.#think(revision, answer);
  }

  /** What takes longer, piece by piece, until there is another change. */
  async #think(revision, answer) {
    let began = performance.now();
    try {
      for (const said of this.#thoughts(revision, answer)) {
        if (said !== null) this.#say(said);
        if (performance.now() - began < SLICE) continue;
        await others();
        if (this.#revision !== revision) return;
        began = performance.now();
      }
    } catch (error) {
      this.#say({ type: "trouble", revision, error: plain(error) });
    }
    this.#say({ type: "settled", revision });
  }

  *#thoughts(revision, answer) {
    yield null;
    const configuration = this.#configuration;
    for (const feature of configuration.askable) {
      const options = [];
      for (const option of configuration.options(feature)) {
        options.push(option);
        yield null;
      }
      yield { type: "options", revision, feature: feature.id, options };
    }
    if (answer.status === "incomplete") yield { type: "range", revision, range: this.#range(configuration) };
    if (answer.status === "priced" && this.#plan.hints) {
      yield { type: "hints", revision, hints: this.#plan.hints(configuration.order, { limit: MOST_HINTS }).hints };
    }
  }

  /** By pricing every choice that is open; where these are not all, by proof, if the build has it. */
  #range(configuration) {
    const range = rangeByChoices(configuration);
    if (range !== null || !this.#plan.priceRange) return range;
    const { lowest, highest } = this.#plan.priceRange(configuration.order, { budget: BUDGET });
    return lowest.proved && lowest.amount !== null ? { from: lowest.amount, to: highest.proved ? highest.amount : null } : null;
  }
}

/** What a plan needs to be said, where the page does not say it. */
function settingsFor({ needs_as_of, currencies }, { today, ...settings }) {
  return { ...(needs_as_of && { as_of: today }), ...(currencies.length > 1 && { currency: currencies[0].code }), ...settings };
}

function componentOf(display, asked) {
  const ids = display.components.map(({ id }) => id);
  if (asked === null) return ids[0];
  if (ids.includes(asked)) return asked;
  const known = ids.map((id) => `\`${id}\``).join(", ");
  throw new PricewrightError("unknown-component", `unknown component \`${asked}\`; the plan has ${known}`);
}

/** Lets messages in that wait; timers would be held back. */
function others() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** An error as it crosses to the page. */
function plain(error) {
  const { code = "engine-failed", message = String(error), diagnostics = [] } = error;
  return { code, message, diagnostics };
}
