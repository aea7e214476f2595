/**
 * A project in a link: its texts and its order, compressed, in the fragment, which browsers send
 * nowhere. What a link holds was written by anybody: it is read within limits, checked key by key,
 * and refused with a message.
 */
import { CATALOG, type FileContent, type Project, triedOrder, orderOf } from "./project.js";

/** How a fragment begins; another number is another form. */
const HEAD = "#p1=";
/** The most that a fragment may unpack to. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_FILES = 100;
/** How deep its order may be nested. */
const MOST_DEPTH = 64;

/** Why a link is not read. */
export class BadLink extends Error {}

/** The fragment of a project. */
export async function fragmentOf(project: Project): Promise<string> {
  const files = Object.entries(project.files).map(([name, content]) =>
    typeof content === "string" ? [name, content] : [name, { base64: toBase64(content) }],
  );
  const text = JSON.stringify({ title: project.title, files: Object.fromEntries(files), order: orderOf(project.order) });
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"), Infinity);
  return HEAD + toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The project in a fragment; nothing where it holds none. Throws `BadLink`. */
export async function projectOf(fragment: string): Promise<Project | undefined> {
  if (fragment === "" || fragment === "#") return undefined;
  if (!fragment.startsWith(HEAD)) throw new BadLink("this link is not one of the playground, or one of a later version");
  try {
    const bytes = fromBase64(fragment.slice(HEAD.length).replaceAll("-", "+").replaceAll("_", "/"));
    return checked(JSON.parse(await unpacked(bytes)));
  } catch (error) {
    if (error instanceof BadLink) throw error;
    throw new BadLink("this link is damaged: a part of it may be missing");
  }
}

async function unpacked(bytes: Uint8Array): Promise<string> {
  const plain = await through(bytes, new DecompressionStream("deflate-raw"), MOST_BYTES);
  return new TextDecoder("utf-8", { fatal: true }).decode(plain);
}

function checked(given: unknown): Project {
  if (!isRecord(given) || !isRecord(given["files"])) throw new BadLink("this link holds no catalog");
  const entries = Object.entries(given["files"]);
  if (entries.length > MOST_FILES) throw new BadLink(`this link holds ${entries.length} files, expected at most ${MOST_FILES}`);
  const files = Object.fromEntries(entries.map(([name, content]) => [name, contentOf(name, content)]));
  if (typeof files[CATALOG] !== "string") throw new BadLink(`this link holds no \`${CATALOG}\``);
  if (isDeeper(given["order"], MOST_DEPTH)) throw new BadLink(`the order in this link is nested deeper than ${MOST_DEPTH}`);
  const title = typeof given["title"] === "string" ? given["title"].slice(0, 100) : "From a link";
  return { title, files, order: triedOrder(given["order"]) };
}

function isDeeper(value: unknown, most: number): boolean {
  return typeof value === "object" && value !== null && (most === 0 || Object.values(value).some((each) => isDeeper(each, most - 1)));
}

function contentOf(name: string, content: unknown): FileContent {
  if (typeof content === "string") return content;
  if (isRecord(content) && typeof content["base64"] === "string") {
    try {
      return fromBase64(content["base64"]);
    } catch {
      // told below
    }
  }
  throw new BadLink(`the file \`${name.slice(0, 60)}\` in this link is neither a text nor bytes`);
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

/** Bytes through a stream, as long as they are not more than `most`. */
async function through(bytes: Uint8Array, stream: GenericTransformStream, most: number): Promise<Uint8Array> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = (source.pipeThrough(stream) as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new BadLink(`this link unpacks to more than ${most / 1024 / 1024} MiB`);
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
