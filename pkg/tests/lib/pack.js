/** The package as users get it: the packed tarball, installed in a folder of its own. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pkg = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The folder that uses the package. */
export const consumer = join(pkg, "dist/consumer");
/** The installed package. */
export const installed = join(consumer, "node_modules/pricewright");
/** What `cargo xtask corpus` wrote. */
export const corpusFile = join(pkg, "dist/corpus.json");

/** What it wrote besides: plans that no compiler makes, and an example's plan for a shop page. */
export const plansFile = join(pkg, "dist/plans.json");

/** Bytes that are written in hex. */
export const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));

/** Installs the tarball that `cargo xtask package` packed. */
export function install() {
  const tarball = join(pkg, "dist/pricewright.tgz");
  for (const [file, command] of [
    [tarball, "package"],
    [corpusFile, "corpus"],
    [plansFile, "corpus"],
  ]) {
    if (!existsSync(file)) throw new Error(`${file} is not there: run \`cargo xtask ${command}\` first`);
  }
  rmSync(consumer, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(consumer, "package.json"), '{ "private": true, "type": "module" }\n');
  // the package has no dependencies: unpacking is what installing does
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
}
