/** The runtime build's API on top of an engine: plans that were compiled elsewhere. */
import { planClass } from "./plan.js";

export function runtimeApi(engine) {
  return { init: engine.init, initSync: engine.initSync, Plan: planClass(engine) };
}
