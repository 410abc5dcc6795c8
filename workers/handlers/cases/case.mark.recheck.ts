import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';

export const markRecheck = defineJob({
  type: 'case.mark.recheck',
  department: 'registry',
  description: '标记登簿前必须复核',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'sets a flag',
  async handle({ caseNo }, { deps }) {
    await deps.registry.cases.markRecheck(caseNo);
    return complete({});
  },
});
