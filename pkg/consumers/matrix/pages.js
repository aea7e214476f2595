// Pages without any bundler, straight from the package's files.

import { html, pageModule, pagePrices } from "../lib/page.js";

const browser = ["browser", "import", "default"];
const policy = "script-src 'self' 'wasm-unsafe-eval'";

/** A page whose module script imports this entry by its path. */
const byPath = (entry, options) => async (consumer) => {
  const folder = await consumer.folder();
  const file = await folder.exported(entry, browser);
  const page = await consumer.folder({
    "index.html": html('<script type="module" src="./main.js"></script>'),
    "main.js": pageModule(`./node_modules/pricewright/${file}`),
  });
  await pagePrices(page.path, "/", options);
};

/** The classic script that the package's CDN fields name. */
const classic = (options) => async (consumer) => {
  const folder = await consumer.folder();
  const { unpkg, jsdelivr } = await folder.manifest();
  const file = unpkg ?? jsdelivr;
  if (!file) {
    throw new Error("package.json names no script as `unpkg` or `jsdelivr`");
  }
  const scripts = [`./node_modules/pricewright/${file.replace(/^\.\//, "")}`, "./use.global.js", "./main.js"];
  const page = await consumer.folder({
    "index.html": html(scripts.map((script) => `<script src="${script}"></script>`).join("")),
    "main.js": `Promise.resolve(pricewright.init()).then(() => use.useFull(pricewright)).then(
  (text) => { document.title = text; },
  (error) => { document.title = String(error?.stack ?? error); },
);\n`,
  });
  await pagePrices(page.path, "/", options);
};

export default {
  "page, <script type=module>": byPath("."),
  "page, <script type=module>, /inline": byPath("./inline"),
  "page, import map": async (consumer) => {
    const folder = await consumer.folder();
    const file = await folder.exported(".", browser);
    const map = JSON.stringify({ imports: { pricewright: `./node_modules/pricewright/${file}` } });
    const page = await consumer.folder({
      "index.html": html(`<script type="importmap">${map}</script><script type="module" src="./main.js"></script>`),
      "main.js": pageModule("pricewright"),
    });
    await pagePrices(page.path);
  },
  "page, IIFE <script>": classic(),
  "page with a policy, module": byPath(".", { headers: { "content-security-policy": policy } }),
  "page with a policy, IIFE": classic({ headers: { "content-security-policy": policy } }),
  "page, /runtime": async (consumer) => {
    const folder = await consumer.folder();
    const file = await folder.exported("./runtime", browser);
    const page = await consumer.folder({
      "index.html": html('<script type="module" src="./main.js"></script>'),
      "main.js": `import * as api from "./node_modules/pricewright/${file}";
import { useRuntime } from "./use.mjs";
async function main() {
  const [bytes] = await Promise.all([fetch("./plan.bin").then((answer) => answer.arrayBuffer()), api.init()]);
  return useRuntime(api, new Uint8Array(bytes));
}
main().then((text) => { document.title = text; }, (error) => { document.title = String(error?.stack ?? error); });
`,
    });
    await pagePrices(page.path);
  },
};
