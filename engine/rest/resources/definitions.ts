import { DEFAULT_TENANT } from '../../core/types.ts';
import { badRequest } from '../problem.ts';
import type { Resource } from '../search.ts';
import { boolean, integer, key, type Row, some, tenantId, text } from './fields.ts';

/** The version a start by id takes; of a process that is deleted altogether none is. */
const LATEST = `t.version = (SELECT max(o.version) FROM engine.process_definition o
  WHERE o.bpmn_process_id = t.bpmn_process_id AND o.deleted_at IS NULL)`;

export const processDefinitions: Resource = {
  source: {
    from: 'engine.process_definition t',
    select: 't.key, t.bpmn_process_id, t.name, t.version, t.version_tag, t.resource_name, t.start_form_id',
    keyField: 'processDefinitionKey',
    fields: {
      processDefinitionKey: key('t.key'),
      processDefinitionId: text('t.bpmn_process_id'),
      name: text('t.name'),
      version: integer('t.version'),
      versionTag: text('t.version_tag'),
      resourceName: text('t.resource_name'),
      hasStartForm: boolean('(t.start_form_id IS NOT NULL)'),
      tenantId,
    },
    special: {
      isLatestVersion(value) {
        if (typeof value !== 'boolean') throw badRequest('The filter isLatestVersion must be true or false.');
        return value ? LATEST : `NOT coalesce(${LATEST}, false)`;
      },
    },
  },
  toItem: (row: Row) => ({
    processDefinitionKey: row.key,
    processDefinitionId: row.bpmn_process_id,
    name: row.name ?? row.bpmn_process_id,
    version: row.version,
    versionTag: some(row.version_tag),
    resourceName: row.resource_name,
    hasStartForm: row.start_form_id !== null,
    tenantId: DEFAULT_TENANT,
  }),
};
