// TypeScript: strict, in both ways to resolve packages, compiled and run.

const text = (start) => `import * as api from "pricewright";
import { Plan, PricewrightError, compile, type Quote } from "pricewright";
import * as runtime from "pricewright/runtime";
import { catalog, order, useFull } from "USE";

const plan: Plan = compile(catalog);
const quote: Quote = plan.price(order);
if (quote.status === "priced" && quote.items[0]?.lines[0]?.kind === "price_list") {
  const amount: string = quote.amount;
  const hit: string = quote.items[0].lines[0].cell.row.hit;
  console.log(amount, hit);
}
// @ts-expect-error
quote.statuz;
// @ts-expect-error
const lacking = () => runtime.compile(catalog);
Plan.fromBytes satisfies typeof runtime.Plan.fromBytes;
const isError: boolean = new Error() instanceof PricewrightError;
console.log(isError, lacking.name);
${start}
`;
const esm = text("await api.init();\nconsole.log(useFull(api));").replace("USE", "./use.mjs");
const cjs = text("api.init().then(() => console.log(useFull(api)));").replace("USE", "./use.cjs");
const options = { strict: true, target: "es2022", lib: ["es2022", "dom"], types: [], rootDir: "." };
const config = (extra, files) => JSON.stringify({ compilerOptions: { ...options, ...extra }, files });

const node16 = (name, source, type) => async (consumer) => {
  const tsc = consumer.tool("typescript/bin/tsc");
  const tsconfig = config({ module: "node16" }, [name]);
  const folder = await consumer.folder({ [name]: source, "tsconfig.json": tsconfig }, { type });
  await folder.run("node", [tsc]);
  await folder.prices("node", [name.replace("ts", "js")]);
};

const bundler = (source) => async (consumer) => {
  const tsc = consumer.tool("typescript/bin/tsc");
  const tsconfig = config({ module: "esnext", moduleResolution: "bundler", noEmit: true }, ["main.ts"]);
  const folder = await consumer.folder({ "main.ts": source, "tsconfig.json": tsconfig });
  await folder.run("node", [tsc]);
};

const withoutDom = async (consumer) => {
  const tsc = consumer.tool("typescript/bin/tsc");
  const tsconfig = config({ module: "node16", noEmit: true, lib: ["es2022"] }, ["main.mts"]);
  const folder = await consumer.folder({ "main.mts": everyEntry, "tsconfig.json": tsconfig });
  await folder.run("node", [tsc]);
};

const everyEntry = ["pricewright", "pricewright/runtime", "pricewright/inline", "pricewright/slim"]
  .map((entry, at) => `import { Plan as Plan${at}, init as init${at} } from "${entry}";\nvoid [Plan${at}.fromBytes, init${at}];\n`)
  .join("")
  .concat('import { Client, type ServerError } from "pricewright/client";\nvoid [Client, (error: ServerError) => error.status];\n');

export default {
  "TypeScript node16, ESM": node16("main.mts", esm, "module"),
  "TypeScript node16, CJS": node16("main.cts", cjs, "commonjs"),
  "TypeScript bundler": bundler(esm),
  "TypeScript bundler, every entry": bundler(everyEntry),
  "TypeScript without the DOM's types": withoutDom,
};
