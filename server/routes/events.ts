import { userOf } from '../access/guard.ts';
import type { ServerDeps } from '../deps.ts';
import type { Hub } from '../events/hub.ts';
import { streamOf } from '../events/stream.ts';
import { deviceOf } from '../hall/devices.ts';
import { DeviceParams, slow } from './hall.ts';
import type { App } from './types.ts';

/** Live updates: one stream per open page. Says only what changed. */
export function eventRoutes(app: App, { clock, pool }: ServerDeps, hub: Hub): void {
  const open = new Set<() => void>();
  const start = streamOf(hub, open);

  app.get('/api/events', async (request, reply) => start(reply, { user: userOf(request) }, clock.now()));

  app.get(
    '/api/public/hall/:token/events',
    { schema: { params: DeviceParams }, config: slow(60) },
    async (request, reply) => {
      const { district } = await deviceOf(pool, request.params.token, clock.now());
      start(reply, { hall: district }, clock.now());
    },
  );

  // Streams never end by themselves: a stop must not wait for them.
  app.addHook('preClose', async () => {
    for (const end of [...open]) end();
  });
}
