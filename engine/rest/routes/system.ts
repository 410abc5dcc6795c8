import type { FastifyInstance } from 'fastify';
import { DEFAULT_TENANT } from '../../core/types.ts';
import { callerOf } from '../caller.ts';
import type { RestContext } from '../context.ts';
import { badRequest } from '../problem.ts';
import { body } from '../schemas.ts';

interface UsageQuery {
  startTime?: string;
  endTime?: string;
  tenantId?: string;
  withTenants?: string;
}

/** A parameter that is given twice would be a list. */
const text = { type: 'string' };
const querystring = body({ startTime: text, endTime: text, tenantId: text, withTenants: text });

/** Root instances begun, decisions made, and people whose tasks were open, from $1 to $2 (epoch milliseconds). */
const USAGE = `
  SELECT (SELECT count(*)::int FROM engine.process_instance
           WHERE started_at BETWEEN $1 AND $2 AND parent_process_instance_key = -1) AS "processInstances",
         (SELECT count(*)::int FROM engine.decision_instance WHERE evaluated_at BETWEEN $1 AND $2) AS "decisionInstances",
         (SELECT count(DISTINCT assignee)::int FROM engine.user_task
           WHERE assignee <> '' AND created_at <= $2 AND (ended_at IS NULL OR ended_at >= $1)) AS assignees`;

const NOTHING = { processInstances: 0, decisionInstances: 0, assignees: 0 };

/** What the engine says of itself and of its caller. */
export function systemRoutes(app: FastifyInstance, { pool }: RestContext): void {
  app.get<{ Querystring: UsageQuery }>('/system/usage-metrics', { schema: { querystring } }, async ({ query }) => {
    const [from, to] = [instantOf('startTime', query.startTime), instantOf('endTime', query.endTime)];
    const ours = query.tenantId === undefined || query.tenantId === DEFAULT_TENANT;
    const usage = ours ? (await pool.query(USAGE, [from, to])).rows[0] : NOTHING;
    const active = Object.values(usage).some((count) => Number(count) > 0);
    const tenants = active && query.withTenants === 'true' ? { [DEFAULT_TENANT]: usage } : {};
    return { ...usage, activeTenants: active ? 1 : 0, tenants };
  });

  app.get('/authentication/me', async (request) => {
    const username = callerOf(request.headers.authorization);
    return {
      username,
      displayName: username,
      email: null,
      authorizedComponents: ['*'],
      tenants: [{ tenantId: DEFAULT_TENANT, name: 'Default', description: '' }],
      groups: [],
      roles: [],
      salesPlanType: '',
      c8Links: {},
      canLogout: false,
    };
  });
}

/** Asked by Camunda's clients before anybody has signed in. There is no Camunda licence, and none is needed. */
export function publicRoutes(app: FastifyInstance): void {
  app.get('/v2/license', async () => ({
    validLicense: false,
    licenseType: 'unknown',
    isCommercial: false,
    expiresAt: null,
  }));
}

function instantOf(name: string, text: string | undefined): number {
  if (!text) throw badRequest(`No ${name} provided.`);
  // A plus sign that was not escaped in the address arrives as a space.
  const instant = Date.parse(text.replace(' ', '+'));
  if (!Number.isNaN(instant)) return instant;
  throw badRequest(`The provided ${name} '${text}' cannot be parsed as a date according to RFC 3339, section 5.6.`);
}
