/** What is chosen of a feature with several choices, in any of the ways that an order may say it: quantities by option. */
export function takenOf(value) {
  if (value === null || value === undefined) return {};
  if (!Array.isArray(value)) return value;
  return Object.fromEntries(
    value.map((entry) => (typeof entry === "string" ? [entry, "1"] : [entry.option, String(entry.quantity ?? "1")])),
  );
}
