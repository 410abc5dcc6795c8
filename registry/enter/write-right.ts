import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { upsertPersons } from '../people/parties.ts';
import type { ComingHolder } from '../rights/ownership-after.ts';
import type { RightKind } from '../rights/types.ts';
import type { EntryDraft } from './entry-draft.ts';

/** The open 登簿. */
export interface Entry {
  entryId: string;
  caseNo: string | null;
  registeredAt: Date;
  registrar: string;
  /** Of a 登簿: what is written goes there. Other entries write at once. */
  draft?: EntryDraft;
}

export type NewHolder = ComingHolder;

export interface NewRight {
  kind: RightKind;
  status?: 'CURRENT' | 'QUEUED';
  unitCode: string;
  rightType: string;
  regType: number;
  reason: string;
  previousId?: string | null;
  note?: string | null;
  holders: NewHolder[];
}

/** Common row and holders of a new right; its details follow in the same transaction. Returns the right's id. */
export async function writeRight(db: Queryable, entry: Entry, right: NewRight): Promise<string> {
  if (entry.draft) return entry.draft.begin(db, right);
  const row = await one<{ right_id: string }>(
    db,
    `INSERT INTO registry.rights (kind, status, unit_code, right_type, reg_type, reason, entry_id, case_no, registered_at, registrar, previous_id, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING right_id`,
    [
      right.kind,
      right.status ?? 'CURRENT',
      right.unitCode,
      right.rightType,
      right.regType,
      right.reason,
      entry.entryId,
      entry.caseNo,
      entry.registeredAt,
      entry.registrar,
      right.previousId ?? null,
      right.note ?? null,
    ],
  );
  const rightId = row?.right_id ?? '';
  if (right.holders.length === 0) return rightId;
  const h = right.holders;
  const personIds = await upsertPersons(db, h);
  await db.query(
    `INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
     SELECT $1, row_number() OVER (), * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])`,
    [
      rightId,
      personIds,
      h.map((x) => x.name),
      h.map((x) => x.nature),
      h.map((x) => x.idType),
      h.map((x) => x.idNo),
      h.map((x) => x.share?.n ?? null),
      h.map((x) => x.share?.d ?? null),
    ],
  );
  return rightId;
}

/** QSZT → 历史, and its certificates are cancelled with it (INV-31). */
export async function endRight(db: Queryable, entry: Entry, rightId: string, reason: string): Promise<void> {
  if (entry.draft) return entry.draft.end(db, rightId, reason);
  await db.query(
    "UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = $2, ended_at = $3, ended_reason = $4 WHERE right_id = $1",
    [rightId, entry.entryId, entry.registeredAt, reason],
  );
  await db.query(
    "UPDATE registry.certificates SET status = 'CANCELLED', cancelled_entry_id = $2, cancelled_at = $3 WHERE right_id = $1 AND status = 'LIVE'",
    [rightId, entry.entryId, entry.registeredAt],
  );
}
