import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { RightId } from '../../shapes.ts';
import { tellCourt, termOf } from './term-of.ts';

const DAY_MS = 86_400_000;

/** −90, −30, −7, −1 days: renew in time or the effect is gone (INV-09). */
export const remindCourt = defineJob({
  type: 'court.remind',
  department: 'court',
  description: '提醒查封法院：查封即将到期',
  input: Type.Object({ rightId: RightId }),
  output: Type.Object({ told: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'one reminder for each end of term and number of days left',
  async handle({ rightId }, context) {
    const term = await termOf(context.deps.registry, rightId);
    if (term.state !== 'EFFECTIVE' || !term.endsAt) return complete({ told: false });
    const left = (term.endsAt.getTime() - context.deps.clock.now().getTime()) / DAY_MS;
    return complete({
      told: await tellCourt(context, term, { kind: 'expiring', daysLeft: Math.max(0, Math.ceil(left)) }),
    });
  },
});
