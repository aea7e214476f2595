/**
 * The engine in a worker. It is given the compiled module first, then questions one after the
 * other, and answers each; a fault is an answer, too. Asks for no file.
 */
import { check, compile, fileReports, init, lint, pack, type Plan, PricewrightError, runTests } from "pricewright/slim";
import { curveOf } from "./curve.js";
import { priceLists } from "./lists.js";
import type { Answer, Compiled, Fault, Kind, Priced, Question, Questions, Source, Start } from "./protocol.js";

let plan: Plan | null = null;
let started: Promise<void> | null = null;

const answers: { [K in Kind]: (ask: Questions[K]["ask"]) => Questions[K]["answer"] } = {
  compile: compiled,
  pack: ({ catalog, files }) => `${JSON.stringify(pack(catalog, { files }), null, 2)}\n`,
  price: ({ order, item }) => priced(order, item),
  curve: ({ order, item, subject }) => curveOf(current(), order, item, subject),
  test: ({ catalog, files }) => runTests(catalog, { files }),
  range: ({ order, budget }) => current().priceRange(order, { budget }),
  lint: ({ catalog, files, steps }) => lint(catalog, { files, steps }),
};

addEventListener("message", ({ data }: MessageEvent<Start | Question>) => {
  if ("module" in data) {
    started = init(data.module);
    return;
  }
  void reply(data);
});

async function reply({ number, kind, ask }: Question): Promise<void> {
  let answer: Answer;
  try {
    await started;
    answer = { number, answer: (answers[kind] as (ask: unknown) => unknown)(ask) };
  } catch (error) {
    answer = { number, fault: faultOf(error) };
  }
  postMessage(answer);
}

function compiled({ catalog, files }: Source): Compiled {
  const diagnostics = check(catalog, { files });
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, facts: null };
  const made = compile(catalog, { files });
  plan?.free();
  plan = made;
  const { display } = made;
  const lists = priceLists(pack(catalog, { files }));
  return { diagnostics, facts: { display, plan: made.toBytes(), lists, reports: fileReports(catalog, { files }) } };
}

function priced(order: Questions["price"]["ask"]["order"], item: number): Priced {
  const explained = current().explain(order);
  const has = item < order.items.length && explained.quote.items[item] !== undefined;
  const known = has && current().display.components.some(({ id }) => id === order.items[item]?.component);
  return {
    explained,
    options: known ? current().optionPrices(order, { item }) : null,
    hints: explained.quote.status === "priced" ? current().hints(order, { limit: 5 }) : null,
  };
}

function current(): Plan {
  if (plan) return plan;
  throw new Error("there is no catalog yet that compiles");
}

function faultOf(error: unknown): Fault {
  if (error instanceof PricewrightError) return { message: error.message, diagnostics: [...error.diagnostics] };
  return { message: error instanceof Error ? error.message : String(error), diagnostics: [] };
}
