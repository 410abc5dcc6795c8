import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { RightId } from '../../shapes.ts';
import { WatchOutcome } from './term-of.ts';

/** The timer asks, the register decides (INV-08, 09). What runs on, or waits for a renewal in hand, is watched again. */
export const expireSeizure = defineJob({
  type: 'registry.seizure.expire',
  department: 'registry',
  description: '查封期满处理：终止效力，首位轮候自动生效',
  input: Type.Object({ rightId: RightId }),
  output: Type.Object({ watchOutcome: WatchOutcome }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the register ends a term once; the sweep and the timer do the same thing',
  async handle({ rightId }, { deps }) {
    const result = await deps.registry.seizures.expireSeizure(rightId);
    switch (result.kind) {
      case 'expired':
        return complete({ watchOutcome: 'EXPIRED' as const });
      case 'ended':
        return complete({ watchOutcome: result.how });
      case 'running':
      case 'waiting':
        return complete({ watchOutcome: 'RENEWED' as const });
    }
  },
});
