/** Where there is no page, as when one is made on a server: the import does nothing, and the element comes to life in the browser. */
export { de } from "./words/de.js";
export { en } from "./words/en.js";

export const PriceConfigurator = undefined;
