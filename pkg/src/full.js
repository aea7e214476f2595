/** The full build's API on top of an engine: catalogs, expressions, explanations, answers about prices. */
import { errorOf, PricewrightError } from "./errors.js";
import { documentText } from "./json.js";
import { MADE_HERE } from "./made-here.js";
import { plain } from "./plain.js";
import { planClass } from "./plan.js";

export function fullApi(engine) {
  engine.plain = plain;
  class Plan extends planClass(engine) {
    /** An order as JSON text is read by the engine, numbers by their text. */
    priceJson(order) {
      return this.#asked(order, (handle) => handle.price, (handle) => handle.priceText, []);
    }

    explain(order) {
      return JSON.parse(this.#explained(order, false));
    }

    explainText(order) {
      return this.#explained(order, true);
    }

    toBytes() {
      return this.withHandle((handle) => handle.toBytes());
    }

    claim(order) {
      return this.#answer(order, (handle, text) => handle.claim(text));
    }

    verify(claim) {
      return this.#answer(claim, (handle, text) => handle.verify(text));
    }

    optionPrices(order, { item = 0, feature = undefined } = {}) {
      return this.#answer(order, (handle, text) => handle.optionPrices(text, counted(item, "item"), feature));
    }

    hints(order, { limit = 10 } = {}) {
      return this.#answer(order, (handle, text) => handle.hints(text, counted(limit, "limit")));
    }

    priceRange(order, { budget = 20000 } = {}) {
      return this.#answer(order, (handle, text) => handle.priceRange(text, counted(budget, "budget")));
    }

    solve(order, { largest, smallest, atMost, unitPrice, budget = 20000 } = {}) {
      const wish = [largest, smallest, atMost, unitPrice].map((part) => (part === undefined ? undefined : String(part)));
      return this.#answer(order, (handle, text) => handle.solve(text, ...wish, counted(budget, "budget")));
    }

    countConfigurations(order, { budget = 20000 } = {}) {
      return this.#answer(order, (handle, text) => handle.countConfigurations(text, counted(budget, "budget")));
    }

    breakpoints(component, subject) {
      return JSON.parse(this.withHandle((handle) => handle.breakpoints(String(component), String(subject))));
    }

    /** What the engine answers to a document, which may be JSON text. */
    #answer(document, ask) {
      const text = documentText(document);
      const answer = () => JSON.parse(this.withHandle((handle) => ask(handle, text)));
      return typeof document === "string" ? answer() : withoutSpans(answer);
    }

    #explained(order, forPeople) {
      return this.#asked(order, (handle) => handle.explain, (handle) => handle.explainText, [forPeople]);
    }

    #asked(order, byWords, byText, rest) {
      const ask = (text) => this.withHandle((handle) => byText(handle).call(handle, text, ...rest));
      if (typeof order === "string") return ask(order);
      let encoded;
      try {
        encoded = this.encoded(order);
      } catch (error) {
        if (!(error instanceof PricewrightError) || error.diagnostics.length === 0) throw error;
        // the engine's own reader finds every fault, not the first only
        return withoutSpans(() => ask(documentText(order)));
      }
      return this.withHandle((handle) => byWords(handle).call(handle, encoded.words, encoded.texts, ...rest));
    }
  }

  /** Does something with a catalog inside the engine. */
  const withCatalog = (catalog, options, work) => {
    const text = documentText(catalog);
    const files = filesOf(options?.files);
    return (glue) => {
      const inside = new glue.CatalogText(text, files !== null);
      for (const [name, bytes] of files ?? []) inside.file(name, bytes);
      const result = work(inside);
      inside.free();
      return result;
    };
  };

  const diff = (before, after, options = {}) => {
    const { component, currency, asOf, limit = 100_000, worst = 10, seed = 0 } = options;
    const compare = (glue, old, fresh) => {
      const inside = new glue.Differences(counted(limit, "limit"), counted(worst, "worst"), String(seed));
      try {
        if (component !== undefined) inside.component(component);
        if (currency !== undefined) inside.currency(currency);
        if (asOf !== undefined) inside.asOf(asOf);
        return old.diff(fresh, inside);
      } finally {
        inside.free();
      }
    };
    for (const plan of [before, after]) {
      if (!(plan instanceof Plan)) throw new PricewrightError("invalid-argument", "`diff` compares two plans");
    }
    return JSON.parse(
      before.withHandle((old) => after.withHandle((fresh) => engine.call((glue) => compare(glue, old, fresh)))),
    );
  };

  return {
    init: engine.init,
    initSync: engine.initSync,
    Plan,
    compile: (catalog, options = undefined) =>
      new Plan(MADE_HERE, withCatalog(catalog, options, kept((inside) => inside.compile()))),
    diff,
    check: (catalog, options = undefined) => engine.call(withCatalog(catalog, options, (inside) => inside.check())),
    storefront: (catalog, options = undefined) =>
      JSON.parse(engine.call(withCatalog(catalog, options, kept((inside) => inside.storefront())))),
    storefrontPlan: (catalog, options = undefined) =>
      new Plan(MADE_HERE, withCatalog(catalog, options, kept((inside) => inside.storefrontPlan()))),
    pack: (catalog, options = undefined) =>
      JSON.parse(engine.call(withCatalog(catalog, options, kept((inside) => inside.pack())))),
    runTests: (catalog, options = undefined) =>
      JSON.parse(engine.call(withCatalog(catalog, options, kept((inside) => inside.test())))),
    fileReports: (catalog, options = undefined) =>
      JSON.parse(engine.call(withCatalog(catalog, options, kept((inside) => inside.fileReports())))),
    lint: (catalog, { steps = 1000, ...options } = {}) =>
      JSON.parse(engine.call(withCatalog(catalog, options, kept((inside) => inside.lint(counted(steps, "steps")))))),
    evaluate: (expression, context = {}) =>
      JSON.parse(engine.call((glue) => glue.evaluate(String(expression), documentText(context)))),
  };
}

/** A count as the engine takes it. */
function counted(number, name) {
  if (Number.isInteger(number) && number >= 0 && number < 2 ** 32) return number;
  throw new PricewrightError("invalid-argument", `\`${name}\` is no count: ${String(number)}`);
}

/** Frees the catalog inside the engine when faults are thrown, too. */
function kept(work) {
  return (inside) => {
    try {
      return work(inside);
    } catch (error) {
      if (Array.isArray(error)) inside.free();
      throw error;
    }
  };
}

/** Files by name: texts, or bytes as they stand on a disk. */
function filesOf(files) {
  if (files === undefined || files === null) return null;
  const list = files instanceof Map ? [...files] : Object.entries(files);
  return list.map(([name, content]) => {
    if (typeof content === "string") return [name, new TextEncoder().encode(content)];
    if (content instanceof Uint8Array) return [name, content];
    if (content instanceof ArrayBuffer) return [name, new Uint8Array(content)];
    throw new PricewrightError("invalid-argument", `the file \`${name}\` is neither a text nor bytes`);
  });
}

/** Places in a text that the caller never saw say nothing; the path does. */
function withoutSpans(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PricewrightError) || error.diagnostics.length === 0) throw error;
    throw errorOf(error.diagnostics.map(({ span: _, file: __, ...found }) => found));
  }
}
