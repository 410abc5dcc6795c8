import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { RightId } from '../../shapes.ts';
import { tellCourt, termOf } from './term-of.ts';

/** Expired: the seizing court. Disposed of, or its page closed: every court whose seizure lapsed with it (INV-11, scenario 3). */
export const notifyLapsed = defineJob({
  type: 'court.notify.lapsed',
  department: 'court',
  description: '告知法院查封（轮候）失效',
  input: Type.Object({ rightId: RightId }),
  output: Type.Object({ told: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'one notice for each seizure that lapsed',
  async handle({ rightId }, context) {
    const { registry } = context.deps;
    const term = await termOf(registry, rightId);
    const lapsed = term.state === 'DISPOSED' ? await registry.seizures.lapsedWith(rightId) : [term];
    let told = 0;
    for (const one of lapsed) if (await tellCourt(context, one, { kind: 'lapsed' })) told += 1;
    return complete({ told });
  },
});
