/**
 * `<price-configurator>`: a form of a plan or a catalog, and the price beside it. Takes attributes and properties, says
 * events, and is a control of the form around it; `docs/storefront.md` has all of them. What it shows is made in `view/`,
 * what it prices in `engine/`.
 */
import { LitElement, nothing } from "lit";
import { PricewrightError } from "../errors.js";
import { sourceOf, today } from "./asking.js";
import { openDesk } from "./engine/client.js";
import { announcement } from "./view/announcement.js";
import { configuratorView } from "./view/configurator.js";
import { problemsOf } from "./view/problems.js";
import { styles } from "./view/styles.js";
import { wordsKeeper } from "./words/words.js";

/** What begins a new conversation with the engine, and what only changes the order. */
const SOURCES = ["plan", "catalog", "files", "engine", "worker", "component"];
const SETTINGS = ["language", "currency", "asOf", "taxRate", "inputs"];
/** How long after a key a value counts as being typed: what is wrong with it is not said yet. */
const TYPING = 700;
/** How long the price must stand still before it is read out. */
const QUIET = 600;

const json = {
  fromAttribute(text) {
    try {
      return text === null ? null : JSON.parse(text);
    } catch {
      return new PricewrightError("invalid-argument", `expected an object as JSON in an attribute, found \`${text}\``);
    }
  },
};

export class PriceConfigurator extends LitElement {
  static formAssociated = true;
  static shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static styles = styles;
  static properties = {
    plan: {},
    catalog: {},
    files: { attribute: false },
    component: {},
    engine: {},
    worker: {},
    language: {},
    currency: {},
    asOf: { attribute: "as-of" },
    taxRate: { attribute: "tax-rate" },
    inputs: { converter: json },
    values: { converter: json, noAccessor: true },
    quantity: { noAccessor: true },
    fixedQuantity: { type: Boolean, attribute: "fixed-quantity" },
    unavailable: {},
    images: {},
    messages: { attribute: false },
    name: { reflect: true },
    disabled: { type: Boolean, reflect: true },
  };

  #internals = this.attachInternals();
  #desk = null;
  #conversation = 0;
  /** Whether the desk has a plan, and which change it was opened with. */
  #isOpen = false;
  #openedWith = 0;
  #state = "empty";
  #error = null;
  #progress = null;
  #display = null;
  #component = null;
  /** Values of features as they are wished, and as they were at the beginning. */
  #values = {};
  #initial = null;
  #quantity = "1";
  #faulty = null;
  /** Counts changes: what is said of an earlier one is not shown. */
  #revision = 0;
  #answer = null;
  #shown = null;
  #settledAt = -1;
  #options = new Map();
  #range = null;
  #hints = [];
  #changed = [];
  #isTelling = false;
  #waiting = [];
  #typing = null;
  #typingTimer = 0;
  #reported = false;
  #announced = "";
  #announceTimer = 0;
  #ready = promised();
  #words = wordsKeeper();
  #disabledByForm = false;

  constructor() {
    super();
    this.plan = this.catalog = this.files = this.component = this.language = this.currency = null;
    this.engine = this.worker = this.asOf = this.taxRate = this.inputs = this.unavailable = this.images = null;
    this.messages = null;
    this.fixedQuantity = this.disabled = false;
    this.addEventListener("invalid", () => this.#report());
  }

  // ---- what it says ----

  get state() {
    return this.#state;
  }

  get error() {
    return this.#error;
  }

  get ready() {
    return this.#ready.promise;
  }

  get display() {
    return this.#display;
  }

  get status() {
    return this.#answer?.status ?? null;
  }

  get total() {
    return this.#answer?.quote?.amount ?? null;
  }

  get order() {
    return this.#answer?.order ?? null;
  }

  get quote() {
    return this.#answer?.quote ?? null;
  }

  get value() {
    const claim = this.#claim();
    return claim === null ? "" : JSON.stringify(claim);
  }

  get form() {
    return this.#internals.form;
  }

  get labels() {
    return this.#internals.labels;
  }

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  get willValidate() {
    return this.#internals.willValidate;
  }

  // ---- what it is told ----

  get values() {
    return structuredClone(this.#values);
  }

  set values(values) {
    if (values instanceof Error) return this.#refuse(values);
    this.#values = present(structuredClone(values ?? {}));
    this.#touched(null);
  }

  get quantity() {
    return this.#quantity;
  }

  set quantity(quantity) {
    this.#quantity = quantity === null || quantity === undefined ? "1" : String(quantity);
    this.#touched("quantity");
  }

  set(name, value = undefined) {
    if (typeof name === "object") {
      for (const [each, its] of Object.entries(name)) this.#put(each, its);
      this.#touched(null);
    } else {
      this.#put(name, value);
      this.#touched(name);
    }
  }

  unset(name) {
    this.set(name, null);
  }

  reset() {
    const { values, quantity } = this.#initial ?? { values: {}, quantity: "1" };
    this.#values = structuredClone(values);
    this.#quantity = quantity;
    this.#reported = false;
    this.#touched(null);
  }

  /** A promise of the quote of all that was set so far. */
  priced() {
    return this.#until(() => this.#answer?.revision === this.#revision);
  }

  /** The same, with all that is said later. */
  settled() {
    return this.#until(() => this.#settledAt === this.#revision);
  }

  checkValidity() {
    return this.#internals.checkValidity();
  }

  reportValidity() {
    this.#report();
    return this.#internals.reportValidity();
  }

  focusField(name) {
    this.#inputOf(name)?.focus();
  }

  /** Begins anew, as after a failure. */
  reload() {
    this.#open();
  }

  // ---- as a control of a form, and in the page ----

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated && this.#desk === null) this.#open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#close();
    clearTimeout(this.#typingTimer);
    clearTimeout(this.#announceTimer);
  }

  formResetCallback() {
    this.reset();
  }

  formDisabledCallback(disabled) {
    this.#disabledByForm = disabled;
    this.requestUpdate();
  }

  formStateRestoreCallback(state) {
    const { values, quantity } = JSON.parse(state);
    this.#values = values;
    this.#quantity = quantity;
    this.#touched(null);
  }

  willUpdate(changed) {
    if (SOURCES.some((name) => changed.has(name))) this.#open();
    else if (SETTINGS.some((name) => changed.has(name))) this.#touched(null);
  }

  render() {
    return configuratorView(this.#view());
  }

  // ---- the conversation with the engine ----

  #open() {
    this.#close();
    if (this.inputs instanceof Error) return this.#refuse(this.inputs);
    if (this.#faulty) return this.#refuse(this.#faulty);
    const isCatalog = this.catalog !== null;
    const given = this.catalog ?? this.plan;
    if (given === null || !this.isConnected) return;
    if (this.#state === "ready" || this.#state === "failed") this.#ready = promised();
    this.#error = this.#progress = this.#answer = this.#shown = this.#range = null;
    this.#options = new Map();
    this.#hints = [];
    this.#become("loading");
    this.#isOpen = false;
    this.#openedWith = this.#revision;
    const conversation = (this.#conversation += 1);
    this.#desk = openDesk((message) => {
      if (conversation === this.#conversation) this.#hear(message);
    }, this.worker === "off");
    this.#desk.say({
      type: "open",
      source: sourceOf(given, isCatalog, this.baseURI),
      isCatalog,
      files: this.files,
      engine: this.engine,
      component: this.component,
      ...this.#wish(),
    });
  }

  #close() {
    this.#conversation += 1;
    this.#desk?.close();
    this.#desk = null;
  }

  #wish() {
    const { currency, asOf, taxRate, inputs } = this;
    const settings = {
      language: this.#language(),
      currency: currency ?? undefined,
      as_of: asOf ?? undefined,
      today: today(),
      tax: taxRate ? { rate: String(taxRate) } : undefined,
      inputs: inputs ?? undefined,
    };
    return { revision: this.#revision, settings, wishes: { ...this.#values, quantity: this.#quantity } };
  }

  #put(name, value) {
    if (name === "quantity") this.#quantity = value === null || value === undefined ? "1" : String(value);
    else if (this.#isInput(name)) this.inputs = { ...this.inputs, [name]: value };
    else if (value === null || value === undefined) delete this.#values[name];
    else this.#values[name] = typeof value === "bigint" ? String(value) : structuredClone(value);
  }

  #isInput(name) {
    return this.#display?.inputs.some(({ id }) => id === name) ?? false;
  }

  /** Something is other than before: the engine is told once, after all that is set at the same time. */
  #touched(name) {
    this.#changed.push(name);
    this.#revision += 1;
    if (this.#isTelling || this.#desk === null) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#tell();
    });
  }

  /** A desk that has no plan yet is told later. */
  #tell() {
    if (!this.#isOpen) return;
    if (this.#state === "failed") this.#ready = promised();
    if (this.#state === "failed") this.#become("loading");
    this.#desk?.say({ type: "change", ...this.#wish() });
  }

  #hear(message) {
    switch (message.type) {
      case "progress":
        this.#progress = message;
        break;
      case "opened":
        this.#display = message.display;
        this.#component = message.display.components.find(({ id }) => id === message.component);
        this.#initial ??= { values: this.values, quantity: this.#quantity };
        this.#isOpen = true;
        if (this.#revision !== this.#openedWith) this.#tell();
        break;
      case "trouble":
        // the price stands; what goes with it is missing
        this.#emit("error", { error: errorOf(message) });
        break;
      case "failed":
        this.#fail(errorOf(message));
        break;
      default:
        this.#hearAnswer(message);
    }
    this.requestUpdate();
  }

  #hearAnswer(message) {
    if (message.type === "answer") return this.#hearPrice(message);
    if (message.revision !== this.#revision) return;
    if (message.type === "options") this.#options.set(message.feature, new Map(message.options.map((option) => [option.id, option])));
    else if (message.type === "range") this.#range = message.range;
    else if (message.type === "hints") this.#hints = message.hints;
    else {
      this.#settledAt = message.revision;
      this.#awake();
      this.#announceLater();
      this.#emit("settled", { status: this.status });
    }
  }

  #hearPrice(answer) {
    const first = this.#state === "loading";
    this.#answer = answer;
    if (answer.status !== "incomplete") this.#range = null;
    this.#hints = [];
    if (first) {
      this.#error = null;
      this.#become("ready");
      this.#ready.resolve();
      this.#emit("ready", { display: this.#display, component: this.#component.id });
    }
    if (answer.revision !== this.#revision) return;
    const changed = this.#changed.splice(0);
    this.#fill();
    // where something is missing can be pointed at once it is shown
    void this.updateComplete.then(() => this.#fill());
    if (!first) {
      const name = changed.length === 1 ? changed[0] : null;
      const value = name === null ? undefined : name === "quantity" ? this.#quantity : this.#values[name];
      this.#emit("change", { name, value: value ?? null, status: this.status, total: this.total, currency: this.quote?.currency ?? null });
    }
    if (answer.status === "priced") this.#emit("complete", { quote: answer.quote, claim: this.#claim() });
    this.#awake();
  }

  /** What the form around it sends, and whether it may. */
  #fill() {
    if (this.#state !== "ready") return;
    const claim = this.value;
    this.#internals.setFormValue(claim || null, JSON.stringify({ values: this.#values, quantity: this.#quantity }));
    if (claim) return this.#internals.setValidity({});
    const view = this.#view();
    const [problem] = view.problems;
    const names = view.words.list(view.missing.map(({ text }) => text));
    const text = problem?.text ?? view.words.say(`status_${this.status}`, { names });
    this.#internals.setValidity({ customError: true }, text, this.#inputOf(problem?.features[0] ?? view.missing[0]?.feature));
  }

  /** Where a feature is entered; nothing before it is shown. */
  #inputOf(name) {
    const field = name === undefined ? null : this.renderRoot.querySelector(`[data-name="${CSS.escape(name)}"]`);
    return field?.querySelector("input:checked:enabled, select:enabled, input:enabled") ?? undefined;
  }

  #claim() {
    const { status, quote, order } = this.#answer ?? {};
    if (status !== "priced" || this.#answer.revision !== this.#revision) return null;
    const { amount: total, currency, engine_version, catalog } = quote;
    return { order, total, currency, fingerprint: catalog.fingerprint, engine_version };
  }

  #until(there) {
    if (this.#state === "failed") return Promise.reject(this.#error);
    if (there()) return Promise.resolve(this.quote);
    const { promise, resolve, reject } = promised();
    this.#waiting.push({ there, resolve, reject });
    return promise;
  }

  #awake() {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ there, resolve }) => {
      if (!there()) return true;
      resolve(this.quote);
      return false;
    });
  }

  /** An attribute that cannot be read. */
  #refuse(error) {
    this.#faulty = error;
    this.#fail(error);
    this.requestUpdate();
  }

  #fail(error) {
    this.#error = error;
    this.#changed = [];
    this.#become("failed");
    this.#internals.setFormValue(null);
    this.#internals.setValidity({ customError: true }, error.message);
    this.#ready.reject(error);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#emit("error", { error });
  }

  #become(state) {
    this.#state = state;
    this.#internals.ariaBusy = String(state === "loading");
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  // ---- what is shown ----

  #view() {
    const answer = this.#visibleAnswer();
    const component = this.#component;
    const words = this.#words(this.#language(), this.messages, this.quote?.currency ?? this.currency ?? this.#display?.currencies[0].code);
    return {
      words,
      component,
      state: this.#state,
      error: this.#error,
      progress: this.#progress,
      values: this.#values,
      quantity: this.#quantity,
      fixedQuantity: this.fixedQuantity,
      hideUnavailable: this.unavailable === "hide",
      disabled: this.disabled || this.#disabledByForm,
      taxed: Boolean(this.taxRate),
      answer,
      // the price of what was typed before, as long as a value is not finished
      stale: answer !== this.#answer,
      options: this.#options,
      range: this.#range,
      hints: this.#hints,
      announced: this.#announced,
      typing: this.#typing,
      reported: this.#reported,
      ...problemsOf(this.#answer, words, component),
      hasPicture: this.querySelector(':scope > [slot="image"]') !== null,
      image: (label) => this.#image(words.label(label)),
      set: (name, value) => this.set(name, value),
      type: (name, value) => this.#typed(name, value),
      leave: (name) => this.#left(name),
      focus: (name) => this.focusField(name),
      retry: () => this.reload(),
    };
  }

  #visibleAnswer() {
    const unfinished = this.#typing !== null && this.#answer?.status === "invalid" && this.#shown !== null;
    if (!unfinished) this.#shown = this.#answer;
    return this.#shown;
  }

  #typed(name, value) {
    clearTimeout(this.#typingTimer);
    this.#typing = name;
    this.#typingTimer = setTimeout(() => this.#left(name), TYPING);
    this.set(name, value);
  }

  #left(name) {
    if (this.#typing !== name) return;
    clearTimeout(this.#typingTimer);
    this.#typing = null;
    this.requestUpdate();
  }

  #report() {
    this.#reported = true;
    this.requestUpdate();
  }

  #announceLater() {
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => {
      this.#announced = announcement(this.#view());
      this.requestUpdate();
    }, QUIET);
  }

  #image(name) {
    if (name === "") return nothing;
    if (/^(https?:|data:|blob:|\/)/.test(name)) return name;
    return this.images === null ? nothing : new URL(name, new URL(this.images, this.baseURI)).href;
  }

  #language() {
    const near = this.closest("[lang]")?.getAttribute("lang");
    return this.language || near || document.documentElement.lang || navigator.language;
  }
}

function errorOf({ error: { code, message, diagnostics } }) {
  return new PricewrightError(code, message, diagnostics);
}

function present(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}

function promised() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  // whoever waits for it hears of a failure; that nobody waits is no fault
  parts.promise.catch(() => undefined);
  return parts;
}
