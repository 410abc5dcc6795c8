import { dayOf } from '../calendar/local-time.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { number, one } from '../db/transaction.ts';
import { recordAudit } from '../people/audit.ts';
import { currentOwnership, loadRights, maskRight } from '../rights/load-rights.ts';
import type {
  CautionView,
  EasementView,
  MortgageView,
  ObjectionView,
  ResidenceView,
  RightView,
  SeizureView,
} from '../rights/types.ts';
import { disposalsThen, disposalsUnderWay } from '../seizure/disposals-under-way.ts';
import { frozenClaims } from '../seizure/freeze-claims.ts';
import { type ChangedFacts, type PageThen, pageThen } from './page-then.ts';
import type { UnitFacts, UnitHistoryLine, UnitPage, UnitUse, UnmaskRequest } from './types.ts';
import { stateEffects, unitStates } from './unit-state.ts';

interface Row {
  unit_code: string;
  parcel_code: string;
  district: string;
  location: string;
  project_name: string | null;
  building_no: string | null;
  floor: number | null;
  total_floors: number | null;
  room_no: string | null;
  use: UnitUse;
  structure: string | null;
  area: string;
  inner_area: string | null;
  shared_area: string | null;
  land_nature: string;
  land_use: string;
  term_to: string | null;
  parcel_term_to: string | null;
  completed_on: string | null;
  register_version: number;
  extinguished: boolean;
}

const factsSql = `
  SELECT u.*, p.land_nature, p.land_use, coalesce(u.land_term_to, p.term_to)::text AS term_to, p.term_to::text AS parcel_term_to, b.project_name, b.total_floors, b.structure, b.completed_on::text
  FROM registry.units u JOIN registry.parcels p USING (parcel_code) LEFT JOIN registry.buildings b USING (parcel_code, building_no)
  WHERE u.unit_code = $1`;

/** The page of the book as it stands, or as it stood `at` an instant. */
export async function unitPage(
  { pool, clock }: Deps,
  unitCode: string,
  options: { at?: Date; unmask?: UnmaskRequest } = {},
): Promise<UnitPage | null> {
  const row = await one<Row>(pool, factsSql, [unitCode]);
  if (!row) return null;
  const asOf = options.at ?? clock.now();
  const all = await loadRights(pool, [unitCode], 'all');
  // Without `at` the whole page: a register time may run a few milliseconds ahead of the clock (INV-04).
  const then = options.at
    ? await pageThen(pool, { unitCode, extinguished: row.extinguished }, options.at, all)
    : await pageNow(pool, row, all);
  const everything = then.rights;
  if (options.unmask) {
    const { actor, purpose, caseNo } = options.unmask;
    await recordAudit(pool, clock.now(), {
      actor,
      action: 'unmask.unit',
      purpose,
      unitCode,
      ...(caseNo ? { caseNo } : {}),
    });
  }
  const shown = options.unmask ? everything : everything.map(maskRight);
  const current = shown.filter((r) => r.status !== 'HISTORY');
  const disposed = await isDisposed(pool, unitCode, then.rights, options.at);
  const states = unitStates(current, { extinguished: then.extinguished, disposed }, dayOf(asOf));
  return {
    unit: toFacts(withFacts(row, then.facts)),
    registerVersion: then.registerVersion,
    asOf,
    states,
    ownership: currentOwnership(current, unitCode),
    mortgages: current.filter((r): r is MortgageView => r.kind === 'MORTGAGE').sort((a, b) => a.rank - b.rank),
    frozenClaims: await frozenOn(pool, current, asOf),
    cautions: current.filter((r): r is CautionView => r.kind === 'CAUTION'),
    easements: current.filter((r): r is EasementView => r.kind === 'EASEMENT'),
    residences: current.filter((r): r is ResidenceView => r.kind === 'RESIDENCE'),
    objections: current.filter((r): r is ObjectionView => r.kind === 'OBJECTION'),
    seizures: current
      .filter((r): r is SeizureView => r.kind === 'SEIZURE')
      .sort((a, b) => (a.queueNo ?? 0) - (b.queueNo ?? 0)),
    history: everything
      .flatMap(historyOf)
      .reverse()
      .sort((a, b) => b.at.getTime() - a.at.getTime()),
    runningCases: then.runningCases.map((r) => ({ caseNo: r.case_no, itemCode: r.item_code })),
    effects: states.map((state) => ({ state, text: stateEffects[state] })),
  };
}

/** Asked only where there is both a seizure in force and a 最高额抵押 whose claim is still open. */
async function frozenOn(db: Queryable, current: readonly RightView[], at: Date): Promise<UnitPage['frozenClaims']> {
  const seizures = current.filter((r) => r.kind === 'SEIZURE' && r.status === 'CURRENT').map((r) => r.rightId);
  const open = current.filter((r) => r.kind === 'MORTGAGE' && r.mortgageKind === 'maximum' && r.claimFixed === null);
  if (seizures.length === 0 || open.length === 0) return [];
  return frozenClaims(db, { seizureIds: seizures, mortgageIds: open.map((mortgage) => mortgage.rightId) }, at);
}

/** Asked only where a seizure has ended. */
async function isDisposed(db: Queryable, unitCode: string, rights: readonly RightView[], at?: Date): Promise<boolean> {
  if (!rights.some(({ kind, status }) => kind === 'SEIZURE' && status === 'HISTORY')) return false;
  const disposals = at ? await disposalsThen(db, unitCode, at) : await disposalsUnderWay(db, [unitCode]);
  return disposals.length > 0;
}

async function pageNow(db: Queryable, row: Row, rights: RightView[]): Promise<PageThen> {
  const { rows } = await db.query<{ case_no: string; item_code: string }>(
    `SELECT case_no, item_code FROM registry.case_units JOIN registry.cases USING (case_no) WHERE unit_code = $1 AND status IN ('FILED', 'ACCEPTED') ORDER BY case_no`,
    [row.unit_code],
  );
  const { register_version: registerVersion, extinguished } = row;
  return { rights, registerVersion, extinguished, facts: {}, runningCases: rows };
}

/** The land's term is the unit's own, or the parcel's while it has none. */
function withFacts(row: Row, { land_term_to: landTermTo, ...facts }: ChangedFacts): Row {
  return { ...row, ...facts, term_to: landTermTo === undefined ? row.term_to : (landTermTo ?? row.parcel_term_to) };
}

const kindNames: Record<RightView['kind'], string> = {
  OWNERSHIP: '所有权',
  MORTGAGE: '抵押权',
  CAUTION: '预告登记',
  OBJECTION: '异议登记',
  SEIZURE: '查封',
  EASEMENT: '地役权',
  RESIDENCE: '居住权',
};

function historyOf(right: RightView): UnitHistoryLine[] {
  const common = { kind: right.kind, caseNo: right.caseNo, certificateNos: right.certificateNos };
  const what = right.kind === 'SEIZURE' ? `查封 ${right.authority} ${right.documentNo}` : kindNames[right.kind];
  const lines: UnitHistoryLine[] = [{ ...common, at: right.registeredAt, text: `${what}：${right.reason}` }];
  if (right.endedAt) lines.push({ ...common, at: right.endedAt, text: `${what}终止：${right.endedReason ?? ''}` });
  return lines;
}

export function toFacts(row: Row): UnitFacts {
  return {
    unitCode: row.unit_code,
    parcelCode: row.parcel_code,
    district: row.district,
    location: row.location,
    projectName: row.project_name,
    buildingNo: row.building_no,
    floor: row.floor,
    totalFloors: row.total_floors,
    roomNo: row.room_no,
    use: row.use,
    structure: row.structure,
    area: number(row.area),
    innerArea: row.inner_area === null ? null : number(row.inner_area),
    sharedArea: row.shared_area === null ? null : number(row.shared_area),
    landNature: row.land_nature,
    landUse: row.land_use,
    landTermTo: row.term_to,
    completedOn: row.completed_on,
  };
}
