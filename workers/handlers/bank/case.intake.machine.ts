import Type from 'typebox';
import { complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { autoAcceptActor } from '../machine-actors.ts';
import { rowWords } from './machine.ts';

const TABLE = 'bank_auto_accept';

/** 自动受理: the table's decision becomes the 受理 decision of the case, with the row that made it. */
export const acceptByMachine = defineJob({
  type: 'case.intake.machine',
  department: 'registry',
  description: '记录自动受理：规则表和命中的行写入受理记录',
  input: Type.Object({
    caseNo: CaseNo,
    autoAccept: Type.Object({ accept: Type.Boolean(), rule: Type.String(), reason: Type.String() }),
  }),
  output: Type.Object({ intakeDecision: Type.Literal('accept') }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the decision is named by the element instance',
  async handle({ caseNo, autoAccept }, { deps, job }) {
    if (!autoAccept.accept) throw new TechnicalFailure('规则表没有同意自动受理，请核对流程图的分支条件。', false);
    await deps.registry.cases.recordIntake({
      caseNo,
      taskKey: `machine:${job.elementInstanceKey}`,
      decision: 'accept',
      opinion: rowWords('自动受理', TABLE, autoAccept),
      by: autoAcceptActor,
    });
    return complete({ intakeDecision: 'accept' as const });
  },
});
