import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { RightId } from '../../shapes.ts';
import { tellCourt, termOf } from './term-of.ts';

/** A queued seizure has become effective: its court hears of the new start and end (INV-08, 10). */
export const notifyPromoted = defineJob({
  type: 'court.notify.promoted',
  department: 'court',
  description: '通知轮候法院：查封自动生效，告知起止日期',
  input: Type.Object({ rightId: RightId }),
  output: Type.Object({ told: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a seizure is promoted once, and told once by its key',
  async handle({ rightId }, context) {
    const term = await termOf(context.deps.registry, rightId);
    return complete({ told: await tellCourt(context, term, { kind: 'promoted' }) });
  },
});
