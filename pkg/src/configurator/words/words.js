/**
 * What people read, in a language: the element's own texts, names of the catalog, amounts and numbers by `Intl`, and
 * what is wrong in words. Amounts and numbers are texts and stay decimals.
 */
import { formatMoney } from "../../money.js";
import { de } from "./de.js";
import { en } from "./en.js";

const built = { en, de };
/** How many amounts are kept as people read them. */
const MOST_KEPT = 4096;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** What decided, in a message of the engine: `` `motor` is `chain` ``. */
const DECIDED = /`([^`]+)` is (?:`([^`]*)`|(not set|[-\d.]+))/g;

/** A language tag that `Intl` and the engine take, `de-DE` for `de_DE`; English for what is none. */
export function languageTag(language) {
  try {
    return Intl.getCanonicalLocales(language.replaceAll("_", "-"))[0] ?? "en";
  } catch {
    return "en";
  }
}

export class Words {
  #language;
  #texts;
  #currency;
  #shown = new Map();

  /** `language` is one of `languageTag`; `own` are texts that the page gives. */
  constructor(language, own, currency) {
    this.#language = language;
    this.#texts = { ...en, ...(built[this.#language] ?? built[this.#language.split("-")[0]]), ...own };
    this.#currency = currency;
  }

  get isFull() {
    return this.#shown.size > MOST_KEPT;
  }

  /** A text of the element's own. */
  say(key, places = {}) {
    const text = this.#texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (place, name) => places[name] ?? place);
  }

  /** A text of the catalog, plain or by language. */
  label(label) {
    if (label === undefined || label === null || typeof label === "string") return label ?? "";
    return label[this.#language] ?? label[this.#language.split("-")[0]] ?? Object.values(label)[0] ?? "";
  }

  money(amount) {
    return this.#money(amount, "auto");
  }

  /** An amount with its sign, such as `+12.00 €`. */
  difference(amount) {
    return this.#money(amount, "exceptZero");
  }

  /** The same amounts come again and again, and a format is slow to make. */
  #money(amount, signDisplay) {
    const key = signDisplay + amount;
    if (!this.#shown.has(key)) this.#shown.set(key, formatMoney(amount, this.#currency, this.#language, { signDisplay }));
    return this.#shown.get(key);
  }

  number(text, unit = undefined) {
    const shown = NUMBER.test(text) ? new Intl.NumberFormat(this.#language, { maximumFractionDigits: 20 }).format(text) : text;
    return unit ? `${shown}\u00a0${unit}` : shown;
  }

  list(texts) {
    return new Intl.ListFormat(this.#language, { type: "unit", style: "short" }).format(texts);
  }

  /** A value of a feature. */
  value(feature, value) {
    if (value === null || value === undefined) return this.say("unset");
    switch (feature?.type) {
      case "select":
      case "multiselect":
        return this.list([value].flat().map((id) => this.option(feature, id)));
      case "boolean":
        return this.say(String(value) === "true" ? "yes" : "no");
      case "number":
        return this.number(String(value), feature.unit);
      default:
        return String(value);
    }
  }

  option(feature, id) {
    const found = feature.options.find((option) => option.id === id);
    return found ? this.label(found.name) : String(id);
  }

  /** A violation, in the words of the rule that says so, or of this language. */
  violation({ code, rule, message, features }, component) {
    if (rule !== null && code !== "not-available") return message;
    const feature = featureOf(component, features[0]);
    if (code === "not-available") return this.#notAvailable(message, feature, component);
    if (!(code in this.#texts) || (!feature && features[0] !== "quantity")) return message;
    return this.say(code, this.#placesOf(feature, component));
  }

  /** Why something is not available: the choices that stand against it. */
  reason(message, component) {
    const [, because = ""] = message.split(/: (.*)/s);
    const choices = [...because.matchAll(DECIDED)].map(([, id, quoted, bare]) => {
      const feature = featureOf(component, id);
      const value = bare === "not set" ? this.say("unset") : this.value(feature, quoted ?? bare);
      return this.say("choice", { feature: feature ? this.label(feature.name) : id, value });
    });
    return choices.length > 0 ? this.say("not_available_with", { choices: this.list(choices) }) : this.say("not_available");
  }

  #notAvailable(message, feature, component) {
    const [, option] = /^`([^`]*)` of `/.exec(message) ?? [];
    const name = option === undefined ? this.label(feature?.name) : this.option(feature, option);
    return this.say("option_not_available", { option: name, reason: this.reason(message, component) });
  }

  #placesOf(feature, component) {
    const amount = (text) => (text === undefined ? "" : this.number(String(text), feature?.unit));
    return {
      name: feature ? this.label(feature.name) : this.say("quantity"),
      step: amount(feature ? feature.step : component.quantity_step),
      min: amount(feature?.min ?? feature?.min_length ?? feature?.min_choices),
      max: amount(feature?.max ?? feature?.max_length ?? feature?.max_choices),
    };
  }
}

function featureOf(component, id) {
  return component.features.find((feature) => feature.id === id);
}

/** Gives the same words again as long as nothing about them changes. */
export function wordsKeeper() {
  let key = "";
  let texts;
  let words;
  return (language, own, currency) => {
    const asked = `${language} ${currency}`;
    // amounts that are no longer shown are forgotten at times
    if (asked !== key || own !== texts || words.isFull) [key, texts, words] = [asked, own, new Words(language, own, currency)];
    return words;
  };
}
