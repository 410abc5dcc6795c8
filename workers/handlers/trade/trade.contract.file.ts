import Type from 'typebox';
import Value from 'typebox/value';
import { RegistryError } from '../../../registry/index.ts';
import { answerOf, bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Instant, Maybe } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';
import { acquirers, asPerson, obligors } from '../parties.ts';

const PayMode = Type.Union([Type.Literal('full'), Type.Literal('loan'), Type.Literal('fund'), Type.Literal('mixed')]);

/**
 * 网签备案. With a contract number the authority checks that contract, without one it files the window's standard contract.
 * `contractNo` as a variable is the corrected number of FixContract. A contract that the case of the 预告登记 filed is taken over.
 */
export const fileContract = defineJob({
  type: 'trade.contract.file',
  department: 'housing',
  description: '网签备案：向住建部门备案存量房买卖合同',
  input: Type.Object({ caseNo: CaseNo, unitCode: Type.String(), contractNo: Maybe(Type.String()) }),
  output: Type.Object({ contractFiledAt: Instant }),
  bpmnErrors: ['CONTRACT_NOT_FOUND', 'CONTRACT_VOID'],
  refusalsAreRead: true,
  timeoutMs: 60_000,
  idempotency: 'a filing on record is the answer; the authority knows the key of this element instance',
  async handle({ caseNo, unitCode, contractNo: corrected }, { deps, call }) {
    const { money, people } = deps.registry;
    const before = await money.getContractFiling(caseNo);
    if (before?.state === 'FILED') return complete({ contractFiledAt: before.filedAt.toISOString() });
    const { contract } = await caseOf(deps.registry, caseNo);
    if (!contract) throw new TechnicalFailure('业务没有合同信息，不能备案。请核对申请表。', false);
    const parties = await people.getParties(caseNo);
    const contractNo = corrected ?? contract.contractNo;
    const clash = contractNo ? await money.contractClash({ caseNo, contractNo }) : null;
    if (clash) return bpmnError('CONTRACT_VOID', clash);
    const answer = answerOf(
      await deps.clients.housing.fileContract(
        {
          caseNo,
          ...(contractNo ? { contractNo } : {}),
          unitCode,
          priceFen: contract.priceFen,
          signedAt: contract.signedOn,
          payMode: Value.Check(PayMode, contract.payMode) ? contract.payMode : 'full',
          escrow: false,
          sellers: obligors(parties).map(asPerson),
          buyers: acquirers(parties).map(asPerson),
        },
        call(caseNo),
      ),
    );
    // A duplicate filing, other terms than signed or 限售 are mended as a void contract is: with the applicant, at the window.
    if (!answer.ok) {
      return bpmnError(answer.code === 'CONTRACT_NOT_FOUND' ? answer.code : 'CONTRACT_VOID', answer.message);
    }
    const { contractNo: filedNo, filedAt } = answer.value;
    try {
      const filing = await money.recordContractFiling({ caseNo, contractNo: filedNo, filedAt: new Date(filedAt) });
      return complete({ contractFiledAt: filing.filedAt.toISOString() });
    } catch (error) {
      // Another case took the number between the question and the answer.
      if (error instanceof RegistryError && error.code === 'CONTRACT_DUPLICATE')
        return bpmnError('CONTRACT_VOID', error.message);
      throw error;
    }
  },
});
