import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import { integer, key, type Row, tenantId, text } from './fields.ts';

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
      decisionRequirementsName: text('r.name'),
      decisionRequirementsVersion: integer('r.version'),
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

export const decisionRequirements: Resource = {
  source: {
    from: 'engine.decision_requirements t',
    select: 't.key, t.decision_requirements_id, t.name, t.version, t.resource_name',
    keyField: 'decisionRequirementsKey',
    fields: {
      decisionRequirementsKey: key('t.key'),
      decisionRequirementsId: text('t.decision_requirements_id'),
      decisionRequirementsName: text('t.name'),
      version: integer('t.version'),
      resourceName: text('t.resource_name'),
      tenantId,
    },
  },
  toItem: (row: Row) => ({
    decisionRequirementsKey: row.key,
    decisionRequirementsId: row.decision_requirements_id,
    decisionRequirementsName: row.name,
    version: row.version,
    resourceName: row.resource_name,
    tenantId: DEFAULT_TENANT,
  }),
};
