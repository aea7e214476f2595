export * from "./shared.js";
export { Plan } from "./plan.js";
