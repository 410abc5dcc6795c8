import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { renderNotice } from '../documents/doc.render.ts';

/** 条例 §17: what an online application lacks goes out as one notice, one for each request. */
export const requestSupplement = defineJob({
  type: 'supplement.request',
  department: 'office',
  description: '出具网上申请的补正通知书',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the notice has the key of its request',
  async handle({ caseNo }, { deps }) {
    const asked = await deps.registry.cases.lastSupplement(caseNo);
    if (asked) {
      const { key, items, dueAt } = asked;
      await renderNotice(deps, caseNo, 'notice_supplement', null, items, { key: `notice_supplement:${key}`, dueAt });
    } else {
      deps.log.warn({ caseNo }, 'no request for a supplement is recorded, so there is no notice');
    }
    return complete({});
  },
});
