import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** `recorded` is false for a stale alarm: the clock was paused or re-armed since. */
export const warnSla = defineJob({
  type: 'sla.warn',
  department: 'registry',
  description: '记录预警（75% 用时）',
  input: Type.Object({ caseNo: CaseNo, slaEpoch: Type.Integer() }),
  output: Type.Object({ recorded: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the ledger records it once',
  async handle({ caseNo, slaEpoch }, { deps }) {
    return complete(await deps.registry.sla.warn({ caseNo, epoch: slaEpoch }));
  },
});
