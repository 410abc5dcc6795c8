import Type from 'typebox';
import { addDays, dayOf, type LapseWatch, localInstant, type Registry } from '../../../registry/index.ts';
import { complete, defineJob, TechnicalFailure } from '../../job.ts';
import { Instant, RightId } from '../../shapes.ts';

/** How many days before the last one the holder is reminded: days 60 and 80 of a caution's 90, day 10 of an objection's 15 (domain §5.12). */
const REMINDERS: Record<LapseWatch['kind'], readonly number[]> = { CAUTION: [30, 10], OBJECTION: [5] };
/** How soon to ask again while nobody can apply for the real registration, and while a case runs on the page of what is over. */
const UNKNOWN_DAYS = 30;
const HELD_UP_DAYS = 1;
const MORNING = '09:00';

const Outcome = Type.Union([
  Type.Literal('RUNNING'),
  Type.Literal('REMIND'),
  Type.Literal('KEPT'),
  Type.Literal('LAPSED'),
  Type.Literal('CONVERTED'),
  Type.Literal('CANCELLED'),
]);

export async function watchedRight(registry: Pick<Registry, 'lapses'>, rightId: string): Promise<LapseWatch> {
  const watch = await registry.lapses.watch(rightId);
  if (!watch) throw new TechnicalFailure(`登记簿中没有预告（异议）登记 ${rightId}，请核对流程变量 rightId。`, false);
  return watch;
}

/** The timer asks, the register decides (INV-21, 23): what is over is ended in the book, what stands says when to look again. */
export const readWatchedRight = defineJob({
  type: 'lapse.watch.read',
  department: 'registry',
  description: '核对预告、异议登记的现状和期限，期满的在登记簿上终止',
  input: Type.Object({ rightId: RightId, remindedDays: Type.Union([Type.Integer(), Type.Null()]) }),
  output: Type.Object({
    watchOutcome: Outcome,
    lookAt: Instant,
    remindDays: Type.Union([Type.Integer(), Type.Null()]),
  }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the register ends a right once; the sweep and the timer do the same thing',
  async handle({ rightId, remindedDays }, { deps }) {
    const now = deps.clock.now();
    const today = dayOf(now);
    let watch = await watchedRight(deps.registry, rightId);
    if (watch.state === 'STANDING' && watch.lastDay !== null && today > watch.lastDay) {
      await deps.registry.lapses.sweep(1, [watch.unitCode]);
      watch = await watchedRight(deps.registry, rightId);
    }
    const say = (watchOutcome: Type.Static<typeof Outcome>, lookAt: Date, remindDays: number | null = null) =>
      complete({ watchOutcome, lookAt: lookAt.toISOString(), remindDays });
    if (watch.state !== 'STANDING') return say(watch.state, now);
    const { lastDay } = watch;
    if (lastDay === null) return say('RUNNING', localInstant(addDays(today, UNKNOWN_DAYS), MORNING));
    if (today > lastDay) return say('RUNNING', localInstant(addDays(today, HELD_UP_DAYS), MORNING));
    // Of several days that have come, as after an outage, only the nearest to the end is worth a message.
    const due = REMINDERS[watch.kind].filter((days) => today >= addDays(lastDay, -days)).at(-1);
    if (due !== undefined && (remindedDays === null || due < remindedDays)) return say('REMIND', now, due);
    const next = REMINDERS[watch.kind].find((days) => addDays(lastDay, -days) > today);
    return say('RUNNING', localInstant(addDays(lastDay, next === undefined ? 1 : -next), MORNING));
  },
});
