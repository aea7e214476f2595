/** The package in headless Firefox. */
import { browser } from "./lib/firefox.js";
import { testIn } from "./lib/in-browser.js";

await testIn("Firefox", browser);
