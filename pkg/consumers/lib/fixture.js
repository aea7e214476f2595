// What every consumer does with the package: the same catalog, the same order, the same calls.

import { readFile } from "node:fs/promises";

/**
 * `use.mjs`, `use.cjs` and, for pages without modules, `use.global.js`: `catalog`, `order`,
 * `useFull(api)` and `useRuntime(api, planBytes)`, which give a line of text.
 */
export async function sources() {
  const use = await readFile(new URL("./use.js", import.meta.url), "utf8");
  const names = "catalog, order, useFull, useRuntime";
  return {
    "use.mjs": `${use}export { ${names} };\n`,
    "use.cjs": `${use}module.exports = { ${names} };\n`,
    "use.global.js": `${use}globalThis.use = { ${names} };\n`,
    "use.d.mts": TYPES,
    "use.d.cts": TYPES,
  };
}

const TYPES = `import type { CatalogDocument, Order } from "pricewright";
export declare const catalog: CatalogDocument;
export declare const order: Order;
export declare function useFull(api: object): string;
export declare function useRuntime(api: object, bytes: Uint8Array): string;
`;
