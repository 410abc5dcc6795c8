const STEPS = /<(?:[\w.-]+:)?(?:\w*[tT]ask|callActivity)\s([^>]*)>/g;

/** Id → name of the steps of a diagram that people or workers carry out. */
function stepsOf(xml: string): Map<string, string> {
  const steps = new Map<string, string>();
  for (const [, attributes = ''] of xml.matchAll(STEPS)) {
    const id = /\bid="([^"]+)"/.exec(attributes)?.[1];
    if (id) steps.set(id, /\bname="([^"]+)"/.exec(attributes)?.[1] ?? id);
  }
  return steps;
}

/** Names of the steps that the live diagram has and the new one has not: a deployment must not drop one unseen. */
export function removedSteps(live: string, changed: string): string[] {
  const kept = stepsOf(changed);
  return [...stepsOf(live)].filter(([id]) => !kept.has(id)).map(([, name]) => name);
}
