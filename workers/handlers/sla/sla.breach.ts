import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** `recorded` is false for a stale alarm: the clock was paused or re-armed since. */
export const breachSla = defineJob({
  type: 'sla.breach',
  department: 'registry',
  description: '记录超期（100% 用时）',
  input: Type.Object({ caseNo: CaseNo, slaEpoch: Type.Integer() }),
  output: Type.Object({ recorded: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the ledger records it once',
  async handle({ caseNo, slaEpoch }, { deps }) {
    return complete(await deps.registry.sla.breach({ caseNo, epoch: slaEpoch }));
  },
});
