/**
 * `<price-configurator>`: a form of a plan or a catalog, and the price beside it. Takes attributes and properties, says
 * events, and is a control of the form around it; `docs/storefront.md` has all of them. What it shows is made in `view/`,
 * what it prices in `engine/`.
 */
import { LitElement, nothing } from "lit";
import { PricewrightError } from "../errors.js";
import { sourceOf, today } from "./asking.js";
import { Conversation } from "./conversation.js";
import { announcement } from "./view/announcement.js";
import { configuratorView } from "./view/configurator.js";
import { problemsOf } from "./view/problems.js";
import { styles } from "./view/styles.js";
import { languageTag, wordsKeeper } from "./words/words.js";

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
  #talk = new Conversation({ wish: () => this.#wish(), said: (what, detail) => this.#said(what, detail) });
  #words = wordsKeeper();
  /** Values of features as they are wished, and as they were at the beginning. */
  #values = {};
  /** The component's smallest, where none is said. */
  #quantity = null;
  #initial = null;
  /** An attribute that cannot be read. */
  #faulty = null;
  #disabledByForm = false;
  /** The answer that is shown, which is an earlier one while a value is not finished. */
  #shown = null;
  #typing = null;
  #typingTimer = 0;
  #reported = false;
  #isAsked = false;
  #announced = "";
  #announceTimer = 0;

  constructor() {
    super();
    this.plan = this.catalog = this.files = this.component = this.language = this.currency = null;
    this.engine = this.worker = this.asOf = this.taxRate = this.inputs = this.unavailable = this.images = null;
    this.messages = null;
    this.fixedQuantity = this.disabled = false;
    this.addEventListener("invalid", () => this.#report());
    this.#fill();
  }

  // ---- what it says ----

  get state() {
    return this.#talk.state;
  }

  get error() {
    return this.#talk.error;
  }

  get ready() {
    return this.#talk.ready;
  }

  get display() {
    return this.#talk.display;
  }

  get status() {
    return this.#current?.status ?? null;
  }

  get total() {
    return this.#current?.quote?.amount ?? null;
  }

  get order() {
    return this.#current?.order ?? null;
  }

  get quote() {
    return this.#current?.quote ?? null;
  }

  /** The answer, if it is one of all that was set. */
  get #current() {
    return this.#talk.isCurrent && this.state === "ready" ? this.#talk.answer : null;
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
    this.#faulty = values instanceof Error ? values : null;
    if (!this.#faulty) {
      this.#values = present(structuredClone(values ?? {}));
      this.#talk.touch(null);
    }
    if (this.hasUpdated && (this.#faulty || !this.#talk.isOpened)) this.#open();
  }

  get quantity() {
    return this.#quantity ?? this.#talk.component?.quantity_step ?? "1";
  }

  set quantity(quantity) {
    this.#quantity = textOf(quantity);
    this.#talk.touch("quantity");
  }

  set(name, value = undefined) {
    if (typeof name === "object") {
      for (const [each, its] of Object.entries(name)) this.#put(each, its);
      this.#talk.touch(null);
    } else {
      this.#put(name, value);
      this.#talk.touch(name);
    }
  }

  unset(name) {
    this.set(name, null);
  }

  reset() {
    const { values, quantity } = this.#initial ?? { values: {}, quantity: null };
    this.#values = structuredClone(values);
    this.#quantity = quantity;
    this.#reported = false;
    this.#talk.touch(null);
  }

  /** A promise of the quote of all that was set so far. */
  priced() {
    return this.#talk.until(false);
  }

  /** The same, with all that is said later. */
  settled() {
    return this.#talk.until(true);
  }

  checkValidity() {
    // who only asks wants nothing shown
    this.#isAsked = true;
    const valid = this.#internals.checkValidity();
    this.#isAsked = false;
    return valid;
  }

  reportValidity() {
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
    if (this.hasUpdated && !this.#talk.isOpened) this.#open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#talk.close();
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
    this.#talk.touch(null);
  }

  willUpdate(changed) {
    if (SOURCES.some((name) => changed.has(name))) this.#open();
    else if (SETTINGS.some((name) => changed.has(name))) {
      if (this.#talk.isOpened) this.#talk.touch(null);
      else this.#open();
    }
  }

  render() {
    return configuratorView(this.#view());
  }

  // ---- the conversation with the engine ----

  #open() {
    const given = this.catalog ?? this.plan;
    const faulty = this.inputs instanceof Error ? this.inputs : this.#faulty;
    if (faulty || given === null) this.#talk.empty();
    if (faulty) return this.#talk.fail(faulty);
    if (given === null || !this.isConnected) return;
    const isCatalog = this.catalog !== null;
    const source = sourceOf(given, isCatalog, this.baseURI);
    const { files, engine, component } = this;
    this.#talk.open({ source, isCatalog, files, engine, component }, this.worker === "off");
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
    return { settings, wishes: { ...this.#values, quantity: this.#quantity } };
  }

  #put(name, value) {
    if (name === "quantity") this.#quantity = textOf(value);
    else if (this.#isInput(name)) this.inputs = { ...this.inputs, [name]: value };
    else if (value === null || value === undefined) delete this.#values[name];
    else this.#values[name] = typeof value === "bigint" ? String(value) : structuredClone(value);
  }

  /** What was set before there was a plan to say what is an input. */
  #sort() {
    for (const [name, value] of Object.entries(this.#values)) {
      if (!this.#isInput(name)) continue;
      delete this.#values[name];
      this.inputs = { ...this.inputs, [name]: value };
    }
  }

  #valueOf(name) {
    if (name === "quantity") return this.quantity;
    return Object.hasOwn(this.#values, name) ? this.#values[name] : null;
  }

  #isInput(name) {
    return this.#talk.display?.inputs.some(({ id }) => id === name) ?? false;
  }

  #said(what, detail) {
    switch (what) {
      case "asked":
        return this.#fill();
      case "opened":
        return this.#sort();
      case "ready":
        this.#initial ??= { values: this.values, quantity: this.#quantity };
        return this.#emit("ready", { display: this.display, component: this.#talk.component.id });
      case "answer":
        return this.#priced(detail);
      case "settled":
        this.#announceLater();
        return this.#emit("settled", { status: this.status });
      case "error":
        this.#fill();
        return this.#emit("error", { error: detail });
      default:
        this.#internals.ariaBusy = String(this.state === "loading");
        this.requestUpdate();
    }
  }

  #priced({ first, changed }) {
    this.#fill();
    // where something is missing can be pointed at once it is shown
    void this.updateComplete.then(() => this.#fill());
    const { status, total, quote } = this;
    if (!first) {
      const name = changed.length === 1 ? changed[0] : null;
      this.#emit("change", { name, value: this.#valueOf(name), status, total, currency: quote?.currency ?? null });
    }
    if (status === "priced") this.#emit("complete", { quote, claim: this.#claim() });
  }

  /** What the form around it sends, and whether it may. */
  #fill() {
    const claim = this.value;
    this.#internals.setFormValue(claim || null, JSON.stringify({ values: this.#values, quantity: this.#quantity }));
    if (claim) return this.#internals.setValidity({});
    const { error, words, missing, problems: [problem] } = this.#view();
    const said = () => words.say(`status_${this.status}`, { names: words.list(missing.map(({ text }) => text)) });
    if (this.#current) this.#internals.setValidity({ customError: true }, problem?.text ?? said(), this.#inputOf(this.#firstFault()));
    else this.#internals.setValidity({ customError: true }, error?.message || words.say("no_price"));
  }

  /** Where a feature is entered; nothing before it is shown. */
  #inputOf(name) {
    const field = name === undefined ? null : this.renderRoot.querySelector(`[data-name="${CSS.escape(name)}"]`);
    return field?.querySelector("input:checked:enabled, select:enabled, input:enabled") ?? undefined;
  }

  #claim() {
    const { status, quote, order } = this.#current ?? {};
    if (status !== "priced") return null;
    const { amount: total, currency, engine_version, catalog } = quote;
    return { order, total, currency, fingerprint: catalog.fingerprint, engine_version };
  }

  #emit(type, detail) {
    // an error that bubbles would reach those who listen for faults of scripts
    const bubbles = type !== "error";
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles, composed: bubbles }));
  }

  // ---- what is shown ----

  #view() {
    const { state, error, progress, display, component, options, range, hints } = this.#talk;
    const answer = this.#visibleAnswer();
    const words = this.#words(this.#language(), this.messages, this.#talk.answer?.quote?.currency ?? this.currency ?? display?.currencies[0].code);
    return {
      words,
      component,
      state,
      error,
      progress,
      values: this.#values,
      quantity: this.quantity,
      fixedQuantity: this.fixedQuantity,
      hideUnavailable: this.unavailable === "hide",
      disabled: this.disabled || this.#disabledByForm,
      taxed: Boolean(this.taxRate),
      answer,
      // the price of what was typed before, as long as a value is not finished
      stale: answer !== this.#talk.answer,
      // one of the order before, until there is one of this
      isRangeOld: range !== null && range.revision !== answer?.revision,
      options,
      range,
      hints: hints?.list ?? [],
      areHintsOld: hints !== null && hints.revision !== answer?.revision,
      announced: this.#announced,
      typing: this.#typing,
      reported: this.#reported,
      ...problemsOf(this.#talk.answer, words, component),
      hasPicture: this.querySelector(':scope > [slot="image"]') !== null,
      image: (label) => this.#image(words.label(label)),
      set: (name, value) => this.set(name, value),
      type: (name, value) => this.#typed(name, value),
      leave: (name) => this.#left(name),
      mend: (name, value) => this.#mend(name, value),
      retry: () => void this.#retry(),
    };
  }

  #visibleAnswer() {
    const { answer } = this.#talk;
    const unfinished = this.#typing !== null && answer?.status === "invalid" && this.#shown !== null;
    if (!unfinished) this.#shown = answer;
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
    this.#announceLater();
    this.requestUpdate();
  }

  /** By a button that is gone after it: whoever pressed it goes on where the value is. */
  #mend(name, value) {
    this.set(name, value);
    const input = this.#inputOf(name);
    if (input) input.focus();
    else this.focus();
  }

  async #retry() {
    this.reload();
    await this.ready.catch(() => undefined);
    await this.updateComplete;
    // unless somebody has gone elsewhere meanwhile
    if (document.activeElement === document.body) this.focus();
  }

  /** The form around it is not sent: what is missing is shown, and gone to if the browser came here for it. */
  #report() {
    if (this.#isAsked) return;
    this.#reported = true;
    this.requestUpdate();
    const before = this.shadowRoot.activeElement;
    setTimeout(() => {
      const now = this.shadowRoot.activeElement;
      if (now !== null && now !== before) this.#inputOf(this.#firstFault())?.focus();
    });
  }

  #firstFault() {
    const { problems, missing } = this.#view();
    return problems[0]?.features[0] ?? missing[0]?.feature;
  }

  #announceLater() {
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => {
      // what is not finished, or not priced yet, is said after that
      if (this.#typing !== null || !this.#current) return;
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
    return languageTag(this.language || near || document.documentElement.lang || navigator.language);
  }
}

function textOf(value) {
  return value === null || value === undefined ? null : String(value);
}

function present(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}
