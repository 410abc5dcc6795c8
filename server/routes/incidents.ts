import Type from 'typebox';
import { requirePermission } from '../access/guard.ts';
import { IncidentList } from '../api/board.ts';
import { Ok } from '../api/common.ts';
import type { ServerDeps } from '../deps.ts';
import { retryIncident } from '../incidents/retry.ts';
import { activeIncidents, findActiveIncident } from '../incidents/store.ts';
import { incidentViews } from '../incidents/views.ts';
import type { Definitions } from '../modeler/definitions.ts';
import { forbidden, notFound } from '../problems/problem-error.ts';
import type { App } from './types.ts';

const IncidentParams = Type.Object({ incidentKey: Type.String({ pattern: '^\\d{1,20}$' }) });

export function incidentRoutes(app: App, deps: ServerDeps, definitions: Definitions): void {
  app.get('/api/incidents', { schema: { response: { 200: IncidentList } } }, async (request) => {
    const user = requirePermission(request, 'board.view');
    const rows = await activeIncidents(deps.pool, user.district);
    return { items: await incidentViews(deps, definitions, rows), asOf: deps.clock.now().toISOString() };
  });

  app.post(
    '/api/incidents/:incidentKey/retry',
    { schema: { params: IncidentParams, response: { 200: Ok } } },
    async (request) => {
      const user = requirePermission(request, 'incident.retry');
      const incident = await findActiveIncident(deps.pool, request.params.incidentKey);
      if (!incident) throw notFound('INCIDENT_NOT_FOUND', '这条故障已经解决，请刷新看板。');
      if (user.district !== null && incident.district !== user.district) {
        throw forbidden('FORBIDDEN_DISTRICT', '这条故障不在本辖区，请转交该区督办人员或系统管理员。');
      }
      await retryIncident(deps, incident, user);
      return { ok: true as const };
    },
  );
}
