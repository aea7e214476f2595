/**
 * The corpus in one engine: every case through the full build and, where it has a plan, through the
 * runtime build. Runs in Node and in browsers alike, so it imports nothing.
 */

/** JSON text to values with exact numbers: those that a JavaScript number would change are BigInt. */
export function parseExactly(text) {
  let exact = true;
  // a number outside of a string; strings are skipped whole
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token.startsWith('"') || isKept(token)) return token;
    if (!/^-?\d+$/.test(token)) exact = false;
    return `"\u0000${token}"`;
  });
  const value = JSON.parse(marked, (_, entry) =>
    typeof entry === "string" && /^\u0000-?\d+$/.test(entry) ? BigInt(entry.slice(1)) : entry,
  );
  return exact ? value : undefined;
}

/** Whether a JavaScript number stands for the same decimal. */
function isKept(token) {
  const number = Number(token);
  if (!Number.isFinite(number)) return false;
  return canonical(String(number)) === canonical(token);
}

function canonical(text) {
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const digits = (whole + fraction).replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

/** The quote without the engine's version, byte for byte. */
function withoutEngine(json) {
  return json.replace(/"engine_version":"[^"]*",/, "");
}

function answer(work) {
  try {
    return JSON.stringify({ quote: work() });
  } catch (error) {
    if (!Array.isArray(error.diagnostics) || error.diagnostics.length === 0) throw error;
    const errors = error.diagnostics.filter((found) => found.severity === "error");
    return JSON.stringify({ errors: errors.map((found) => [found.code, found.message]) });
  }
}

/** Runs every case; gives counts and what differs. */
export function runCorpus(cases, full, runtime) {
  const report = { cases: cases.length, full: 0, objects: 0, runtime: 0, differences: [] };
  const compare = (found, wanted, kind, path) => {
    report[kind] += 1;
    if (found !== wanted) report.differences.push(`${path} (${kind}): expected ${wanted}, found ${found}`);
  };
  for (const { path, catalog, files, plan, order, answer: expected } of cases) {
    const wanted = JSON.stringify(expected);
    const options = files && {
      files: Object.fromEntries(Object.entries(files).map(([name, hex]) => [name, bytesOf(hex)])),
    };
    const priced = (made, what) => withoutEngine(made.priceJson(what));
    let compiled;
    const fromText = answer(() => {
      compiled = full.compile(catalog, options);
      return order === null ? null : priced(compiled, order);
    });
    compare(fromText, wanted, "full", path);
    if (order === null || plan === null || compiled === undefined) continue;
    let value;
    try {
      value = parseExactly(order);
    } catch {
      continue; // not JSON: only the engine's own reader says why
    }
    if (value !== undefined) {
      compare(answer(() => priced(compiled, value)), wanted, "objects", path);
      if (expected.quote !== undefined) {
        const loaded = runtime.Plan.fromBytes(bytesOf(plan));
        compare(answer(() => priced(loaded, value)), wanted, "runtime", path);
        loaded.free();
      }
    }
    compiled.free();
  }
  return report;
}
