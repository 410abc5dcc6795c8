import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import type { PageRow } from '../rights/rule-context.ts';
import type { Entry } from './write-right.ts';

/**
 * INV-04: server time in milliseconds, later than every earlier entry of these pages, even when the clock was set back or two
 * entries fall into one millisecond. Only meaningful while the pages are locked.
 */
export function nextRegisterTime(now: Date, pages: readonly PageRow[]): Date {
  // -infinity arrives as a number: a page without entries.
  const last = pages.map((p) =>
    p.last_registered_at instanceof Date ? p.last_registered_at.getTime() : Number.NEGATIVE_INFINITY,
  );
  return new Date(Math.max(now.getTime(), ...last.map((t) => t + 1)));
}

/** The row of this 登簿, and every page one version further. */
export async function openEntry(
  db: Queryable,
  input: {
    kind: string;
    caseNo: string | null;
    reference: string;
    step: string;
    registeredAt: Date;
    registrar: string;
    result: unknown;
    pages: readonly PageRow[];
  },
): Promise<Entry> {
  const row = await one<{ entry_id: string }>(
    db,
    `INSERT INTO registry.register_entries (kind, case_no, reference, step, registered_at, registrar, result) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING entry_id`,
    [
      input.kind,
      input.caseNo,
      input.reference,
      input.step,
      input.registeredAt,
      input.registrar,
      JSON.stringify(input.result),
    ],
  );
  const entryId = row?.entry_id ?? '';
  for (const page of input.pages) {
    await db.query(
      'UPDATE registry.units SET register_version = register_version + 1, last_registered_at = $2 WHERE unit_code = $1',
      [page.unit_code, input.registeredAt],
    );
    await db.query(
      'INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at) VALUES ($1, $2, $3, $4)',
      [entryId, page.unit_code, page.register_version + 1, input.registeredAt],
    );
  }
  return { entryId, caseNo: input.caseNo, registeredAt: input.registeredAt, registrar: input.registrar };
}
