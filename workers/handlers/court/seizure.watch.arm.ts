import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { Instant, RightId } from '../../shapes.ts';
import { termOf, WatchOutcome } from './term-of.ts';

const DAY_MS = 86_400_000;
/** How soon to ask again while a renewal that came in time is being decided. */
const AGAIN_MS = 30_000;

/**
 * Times of one term from the register. A reminder whose day is past is set behind the end and dies with the watch; a seizure
 * that is over gets an end of now, so that the watch goes on to learn how it ended.
 */
export const armWatch = defineJob({
  type: 'seizure.watch.arm',
  department: 'registry',
  description: '读取查封期限，定出到期前 90、30、7、1 日的提醒时刻',
  input: Type.Object({ rightId: RightId }),
  output: Type.Object({
    watchOutcome: WatchOutcome,
    endsAt: Instant,
    remind90At: Instant,
    remind30At: Instant,
    remind7At: Instant,
    remind1At: Instant,
  }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ rightId }, { deps }) {
    const term = await termOf(deps.registry, rightId);
    const now = deps.clock.now().getTime();
    const end = term.state === 'EFFECTIVE' && term.endsAt ? term.endsAt.getTime() : now;
    const endsAt = term.state === 'EFFECTIVE' ? Math.max(end, now + AGAIN_MS) : now;
    const before = (days: number) => {
      const at = end - days * DAY_MS;
      return new Date(at > now ? at : endsAt + DAY_MS).toISOString();
    };
    return complete({
      watchOutcome: 'RUNNING' as const,
      endsAt: new Date(endsAt).toISOString(),
      remind90At: before(90),
      remind30At: before(30),
      remind7At: before(7),
      remind1At: before(1),
    });
  },
});
