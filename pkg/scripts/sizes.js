/**
 * Prints what a build weighs: raw, gzip and brotli in bytes, of its module, then of its script as a
 * shop's bundler makes it.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const name = process.argv[2];

const script = await build({
  entryPoints: [join(root, `src/entry/${name}.web.js`)],
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
for (const bytes of [readFileSync(join(root, `dist/${name}.wasm`)), script.outputFiles[0].contents]) {
  const gzip = gzipSync(bytes, { level: 9 });
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  console.log([bytes.length, gzip.length, brotli.length].join(" "));
}
