import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { autoReviewActor } from '../machine-actors.ts';

/** The decision table said yes: the review is the machine's. The book is still signed by a person. */
export const autoReview = defineJob({
  type: 'case.auto.review',
  department: 'registry',
  description: '记录自动审核的审核意见',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'one decision per element instance',
  async handle({ caseNo }, { deps, job }) {
    await deps.registry.cases.recordReview({
      caseNo,
      taskKey: `auto:${job.elementInstanceKey}`,
      step: 'review',
      decision: 'approve',
      opinion: '机器核查项目全部通过，自动审核。',
      by: autoReviewActor,
    });
    return complete({});
  },
});
