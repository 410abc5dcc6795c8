import Type from 'typebox';
import { diskState, diskWarning, freeBytes } from '../../platform/disk-space.ts';
import type { ServerDeps } from '../deps.ts';
import { POLLER } from '../inbox/poller.ts';
import { ageOf } from '../loops/lease.ts';
import type { Definitions } from '../modeler/definitions.ts';
import { localDay } from '../views/working-day.ts';
import type { App } from './types.ts';

/** `deploy`: what warns, fails. */
const ReadyQuery = Type.Object({ deploy: Type.Optional(Type.String()) });

/** The inbox is older than this when the engine cannot be reached. */
const FRESH_SECONDS = 10;
const CHECK_TIMEOUT_MS = 3_000;
const PROCESS = 'bdc-registration';

/**
 * /healthz: the process answers. /readyz: a clerk could work now; each part with its own word. `warnings` say what will
 * stop the work soon, while it still goes on: from 1 December on, that next year's calendar is missing; a disk that is getting full. `?deploy=1` is for who
 * installs a version: then a warning is a failure (domain §7: a deployment without next year's calendar fails loudly).
 */
export function healthRoutes(app: App, deps: ServerDeps, definitions: Definitions): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));

  app.get('/readyz', { logLevel: 'warn', schema: { querystring: ReadyQuery } }, async (request, reply) => {
    const checks = {
      database: await check(() => deps.pool.query('SELECT 1')),
      engine: await check(() => deps.engine.topology()),
      diagrams: await check(async () => {
        if (!(await definitions.latest(PROCESS))) throw new Error(`${PROCESS} is not deployed`);
      }),
      inbox: await check(async () => {
        const age = await ageOf(deps.pool, POLLER);
        if (age === null || age > FRESH_SECONDS)
          throw new Error(
            age === null ? 'the task inbox was never filled' : `the task inbox is ${age.toFixed(0)} s old`,
          );
      }),
      // Without today's year no case can be accepted: its due date cannot be told.
      calendar: await check(() => deps.registry.calendar.isWorkingDay(localDay(deps.clock.now()))),
    };
    const free = await freeOf(deps);
    const disk = free === null ? {} : { disk: diskState(free) === 'full' ? diskWarning(free) : 'ok' };
    const warnings = [
      ...(checks.calendar === 'ok' ? await calendarWarnings(deps) : []),
      ...(free !== null && diskState(free) === 'low' ? [diskWarning(free)] : []),
    ];
    const deployable = request.query.deploy === undefined || warnings.length === 0;
    const ready = Object.values({ ...checks, ...disk }).every((result) => result === 'ok') && deployable;
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'not ready', checks: { ...checks, ...disk }, warnings });
  });
}

/** Null where no disk is watched, or nothing is known of it. */
async function freeOf({ config }: ServerDeps): Promise<number | null> {
  return config.home === undefined ? null : freeBytes(config.home).catch(() => null);
}

/** Whether this can be asked at all is for the check of the database to say. */
async function calendarWarnings({ registry }: ServerDeps): Promise<string[]> {
  const missing = await registry.calendar.missingYear().catch(() => null);
  return missing === null ? [] : [missing];
}

async function check(work: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([work(), late]);
    return 'ok';
  } catch (error) {
    return (error as Error).message;
  } finally {
    clearTimeout(timer);
  }
}
