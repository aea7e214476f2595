/** The reference workload: catalogs, configurations, and what must come out. */
import { readFileSync } from "node:fs";

const read = (file) => JSON.parse(readFileSync(new URL(`../../workload/${file}`, import.meta.url), "utf8"));

/** A catalog with its configurations as plain objects, and their results. */
export function workload(name) {
  const catalog = read(`${name}.json`);
  const expected = read(`expected/${name}.json`);
  const configurations = expected.configs.map((values) =>
    Object.fromEntries(values.map((value, at) => [expected.features[at], value])),
  );
  return { name, catalog, expected, configurations };
}

/** The 32-bit FNV-1a hash of `code=amount;` over all lines. */
export function lineHash(lines) {
  let hash = 0x811c9dc5;
  for (const { code, amount } of lines) {
    for (const byte of Buffer.from(`${code}=${amount};`)) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/** How many of all configurations have another total, number of lines or hash than expected. */
export function wrong({ expected, configurations }, price) {
  let count = 0;
  configurations.forEach((configuration, at) => {
    const { total, lines } = price(configuration, at);
    const right = total === expected.total[at] && lines.length === expected.nlines[at] && lineHash(lines) === expected.fnv[at];
    if (!right) count += 1;
  });
  return count;
}

/** How many totals alone are wrong. */
export function wrongTotals({ expected, configurations }, price) {
  return configurations.filter((configuration, at) => price(configuration).total !== expected.total[at]).length;
}
