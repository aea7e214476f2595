/**
 * How the pages are built: every folder that has an `index.html` is a page. The engine's modules and the element's
 * worker are found by their addresses beside the package's scripts, so the package is not bundled in advance.
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const SKIPPED = ["node_modules", "dist", "public", "tests"];

/** Pages by their folders, also folders within. */
function pagesIn(folder: string): [string, string][] {
  const inside = readdirSync(root + folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !SKIPPED.includes(entry.name),
  );
  return inside.flatMap(({ name }) => {
    const path = `${folder}${name}/`;
    const page = `${root}${path}index.html`;
    if (existsSync(`${root}${path}package.json`) && !existsSync(`${root}${path}node_modules`)) {
      console.warn(`LEFT OUT: ${path} has packages of its own; install them with \`npm ci --prefix www/${name}\``);
      return [];
    }
    return [...(existsSync(page) ? [[path.slice(0, -1).replaceAll("/", "-"), page] as [string, string]] : []), ...pagesIn(path)];
  });
}

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    // what the element needs, too: nothing is rewritten for older ones
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // a page under a strict policy runs no inline script
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: { start: `${root}index.html`, ...Object.fromEntries(pagesIn("")) } },
  },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["pricewright"] },
  server: { fs: { allow: [".."] } },
});
