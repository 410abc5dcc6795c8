import type { Pool, PoolClient } from 'pg';

// Rows of the book as a bug or a hurried hand would write them: SQL that goes round the code above.

/** Register time of everything written by hand: after all stock, on the morning of the fixture. */
export const handTime = '2026-11-23T10:00:00+08:00';

/** Writes, lets the deferred rules speak, and takes everything back; the SQLSTATE of the refusal, or `ok`. */
export async function tried(pool: Pool, work: (db: PoolClient) => Promise<unknown>): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return 'ok';
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (!code) throw error;
    return constraint && !/^YT/.test(code) ? `${code} ${constraint}` : code;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The same, but what nothing refuses is committed and stays. */
export async function attempted(pool: Pool, work: (db: PoolClient) => Promise<unknown>): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
    return 'ok';
  } catch (error) {
    await client.query('ROLLBACK');
    const { code, constraint } = error as { code?: string; constraint?: string };
    return constraint && !/^YT/.test(code ?? '') ? `${code} ${constraint}` : (code ?? String(error));
  } finally {
    client.release();
  }
}

let entries = 0;
/** Opens a 登簿 by hand and returns its id. */
export async function openByHand(
  db: PoolClient,
  kind = 'REGISTRATION',
  at = handTime,
  caseNo: string | null = null,
): Promise<string> {
  entries += 1;
  const { rows } = await db.query(
    "INSERT INTO registry.register_entries (kind, reference, step, registered_at, registrar, case_no) VALUES ($1, $2, 'test', $3, 'x', $4) RETURNING entry_id",
    [kind, `test-${entries}`, at, caseNo],
  );
  return rows[0].entry_id;
}

/** The page of the unit, one version further by this entry. */
export async function pageByHand(db: PoolClient, entryId: string, unitCode: string): Promise<void> {
  await db.query(
    `WITH page AS (
       UPDATE registry.units SET register_version = register_version + 1, last_registered_at = $3 WHERE unit_code = $2 RETURNING register_version
     ) INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at) SELECT $1, $2, register_version, $3 FROM page`,
    [entryId, unitCode, handTime],
  );
}

export interface RightByHand {
  kind: string;
  unitCode: string;
  entryId: string;
  regType: number;
  previousId?: string;
  caseNo?: string;
  at?: string;
  status?: string;
}

export async function insertRight(db: PoolClient, right: RightByHand): Promise<string> {
  const { rows } = await db.query(
    `INSERT INTO registry.rights (kind, status, unit_code, right_type, reg_type, reason, entry_id, registered_at, registrar, previous_id, case_no)
     VALUES ($1, $2, $3, '4', $4, 'test', $5, $6, 'x', $7, $8) RETURNING right_id`,
    [
      right.kind,
      right.status ?? 'CURRENT',
      right.unitCode,
      right.regType,
      right.entryId,
      right.at ?? handTime,
      right.previousId ?? null,
      right.caseNo ?? null,
    ],
  );
  return rows[0].right_id;
}

/** Ends a right and, with it, its certificates. */
export async function endByHand(db: PoolClient, rightId: string, entryId: string): Promise<void> {
  await db.query(
    "UPDATE registry.certificates SET status = 'CANCELLED', cancelled_entry_id = $2, cancelled_at = $3 WHERE right_id = $1 AND status = 'LIVE'",
    [rightId, entryId, handTime],
  );
  await db.query(
    "UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = $2, ended_at = $3 WHERE right_id = $1",
    [rightId, entryId, handTime],
  );
}

/** The current right of a kind on the page. */
export async function currentRight(db: Pool | PoolClient, unitCode: string, kind = 'OWNERSHIP'): Promise<string> {
  const { rows } = await db.query(
    "SELECT right_id FROM registry.rights WHERE unit_code = $1 AND kind = $2 AND status = 'CURRENT' ORDER BY right_id LIMIT 1",
    [unitCode, kind],
  );
  return rows[0].right_id;
}

/** The seq-th person of the register as holder. */
export async function holderByHand(
  db: PoolClient,
  rightId: string,
  seq: number,
  share: [number, number] | null,
): Promise<void> {
  await db.query(
    `INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
     SELECT $1, $2::int, person_id, name, nature, id_type, id_no, $3, $4 FROM registry.persons ORDER BY person_id OFFSET $2::int LIMIT 1`,
    [rightId, seq, share?.[0] ?? null, share?.[1] ?? null],
  );
}

export interface OwnershipByHand {
  unitCode: string;
  regType: number;
  mode?: string;
  shares?: ([number, number] | null)[];
  caseNo?: string;
  clearanceId?: string | null;
}

/** Ends the current ownership and writes another in the same 登簿. */
export async function rewriteOwnership(db: PoolClient, what: OwnershipByHand): Promise<string> {
  const { unitCode, regType, caseNo } = what;
  const previousId = await currentRight(db, unitCode);
  const entryId = await openByHand(db, 'REGISTRATION', handTime, caseNo);
  await endByHand(db, previousId, entryId);
  const rightId = await insertRight(db, {
    kind: 'OWNERSHIP',
    unitCode,
    entryId,
    regType,
    previousId,
    ...(caseNo ? { caseNo } : {}),
  });
  await db.query('INSERT INTO registry.ownership_details (right_id, mode, tax_clearance_id) VALUES ($1, $2, $3)', [
    rightId,
    what.mode ?? 'single',
    what.clearanceId ?? null,
  ]);
  for (const [i, share] of (what.shares ?? [null]).entries()) await holderByHand(db, rightId, i + 1, share);
  return rightId;
}

export interface SeizureByHand {
  unitCode: string;
  status?: 'CURRENT' | 'QUEUED';
  documentNo?: string;
  months?: number;
  /** Interval from its beginning to its end; default none. */
  endsAfter?: string;
  /** Does the row carry a term? Default: as its status wants it. */
  term?: boolean;
  kind?: 'seizure' | 'pre_seizure';
  /** Number of the person among all persons; default the first. */
  respondent?: number;
}

export async function seizeByHand(db: PoolClient, what: SeizureByHand): Promise<string> {
  const { unitCode, status = 'CURRENT', documentNo = '执1号', months = 36 } = what;
  const entryId = await openByHand(db, 'SEIZURE');
  const rightId = await insertRight(db, { kind: 'SEIZURE', unitCode, entryId, regType: 800, status });
  await db.query(
    `INSERT INTO registry.seizure_details (right_id, seizure_kind, unit_code, authority, document_no, delivered_at, term_months, starts_at, ends_at, respondent_id)
     SELECT $1, $2, $3, '法院', $4, now(), $5, CASE WHEN $6 THEN now() END, CASE WHEN $6 THEN now() + $8::interval END, person_id
     FROM registry.persons ORDER BY person_id OFFSET $7 LIMIT 1`,
    [
      rightId,
      what.kind ?? 'seizure',
      unitCode,
      documentNo,
      months,
      what.term ?? status === 'CURRENT',
      what.respondent ?? 0,
      what.endsAfter ?? '0',
    ],
  );
  return rightId;
}

/** A mortgage with its details; `more` is SQL for further columns, `column = value` pairs. */
export async function mortgageByHand(
  db: PoolClient,
  right: Omit<RightByHand, 'kind' | 'entryId'> & { entryId?: string },
  more: Record<string, unknown> = {},
): Promise<string> {
  const entryId = right.entryId ?? (await openByHand(db, 'REGISTRATION', handTime, right.caseNo));
  const rightId = await insertRight(db, { ...right, kind: 'MORTGAGE', entryId });
  const columns = ['right_id', 'mortgage_kind', 'amount_fen', 'term_from', 'term_to', 'rank', 'scope'];
  const values: unknown[] = [rightId, 'general', 1, '2026-01-01', '2027-01-01', 1, 'x'];
  const all: Record<string, unknown> = { restricts_transfer: false, contract_no: 'x', ...more };
  for (const [column, value] of Object.entries(all)) {
    const at = columns.indexOf(column);
    if (at >= 0) values[at] = value;
    else {
      columns.push(column);
      values.push(value);
    }
  }
  await db.query(
    `INSERT INTO registry.mortgage_details (${columns.join(', ')}) VALUES (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
    values,
  );
  return rightId;
}
