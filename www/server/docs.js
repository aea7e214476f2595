/** The documentation as pages: Markdown of `docs/`, with links that lead from page to page. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Marked } from "marked";

const marked = new Marked({
  renderer: {
    heading({ tokens, depth }) {
      const text = this.parser.parseInline(tokens);
      return `<h${depth} id="${slug(text)}">${text}</h${depth}>\n`;
    },
    link({ href, title, tokens }) {
      const text = this.parser.parseInline(tokens);
      const target = href.replace(/^(?!https?:)([^#]*)\.md(#.*)?$/, "$1.html$2");
      return `<a href="${target}"${title ? ` title="${title}"` : ""}>${text}</a>`;
    },
  },
});

/** The page at a path below `/docs/`; `null` if there is none. */
export function docsPage(folder, path) {
  const name = path === "" ? null : path.replace(/\.html$/, ".md");
  if (name === null) return page("Documentation", contents(folder));
  if (!/^[\w-]+(\/[\w-]+)?\.md$/.test(name)) return null;
  try {
    return page(name, marked.parse(readFileSync(join(folder, name), "utf8")));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function contents(folder) {
  const files = readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".md"))
    .sort();
  const title = (file) => /^# (.*)$/m.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? file;
  const link = (file) => `<a href="${file.replace(/\.md$/, ".html")}">${marked.parseInline(title(file))}</a>`;
  return `<h1>Documentation</h1><ul>${files.map((file) => `<li>${link(file)}</li>`).join("")}</ul>`;
}

function page(title, body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/docs.css"></head><body><main>${body}</main></body></html>`;
}

function slug(html) {
  return html
    .replace(/<[^>]*>/g, "")
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
