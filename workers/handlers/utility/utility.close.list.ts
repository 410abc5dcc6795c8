import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** P30D: what has no end by now is left to people. */
export const listUnfinished = defineJob({
  type: 'utility.close.list',
  department: 'registry',
  description: '三十天未完的服务转人工',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ unfinishedServices: Type.Array(Type.String()) }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'a final state stays as it is',
  async handle({ caseNo }, { deps }) {
    return complete({ unfinishedServices: await deps.registry.yilutong.closeUnfinished(caseNo) });
  },
});
