import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry as Metrics } from 'prom-client';
import { freeBytes } from '../../../platform/disk-space.ts';
import type { ServerDeps } from '../../deps.ts';
import { POLLER } from '../../inbox/poller.ts';
import { ageOf } from '../../loops/lease.ts';
import { slaContext, slaView } from '../../views/sla-view.ts';

const SLA_STATES = ['normal', 'near', 'over', 'paused'] as const;
const ENGINE_TIMEOUT_MS = 500;

/** GET /metrics: the server's, the inbox's and the SLA's figures, and the engine's own when it has any to tell. */
export function installMetrics(app: FastifyInstance, deps: ServerDeps): void {
  const { pool, registry, config } = deps;
  const metrics = new Metrics();
  collectDefaultMetrics({ register: metrics, prefix: 'yitong_server_' });
  const registers = [metrics];
  const http = new Histogram({
    name: 'yitong_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const openTasks = gauge('yitong_tasks_open', 'Open user tasks', ['district', 'step']);
  const inboxAge = gauge('yitong_inbox_age_seconds', 'Seconds since the task inbox last agreed with the engine');
  const slaCases = gauge('yitong_sla_cases', 'Running cases by the state of their clock', ['state']);
  const incidents = gauge('yitong_incidents_active', 'Active incidents', ['element']);
  const outbox = gauge('yitong_outbox_pending', 'Outbox rows not yet told to the engine');
  const outboxAge = gauge('yitong_outbox_oldest_seconds', 'Age of the oldest pending outbox row');

  const { home } = config;
  const disk = home === undefined ? null : gauge('yitong_disk_free_bytes', 'Room left on the disk of the data');

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'other';
    http.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
  });

  const refresh = async () => {
    const [tasks, troubles, clocks, context, stats, age] = await Promise.all([
      pool.query<{ district: string; step: string; n: number }>(
        `SELECT coalesce(district, '') AS district, element_id AS step, count(*)::int AS n
           FROM desk.task_inbox WHERE state = 'open' GROUP BY 1, 2`,
      ),
      pool.query<{ element: string; n: number }>(
        'SELECT element_id AS element, count(*)::int AS n FROM desk.incident WHERE resolved_at IS NULL GROUP BY 1',
      ),
      registry.sla.board(),
      slaContext(deps),
      registry.outbox.stats(),
      ageOf(pool, POLLER),
    ]);
    if (home !== undefined) disk?.set(await freeBytes(home).catch(() => Number.NaN));
    openTasks.reset();
    for (const { district, step, n } of tasks.rows) openTasks.set({ district, step }, n);
    incidents.reset();
    for (const { element, n } of troubles.rows) incidents.set({ element }, n);
    const states = clocks.map((row) => slaView(row, context).state);
    for (const state of SLA_STATES) slaCases.set({ state }, states.filter((one) => one === state).length);
    outbox.set(stats.pending);
    outboxAge.set(stats.oldestAgeMs / 1_000);
    if (age !== null) inboxAge.set(age);
  };

  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) => {
    await refresh();
    const [own, engine] = await Promise.all([metrics.metrics(), engineMetrics(config.zeebeRestAddress)]);
    return reply.type(metrics.contentType).send(engine ? `${own}\n${engine}` : own);
  });
}

/** The embedded engine tells its figures beside its REST API; a real broker has its own scrape address. */
async function engineMetrics(address: string): Promise<string | null> {
  try {
    const answer = await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(ENGINE_TIMEOUT_MS) });
    const text = answer.ok ? await answer.text() : '';
    return text.startsWith('#') ? text : null;
  } catch {
    return null;
  }
}
