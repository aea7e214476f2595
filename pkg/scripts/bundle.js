/** What is made of the ES modules: CommonJS, and one file for `<script>`. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const entry = (name) => join(root, `src/entry/${name}.js`);
const out = (name) => join(root, "dist", name);

const shared = { bundle: true, target: "es2022", logLevel: "warning", legalComments: "none" };

for (const name of ["full", "runtime"]) {
  const base64 = readFileSync(out(`${name}.wasm`)).toString("base64");
  writeFileSync(out(`${name}.base64.js`), `export default "${base64}";\n`);
  for (const kind of name === "full" ? ["node", "inline", "slim"] : ["node"]) {
    await build({
      ...shared,
      entryPoints: [entry(`${name}.${kind}`)],
      outfile: out(`${name}.${kind}.cjs`),
      format: "cjs",
      platform: "node",
      // the file lies where the module is, and has no `import.meta`
      define: { "import.meta.url": "here" },
      banner: kind === "node" ? { js: 'const here = require("node:url").pathToFileURL(require("node:path").join(__dirname, "../src/entry/node.js"));' } : {},
    });
  }
  await build({
    ...shared,
    entryPoints: [entry(`${name}.inline`)],
    outfile: out(name === "full" ? "pricewright.js" : "pricewright.runtime.js"),
    format: "iife",
    globalName: "pricewright",
    minify: true,
  });
}

await build({ ...shared, entryPoints: [join(root, "src/client/index.js")], outfile: out("client.cjs"), format: "cjs", platform: "neutral" });
