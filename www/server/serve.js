/** Everything at one address: the built pages, the shop's back end, the package's scripts for other pages, and the documentation. */
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { docsPage } from "./docs.js";
import { policy, sendFile } from "./files.js";

const www = join(dirname(fileURLToPath(import.meta.url)), "..");
const SCRIPTS = "/pricewright/";

/** Serves on this machine alone; `port` 0 takes a free one. `parents` are origins that may hold the embed page in a frame. */
export async function serveAll({ shop, port = 0, parents = [] }) {
  const server = createServer((request, response) => {
    answer(request, response, shop, parents).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

async function answer(request, response, shop, parents) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname.startsWith("/api/shop/")) return shop.handle(request, response);
  if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405).end();
  if (pathname === "/embed/parents.json") return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(parents));
  if (pathname.startsWith(SCRIPTS)) {
    // they are the same for everybody: a page of any origin may load them
    const shared = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };
    if (await sendFile(join(www, "../pkg/dist"), pathname.slice(SCRIPTS.length), response, [], shared)) return;
  } else if (pathname.startsWith("/docs/")) {
    const page = docsPage(join(www, "../docs"), decodeURIComponent(pathname.slice("/docs/".length)));
    if (page !== null) {
      return void response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy(pathname, parents) })
        .end(page);
    }
  } else if (await sendFile(join(www, "dist"), pathname, response, parents)) return;
  response.writeHead(404, { "content-type": "text/plain" }).end("there is nothing at this address\n");
}
