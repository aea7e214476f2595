/** All limits in a process of its own, with the stack that its command line gives; prints the report. */
import { readFileSync } from "node:fs";
import { runLimits } from "./limits.js";
import { plansFile } from "./pack.js";
import { full, runtime } from "./package.js";

const report = runLimits(JSON.parse(readFileSync(plansFile, "utf8")), full, runtime);
console.log(JSON.stringify(report));
