// What lints say of the tarball.

export default {
  publint: async (consumer) => {
    const program = consumer.tool("publint/src/cli.js");
    const folder = await consumer.folder();
    await folder.run("node", [program, "run", consumer.tarball, "--strict"]);
  },
  "attw (are the types wrong)": async (consumer) => {
    const program = consumer.tool("@arethetypeswrong/cli/dist/index.js");
    const folder = await consumer.folder();
    const modules = Object.keys((await folder.manifest()).exports).filter((entry) => entry.endsWith(".wasm"));
    // the element is for pages, which have no CommonJS
    const excluded = ["./package.json", "./configurator", ...modules];
    await folder.run("node", [program, consumer.tarball, "--profile", "node16", "--no-emoji", "--exclude-entrypoints", ...excluded]);
  },
  "no path or host of a machine": async (consumer) => {
    const folder = await consumer.folder();
    const found = await folder.run("node", ["-e", SCAN]);
    if (found.trim()) {
      throw new Error(found);
    }
  },
};

const SCAN = `
const fs = require("node:fs");
for (const entry of fs.readdirSync("node_modules/pricewright", { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const text = fs.readFileSync(entry.parentPath + "/" + entry.name, "latin1");
  const found = text.match(/\\/(?:home|root|Users|tmp)\\/[\\w.-]+\\/?[\\w.-]*/);
  if (found) console.log(entry.name + ": " + found[0]);
}
`;
