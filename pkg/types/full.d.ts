export * from "./shared.js";
export type * from "./catalog.js";
export type * from "./answers.js";
export { diff } from "./answers.js";
export { Plan } from "./full-plan.js";
export { check, compile, evaluate, pack, storefront, storefrontPlan } from "./compiler.js";
export type { CatalogOptions, Context, Evaluated, FileContent } from "./compiler.js";
export { fileReports, lint, runTests } from "./findings.js";
export type {
  CatalogTestOutcome,
  DetectedFile,
  FileReport,
  LintCode,
  LintFinding,
  LintFindings,
  LintOptions,
  TestReport,
} from "./findings.js";
