/** What the roles of a registration do beyond the usual work, over HTTP: views, escalations, supplements, withdrawals. */
import type { CaseDocument, CompletedTask } from '../../server/api/index.ts';
import type { DeskClient } from './desk-client.ts';

/** The smallest PNG there is: a photo for whoever has no camera. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Review decisions that send a case further. */
export async function reviewTo(
  reviewer: DeskClient,
  caseNo: string,
  reviewDecision: 'onsite' | 'escalate',
  opinion: string,
): Promise<CompletedTask> {
  return reviewer.perform(caseNo, { elementId: 'Review', reviewDecision, checklist: [], opinion }, 60_000);
}

/** 实地查看 from the appointment to the record, by two people, with a photo. */
export async function viewOnSite(
  reviewer: DeskClient,
  caseNo: string,
  at: Date,
  viewers: [string, string],
  result: 'consistent' | 'inconsistent' = 'consistent',
): Promise<CompletedTask> {
  await reviewer.perform(caseNo, { elementId: 'ScheduleOnSite', onsiteAt: at.toISOString(), viewers }, 60_000);
  await reviewer.waitForTask(caseNo, 'RecordOnSite', 60_000);
  const photo = await reviewer.upload<CaseDocument>(
    `/api/cases/${caseNo}/documents`,
    { name: 'photo.png', type: 'image/png', bytes: PHOTO },
    { title: '实地查看照片', kind: 'onsite_photo' },
  );
  return reviewer.perform(
    caseNo,
    {
      elementId: 'RecordOnSite',
      onsiteDecision: 'done',
      onsiteResult: result,
      viewers,
      photos: [photo.documentId],
      opinion: '现场坐落、结构、用途已核对。',
    },
    60_000,
  );
}

/** 会商 decided by a supervisor on the board, past the task. */
export const decideFromBoard = (
  supervisor: DeskClient,
  caseNo: string,
  decision: 'approve' | 'refuse' | 'conditions' | 'returned',
  opinion: string,
): Promise<void> =>
  supervisor.post(`/api/cases/${caseNo}/escalation/decision`, {
    decision,
    opinion,
    ...(decision === 'refuse' ? { reasonCode: 'DISPUTE' } : {}),
  });

export const withdraw = (acceptor: DeskClient, caseNo: string): Promise<void> =>
  acceptor.post(`/api/cases/${caseNo}/withdraw`, { reason: '申请人撤回申请' });
