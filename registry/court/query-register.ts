import type { Actor } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { recordAudit } from '../people/audit.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import type { HolderView, RightView, SeizureView } from '../rights/types.ts';
import type { NoticeContent, PriorSeizure, QueriedUnit, QueryResult } from './types.ts';

/**
 * CT-01. By person: name and ID number must both match, a namesake is not returned. By unit: the page. Every unit that is
 * shown is logged with the court's 案号 as purpose (INV-34).
 */
export async function queryRegister(
  db: Queryable,
  content: NoticeContent,
  log: { actor: Actor; noticeNo: string; at: Date },
): Promise<QueryResult> {
  const codes = content.unitCodes?.length ? content.unitCodes : await unitsOfPerson(db, content.respondent);
  const rights = await loadRights(db, codes);
  const { rows } = await db.query<{ unit_code: string; location: string; area: string; use: string }>(
    'SELECT unit_code, location, area, use FROM registry.units WHERE unit_code = ANY ($1) ORDER BY unit_code',
    [codes],
  );
  const purpose = `法院协助查询 ${content.documentNo}`;
  for (const { unit_code } of rows)
    await recordAudit(db, log.at, {
      actor: log.actor,
      action: 'court.query',
      purpose,
      unitCode: unit_code,
      detail: { noticeNo: log.noticeNo },
    });
  if (rows.length === 0)
    await recordAudit(db, log.at, {
      actor: log.actor,
      action: 'court.query',
      purpose,
      detail: { noticeNo: log.noticeNo, found: 0 },
    });
  const units = rows.map((row) =>
    toUnit(
      { unitCode: row.unit_code, location: row.location, area: Number(row.area), use: row.use },
      rights.filter((r) => r.unitCode === row.unit_code),
    ),
  );
  return { found: units.length > 0, units };
}

/** Owners and holders of a caution (a home that was bought and is not yet registered). */
async function unitsOfPerson(db: Queryable, person: NoticeContent['respondent']): Promise<string[]> {
  if (!person) return [];
  const { rows } = await db.query<{ unit_code: string }>(
    `SELECT DISTINCT r.unit_code FROM registry.rights r JOIN registry.right_holders h USING (right_id)
     WHERE r.status = 'CURRENT' AND r.kind IN ('OWNERSHIP', 'CAUTION') AND h.name = $1 AND upper(h.id_no) = upper($2) LIMIT 200`,
    [person.name.trim(), person.idNo.replace(/\s/g, '')],
  );
  return rows.map((row) => row.unit_code);
}

const names = (holders: readonly HolderView[]) => holders.map((h) => h.name);

function toUnit(
  facts: Pick<QueriedUnit, 'unitCode' | 'location' | 'area' | 'use'>,
  rights: readonly RightView[],
): QueriedUnit {
  const owner = currentOwnership(rights, facts.unitCode);
  return {
    ...facts,
    mode: owner?.mode ?? 'none',
    owners: owner?.holders.map(({ name, idNo, share }) => ({ name, idNo, share })) ?? [],
    mortgages: mortgagesOf(rights),
    seizures: seizuresInOrder(rights).map((s) => ({ ...priorOf(s), queueNo: s.queueNo })),
    cautions: rights.flatMap((r) => (r.kind === 'CAUTION' ? [{ kind: r.cautionKind, holders: names(r.holders) }] : [])),
    objections: rights.flatMap((r) =>
      r.kind === 'OBJECTION' ? [{ matter: r.matter, holders: names(r.holders) }] : [],
    ),
    residences: rights.flatMap((r) => (r.kind === 'RESIDENCE' ? [{ scope: r.scope, holders: names(r.holders) }] : [])),
  };
}

export const mortgagesOf = (rights: readonly RightView[]) =>
  rights
    .flatMap((r) =>
      r.kind === 'MORTGAGE' && r.status === 'CURRENT'
        ? [{ rank: r.rank, amountFen: r.amountFen, mortgagee: names(r.holders).join('、'), contractNo: r.contractNo }]
        : [],
    )
    .sort((a, b) => a.rank - b.rank);

/** Effective ones first, then the queue (INV-07). */
export const seizuresInOrder = (rights: readonly RightView[]): SeizureView[] =>
  rights
    .filter((r): r is SeizureView => r.kind === 'SEIZURE' && r.status !== 'HISTORY')
    .sort((a, b) => (a.queueNo ?? 0) - (b.queueNo ?? 0));

export const priorOf = (s: SeizureView): PriorSeizure => ({
  authority: s.authority,
  documentNo: s.documentNo,
  state: s.status === 'QUEUED' ? 'QUEUED' : 'EFFECTIVE',
  startsAt: s.startsAt,
  endsAt: s.endsAt,
});
