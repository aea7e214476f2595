/** The module inside the script: no request, no file. */
import glue from "../../dist/full.glue.js";
import { Engine } from "../engine.js";
import { fullApi } from "../full.js";
import base64 from "../../dist/full.base64.js";
import { bytesOf } from "../base64.js";

export { PricewrightError } from "../errors.js";
export { formatMoney, minorUnits } from "../money.js";
export { Session } from "../session.js";

export const {
  init, initSync, Plan, check, compile, diff, evaluate, fileReports, lint, pack, runTests, storefront, storefrontPlan,
} = /* @__PURE__ */ fullApi(
  /* @__PURE__ */ new Engine(glue, { loadSync: () => bytesOf(base64), load: () => bytesOf(base64) }),
);
