import type { Incident } from '../api/board.ts';
import type { ServerDeps } from '../deps.ts';
import type { Definitions } from '../modeler/definitions.ts';
import { staffNames } from '../views/staff.ts';
import type { IncidentRow } from './store.ts';
import { incidentView } from './view.ts';

/** Incidents with the names their elements have on the live diagram. */
export async function incidentViews(
  { registry }: Pick<ServerDeps, 'registry'>,
  definitions: Definitions,
  rows: IncidentRow[],
): Promise<Incident[]> {
  if (rows.length === 0) return [];
  const staff = await staffNames(registry);
  const names = new Map<string, Map<string, string>>();
  for (const id of new Set(rows.map((row) => row.bpmnProcessId))) {
    const live = await definitions.latest(id).catch(() => null);
    names.set(id, live ? await definitions.names(live.processDefinitionKey) : new Map());
  }
  return rows.map((row) => incidentView(row, names.get(row.bpmnProcessId)?.get(row.elementId) ?? row.elementId, staff));
}
