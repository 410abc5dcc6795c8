import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Maybe, Nothing } from '../../shapes.ts';
import { Service } from './service.ts';

/** How the transfer of one service ended. */
export const concludeUtility = defineJob({
  type: 'utility.conclude',
  department: 'registry',
  description: '记录公用事业过户的结果',
  input: Type.Object({
    caseNo: CaseNo,
    service: Service,
    transferState: Type.Union([Type.Literal('DONE'), Type.Literal('SKIPPED'), Type.Literal('FAILED_MANUAL')]),
    utilityResult: Maybe(Type.String()),
  }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'a final state stays as it is',
  async handle({ caseNo, service, transferState, utilityResult }, { deps }) {
    const code = transferState === 'DONE' ? null : (utilityResult ?? null);
    await deps.registry.yilutong.conclude({ caseNo, service, state: transferState, code });
    return complete({});
  },
});
