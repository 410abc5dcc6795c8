import type { CaseDetail } from '../../server/api/index.ts';
import { isAnswered } from '../play/court.ts';
import { type NoticeStory, wordOf } from './court-story.ts';
import type { Office } from './office.ts';

/** What is open at closing time, by what it waits for; a case that waits for nothing is a fault. */
export async function waitingReasons(
  office: Office,
  open: readonly CaseDetail[],
  notices: readonly NoticeStory[],
): Promise<Map<string, string[]>> {
  const outside = await outsideReasons(office);
  const reasons = new Map<string, string[]>();
  const add = (reason: string, no: string) => reasons.set(reason, [...(reasons.get(reason) ?? []), no]);
  for (const detail of open) add(reasonOf(detail, outside.get(detail.caseNo)), detail.caseNo);
  for (const { noticeNo, seen } of notices) {
    const notice = seen();
    if (!notice || isAnswered(notice)) continue;
    // Delivered and not answered: only an incident explains it.
    const named = notice.deliveredAt === null ? `法院文书：${wordOf(notice)}` : outside.get(noticeNo);
    add(named ?? NO_REASON, noticeNo);
  }
  return reasons;
}

export const NO_REASON = '没有原因';

/** What a case or notice waits for outside the desks, by its number: what is first is said. */
async function outsideReasons({ pool }: Office): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ no: string; reason: string }>(
    `SELECT case_no AS no, '异常待处理：' || element_id AS reason, 1 AS place FROM desk.incident
       WHERE resolved_at IS NULL AND case_no IS NOT NULL
     UNION ALL SELECT v.value #>> '{}', '部门或系统不通，自动重试中：' || j.element_id, 2
       FROM engine.job j JOIN engine.variable v ON v.process_instance_key = j.process_instance_key AND v.name = 'caseNo'
       WHERE j.state = 'FAILED' AND j.retries > 0 AND j.ended_at IS NULL
     UNION ALL SELECT case_no, '待买方存入监管资金', 2 FROM registry.escrow_accounts WHERE state = 'OPEN'
     UNION ALL SELECT t.case_no, '待买方确认税款', 3 FROM registry.tax_cases t JOIN registry.cases c USING (case_no)
       WHERE t.state = 'ASSESSED' AND c.process_id = 'bdc-secondhand-yilutong'
         AND NOT EXISTS (SELECT 1 FROM registry.tax_confirmations x WHERE x.tax_case_no = t.tax_case_no)
     UNION ALL SELECT case_no, '待各方在手机上签署', 4 FROM registry.signatures WHERE signed_at IS NULL AND declined_at IS NULL
     UNION ALL SELECT l.case_no, '待银行放款', 5 FROM registry.case_loans l JOIN registry.cases c USING (case_no)
       WHERE l.state = 'PENDING' AND c.entered_at IS NOT NULL
     ORDER BY place DESC`,
  );
  return new Map(rows.map(({ no, reason }) => [no, reason]));
}

function reasonOf(detail: CaseDetail, outside: string | undefined): string {
  const [task] = detail.openTasks;
  if (task) return `待办：${task.stepName}（${task.role}）`;
  if (detail.payment?.state === 'CREATED') return '待缴费';
  if (outside) return outside;
  if (detail.sla.pauseCauseText) return `暂停：${detail.sla.pauseCauseText}`;
  if (detail.tax?.state === 'ASSESSED') return '待缴税';
  return NO_REASON;
}
