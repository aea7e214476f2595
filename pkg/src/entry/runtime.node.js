/** Node, Deno and Bun: the module is read from beside this package when it is first needed. */
import glue from "../../dist/runtime.glue.js";
import { Engine } from "../engine.js";
import { runtimeApi } from "../runtime.js";
import { readFileSync } from "node:fs";

export { PricewrightError } from "../errors.js";
export { formatMoney, minorUnits } from "../money.js";
export { Session } from "../session.js";

export const { init, initSync, Plan } = /* @__PURE__ */ runtimeApi(
  /* @__PURE__ */ new Engine(glue, {
    loadSync: () => readFileSync(new URL("../../dist/runtime.wasm", import.meta.url)),
  }),
);
