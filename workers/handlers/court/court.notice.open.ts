import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { Nothing } from '../../shapes.ts';
import { NoticeNo } from './notice-of.ts';

/** Ties the process instance to the notice, so that its tasks and incidents are found. */
export const openNotice = defineJob({
  type: 'court.notice.open',
  department: 'registry',
  description: '登记来文：把流程实例与法院通知书对应起来',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the first link stays',
  async handle({ noticeNo }, { deps, job }) {
    await deps.registry.court.linkInstance(noticeNo, job.processInstanceKey);
    return complete({});
  },
});
