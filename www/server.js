/**
 * `npm start`: the shop, the embedded form, the playground and the documentation on this machine. `PORT` says where
 * (8080), `SHOP_SECRET` signs quotes (a new one at each start without it), `EMBED_PARENTS` are origins, by spaces, whose
 * pages may hold the embedded form, and `SHOP_ORIGINS` those whose pages may ask the shop's back end.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { serveAll } from "./server/serve.js";
import { createShop } from "./shop/server/shop.js";

const { PORT = "8080", SHOP_SECRET, SHOP_ORIGINS = "", EMBED_PARENTS = "" } = process.env;
const listed = (origins) => origins.split(" ").filter(Boolean);

const shop = createShop({
  catalog: readFileSync(new URL("public/examples/roller-blind.catalog.json", import.meta.url), "utf8"),
  currency: "EUR",
  taxRate: "19",
  // a demonstration: a shop has its own accounts
  accounts: ["dealer", "installer"].map((group) => ({ name: group, password: "demo", group })),
  secret: SHOP_SECRET === undefined ? randomBytes(32) : Buffer.from(SHOP_SECRET),
  origins: listed(SHOP_ORIGINS),
});
const { origin } = await serveAll({ shop, port: Number(PORT), parents: listed(EMBED_PARENTS) });
console.log(`shop, embedded form, playground and documentation: ${origin}/`);
