import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

const STATES = {
  open: 'OPEN',
  funded: 'FUNDED',
  released: 'RELEASED',
  refunded: 'REFUNDED',
  failed: 'FAILED',
} as const;

/** For a callback that never came. */
export const askEscrow = defineJob({
  type: 'escrow.status',
  department: 'escrow',
  description: '查询监管账户',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ escrowState: Type.String() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'reads; what it learns is recorded once',
  async handle({ caseNo }, { deps, call }) {
    const { yilutong } = deps.registry;
    const account = await yilutong.escrowOf(caseNo);
    if (!account) throw new TechnicalFailure('业务没有监管账户。', false);
    const numberThere = await deps.registry.requests.numberThere({
      department: 'escrow',
      caseNo,
      orderNo: account.escrowNo,
    });
    const answer = answerOf(await deps.clients.escrow.fetch(numberThere, call(caseNo)));
    if (!answer.ok) throw new TechnicalFailure(`监管银行查不到账户：${answer.message}`, false);
    const { status } = answer.value;
    await yilutong.recordEscrowState({ escrowNo: account.escrowNo, state: STATES[status], at: deps.clock.now() });
    return complete({ escrowState: status });
  },
});
