export * from "./shared.js";
export type * from "./catalog.js";
export { Plan } from "./full-plan.js";
export { check, compile, evaluate } from "./compiler.js";
export type { Context, Evaluated } from "./compiler.js";
