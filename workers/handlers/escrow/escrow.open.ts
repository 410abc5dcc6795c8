import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** 资金监管: the buyer pays into the bank's account; who pays is known to the bank by the case, not by name. */
export const openEscrow = defineJob({
  type: 'escrow.open',
  department: 'escrow',
  description: '开立资金监管账户',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ escrowNo: Type.String() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'an account on record is the answer; the bank keeps one live account for a case',
  async handle({ caseNo }, { deps, call }) {
    const { yilutong, money } = deps.registry;
    const known = await yilutong.escrowOf(caseNo);
    if (known) return complete({ escrowNo: known.escrowNo });
    const { contract } = await caseOf(deps.registry, caseNo);
    const filing = await money.getContractFiling(caseNo);
    if (!contract || !filing) throw new TechnicalFailure('业务没有备案合同，不能开立监管账户。', false);
    const body = {
      caseNo,
      contractNo: filing.contractNo,
      amountFen: contract.priceFen,
      callbackUrl: `${deps.callbackUrl}/api/callbacks/escrow`,
    };
    const context = call(caseNo, filing.contractNo);
    const answer = answerOf(await deps.clients.escrow.openAccount(body, context));
    if (!answer.ok) throw new TechnicalFailure(`监管银行没有开户：${answer.message}`, false);
    const { escrowNo, amountFen } = answer.value;
    const { idempotencyKey } = context;
    await deps.registry.requests.record({
      department: 'escrow',
      operation: 'escrow.open',
      caseNo,
      idempotencyKey,
      orderNo: escrowNo,
      body,
    });
    await yilutong.recordEscrowOpened({ caseNo, escrowNo, amountFen });
    return complete({ escrowNo });
  },
});
