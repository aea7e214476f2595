/**
 * How the pages are built: every folder here that has an `index.html` is a page. The engine's modules and the element's
 * worker are found by their addresses beside the package's scripts, so the package is not bundled in advance.
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const pages = folders
  .filter(({ name }) => !["node_modules", "dist", "public"].includes(name) && existsSync(`${root}${name}/index.html`))
  .map(({ name }) => [name, `${root}${name}/index.html`]);

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    // a page under a strict policy runs no inline script
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: { start: `${root}index.html`, ...Object.fromEntries(pages) } },
  },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["pricewright"] },
  server: { fs: { allow: [".."] } },
});
