/**
 * `zeebe:linkedResources` of a service task (8.7): files that its worker needs. Camunda reads them there alone; on other
 * elements they mean nothing.
 */
import { compile } from '../feel/index.ts';
import { type Findings, readBinding } from './read-common.ts';
import type { LinkedResource } from './types.ts';
import { extension, many, type Node, text } from './xml.ts';

export function readLinkedResources(node: Node, findings: Findings): LinkedResource[] {
  return many(extension(node, 'zeebe:LinkedResources'), 'values').map((link) => {
    for (const attribute of ['resourceId', 'resourceType']) {
      if (text(link, attribute)) continue;
      const message = `Attribute '${attribute}' must be present and not empty`;
      findings.add(node, message, 'extensionElements', 'linkedResources', 'linkedResource');
    }
    return {
      resourceId: compile(text(link, 'resourceId') ?? ''),
      resourceType: text(link, 'resourceType') ?? '',
      linkName: text(link, 'linkName') ?? '',
      binding: readBinding(link),
    };
  });
}
