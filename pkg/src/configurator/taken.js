/** What is chosen of a feature with several choices, in any of the ways that an order may say it: quantities by option, and nothing else. */
export function takenOf(value) {
  const entries = Array.isArray(value)
    ? value.map((entry) => (typeof entry === "string" ? [entry, "1"] : [entry.option, String(entry.quantity ?? "1")]))
    : Object.entries(value ?? {});
  const taken = Object.create(null);
  for (const [option, quantity] of entries) taken[option] = quantity;
  return taken;
}
