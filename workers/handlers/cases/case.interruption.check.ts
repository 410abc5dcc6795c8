import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Instant } from '../../shapes.ts';

/** INV-12, INV-30: a withdrawal or a seizure that comes after 登簿 does not stop the case any more. */
export const checkInterruption = defineJob({
  type: 'case.interruption.check',
  department: 'registry',
  description: '核对中断到达时是否已经登簿',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({
    entered: Type.Boolean(),
    registeredAt: Type.Optional(Instant),
    certificateNos: Type.Optional(Type.Array(Type.String())),
  }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ caseNo }, { deps }) {
    const { entered, enteredAt, certificateNos } = await deps.registry.cases.checkInterruption(caseNo);
    if (!entered || !enteredAt) return complete({ entered: false });
    return complete({ entered: true, registeredAt: enteredAt.toISOString(), certificateNos });
  },
});
