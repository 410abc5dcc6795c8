import { dayOf } from '../calendar/local-time.ts';
import type { Block, RuleProfile } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { getItem } from '../items/items.ts';
import { loadParties } from '../people/parties.ts';
import type { UnitUse } from '../units/types.ts';
import { evaluateRules } from './evaluate-rules.ts';
import { loadRights } from './load-rights.ts';
import type { ApplicationFacts } from './rule-input.ts';

export interface PageRow {
  unit_code: string;
  district: string;
  use: UnitUse;
  extinguished: boolean;
  register_version: number;
  last_registered_at: Date | number;
}

/** Pages of the units in code order; `lock` takes them for a 登簿. */
export async function loadPages(db: Queryable, unitCodes: readonly string[], lock = false): Promise<PageRow[]> {
  // NO KEY UPDATE excludes every other writer of the page but not the foreign keys of a case being filed.
  const { rows } = await db.query<PageRow>(
    `SELECT unit_code, district, use, extinguished, register_version, last_registered_at FROM registry.units
     WHERE unit_code = ANY ($1) ORDER BY unit_code COLLATE "C" ${lock ? 'FOR NO KEY UPDATE' : ''}`,
    [unitCodes],
  );
  return rows;
}

/** What the rules need to know of a case; with `forEntry` also its tax clearance. */
export async function loadApplicationFacts(
  db: Queryable,
  caseNo: string,
  forEntry = false,
): Promise<ApplicationFacts | null> {
  const row = await one<{
    rule_profile: RuleProfile;
    ownership_mode: ApplicationFacts['ownershipMode'];
    name_change: { previous: ApplicationFacts['previousHolders'] } | null;
  }>(db, 'SELECT rule_profile, ownership_mode, name_change FROM registry.cases WHERE case_no = $1', [caseNo]);
  if (!row) return null;
  const parties = await loadParties(db, caseNo);
  const consents = await db.query<{ right_id: string; kind: string }>(
    'SELECT right_id, kind FROM registry.consents WHERE case_no = $1',
    [caseNo],
  );
  const facts: ApplicationFacts = {
    caseNo,
    profile: row.rule_profile,
    parties,
    ownershipMode: row.ownership_mode,
    previousHolders: row.name_change?.previous ?? [],
    consents: consents.rows.map((c) => ({ rightId: c.right_id, kind: c.kind })),
  };
  if (!forEntry) return facts;
  const clearance = await one<{ tax_clearance_id: string }>(
    db,
    'SELECT tax_clearance_id FROM registry.tax_clearances WHERE case_no = $1 AND revoked_at IS NULL ORDER BY cleared_at DESC LIMIT 1',
    [caseNo],
  );
  return { ...facts, taxClearanceId: clearance?.tax_clearance_id ?? null };
}

/** Every rule for the item on every page. */
export async function runRules(
  db: Queryable,
  input: { itemCode: string; pages: readonly PageRow[]; application: ApplicationFacts | null; now: Date },
): Promise<{ blocks: Block[]; warnings: Block[] }> {
  const item = getItem(input.itemCode);
  const rights = await loadRights(
    db,
    input.pages.map((p) => p.unit_code),
  );
  const results = input.pages.map((page) =>
    evaluateRules({
      item,
      today: dayOf(input.now),
      now: input.now,
      unit: { unitCode: page.unit_code, district: page.district, use: page.use, extinguished: page.extinguished },
      rights: rights.filter((r) => r.unitCode === page.unit_code),
      application: input.application,
    }),
  );
  return { blocks: results.flatMap((r) => r.blocks), warnings: results.flatMap((r) => r.warnings) };
}
