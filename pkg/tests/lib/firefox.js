/**
 * Headless Firefox, as it is installed: the program `PRICEWRIGHT_FIREFOX`, or `firefox` or
 * `firefox-esr` on the PATH. No npm package carries one. It is driven by WebDriver BiDi, which every
 * Firefox speaks; Playwright expects commands that long-term releases do not have.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import WebSocket from "ws";

/** The program, or nothing if there is none. */
export function program() {
  const given = process.env.PRICEWRIGHT_FIREFOX;
  if (given) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => [join(folder, "firefox"), join(folder, "firefox-esr")]).find(existsSync);
}

/** Starts Firefox with a profile of its own. */
export async function browser(executable) {
  const profile = mkdtempSync(join(tmpdir(), "pricewright-firefox-"));
  const child = spawn(executable, ["--headless", "--remote-debugging-port", "0", "--profile", profile], { stdio: ["ignore", "ignore", "pipe"] });
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const close = async () => {
    child.kill();
    await exited;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const ask = await connected(`${await addressOf(child, exited)}/session`);
    const { capabilities } = await ask("session.new", { capabilities: {} });
    const { contexts } = await ask("browsingContext.getTree", {});
    const [{ context }] = contexts;
    return {
      version: capabilities.browserVersion,
      close,
      open: (url) => ask("browsingContext.navigate", { context, url, wait: "complete" }),
      /** What a function gives that is called in the page; it crosses as JSON. */
      async evaluate(work) {
        const expression = `(${work})().then(JSON.stringify)`;
        const answer = await ask("script.evaluate", { expression, target: { context }, awaitPromise: true });
        if (answer.type !== "success") throw new Error(answer.exceptionDetails.text);
        return JSON.parse(answer.result.value);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where it listens, as it says itself. */
async function addressOf(child, exited) {
  const said = [];
  const listening = (async () => {
    for await (const line of createInterface(child.stderr)) {
      said.push(line);
      const [, address] = /listening on (ws:\S+)/.exec(line) ?? [];
      if (address) return address;
    }
  })();
  const address = await Promise.race([listening, exited.then(() => undefined)]);
  if (!address) throw new Error(`Firefox does not start: ${said.join(" ")}`);
  // what it says further on is not kept
  child.stderr.resume();
  return address;
}

/** Connects, and gives a function that sends a command and waits for its answer. */
async function connected(url) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const waiting = new Map();
  socket.on("message", (data) => {
    const { id, type, result, message } = JSON.parse(data);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (type === "success") resolve?.(result);
    else reject?.(new Error(message));
  });
  socket.on("close", () => waiting.forEach(({ reject }) => reject(new Error("Firefox went away"))));
  let last = 0;
  return (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}
