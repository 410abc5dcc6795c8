import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** 上报 (第 23 步): the entry to the platform above, without a name. A rejected report is a matter of data quality. */
export const reportUpper = defineJob({
  type: 'report.upper',
  department: 'upper',
  description: '向省、国家平台上报登记事项',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ reportNo: Type.String() }),
  bpmnErrors: ['REPORT_REJECTED'],
  refusalsAreRead: true,
  timeoutMs: 60_000,
  idempotency: 'the platform knows the entry by the case number',
  async handle({ caseNo }, { deps, call, job }) {
    const { itemCode, unitCodes, certificateNos, enteredAt } = await caseOf(deps.registry, caseNo);
    const [unitCode] = unitCodes;
    const answer = answerOf(
      await deps.clients.upper.report(
        {
          eventId: `entry-${caseNo}`,
          caseNo,
          itemCode,
          kind: 'register.entered',
          ...(unitCode ? { unitCode } : {}),
          certificateNos,
          ...(enteredAt ? { registeredAt: enteredAt.toISOString() } : {}),
        },
        call(caseNo, job.elementInstanceKey),
      ),
    );
    return answer.ok ? complete({ reportNo: answer.value.reportNo }) : bpmnError('REPORT_REJECTED', answer.message);
  },
});
