/** Defines `<price-configurator>`. */
import { PriceConfigurator } from "./element.js";

export { PriceConfigurator };
export { de } from "./words/de.js";
export { en } from "./words/en.js";

if (!customElements.get("price-configurator")) customElements.define("price-configurator", PriceConfigurator);
