import Type from 'typebox';
import { bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Instant } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** 登簿, the only legal moment: one transaction of the register in the name of whoever signed. */
export const writeBook = defineJob({
  type: 'registry.book.write',
  department: 'registry',
  description: '登簿：把登记事项写入登记簿并取得证书号',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ registeredAt: Instant, certificateNos: Type.Array(Type.String()) }),
  bpmnErrors: ['REG_CONFLICT', 'UNIT_RESTRICTED'],
  timeoutMs: 60_000,
  idempotency: 'the register returns the first entry for the same case number and step',
  async handle({ caseNo }, { deps, job }) {
    const { reviews } = await caseOf(deps.registry, caseNo);
    const signature = reviews.findLast((row) => row.step === 'sign_book' && row.decision === 'enter');
    if (!signature) throw new TechnicalFailure('没有登簿人的签簿记录，不能登簿。请先在“审核签簿”中签署。', false);
    const user = await deps.registry.users.getUser(signature.userId);
    if (!user) throw new TechnicalFailure('签簿的账号已不存在，请由在册的登簿人重新签簿。', false);
    const result = await deps.registry.book.enterInRegister({
      caseNo,
      step: job.elementId,
      registrar: { userId: user.userId, role: user.role, district: user.district },
    });
    if (result.kind === 'refused') {
      const { errorCode, message, rule } = result.refusal;
      return bpmnError(errorCode, message, { blockRule: rule });
    }
    return complete({ registeredAt: result.registeredAt.toISOString(), certificateNos: result.certificateNos });
  },
});
