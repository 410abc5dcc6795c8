import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { autoAcceptActor } from '../machine-actors.ts';

/** The decision table said yes: the intake decision is the machine's, and so is its account (INV-29). */
export const autoAccept = defineJob({
  type: 'case.auto.accept',
  department: 'registry',
  description: '记录自动受理的收件决定',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'one decision per element instance',
  async handle({ caseNo }, { deps, job }) {
    await deps.registry.cases.recordIntake({
      caseNo,
      taskKey: `auto:${job.elementInstanceKey}`,
      decision: 'accept',
      by: autoAcceptActor,
    });
    return complete({});
  },
});
