/** What is made of the ES modules: CommonJS, one file for `<script>`, and the storefront element with its worker. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

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

/** Templates without their indentation, and the style sheet as a text. */
const small = {
  name: "small",
  setup({ onLoad }) {
    onLoad({ filter: /configurator\/view\/\w+\.js$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8").replace(/\n +/g, "\n") }));
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

rmSync(out("configurator"), { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { index: join(root, "src/configurator/index.js"), worker: join(root, "src/configurator/engine/worker.js") },
  outdir: out("configurator"),
  format: "esm",
  splitting: true,
  minify: true,
  plugins: [small],
});
// the license of what is bundled with it lies beside it
const script = out("configurator/index.js");
writeFileSync(script, `/*! has Lit in it: LICENSE-lit.txt */\n${readFileSync(script, "utf8")}`);
copyFileSync(join(root, "node_modules/lit/LICENSE"), out("configurator/LICENSE-lit.txt"));

await build({ ...shared, entryPoints: [join(root, "src/client/index.js")], outfile: out("client.cjs"), format: "cjs", platform: "neutral" });
