import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** The clock stops at 登簿, the legal end (domain §7), not when this job happens to run. */
export const stopSla = defineJob({
  type: 'sla.stop',
  department: 'registry',
  description: '停止计时（登簿时间）',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'stopping a stopped clock changes nothing',
  async handle({ caseNo }, { deps }) {
    const { enteredAt } = await caseOf(deps.registry, caseNo);
    await deps.registry.sla.stop({ caseNo, ...(enteredAt ? { at: enteredAt } : {}) });
    return complete({});
  },
});
