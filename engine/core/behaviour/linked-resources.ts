/** The resources that a service task names: its job tells the worker their keys (Camunda 8.7). */
import type { Binding, LinkedResource } from '../../model/index.ts';
import type { Step } from '../step.ts';
import type { ElementInstance, Key } from '../types.ts';
import { boundVersion } from './bindings.ts';
import { evaluateString } from './expressions.ts';
import { IncidentFailure } from './failure.ts';

/**
 * The header by which a job tells of them, a JSON list of `{resourceKey, resourceType, linkName}` in the order of the
 * diagram. @throws IncidentFailure when one is not deployed
 */
export function linkedResourcesHeader(
  step: Step,
  links: readonly LinkedResource[],
  instance: ElementInstance,
): Record<string, string> {
  const told = links.map(({ resourceId, resourceType, linkName, binding }) => ({
    resourceKey: findResource(step, evaluateString(step, resourceId, instance.key), binding, instance),
    resourceType,
    linkName,
  }));
  return { linkedResources: JSON.stringify(told) };
}

function findResource(step: Step, resourceId: string, binding: Binding, instance: ElementInstance): Key {
  const deploymentKey = step.state.processDefinition.get(instance.processDefinitionKey)?.deploymentKey;
  const resource = boundVersion(step.state.by.resourceVersions, resourceId, binding, deploymentKey);
  if (resource) return resource.key;
  throw new IncidentFailure('RESOURCE_NOT_FOUND', resourceMissing(resourceId, binding, deploymentKey), instance.key);
}

/** The type of the incident is documented, its text is not: this one says what that of a form says. */
function resourceMissing(resourceId: string, binding: Binding, deploymentKey: Key | undefined): string {
  switch (binding.type) {
    case 'deployment':
      return `Expected to use a resource with id '${resourceId}' with binding type 'deployment', but no such resource found in the deployment with key ${deploymentKey} which contained the current process. To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended resource to use.`;
    case 'versionTag':
      return `Expected to use a resource with id '${resourceId}' and version tag '${binding.tag}', but no such resource found. To resolve the incident, deploy a resource with the given id and version tag.`;
    case 'latest':
      return `Expected to find a resource with id '${resourceId}', but no resource with this id is found, at least a resource with this id should be available. To resolve the incident, deploy a resource with the same id.`;
  }
}
