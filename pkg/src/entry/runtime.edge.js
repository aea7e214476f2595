/** Edge functions whose bundler gives the module by import with `?module`. */
import glue from "../../dist/runtime.glue.js";
import { Engine } from "../engine.js";
import { runtimeApi } from "../runtime.js";
import module from "../../dist/runtime.wasm?module";

export { PricewrightError } from "../errors.js";
export { formatMoney, minorUnits } from "../money.js";
export { Session } from "../session.js";

export const { init, initSync, Plan } = /* @__PURE__ */ runtimeApi(
  /* @__PURE__ */ new Engine(glue, { loadSync: () => module }),
);
