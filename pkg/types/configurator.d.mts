export * from "./configurator.js";
