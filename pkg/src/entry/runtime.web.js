/** Browsers: the module is fetched from beside this script by `init`. */
import glue from "../../dist/runtime.glue.js";
import { Engine } from "../engine.js";
import { runtimeApi } from "../runtime.js";

export { PricewrightError } from "../errors.js";
export { formatMoney, minorUnits } from "../money.js";
export { Session } from "../session.js";

export const { init, initSync, Plan } = /* @__PURE__ */ runtimeApi(
  /* @__PURE__ */ new Engine(glue, { load: () => new URL("../../dist/runtime.wasm", import.meta.url) }),
);
