/** The words of the editor are those of the grammar, all of them and no others. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { sources } from "./lib/sources.js";

const modules = await sources();
after(() => modules.close());
const words = await modules.load("editor/words.ts");
const grammar = (name) => readFileSync(new URL(`../../../grammar/${name}.pest`, import.meta.url), "utf8");
const [base, rules] = [grammar("base"), grammar("rules")];

/** The body of a rule of the grammar. */
function rule(text, name) {
  const found = new RegExp(`^${name} = [@_$!]?\\{([^]*?)\\}$`, "m").exec(text);
  assert.ok(found, `the grammar has no rule \`${name}\``);
  return found[1];
}

const quoted = (text) => [...text.replaceAll(/!"[^"]*"/g, "").matchAll(/"([^"]+)"/g)].map(([, word]) => word);
const sorted = (list) => [...new Set(list)].sort();

test("keywords are those that a bare name cannot be", () => {
  assert.deepEqual(sorted(words.KEYWORDS), sorted(quoted(rule(base, "keyword"))));
});

test("every other word of the grammar is a word of its place", () => {
  const named = [...rules.matchAll(/^(?:kw|word)_\w+ = @\{ "(\w+)" ~ word_end \}$/gm)].map(([, word]) => word);
  assert.ok(named.length > 50, `only ${named.length} words were found`);
  const alternatives = ["tier_kind", "per_word", "amount_word"].flatMap((name) => quoted(rule(rules, name)));
  const others = [...named, ...alternatives].filter((word) => !words.KEYWORDS.includes(word));
  assert.deepEqual(sorted(words.PLACE_WORDS), sorted(others));
});

test("statements begin as those of the grammar", () => {
  const heads = [...rules.matchAll(/^\w+_statement = \{\s*kw_(\w+)/gm)].map(([, word]) => word);
  assert.deepEqual(sorted(words.STATEMENTS), sorted(heads));
});

test("functions are those of the grammar, with their spaces", () => {
  const plain = rule(rules, "function_name").replaceAll(/\s*~ word_end/g, "").replaceAll(/\s*~ gap(?: ~)?\s*/g, " _ ");
  const names = spelled(plain.replaceAll(/[()]\s*$/g, "").trim());
  const calls = ["date", "lookup", "price", "percent"];
  for (const call of calls) assert.ok(rules.includes(`"${call}" ~ word_end ~ open_paren`), call);
  assert.deepEqual(sorted(words.FUNCTIONS), sorted([...names, ...calls]));
});

/** Every name that a pattern of words, `|`, `( )`, `?` and `_` for a space spells. */
function spelled(pattern) {
  const tokens = pattern.match(/"[^"]+"|[()|?_~]/g).filter((token) => token !== "~");
  let at = 0;
  const choice = () => {
    const all = sequence();
    while (tokens[at] === "|") {
      at += 1;
      all.push(...sequence());
    }
    return all;
  };
  const sequence = () => {
    let made = [""];
    while (at < tokens.length && tokens[at] !== "|" && tokens[at] !== ")") {
      const next = part();
      made = made.flatMap((head) => next.map((tail) => `${head}${tail}`));
    }
    return made;
  };
  const part = () => {
    const token = tokens[at];
    at += 1;
    if (token === "_") return [" "];
    if (token !== "(") return [token.slice(1, -1)];
    const inside = choice();
    at += 1;
    if (tokens[at] !== "?") return inside;
    at += 1;
    return ["", ...inside];
  };
  return choice().map((name) => name.replaceAll(/\s+/g, " ").trim());
}
