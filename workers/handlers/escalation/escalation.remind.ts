import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** Undecided after two working hours: from now on it stands on the supervisor's board. */
export const remindEscalation = defineJob({
  type: 'escalation.remind',
  department: 'registry',
  description: '会商逾时未决：提醒并列入督办看板',
  input: Type.Object({ caseNo: CaseNo, escalationLevel: Type.Integer({ minimum: 1 }) }),
  output: Type.Object({ recorded: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the register marks it once',
  async handle({ caseNo, escalationLevel }, { deps }) {
    return complete(await deps.registry.cases.remindEscalation({ caseNo, level: escalationLevel }));
  },
});
