// Bundles `main.js` of the current folder, without any setting that a package could need.
const webpack = require("webpack");

const options = {
  context: process.cwd(),
  mode: "production",
  entry: "./main.js",
  output: { path: `${process.cwd()}/out`, filename: "main.js" },
};
webpack(options, (error, stats) => {
  const warned = stats?.toString({ all: false, errors: true, warnings: true }) ?? "";
  const found = stats?.compilation.warnings.filter((warning) => !/size limit|lazy load/.test(warning.message)) ?? [];
  if (error || stats.hasErrors() || found.length) {
    console.error(error ?? warned);
    process.exitCode = 1;
  }
});
