import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import { boolean, integer, key, type Row, some, tenantId, text } from './fields.ts';

export const processDefinitions: Resource = {
  source: {
    from: 'engine.process_definition t',
    select: 't.key, t.bpmn_process_id, t.name, t.version, t.version_tag, t.resource_name',
    keyField: 'processDefinitionKey',
    fields: {
      processDefinitionKey: key('t.key'),
      processDefinitionId: text('t.bpmn_process_id'),
      name: text('t.name'),
      version: integer('t.version'),
      versionTag: text('t.version_tag'),
      resourceName: text('t.resource_name'),
      hasStartForm: boolean('false'),
      tenantId,
    },
    special: {
      isLatestVersion: (value) => {
        const latest =
          't.version = (SELECT max(o.version) FROM engine.process_definition o WHERE o.bpmn_process_id = t.bpmn_process_id)';
        return value === true ? latest : `NOT (${latest})`;
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
    hasStartForm: false,
    tenantId: DEFAULT_TENANT,
  }),
};

export const decisionDefinitions: Resource = {
  source: {
    from: 'engine.decision t JOIN engine.decision_requirements r ON r.key = t.decision_requirements_key',
    select: 't.*, r.name AS requirements_name, r.version AS requirements_version',
    keyField: 'decisionDefinitionKey',
    fields: {
      decisionDefinitionKey: key('t.key'),
      decisionDefinitionId: text('t.decision_id'),
      name: text('t.name'),
      version: integer('t.version'),
      decisionRequirementsId: text('t.decision_requirements_id'),
      decisionRequirementsKey: key('t.decision_requirements_key'),
      tenantId,
    },
  },
  toItem: (row: Row) => ({
    decisionDefinitionKey: row.key,
    decisionDefinitionId: row.decision_id,
    name: row.name,
    version: row.version,
    decisionRequirementsId: row.decision_requirements_id,
    decisionRequirementsKey: row.decision_requirements_key,
    decisionRequirementsName: row.requirements_name,
    decisionRequirementsVersion: row.requirements_version,
    tenantId: DEFAULT_TENANT,
  }),
};
