/** What is kept as it came, under the id that it gives itself: forms, and resources that the engine knows nothing of. */
import type { Index } from '../../row-index.ts';
import { emit, newKey, type Step } from '../../step.ts';
import type { Form, GenericResource, Key } from '../../types.ts';
import type { ReadAs } from './read-files.ts';

export function deployForm(step: Step, part: ReadAs<'form'>, deploymentKey: Key, known: boolean): Form {
  const { formVersions, formVersionsEver } = step.state.by;
  const latest = latestOf(formVersions, formVersionsEver, part.id);
  if (known && latest) return latest;
  const form: Form = { ...versionAfter(step, part, deploymentKey, latest), formId: part.id };
  emit(step, 'FORM', 'CREATED', form.key, form);
  return form;
}

/** Camunda documents for a resource what it documents for a form; measured on 8.6.0 are forms alone. */
export function deployResource(
  step: Step,
  part: ReadAs<'resource'>,
  deploymentKey: Key,
  known: boolean,
): GenericResource {
  const { resourceVersions, resourceVersionsEver } = step.state.by;
  const latest = latestOf(resourceVersions, resourceVersionsEver, part.id);
  if (known && latest) return latest;
  const resource: GenericResource = { ...versionAfter(step, part, deploymentKey, latest), resourceId: part.id };
  emit(step, 'RESOURCE', 'CREATED', resource.key, resource);
  return resource;
}

/** Numbers go on behind a deleted version, and begin again once all are deleted (measured on 8.6.0). */
function latestOf<T>(versions: Index<T>, ever: Index<T>, id: string): T | undefined {
  return versions.count(id) > 0 ? ever.last(id) : undefined;
}

function versionAfter(
  step: Step,
  { file, versionTag }: ReadAs<'form' | 'resource'>,
  deploymentKey: Key,
  latest: { version: number } | undefined,
) {
  return {
    key: newKey(step),
    deploymentKey,
    version: (latest?.version ?? 0) + 1,
    versionTag,
    resourceName: file.name,
    resource: file.content,
    checksum: file.checksum,
    deployedAt: step.now,
    deletedAt: null,
  };
}
