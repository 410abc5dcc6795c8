import type { Actor, BlockingRow, Day, Share } from '../common.ts';

export interface SeizureOrder {
  /** Idempotency key of the notice, e.g. the number of its receipt. */
  noticeNo: string;
  unitCodes: string[];
  seizureKind: 'seizure' | 'pre_seizure';
  /** 查封机关. */
  authority: string;
  /** 案号, e.g. （2026）浙0203执123号. */
  documentNo: string;
  /** 送达时间: server time of receipt (default now). Decides the order. */
  deliveredAt?: Date;
  /** ≤ 36 (INV-09). */
  termMonths: number;
  scopeShare?: Share | null;
  respondent: { name: string; idNo: string };
  applicant?: string | null;
  /** Two officers with their certificate numbers. */
  officers: { name: string; workNo: string; dutyNo: string }[];
  orderDocumentNo?: string;
  orderDate?: Day;
}
export type SeizureResult =
  | {
      kind: 'entered';
      deliveredAt: Date;
      registeredAt: Date;
      entries: {
        unitCode: string;
        rightId: string;
        state: 'EFFECTIVE' | 'QUEUED';
        queueNo: number | null;
        startsAt: Date | null;
        endsAt: Date | null;
      }[];
      /** Running cases that were told by outbox. */
      affectedCases: string[];
      firstTime: boolean;
    }
  | {
      kind: 'refused';
      rule: string;
      code:
        | 'ALREADY_TRANSFERRED'
        | 'RESPONDENT_MISMATCH'
        | 'UNIT_NOT_FOUND'
        | 'NOTICE_INVALID'
        | 'ALREADY_QUEUED'
        | 'DELIVERED_BEFORE_ENTRY';
      message: string;
      advice: string;
      /** The entry that stands in the way; null for faults of the notice itself. */
      blockingRow: BlockingRow | null;
    };

export interface SeizuresApi {
  enterSeizure(order: SeizureOrder, actor: Actor): Promise<SeizureResult>;
  /** 解除查封 by the same authority; promotes the first in the queue in the same transaction (INV-08). */
  liftSeizure(
    input: { noticeNo: string; rightId: string; authority: string; documentNo: string; liftedAt?: Date },
    actor: Actor,
  ): Promise<
    | {
        kind: 'lifted';
        promoted: { rightId: string; authority: string; documentNo: string; startsAt: Date; endsAt: Date } | null;
        firstTime: boolean;
      }
    | {
        kind: 'refused';
        code: 'NOT_FOUND' | 'NOT_SEIZING_AUTHORITY' | 'ALREADY_ENDED';
        message: string;
        advice: string;
      }
  >;
}
