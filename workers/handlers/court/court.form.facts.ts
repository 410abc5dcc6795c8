import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { Day } from '../../shapes.ts';
import { NoticeKind, NoticeNo } from './notice-of.ts';

/** Flags for the form check; what the papers say stays in the register. */
export const readForm = defineJob({
  type: 'court.form.facts',
  department: 'registry',
  description: '取出通知书的形式要素，供形式核对表使用',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Type.Object({
    noticeKind: NoticeKind,
    deliveredOn: Day,
    hasOrder: Type.Boolean(),
    hasAssistance: Type.Boolean(),
    hasTransferPaper: Type.Boolean(),
    officersComplete: Type.Boolean(),
    documentNoValid: Type.Boolean(),
    documentOfThisCourt: Type.Boolean(),
    numbersGiven: Type.Boolean(),
    termMonths: Type.Integer(),
    unitsKnown: Type.Boolean(),
    respondentNamed: Type.Boolean(),
    respondentOwns: Type.Boolean(),
    thirdPartyConfirmed: Type.Boolean(),
    courtInsists: Type.Boolean(),
    targetOfThisCourt: Type.Boolean(),
  }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ noticeNo }, { deps }) {
    return complete(await deps.registry.court.formFacts(noticeNo));
  },
});
