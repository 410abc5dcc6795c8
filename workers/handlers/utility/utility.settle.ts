import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** The end of all services: the closed case says whether something was left to people. */
export const settleUtilities = defineJob({
  type: 'utility.settle',
  department: 'registry',
  description: '汇总公用事业过户的结果',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ outcome: Type.String() }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'says the same again',
  async handle({ caseNo }, { deps }) {
    return complete({ outcome: await deps.registry.yilutong.settle(caseNo) });
  },
});
