/**
 * What the element and the engine have said so far: opens a desk with a plan or catalog, tells it each change once, and
 * keeps what it says of the last one. Whoever waits for a price is answered when it is there. `wish` gives all that is
 * wished now; `said` hears `asked` when what was said before no longer holds, `opened` when there is a plan, `ready`,
 * `answer` with the names that changed, `settled`, `error`, and `shown` after each message, whatever it was.
 */
import { PricewrightError } from "../errors.js";
import { openDesk } from "./engine/client.js";

export class Conversation {
  /** `empty`, `loading`, `ready` or `failed`. */
  state = "empty";
  error = null;
  progress = null;
  display = null;
  component = null;
  /** Of the last change that is priced. */
  answer = null;
  /** By feature, `{ revision, answers }`; also range and hints have the revision of the answer that they are of. */
  options = new Map();
  range = null;
  hints = null;

  #wish;
  #said;
  #desk = null;
  #number = 0;
  /** Whether the desk has a plan, and which change it was opened with. */
  #isOpen = false;
  #openedWith = 0;
  /** Counts changes: what is said of an earlier one is not shown. */
  #revision = 0;
  #settledAt = -1;
  /** Those that the desk was told last. */
  #settings = "";
  #changed = [];
  #isTelling = false;
  #ready = promised();
  #waiting = [];

  constructor({ wish, said }) {
    this.#wish = wish;
    this.#said = said;
  }

  get ready() {
    return this.#ready.promise;
  }

  /** Whether the answer is one of all that was set. */
  get isCurrent() {
    return this.answer !== null && this.answer.revision === this.#revision;
  }

  get isOpened() {
    return this.#desk !== null;
  }

  /** Begins anew, with `{ source, isCatalog, files, engine, component }`. */
  open(given, inPage) {
    this.close();
    if (this.state === "ready" || this.state === "failed") this.#ready = promised();
    this.error = this.progress = this.answer = null;
    this.#forget();
    this.state = "loading";
    this.#isOpen = false;
    this.#openedWith = this.#revision;
    const number = this.#number;
    this.#desk = openDesk((message) => {
      if (number === this.#number) this.#hear(message);
    }, inPage);
    const wish = this.#wish();
    this.#settings = JSON.stringify(wish.settings);
    this.#desk.say({ type: "open", ...given, revision: this.#revision, ...wish });
    this.#said("asked");
    this.#said("shown");
  }

  close() {
    this.#number += 1;
    this.#desk?.close();
    this.#desk = null;
    this.#isOpen = false;
  }

  /** As it was before there was anything to open. */
  empty() {
    this.close();
    if (this.state === "ready" || this.state === "failed") this.#ready = promised();
    this.state = "empty";
    this.error = this.answer = null;
    this.#said("asked");
  }

  /** Something is other than before: the desk is told once, after all that is set at the same time. */
  touch(name) {
    this.#changed.push(name);
    this.#revision += 1;
    this.#said("asked");
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#tell();
    });
  }

  /** A promise of the quote of all that was set so far; with all that is said later, if `settled`. */
  until(settled) {
    const there = () => (settled ? this.#settledAt === this.#revision : this.isCurrent);
    if (this.state === "failed" && !this.#isTelling) return Promise.reject(this.error);
    if (there()) return Promise.resolve(this.answer.quote);
    const { promise, resolve, reject } = promised();
    this.#waiting.push({ there, resolve, reject });
    return promise;
  }

  fail(error) {
    this.error = error;
    this.state = "failed";
    this.#changed = [];
    this.#ready.reject(error);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#said("error", error);
    this.#said("shown");
  }

  /** A desk that has no plan yet is told later. */
  #tell() {
    if (!this.#isOpen) return;
    if (this.state === "failed") {
      this.#ready = promised();
      this.state = "loading";
    }
    const wish = this.#wish();
    const settings = JSON.stringify(wish.settings);
    // in another currency, say, nothing of it holds
    if (settings !== this.#settings) this.#forget();
    this.#settings = settings;
    this.#desk.say({ type: "change", revision: this.#revision, ...wish });
  }

  #forget() {
    this.options = new Map();
    this.range = null;
    this.hints = null;
  }

  #hear(message) {
    switch (message.type) {
      case "progress":
        this.progress = message;
        break;
      case "opened":
        this.#hearOpened(message);
        break;
      case "answer":
        this.#hearAnswer(message);
        break;
      case "failed":
        return this.fail(errorOf(message));
      case "trouble":
        // the price stands; what goes with it is missing
        this.#said("error", errorOf(message));
        break;
      default:
        if (message.revision === this.#revision) this.#hearMore(message);
    }
    this.#said("shown");
  }

  #hearOpened({ display, component }) {
    this.display = display;
    this.component = display.components.find(({ id }) => id === component);
    this.#isOpen = true;
    this.#said("opened");
    // what was set while there was no plan yet
    if (this.#revision !== this.#openedWith) this.#tell();
  }

  #hearAnswer(answer) {
    const first = this.state !== "ready";
    this.answer = answer;
    if (answer.status !== "incomplete") this.range = null;
    if (answer.status !== "priced") this.hints = null;
    if (first) {
      this.error = null;
      this.state = "ready";
      this.#ready.resolve();
      this.#said("ready");
    }
    if (!this.isCurrent) return;
    const changed = this.#changed.splice(0);
    this.#said("answer", { first, changed });
    this.#awake();
  }

  #hearMore({ type, revision, ...message }) {
    if (type === "options") this.options.set(message.feature, { revision, answers: new Map(message.options.map((option) => [option.id, option])) });
    else if (type === "range") this.range = message.range && { revision, ...message.range };
    else if (type === "hints") this.hints = { revision, list: message.hints };
    else {
      // nobody says them any more
      if (this.range?.revision !== revision) this.range = null;
      if (this.hints?.revision !== revision) this.hints = null;
      this.#settledAt = revision;
      this.#awake();
      this.#said("settled");
    }
  }

  #awake() {
    this.#waiting = this.#waiting.filter(({ there, resolve }) => {
      if (!there()) return true;
      resolve(this.answer.quote);
      return false;
    });
  }
}

function errorOf({ error: { code, message, diagnostics } }) {
  return new PricewrightError(code, message, diagnostics);
}

function promised() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  // whoever waits for it hears of a failure; that nobody waits is no fault
  parts.promise.catch(() => undefined);
  return parts;
}
