#!/usr/bin/env node
/**
 * Stands between Playwright and Firefox: runs the program that `PRICEWRIGHT_FIREFOX` names with the arguments that it was
 * given, and passes on what both say over WebDriver BiDi. Playwright asks at each start for light colors, by a command that
 * long-term releases do not have; where Firefox does not know it, the bridge says that it is done, since light is what
 * Firefox has. Everything else, and every other refusal, goes through as it is.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import WebSocket, { WebSocketServer } from "ws";

const COLORS = "emulation.setMediaFeaturesOverride";

const firefox = spawn(process.env.PRICEWRIGHT_FIREFOX, process.argv.slice(2), { stdio: ["ignore", "inherit", "pipe"] });
firefox.once("error", ({ message }) => {
  console.error(message);
  process.exit(1);
});
firefox.once("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => firefox.kill(signal));

for await (const line of createInterface(firefox.stderr)) {
  const [, address] = /listening on (ws:\S+)/.exec(line) ?? [];
  if (address) serve(address);
  else console.error(line);
}

/** Listens in Firefox's place, and says so in its words. */
function serve(address) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("listening", () => console.error(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}`));
  server.on("connection", (client, request) => connect(client, new WebSocket(address + request.url)));
}

function connect(client, there) {
  /** Wishes for light colors, by the numbers of their messages. */
  const light = new Set();
  const opened = new Promise((resolve) => there.once("open", resolve));
  client.on("message", async (data) => {
    const text = String(data);
    const { id, method, params } = JSON.parse(text);
    if (method === COLORS && isLight(params.features)) light.add(id);
    await opened;
    there.send(text);
  });
  there.on("message", (data) => {
    const text = String(data);
    const { id, type, error } = JSON.parse(text);
    const isDone = light.delete(id) && type === "error" && error === "unknown command";
    client.send(isDone ? JSON.stringify({ type: "success", id, result: {} }) : text);
  });
  there.on("error", ({ message }) => console.error(message));
  there.on("close", () => client.close());
  // who has asked is gone: nobody else would end it
  client.on("close", () => firefox.kill());
}

function isLight(features) {
  return Object.entries(features).every(([name, value]) => name === "prefers-color-scheme" && (value ?? "light") === "light");
}
