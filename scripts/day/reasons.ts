import type { CaseDetail } from '../../server/api/index.ts';
import type { Office } from './office.ts';

/** Cases that are still open at closing time, by what they wait for; a case that waits for nothing is a fault. */
export async function waitingReasons(office: Office, open: readonly CaseDetail[]): Promise<Map<string, string[]>> {
  const { rows } = await office.pool.query<{ caseNo: string; elementId: string }>(
    'SELECT case_no AS "caseNo", element_id AS "elementId" FROM desk.incident WHERE resolved_at IS NULL AND case_no IS NOT NULL',
  );
  const incidents = new Map(rows.map((row) => [row.caseNo, row.elementId]));
  const reasons = new Map<string, string[]>();
  for (const detail of open) {
    const reason = reasonOf(detail, incidents.get(detail.caseNo));
    reasons.set(reason, [...(reasons.get(reason) ?? []), detail.caseNo]);
  }
  return reasons;
}

export const NO_REASON = '没有原因';

function reasonOf(detail: CaseDetail, incident: string | undefined): string {
  const [task] = detail.openTasks;
  if (task) return `待办：${task.stepName}（${task.role}）`;
  if (incident) return `异常待处理：${incident}`;
  if (detail.sla.pauseCauseText) return `暂停：${detail.sla.pauseCauseText}`;
  if (detail.payment?.state === 'CREATED') return '待缴费';
  if (detail.tax?.state === 'ASSESSED') return '待缴税';
  return NO_REASON;
}
