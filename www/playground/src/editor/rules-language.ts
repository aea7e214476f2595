/**
 * Highlighting of the rule language: tokens only, by the words of `words.ts`. What a text means is
 * the engine's to say; this never refuses one.
 */
import { StreamLanguage, type StreamParser } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { FUNCTIONS, KEYWORDS, STATEMENTS } from "./words.js";

const keywords = new Set<string>(KEYWORDS);
const statements = new Set<string>(STATEMENTS);
const NAME = /^[\p{Alphabetic}_][\p{Alphabetic}0-9_]*/u;
/** Functions with the longest name first, so that `round half up` is not `round`. */
const calls = [...FUNCTIONS]
  .sort((a, b) => b.length - a.length)
  .map((name) => new RegExp(`^${name.replaceAll(" ", "[ \\t]+")}(?=[ \\t]*\\()`));

interface Line {
  /** Whether the next name is the id of a statement. */
  names: boolean;
}

const parser: StreamParser<Line> = {
  name: "rules",
  startState: () => ({ names: false }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    if (stream.match("//")) {
      stream.skipToEnd();
      return "comment";
    }
    const named = state.names;
    state.names = false;
    if (stream.match(/^"(?:\\.|[^"\\])*"?/)) return "string";
    if (stream.match(/^`[^`]*`?/)) return named ? "definition" : "variableName";
    if (stream.match(/^\d{4}-\d{2}-\d{2}\b/)) return "number";
    if (stream.match(/^\d[\d_]*(?:\.\d[\d_]*)?%?/)) return "number";
    if (calls.some((call) => stream.match(call))) return "function";
    const start = stream.column();
    const word = stream.match(NAME) as RegExpMatchArray | null;
    if (word) {
      const [name] = word;
      if (start === 0 && statements.has(name)) {
        state.names = true;
        return "statement";
      }
      if (named && !keywords.has(name)) return "definition";
      if (name === "true" || name === "false" || name === "none" || name === "null") return "atom";
      return keywords.has(name) ? "keyword" : "variableName";
    }
    if (stream.match(/^(?:->|\*\*|!=|<=|>=|\.\.|[-+*/=<>:])/)) return "operator";
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: "//" }, closeBrackets: { brackets: ["(", "[", "{", '"', "`"] } },
  tokenTable: {
    statement: tags.controlKeyword,
    definition: tags.definition(tags.variableName),
    function: tags.typeName,
  },
};

/** The rule language as far as an editor needs it. */
export const rulesLanguage = StreamLanguage.define(parser);
