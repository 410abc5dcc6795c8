import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  CourtNotice,
  CourtSeizure,
  CourtSeizureList,
  NoticeFiled,
  NoticeRequest,
} from '../../server/api/index.ts';
import { DEMO_PASSWORD, type DeskClient } from './desk-client.ts';

/** What officers and approvers of a court do over HTTP, for acceptance tests, the demo and the day. */

const FINAL = new Set(['EFFECTIVE', 'QUEUED', 'RENEWED', 'LIFTED', 'ANSWERED', 'RETURNED']);

const paper = (kind: NoticeRequest['papers'][number]['kind'], title: string): NoticeRequest['papers'][number] => ({
  kind,
  title,
  content: Buffer.from(`%PDF-1.4\n% ${title}（演示）\n`).toString('base64'),
});
export const courtPapers = [paper('order', '执行裁定书'), paper('assistance', '协助执行通知书')];

/** A notice with every paper and two officers. @param court `0203`; @param running makes the 案号 its own */
export function courtNotice(
  court: string,
  running: number,
  more: Partial<Omit<NoticeRequest, 'content'>> & { content?: Partial<NoticeRequest['content']> },
): NoticeRequest {
  const { content, ...rest } = more;
  return {
    noticeKey: randomUUID(),
    kind: 'seize',
    papers: courtPapers,
    ...rest,
    content: {
      documentNo: `（2026）浙${court}执${running}号`,
      officers: [
        { name: '演示执行甲', workNo: `GZ${court}01`, dutyNo: `ZX${court}01` },
        { name: '演示执行乙', workNo: `GZ${court}02`, dutyNo: `ZX${court}02` },
      ],
      assistanceNo: `（2026）浙${court}执${running}号之一`,
      orderNo: `（2026）浙${court}执${running}号`,
      termMonths: 36,
      ...content,
    },
  };
}

export async function fileNotice(officer: DeskClient, notice: NoticeRequest): Promise<string> {
  return (await officer.post<NoticeFiled>('/api/court/notices', notice)).noticeNo;
}

/** 签发: from the answer on it is delivered. */
export function signNotice(approver: DeskClient, noticeNo: string): Promise<CourtNotice> {
  return approver.post(`/api/court/notices/${noticeNo}/approve`, { approveDecision: 'sign', pin: DEMO_PASSWORD });
}

/** Our sealed answer has been handed to the court. */
export const isAnswered = (notice: CourtNotice): boolean => FINAL.has(notice.state) && notice.answered;

/**
 * Waits until our sealed answer has been handed to the court. `meanwhile` = what goes on until then; on a test's clock time
 * passes there, because a notice whose turn has not come looks again after a second.
 */
export async function awaitAnswer(
  officer: DeskClient,
  noticeNo: string,
  { timeoutMs = 60_000, meanwhile }: { timeoutMs?: number; meanwhile?: () => Promise<void> } = {},
): Promise<CourtNotice> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const notice = await officer.get<CourtNotice>(`/api/court/notices/${noticeNo}`);
    if (isAnswered(notice)) return notice;
    if (performance.now() > end) throw new Error(`notice ${noticeNo} is still ${notice.state} after ${timeoutMs} ms`);
    await meanwhile?.();
    await pause(100);
  }
}

export async function ownSeizures(officer: DeskClient): Promise<CourtSeizure[]> {
  return (await officer.get<CourtSeizureList>('/api/court/seizures')).items;
}
