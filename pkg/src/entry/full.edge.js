/** Edge functions whose bundler gives the module by import with `?module`. */
import glue from "../../dist/full.glue.js";
import { Engine } from "../engine.js";
import { fullApi } from "../full.js";
import module from "../../dist/full.wasm?module";

export { PricewrightError } from "../errors.js";
export { formatMoney, minorUnits } from "../money.js";
export { Session } from "../session.js";

export const {
  init, initSync, Plan, check, compile, diff, evaluate, fileReports, lint, pack, runTests, storefront, storefrontPlan,
} = /* @__PURE__ */ fullApi(
  /* @__PURE__ */ new Engine(glue, { loadSync: () => module }),
);
