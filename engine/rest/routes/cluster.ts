import type { FastifyInstance } from 'fastify';
import type { RestContext } from '../context.ts';
import { sendProblem } from '../problem.ts';
import { body } from '../schemas.ts';

/** The end of the year 9999. */
const LATEST_PIN = 253_402_300_799_999;

/** Topology, status and the clock. */
export function clusterRoutes(app: FastifyInstance, { runtime, topology }: RestContext): void {
  app.get('/topology', async () => {
    const found = topology();
    const brokers = (found.brokers as { partitions: { role: string; health: string }[] }[]).map((broker) => ({
      ...broker,
      partitions: broker.partitions.map((partition) => ({
        ...partition,
        role: partition.role.toLowerCase(),
        health: partition.health.toLowerCase(),
      })),
    }));
    return { ...found, brokers, lastCompletedChangeId: '' };
  });

  app.get('/status', async (_request, reply) => {
    if (runtime.state() === 'serving') return reply.status(204).send();
    return sendProblem(reply, 503, 'UNAVAILABLE', `The engine is ${runtime.state()}.`);
  });

  app.put<{ Body: { timestamp: number } }>(
    '/clock',
    {
      schema: {
        body: body({ timestamp: { type: 'integer', format: 'int64', minimum: 0, maximum: LATEST_PIN } }, ['timestamp']),
      },
    },
    async (request, reply) => {
      await runtime.pinClock(request.body.timestamp);
      return reply.status(204).send();
    },
  );

  app.post('/clock/reset', async (_request, reply) => {
    await runtime.resetClock();
    return reply.status(204).send();
  });
}

/** For the machine room: no authentication, nothing about cases. */
export function operationsRoutes(app: FastifyInstance, { runtime, pool, renderMetrics }: RestContext): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const state = runtime.state();
    if (state !== 'serving') return reply.status(503).send({ status: state });
    await pool.query('SELECT 1');
    return { status: 'ready' };
  });
  app.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4').send(renderMetrics()));
}
