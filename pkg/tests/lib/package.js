/** The installed package's builds, as an ES module of a user imports them. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { consumer } from "./pack.js";

/** Loads CommonJS of the package. */
export const require = createRequire(pathToFileURL(join(consumer, "index.js")));

const load = async (name) => {
  const { exports } = require("pricewright/package.json");
  const target = exports[name.replace("pricewright", ".")];
  const file = (target.node ?? target).import.default;
  return import(pathToFileURL(join(consumer, "node_modules/pricewright", file)));
};

export const full = await load("pricewright");
export const runtime = await load("pricewright/runtime");
export const inline = await load("pricewright/inline");
export const slim = await load("pricewright/slim");

const { exports } = require("pricewright/package.json");
/** The client of the server; it has nothing of the engine. */
export const client = await import(pathToFileURL(join(consumer, "node_modules/pricewright", exports["./client"].import.default)));
