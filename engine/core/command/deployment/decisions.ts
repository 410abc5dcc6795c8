/** The decisions of a deployed file, and the graph that they are in. */
import { emit, newKey, type Step } from '../../step.ts';
import type { Decision, DecisionRequirements, DeployedResources, Key } from '../../types.ts';
import type { ReadAs } from './read-files.ts';

export function deployDecisions(
  step: Step,
  { file, drg }: ReadAs<'dmn'>,
  deploymentKey: Key,
  known: boolean,
  result: DeployedResources,
): void {
  const latest = step.state.by.requirementVersions.last(drg.id);
  if (known && latest) {
    result.decisionRequirements.push(latest);
    result.decisions.push(...step.state.by.decisionsOf.get(latest.key));
    return;
  }
  const requirements: DecisionRequirements = {
    key: newKey(step),
    deploymentKey,
    decisionRequirementsId: drg.id,
    name: drg.name,
    version: (latest?.version ?? 0) + 1,
    resourceName: file.name,
    resource: file.content,
    checksum: file.checksum,
    deployedAt: step.now,
    deletedAt: null,
  };
  emit(step, 'DECISION_REQUIREMENTS', 'CREATED', requirements.key, requirements);
  result.decisionRequirements.push(requirements);
  for (const model of drg.decisions.values()) {
    const before = step.state.by.decisionVersions.last(model.id);
    const decision: Decision = {
      key: newKey(step),
      deploymentKey,
      decisionId: model.id,
      name: model.name,
      version: (before?.version ?? 0) + 1,
      versionTag: model.versionTag,
      decisionRequirementsId: drg.id,
      decisionRequirementsKey: requirements.key,
      deletedAt: null,
    };
    emit(step, 'DECISION', 'CREATED', decision.key, decision);
    result.decisions.push(decision);
  }
}
