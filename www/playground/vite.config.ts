/**
 * How the playground is built: one page whose every part is loaded with it, so that it works on
 * without a network. The worker is a text inside the page's script: a worker that is started anew
 * asks for no file, and it stands under the page's own policy.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const repository = fileURLToPath(new URL("../..", import.meta.url));

export default defineConfig({
  base: "./",
  build: { target: "es2022", cssTarget: ["chrome123", "firefox120", "safari17.5"], modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["pricewright"] },
  server: { fs: { allow: [repository] } },
});
