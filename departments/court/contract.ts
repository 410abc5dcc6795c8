/**
 * Courts (法院协助执行), twelve behind one service; `courtId` says which. What a court orders comes in through its own
 * workbench; these operations carry the answers back. domain §5.3: receipts and notices.
 */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CalendarDate, CaseNo, Instant, Sha256, UnitCode } from '../shared/wire.ts';

export const CourtId = Type.String({ pattern: '^COURT-\\d{2,4}$' });
const NoticeNo = Type.String({ minLength: 1, maxLength: 80 });

/** 协助执行通知书回执: what became of the measure. */
export const ReceiptDelivery = Type.Object(
  {
    courtId: CourtId,
    caseNo: Type.Optional(CaseNo),
    noticeNo: NoticeNo,
    /** SHA-256 of the sealed receipt. */
    sha256: Sha256,
    /** EFFECTIVE, QUEUED, LIFTED, RENEWED, RETURNED …, as the receipt says. */
    state: Type.String({ minLength: 1, maxLength: 40 }),
    /** Place in the queue, when the measure waits (轮候). */
    queueNo: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
export type ReceiptDelivery = Type.Static<typeof ReceiptDelivery>;

export const CourtNotice = Type.Object(
  {
    courtId: CourtId,
    caseNo: Type.Optional(CaseNo),
    /** promoted: a waiting seizure took effect; advice: 审查建议 (INV-13). */
    kind: Type.Union([
      Type.Literal('promoted'),
      Type.Literal('expiring'),
      Type.Literal('lapsed'),
      Type.Literal('advice'),
    ]),
    noticeNo: NoticeNo,
    unitCode: Type.Optional(UnitCode),
    startsOn: Type.Optional(CalendarDate),
    endsOn: Type.Optional(CalendarDate),
    /** With `expiring`: days that are left. */
    daysLeft: Type.Optional(Type.Integer({ minimum: 0 })),
    /** With `advice`: what the registry asks the court to look at; no names. */
    text: Type.Optional(Type.String({ maxLength: 500 })),
    sha256: Type.Optional(Sha256),
  },
  { additionalProperties: false },
);
export type CourtNotice = Type.Static<typeof CourtNotice>;

export const CourtReceipt = Type.Object({ receiptNo: Type.String(), receivedAt: Instant });
export type CourtReceipt = Type.Static<typeof CourtReceipt>;

export const courtRefusals = ['COURT_NOT_CONNECTED', 'COURT_NOTICE_UNKNOWN'] as const;

export const courtOperations = defineOperations({
  deliverReceipt: {
    method: 'POST',
    path: '/receipts',
    summary: '送达协助执行通知书回执',
    body: ReceiptDelivery,
    answer: CourtReceipt,
    refusals: courtRefusals,
  },
  notifyCourt: {
    method: 'POST',
    path: '/notices',
    summary: '通知法院（轮候生效、即将到期、到期失效、审查建议）',
    body: CourtNotice,
    answer: CourtReceipt,
    refusals: courtRefusals,
  },
});
