import Type from 'typebox';
import type { NoticeView, Registry } from '../../../registry/index.ts';
import { TechnicalFailure } from '../../job.ts';

export const NoticeNo = Type.String({ pattern: '^\\d{20}$' });
export const NoticeKind = Type.Union([
  Type.Literal('query'),
  Type.Literal('seize'),
  Type.Literal('pre_seize'),
  Type.Literal('renew'),
  Type.Literal('lift'),
  Type.Literal('dispose'),
]);
/** State after the register has decided; WAIT = an earlier-delivered notice comes first. */
export const NoticeState = Type.Union([
  Type.Literal('EFFECTIVE'),
  Type.Literal('QUEUED'),
  Type.Literal('RENEWED'),
  Type.Literal('LIFTED'),
  Type.Literal('DISPOSED'),
  Type.Literal('ANSWERED'),
  Type.Literal('RETURNED'),
  Type.Literal('WAIT'),
]);

/** The notice, or a failure that a retry cannot mend. */
export async function noticeOf(registry: Registry, noticeNo: string): Promise<NoticeView> {
  const notice = await registry.court.getNotice(noticeNo);
  if (!notice) throw new TechnicalFailure(`登记簿中没有通知书 ${noticeNo}，请核对流程变量 noticeNo。`, false);
  return notice;
}
