/** What an answer finds wrong, for people. */

/** What is wrong and what is missing, in words, with the features that it is about. */
export function problemsOf(answer, words, component) {
  const problems = [];
  const missing = [];
  if (answer === null) return { problems, missing };
  for (const [name, { code, message }] of Object.entries(answer.refused)) {
    const text = words.violation({ code, rule: null, message, features: [name] }, component);
    problems.push({ text, features: [name], fixes: [] });
  }
  const { quote } = answer;
  for (const found of [...(quote?.items[0].violations ?? []), ...(quote?.violations ?? [])]) {
    if (found.code === "missing-required")
      missing.push({ text: featureName(found.features[0], words, component), feature: found.features[0] });
    else problems.push({ text: words.violation(found, component), features: found.features, fixes: found.fixes });
  }
  return { problems, missing };
}

function featureName(name, words, component) {
  return words.label(component.features.find(({ id }) => id === name)?.name ?? name);
}
