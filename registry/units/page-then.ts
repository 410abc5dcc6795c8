import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { rankMortgages } from '../rights/load-rights.ts';
import type { CautionView, RightView, SeizureView } from '../rights/types.ts';
import type { UnitUse } from './types.ts';

/** Facts of a unit that a registration may change, by column of `units`, as `unit_changes` keeps them. */
export interface ChangedFacts {
  area?: string;
  inner_area?: string | null;
  shared_area?: string | null;
  use?: UnitUse;
  location?: string;
  land_term_to?: string | null;
  floor?: number | null;
  room_no?: string | null;
  project_name?: string | null;
  structure?: string | null;
  total_floors?: number | null;
  completed_on?: string | null;
  area_basis?: 'predicted' | 'surveyed';
  apportioned_land_area?: string | null;
}

export interface PageThen {
  rights: RightView[];
  registerVersion: number;
  extinguished: boolean;
  /** What differed from the facts of today. */
  facts: ChangedFacts;
  runningCases: { case_no: string; item_code: string }[];
}

/**
 * The page as the book read at the instant `at`, an entry of that very millisecond included. Everything the register changes in
 * place is put back from the entry that changed it: ends, promotions, renewals, conversions, certificates, facts of the unit.
 * `all` are the rights as they are now, in clear; `unit.extinguished` as it is now.
 */
export async function pageThen(
  db: Queryable,
  unit: { unitCode: string; extinguished: boolean },
  at: Date,
  all: RightView[],
): Promise<PageThen> {
  const { unitCode } = unit;
  const [changes, runningCases, registerVersion] = await Promise.all([
    loadChanges(db, unitCode, at),
    loadRunning(db, unitCode, at),
    loadVersion(db, unitCode, at),
  ]);
  const begun = all.filter((right) => right.registeredAt <= at);
  const owned = begun.some((right) => right.kind === 'OWNERSHIP');
  const then = begun.map((right) => {
    const stood = { ...endThen(right, at), certificateNos: certificatesThen(right, changes.certificates, at) };
    if (stood.kind === 'SEIZURE') return seizureThen(stood, changes);
    if (stood.kind === 'OBJECTION' && changes.unproven.has(stood.rightId)) return { ...stood, suitNo: null };
    return stood.kind === 'CAUTION' && !owned ? beforeOwnership(stood) : stood;
  });
  const extinguished = closedThen(unit.extinguished, all, at);
  const rights = rankMortgages(renumberQueue(then));
  return { rights, registerVersion, extinguished, facts: changes.facts, runningCases };
}

interface Changes {
  certificates: CertificateRow[];
  /** By right: the end before the first renewal that was still to come. */
  previousEnds: Map<string, Date>;
  /** Still 预查封 then. */
  unconverted: Set<string>;
  /** Still in the queue then. */
  unpromoted: Set<string>;
  /** Objections whose suit was shown later. */
  unproven: Set<string>;
  facts: ChangedFacts;
}

interface CertificateRow {
  right_id: string;
  certificate_no: string;
  cancelled_at: Date | null;
}

async function loadChanges(db: Queryable, unitCode: string, at: Date): Promise<Changes> {
  const unit = [unitCode, at];
  const certificates = await db.query<CertificateRow>(
    `SELECT right_id, certificate_no, cancelled_at FROM registry.certificates JOIN registry.rights USING (right_id)
     WHERE unit_code = $1 AND issued_at <= $2 ORDER BY certificate_no`,
    unit,
  );
  const renewals = await db.query<{ right_id: string; previous_end: Date }>(
    `SELECT DISTINCT ON (n.right_id) n.right_id, n.previous_end FROM registry.seizure_renewals n
     JOIN registry.register_entries e USING (entry_id) JOIN registry.rights r USING (right_id)
     WHERE r.unit_code = $1 AND e.registered_at > $2 ORDER BY n.right_id, e.registered_at`,
    unit,
  );
  const conversions = await db.query<{ right_id: string }>(
    `SELECT c.right_id FROM registry.seizure_conversions c JOIN registry.register_entries e USING (entry_id)
     JOIN registry.rights r USING (right_id) WHERE r.unit_code = $1 AND e.registered_at > $2`,
    unit,
  );
  // A promotion is written in the result of the lift, expiry or disposal that made room.
  const promotions = await db.query<{ right_id: string }>(
    `SELECT jsonb_array_elements_text(e.result->'promotedIds') AS right_id FROM registry.entry_units u
     JOIN registry.register_entries e USING (entry_id) WHERE u.unit_code = $1 AND e.registered_at > $2 AND e.result ? 'promotedIds'`,
    unit,
  );
  const suits = await db.query<{ right_id: string }>(
    'SELECT right_id FROM registry.suit_proofs JOIN registry.rights USING (right_id) WHERE unit_code = $1 AND recorded_at > $2',
    unit,
  );
  const facts = await db.query<{ before: ChangedFacts }>(
    `SELECT before FROM registry.unit_changes JOIN registry.register_entries USING (entry_id)
     WHERE unit_code = $1 AND registered_at > $2 ORDER BY registered_at DESC`,
    unit,
  );
  return {
    certificates: certificates.rows,
    previousEnds: new Map(renewals.rows.map((row) => [row.right_id, row.previous_end])),
    unconverted: new Set(conversions.rows.map((row) => row.right_id)),
    unpromoted: new Set(promotions.rows.map((row) => row.right_id)),
    unproven: new Set(suits.rows.map((row) => row.right_id)),
    // An entry keeps only what it changed: of each column the earliest change after `at` says what it was.
    facts: Object.assign({}, ...facts.rows.map((row) => row.before)),
  };
}

async function loadRunning(db: Queryable, unitCode: string, at: Date): Promise<PageThen['runningCases']> {
  const { rows } = await db.query<{ case_no: string; item_code: string }>(
    `SELECT case_no, item_code FROM registry.case_units JOIN registry.cases USING (case_no)
     WHERE unit_code = $1 AND filed_at <= $2 AND coalesce(least(entered_at, closed_at), 'infinity') > $2 ORDER BY case_no`,
    [unitCode, at],
  );
  return rows;
}

async function loadVersion(db: Queryable, unitCode: string, at: Date): Promise<number> {
  const { rows } = await db.query<{ version: string | null }>(
    'SELECT max(version) AS version FROM registry.entry_units WHERE unit_code = $1 AND registered_at <= $2',
    [unitCode, at],
  );
  return number(rows[0]?.version ?? 0);
}

/** The page was closed by the entry that ended its last ownership. */
function closedThen(closedNow: boolean, all: readonly RightView[], at: Date): boolean {
  return closedNow && all.every((r) => r.kind !== 'OWNERSHIP' || (r.endedAt !== null && r.endedAt <= at));
}

/** A right that ended later was still there. */
function endThen(right: RightView, at: Date): RightView {
  if (right.endedAt === null || right.endedAt <= at) return right;
  return { ...right, status: 'CURRENT', endedAt: null, endedReason: null };
}

/** A right in force shows its live certificates, one that has ended shows all it ever had. */
function certificatesThen(right: RightView, rows: readonly CertificateRow[], at: Date): string[] {
  const ended = right.endedAt !== null && right.endedAt <= at;
  return rows
    .filter((row) => row.right_id === right.rightId && (ended || row.cancelled_at === null || row.cancelled_at > at))
    .map((row) => row.certificate_no);
}

function seizureThen(seizure: SeizureView, changes: Changes): SeizureView {
  const { rightId } = seizure;
  const waiting = seizure.startsAt === null || changes.unpromoted.has(rightId);
  return {
    ...seizure,
    seizureKind: changes.unconverted.has(rightId) ? 'pre_seizure' : seizure.seizureKind,
    startsAt: waiting ? null : seizure.startsAt,
    endsAt: waiting ? null : (changes.previousEnds.get(rightId) ?? seizure.endsAt),
    status: waiting && seizure.status !== 'HISTORY' ? 'QUEUED' : seizure.status,
  };
}

/** INV-21: the 90 days of a presale caution begin with the first ownership, which had not come. */
function beforeOwnership(caution: CautionView): CautionView {
  return caution.registrableFrom === null ? { ...caution, lapsesOn: null } : caution;
}

/** Places in the queue as they were then, in order of delivery (INV-07). */
function renumberQueue(rights: RightView[]): RightView[] {
  const queue = rights
    .filter((r): r is SeizureView => r.kind === 'SEIZURE' && r.status === 'QUEUED')
    .sort((a, b) => a.deliveredAt.getTime() - b.deliveredAt.getTime() || Number(a.rightId) - Number(b.rightId))
    .map((r) => r.rightId);
  return rights.map((r) =>
    r.kind === 'SEIZURE' ? { ...r, queueNo: r.status === 'QUEUED' ? queue.indexOf(r.rightId) + 1 : null } : r,
  );
}
