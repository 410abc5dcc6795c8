import type { Incident } from '../../platform/engine-client/index.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { caseOfInstance } from '../inbox/case-of-instance.ts';
import { markResolved } from './store.ts';

type Deps = Pick<ServerDeps, 'registry' | 'engine' | 'pool' | 'clock'>;

/** More than this at once is one outage; the oldest are shown and the rest follow as they are solved. */
const PAGE = 1_000;

/** Brings desk.incident in line with the engine's active incidents and tells the board what changed. */
export async function followIncidents(deps: Deps): Promise<void> {
  const { items } = await deps.engine.searchIncidents({
    filter: { state: 'ACTIVE' },
    sort: [{ field: 'creationTime', order: 'ASC' }],
    page: { limit: PAGE },
  });
  const { rows } = await deps.pool.query<{ incident_key: string; case_no: string | null; district: string | null }>(
    'SELECT incident_key, case_no, district FROM desk.incident WHERE resolved_at IS NULL',
  );
  const known = new Map(rows.map((row) => [row.incident_key, row]));
  for (const incident of items) if (!known.has(incident.incidentKey)) await takeIn(deps, incident);

  await attributeToSystem(deps, items);
  const active = new Set(items.map((incident) => incident.incidentKey));
  const gone = items.length === PAGE ? [] : rows.filter((row) => !active.has(row.incident_key));
  if (gone.length === 0) return;
  await deps.registry.sla.outageEnded(gone.map((row) => row.incident_key));
  await markResolved(
    deps.pool,
    gone.map((row) => row.incident_key),
    deps.clock.now(),
  );
  await announce(
    deps.pool,
    ...gone.map((row) => ({
      topic: 'incident' as const,
      id: row.incident_key,
      caseNo: row.case_no,
      district: row.district,
    })),
  );
}

/** Domain §5.1: after this long the time is the system's, not the clerk's; the clock runs on. */
const ATTRIBUTED_AFTER_MS = 5 * 60_000;

async function attributeToSystem(deps: Deps, incidents: Incident[]): Promise<void> {
  const now = deps.clock.now().getTime();
  const lasting = incidents.filter(
    ({ creationTime }) => creationTime && now - new Date(creationTime).getTime() > ATTRIBUTED_AFTER_MS,
  );
  if (lasting.length === 0) return;
  const { rows } = await deps.pool.query<{ incident_key: string; case_no: string; since: Date }>(
    `SELECT incident_key, case_no, since FROM desk.incident
      WHERE incident_key = ANY($1) AND case_no IS NOT NULL AND NOT attributed`,
    [lasting.map((incident) => incident.incidentKey)],
  );
  for (const { incident_key: key, case_no: caseNo, since } of rows) {
    await deps.registry.sla.outageBegan({ caseNo, key, since });
    await deps.pool.query('UPDATE desk.incident SET attributed = true WHERE incident_key = $1', [key]);
  }
}

async function takeIn(deps: Deps, incident: Incident): Promise<void> {
  const theCase = await caseOfInstance(deps, incident.processInstanceKey);
  const caseNo = theCase?.caseNo ?? null;
  const district = theCase?.district ?? null;
  // An incident seen again after it was marked resolved (the retry failed at once) is the same one.
  await deps.pool.query(
    `INSERT INTO desk.incident (incident_key, case_no, district, process_instance_key, bpmn_process_id, element_id,
       error_type, message, job_key, since)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (incident_key) DO UPDATE SET resolved_at = NULL, message = excluded.message`,
    [
      incident.incidentKey,
      caseNo,
      district,
      incident.processInstanceKey,
      incident.processDefinitionId ?? '',
      incident.elementId ?? '',
      incident.errorType,
      (incident.errorMessage ?? '').slice(0, 2_000),
      incident.jobKey ?? null,
      incident.creationTime ?? deps.clock.now(),
    ],
  );
  await announce(deps.pool, { topic: 'incident', id: incident.incidentKey, caseNo, district });
}
