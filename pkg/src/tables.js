/** Where a plan has what: its components, features, options and inputs by id, with their positions. */

/** What a change of a session names besides features and inputs. */
const SETTINGS = { quantity: 2, currency: 3, as_of: 4 };

/** Made once of the plan's display model. */
export function tablesOf(display) {
  const component = ({ features }) => table(features, (feature) => table(feature.options ?? []));
  const components = table(display.components, component);
  for (const found of components.values()) found.features = { byName: found.below, list: [...found.below.values()] };
  const inputs = table(display.inputs, (input) => table((input.options ?? []).map((id) => ({ id }))));
  return { components, inputs, ofInputs: { byName: inputs, list: [...inputs.values()] } };
}

/** What a session of a component can set, by name: a feature before a setting before an input. */
export function fieldsOf({ components, inputs }, component) {
  const fields = new Map();
  const add = (kind, first, known) => {
    for (const [name, { at, below }] of known) fields.set(name, { kind, first, at, below });
  };
  add("input", 1, inputs);
  for (const [name, first] of Object.entries(SETTINGS)) fields.set(name, { kind: "setting", first, at: 0, below: undefined });
  add("feature", 0, components.get(component)?.below ?? []);
  return fields;
}

function table(list, below = () => undefined) {
  const entries = list.map((entry, at) => [entry.id, { id: entry.id, at, below: below(entry), isNumber: entry.type === "number" }]);
  return new Map(entries);
}
