import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { archivedNotice, sealedLettersOf } from './archived-notice.ts';
import { courtItems } from './court-items.ts';
import { seizuresOf } from './court-seizures.ts';
import { decideNotice, returnNotice } from './decide-notice.ts';
import { declineNotice, signNotice } from './deliver-notice.ts';
import { fileNotice } from './file-notice.ts';
import { formFacts } from './form-facts.ts';
import { findNotices, lockNotice, noticeUnknown } from './notice-row.ts';
import { openTransfer } from './open-transfer.ts';
import { ownersFreedBy } from './owners-freed.ts';
import { papersApi } from './papers.ts';
import type { CourtApi } from './types.ts';

export function courtApi(deps: Deps): CourtApi {
  const { pool, clock } = deps;
  return {
    listItems: () => [...courtItems],
    fileNotice: (input, actor) => fileNotice(deps, input, actor),
    signNotice: (noticeNo, actor) => signNotice(deps, noticeNo, actor),
    declineNotice: (noticeNo, actor) => declineNotice(deps, noticeNo, actor),
    async linkInstance(noticeNo, processInstanceKey) {
      const { rowCount } = await pool.query(
        'UPDATE registry.court_notices SET process_instance_key = coalesce(process_instance_key, $2) WHERE notice_no = $1',
        [noticeNo, processInstanceKey],
      );
      if (rowCount === 0) throw noticeUnknown(noticeNo);
    },
    getNotice: async (noticeNo) => (await findNotices(pool, 'notice_no = $1', [noticeNo], 1))[0] ?? null,
    findByInstance: async (key) => (await findNotices(pool, 'process_instance_key = $1', [key], 1))[0] ?? null,
    listNotices: ({ courtId, district, text, state, limit }) =>
      findNotices(
        pool,
        `($1::text IS NULL OR court_id = $1) AND ($2::text[] IS NULL OR state = ANY ($2)) AND ($3::text IS NULL OR district = $3)
         AND ($4::text IS NULL OR starts_with(notice_no, $4) OR strpos(document_no, $4) > 0 OR strpos(authority, $4) > 0)`,
        [courtId ?? null, state ?? null, district ?? null, text ?? null],
        limit,
      ),
    formFacts: (noticeNo) => formFacts(deps, noticeNo),
    decideNotice: (noticeNo) => decideNotice(deps, noticeNo),
    returnNotice: (noticeNo, codes) => returnNotice(deps, noticeNo, codes),
    openTransfer: (noticeNo) => openTransfer(deps, noticeNo),
    ...papersApi(deps),
    sealedLettersOf: (noticeNo) => sealedLettersOf(deps, noticeNo),
    archived: (noticeNo) => archivedNotice(deps, noticeNo),
    ownersFreedBy: ownersFreedBy(deps),
    recordReceipt: (noticeNo, receiptNo) =>
      inTransaction(pool, async (client) => {
        const row = await lockNotice(client, noticeNo);
        if (row.receipt_no !== null) return;
        const at = clock.now();
        await client.query('UPDATE registry.court_notices SET receipt_no = $2, answered_at = $3 WHERE notice_no = $1', [
          noticeNo,
          receiptNo,
          at,
        ]);
        await appendEvent(client, {
          chain: row.district,
          topic: 'court.notice.answered',
          unitCodes: row.unit_codes,
          actor: 'system',
          at,
          payload: { noticeNo, receiptNo },
        });
      }),
    raiseAlarm: (noticeNo) =>
      inTransaction(pool, async (client) => {
        const row = await lockNotice(client, noticeNo);
        const at = clock.now();
        const { rowCount } = await client.query(
          'UPDATE registry.court_notices SET alarmed_at = $2 WHERE notice_no = $1 AND alarmed_at IS NULL AND answered_at IS NULL',
          [noticeNo, at],
        );
        if (!rowCount) return { first: false };
        await appendEvent(client, {
          chain: row.district,
          topic: 'court.notice.late',
          unitCodes: row.unit_codes,
          actor: 'system',
          at,
          payload: { noticeNo, state: row.state },
        });
        return { first: true };
      }),
    seizuresOf: (courtId) => seizuresOf(deps, courtId),
  };
}
