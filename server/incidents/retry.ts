import { EngineError } from '../../platform/engine-client/index.ts';
import type { User } from '../../registry/index.ts';
import { actorOf } from '../access/guard.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { type IncidentRow, markResolved } from './store.ts';

/** Attempts a retried job gets before it becomes an incident again. */
const RETRIES = 3;

/** Gives the job new attempts and resolves the incident. One that is gone already counts as resolved. */
export async function retryIncident(
  deps: Pick<ServerDeps, 'registry' | 'engine' | 'pool' | 'clock'>,
  incident: IncidentRow,
  user: User,
): Promise<void> {
  const { incidentKey, caseNo, elementId, jobKey, district } = incident;
  await deps.pool.query(
    'INSERT INTO desk.incident_retry (incident_key, case_no, element_id, user_id, at) VALUES ($1, $2, $3, $4, $5)',
    [incidentKey, caseNo, elementId, user.userId, deps.clock.now()],
  );
  try {
    if (jobKey && jobKey !== '-1') await deps.engine.updateJobRetries(jobKey, RETRIES);
    await deps.engine.resolveIncident(incidentKey);
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'not-found')) throw error;
  }
  await markResolved(deps.pool, [incidentKey], deps.clock.now());
  await deps.registry.audit.record({
    actor: actorOf(user),
    action: 'incident.retry',
    purpose: '故障排除后重试',
    ...(caseNo ? { caseNo } : {}),
    detail: { incidentKey, elementId },
  });
  await announce(deps.pool, { topic: 'incident', id: incidentKey, caseNo, district });
}
