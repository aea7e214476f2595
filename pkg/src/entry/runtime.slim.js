/** Without a module: `init` or `initSync` is given one. */
import glue from "../../dist/runtime.glue.js";
import { Engine } from "../engine.js";
import { runtimeApi } from "../runtime.js";

export { PricewrightError } from "../errors.js";
export { formatMoney, minorUnits } from "../money.js";

export const { init, initSync, Plan } = /* @__PURE__ */ runtimeApi(
  /* @__PURE__ */ new Engine(glue, {}),
);
