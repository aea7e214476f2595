/** The module inside the script: no request, no file. */
import glue from "../../dist/runtime.glue.js";
import { Engine } from "../engine.js";
import { runtimeApi } from "../runtime.js";
import base64 from "../../dist/runtime.base64.js";
import { bytesOf } from "../base64.js";

export { PricewrightError } from "../errors.js";
export { formatMoney, minorUnits } from "../money.js";
export { Session } from "../session.js";

export const { init, initSync, Plan } = /* @__PURE__ */ runtimeApi(
  /* @__PURE__ */ new Engine(glue, { loadSync: () => bytesOf(base64), load: () => bytesOf(base64) }),
);
