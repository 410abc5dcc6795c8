import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import { boolean, key, type Row, tenantId, text } from './fields.ts';

/** Camunda shortens long values in lists; `truncateValues=false` or the single variable show them whole. */
const SHOWN_CHARACTERS = 8191;

const variableFields = {
  variableKey: key('t.key'),
  name: text('t.name'),
  value: text('t.value::text'),
  scopeKey: key('t.scope_key'),
  processInstanceKey: key('t.process_instance_key'),
  isTruncated: boolean(`(length(t.value::text) > ${SHOWN_CHARACTERS})`),
  tenantId,
};

function variableItem(row: Row, truncate: boolean): object {
  const isTruncated = truncate && row.value_text.length > SHOWN_CHARACTERS;
  return {
    variableKey: row.key,
    name: row.name,
    value: isTruncated ? row.value_text.slice(0, SHOWN_CHARACTERS) : row.value_text,
    isTruncated,
    scopeKey: row.scope_key,
    processInstanceKey: row.process_instance_key,
    tenantId: DEFAULT_TENANT,
  };
}

export function variables(truncate: boolean): Resource {
  return {
    source: {
      from: 'engine.variable t',
      select: 't.*, t.value::text AS value_text',
      keyField: 'variableKey',
      fields: variableFields,
    },
    toItem: (row: Row) => variableItem(row, truncate),
  };
}

/** The variables a user task sees: its own scope's first, then its enclosing scopes'. `userTaskKey` is checked digits. */
export function userTaskVariables(userTaskKey: string, truncate: boolean): Resource {
  const scopes = `WITH RECURSIVE scope(key, depth) AS (
      SELECT element_instance_key, 0 FROM engine.user_task WHERE key = ${BigInt(userTaskKey)}
      UNION ALL
      SELECT e.flow_scope_key, scope.depth + 1 FROM scope JOIN engine.element_instance e ON e.key = scope.key
       WHERE e.flow_scope_key <> -1)
    SELECT DISTINCT ON (v.name) v.* FROM scope
      JOIN engine.user_task task ON task.key = ${BigInt(userTaskKey)}
      JOIN engine.variable v ON v.process_instance_key = task.process_instance_key AND v.scope_key = scope.key
     ORDER BY v.name, scope.depth`;
  const resource = variables(truncate);
  return { ...resource, source: { ...resource.source, from: `(${scopes}) t` } };
}
