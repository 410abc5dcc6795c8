import Type from 'typebox';
import { complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { autoReviewActor } from '../machine-actors.ts';
import { rowWords } from './machine.ts';

const TABLE = 'bank_auto_review';

/** 自动审核: only what the table has a row for; a registrar signs the book in any case. */
export const reviewByMachine = defineJob({
  type: 'case.review.machine',
  department: 'registry',
  description: '记录自动审核：规则表和命中的行写入审核记录',
  input: Type.Object({
    caseNo: CaseNo,
    autoReview: Type.Object({ approve: Type.Boolean(), rule: Type.String(), reason: Type.String() }),
  }),
  output: Type.Object({ reviewDecision: Type.Literal('approve') }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the decision is named by the element instance',
  async handle({ caseNo, autoReview }, { deps, job }) {
    if (!autoReview.approve) throw new TechnicalFailure('规则表没有同意自动审核，请核对流程图的分支条件。', false);
    await deps.registry.cases.recordReview({
      caseNo,
      taskKey: `machine:${job.elementInstanceKey}`,
      step: 'review',
      decision: 'approve',
      opinion: rowWords('自动审核', TABLE, autoReview),
      checklist: { table: TABLE, row: autoReview.rule },
      by: autoReviewActor,
    });
    return complete({ reviewDecision: 'approve' as const });
  },
});
