// Clean folders with the tarball installed, and commands that run in them.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { sources } from "./fixture.js";

const home = dirname(dirname(fileURLToPath(import.meta.url)));

/** A consumer that cannot run on this machine. */
export class Skipped extends Error {}

/** A program's failure, with what it printed. */
export class CommandFailed extends Error {}

/** All folders of one run. */
export class Workshop {
  /** Finds the tarball and makes the plan's bytes that the runtime build prices from. */
  static async open() {
    const tarball = resolve(process.env.PRICEWRIGHT_TARBALL ?? join(home, "../dist/pricewright.tgz"));
    if (!existsSync(tarball)) {
      console.error(`there is no tarball at ${tarball}; make it with \`cargo xtask package\``);
      process.exit(2);
    }
    const root = await mkdtemp(join(tmpdir(), "pricewright-consumers-"));
    const workshop = new Workshop(root, tarball);
    workshop.files = await sources();
    const first = await workshop.consumer("plan").folder({ "plan.mjs": MAKE_PLAN });
    await first.run("node", ["plan.mjs"]);
    workshop.plan = await readFile(join(first.path, "plan.bin"));
    return workshop;
  }

  constructor(root, tarball) {
    Object.assign(this, { root, tarball, files: {}, plan: null });
  }

  consumer(name) {
    return new Consumer(this, name);
  }

  async close() {
    if (process.env.KEEP) {
      console.log(`kept: ${this.root}`);
    } else {
      await rm(this.root, { recursive: true, force: true });
    }
  }
}

const MAKE_PLAN = `
import { writeFileSync } from "node:fs";
import { compile } from "pricewright";
import { catalog } from "./use.mjs";
writeFileSync("plan.bin", compile(catalog).toBytes());
`;

/** One way to use the package. */
export class Consumer {
  constructor(workshop, name) {
    this.name = name;
    this.workshop = workshop;
  }

  get tarball() {
    return this.workshop.tarball;
  }

  /** A clean folder with these files, the fixture and the installed tarball. */
  async folder(files = {}, { type = "module" } = {}) {
    const { root, tarball, plan, files: fixture } = this.workshop;
    const path = join(root, this.name.replace(/[^a-z0-9]+/gi, "-"));
    const manifest = JSON.stringify({ name: "shop", private: true, type }, null, 2);
    const all = { "package.json": manifest, ...fixture, ...(plan && { "plan.bin": plan }), ...files };
    for (const [name, text] of Object.entries(all)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    }
    const folder = new Folder(path);
    await folder.run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball]);
    return folder;
  }

  /** The path of one of the tools that `package.json` pins; a skip where it is not installed. */
  tool(path) {
    const found = join(home, "node_modules", path);
    if (!existsSync(found)) {
      throw new Skipped(`${path.split("/")[0]} is not installed`);
    }
    return found;
  }
}

/** A folder with the package in it. */
export class Folder {
  constructor(path) {
    this.path = path;
  }

  /** What a program printed. */
  run(program, args, { env = {} } = {}) {
    const options = { cwd: this.path, env: { ...process.env, ...env }, timeout: 120_000, maxBuffer: 1 << 26 };
    return new Promise((done, failed) => {
      execFile(program, args, options, (error, out, err) => {
        if (error) {
          failed(new CommandFailed(`${program} ${args.join(" ")}\n${out}${err}` || error.message));
        } else {
          done(out);
        }
      });
    });
  }

  /** Runs a program of the fixture and holds its result against the one worked out by hand. */
  async prices(program, args, options) {
    expectResult(await this.run(program, args, options));
  }

  async manifest() {
    return JSON.parse(await readFile(join(this.path, "node_modules/pricewright/package.json"), "utf8"));
  }

  /** The file behind an export, from the package's folder, by the first conditions that match. */
  async exported(entry, conditions) {
    const pick = (target) => {
      if (typeof target === "string") {
        return target;
      }
      for (const [condition, inner] of Object.entries(target ?? {})) {
        if (condition === "default" || conditions.includes(condition)) {
          const found = pick(inner);
          if (found) {
            return found;
          }
        }
      }
      return null;
    };
    const found = pick((await this.manifest()).exports[entry]);
    if (!found) {
      throw new Error(`the package exports no ${entry} for ${conditions.join(", ")}`);
    }
    return found.replace(/^\.\//, "");
  }

  /** Copies a file of the package, such as a module that a bundler leaves to the shop. */
  async copy(from, to) {
    await mkdir(dirname(join(this.path, to)), { recursive: true });
    await cp(join(this.path, "node_modules/pricewright", from), join(this.path, to));
  }
}

/** 1200 reads the row 2000: 150.00; silk is 12% of it: 18.00; 168.00 × 2 = 336.00. */
export const EXPECTED = "priced 336.00 336.00 336.00";

export function expectResult(text) {
  const found = text.trim().split("\n").at(-1);
  if (found !== EXPECTED) {
    throw new Error(`expected ${EXPECTED}, found ${text.trim().slice(-2000) || "nothing"}`);
  }
}
