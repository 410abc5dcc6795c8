import Type from 'typebox';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing, UnitCodes } from '../../shapes.ts';

/** INV-34: the case was filed on a consent of the owner, for this home and this bank. The filing has used it up. */
export const checkConsent = defineJob({
  type: 'owner.consent.check',
  department: 'registry',
  description: '核对权利人同意银行查询本单元的授权',
  input: Type.Object({ caseNo: CaseNo, unitCodes: UnitCodes }),
  output: Nothing,
  bpmnErrors: ['CONSENT_MISSING'],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ caseNo, unitCodes }, { deps }) {
    const [consent, organisationId] = await Promise.all([
      deps.registry.bank.consentOfCase(caseNo),
      deps.registry.cases.organisationOf(caseNo),
    ]);
    const good = consent && consent.organisationId === organisationId && unitCodes.includes(consent.unitCode);
    return good ? complete({}) : bpmnError('CONSENT_MISSING', '没有权利人同意本行查询本不动产的有效授权。');
  },
});
