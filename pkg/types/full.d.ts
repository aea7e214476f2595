export * from "./runtime.js";
export type * from "./catalog.js";
export { check, compile, evaluate } from "./compiler.js";
export type { Context, Evaluated } from "./compiler.js";
