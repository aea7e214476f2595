/**
 * The editor: one view, and a state for each file with its own history. It stands in a shadow tree,
 * where its library's styles are adopted sheets, which a strict policy allows.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { completionOf } from "./completion.js";
import css from "./editor.css?inline";
import { type Found, underlined } from "./findings.js";
import type { Located } from "./places.js";
import { rulesLanguage } from "./rules-language.js";

/** What an editor tells and asks. */
export interface Listener {
  /** The text of a file was changed by hand. */
  changed(file: string, text: string): void;
  /** The catalog's present text, for completion. */
  catalog(): string;
}

export class Editor {
  #view: EditorView;
  #states = new Map<string, EditorState>();
  #file = "";
  #found: readonly Found[] = [];

  constructor(
    host: HTMLElement,
    private readonly listener: Listener,
  ) {
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    this.#view = new EditorView({ root, parent: root });
    // what CodeMirror adopts comes first, so that these styles win
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((each) => each !== sheet), sheet];
  }

  /** Shows a file, to be read alone where it is no text; another text than the one it had is one change, which can be undone. */
  open(file: string, text: string, editable = true): void {
    if (this.#file !== file) {
      if (this.#file) this.#states.set(this.#file, this.#view.state);
      this.#file = file;
      this.#view.setState(this.#states.get(file) ?? this.#fresh(file, text, editable));
    }
    if (this.#view.state.doc.toString() !== text) {
      this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
    }
    this.#underline();
  }

  /** Forgets what was done to files: another project is there. */
  reset(): void {
    this.#states.clear();
    this.#file = "";
  }

  /** Underlines findings. */
  found(found: readonly Found[]): void {
    this.#found = found;
    this.#underline();
  }

  /** Selects a place of the open file and brings it into view. */
  select({ from, to }: Located): void {
    const { length } = this.#view.state.doc;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.#view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
    this.#view.focus();
  }

  #underline(): void {
    const { state } = this.#view;
    this.#view.dispatch(setDiagnostics(state, underlined(this.#found, this.#file, state.doc.length)));
  }

  #fresh(file: string, text: string, editable: boolean): EditorState {
    const changed = EditorView.updateListener.of((update) => {
      if (update.docChanged) this.listener.changed(file, update.state.doc.toString());
    });
    const label = EditorView.contentAttributes.of({ "aria-label": file, tabindex: "0" });
    return EditorState.create({ doc: text, extensions: [common(), languageOf(file), changed, label, EditorState.readOnly.of(!editable), completion(file, this.listener)] });
  }
}

function completion(file: string, listener: Listener): Extension {
  const source = completionOf(file, () => listener.catalog());
  return file.endsWith(".csv") ? [] : autocompletion({ override: [source], icons: false });
}

function languageOf(file: string): Extension {
  if (file.endsWith(".json")) return json();
  return file.endsWith(".csv") ? [] : rulesLanguage;
}

function common(): Extension {
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    foldGutter(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    syntaxHighlighting(classHighlighter),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    lintGutter(),
    // Tab goes on to the next part of the page, as everywhere; Ctrl-] indents
    keymap.of([
      ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap,
      ...lintKeymap,
    ]),
  ];
}
