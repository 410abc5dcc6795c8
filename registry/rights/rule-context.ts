import { loadSurvey } from '../cadastre/surveys.ts';
import { dayOf } from '../calendar/local-time.ts';
import type { ApplicationTerms, MortgageTerms } from '../cases/application-types.ts';
import { findTarget } from '../cases/targets.ts';
import type { Block, Day, RuleProfile } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { type Applied, actionsOf, appliedOperations, getItem } from '../items/items.ts';
import { partiesPart } from '../people/parties.ts';
import { publicityKindOf } from '../publicity/kind.ts';
import { loadPublicity } from '../publicity/publicity.ts';
import { findDefinition } from '../rule-values/definitions.ts';
import { type RuleBook, ruleBookNamed, ruleRevisionSql } from '../rule-values/rule-book.ts';
import type { RuleName } from '../rule-values/types.ts';
import {
  type DisposalAsJson,
  type DisposalUnderWay,
  disposalsFrom,
  disposalsSql,
} from '../seizure/disposals-under-way.ts';
import type { UnitUse } from '../units/types.ts';
import { evaluateRules } from './evaluate-rules.ts';
import { landPages } from './land-pages.ts';
import { loadRights } from './load-rights.ts';
import { partitionFacts } from './partition-facts.ts';
import type { ApplicationFacts, RuleInput } from './rule-input.ts';
import type { ObjectionView, RightView } from './types.ts';

/** 更正登记 (INV-32). */
export const CORRECTION = 'BDC-29';

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

/** Columns of a case that the rules ask about, as `SELECT *` has them. */
export interface ApplicationColumns {
  case_no: string;
  rule_profile: RuleProfile;
  filed_at: Date;
  accepted_at: Date | null;
  ownership_mode: ApplicationFacts['ownershipMode'];
  name_change: { previous: ApplicationFacts['previousHolders'] } | null;
  operation: string | null;
  combined: string[];
  mortgage: MortgageTerms | null;
  terms: ApplicationTerms;
}

/** What belongs to the application in other tables. */
export interface ApplicationParts {
  unit_codes: string[];
  targets: string[];
  consents: { rightId: string; kind: string }[];
  parties: unknown;
  /** Asked at the 登簿 only. */
  tax_clearance_id: string | null;
  site_viewed: boolean;
}

/** Scalar subqueries for `ApplicationParts`, beside the columns of `registry.cases c`. */
export const applicationPartsSql = `
  ARRAY(SELECT unit_code FROM registry.case_units u WHERE u.case_no = c.case_no) AS unit_codes,
  ARRAY(SELECT right_id::text FROM registry.case_targets t WHERE t.case_no = c.case_no ORDER BY right_id) AS targets,
  coalesce((SELECT jsonb_agg(jsonb_build_object('rightId', right_id::text, 'kind', kind)) FROM registry.consents s WHERE s.case_no = c.case_no), '[]') AS consents,
  ${partiesPart.sql('c.case_no')} AS parties,
  (SELECT tax_clearance_id FROM registry.tax_clearances x WHERE x.case_no = c.case_no AND revoked_at IS NULL ORDER BY cleared_at DESC LIMIT 1) AS tax_clearance_id,
  EXISTS (SELECT 1 FROM registry.onsite_views v WHERE v.case_no = c.case_no AND v.decision = 'done' AND v.result = 'consistent') AS site_viewed`;

/** What the rules need to know of a case; with `forEntry` also its tax clearance. */
export async function loadApplicationFacts(
  db: Queryable,
  caseNo: string,
  forEntry = false,
): Promise<ApplicationFacts | null> {
  const row = await one<ApplicationColumns & ApplicationParts>(
    db,
    `SELECT case_no, rule_profile, filed_at, accepted_at, ownership_mode, name_change, operation, combined, mortgage, terms, ${applicationPartsSql}
     FROM registry.cases c WHERE case_no = $1`,
    [caseNo],
  );
  return row && applicationFacts(db, row, forEntry);
}

/** The same of a case that has been read; what few cases have is read here. */
export async function applicationFacts(
  db: Queryable,
  row: ApplicationColumns & ApplicationParts,
  forEntry: boolean,
): Promise<ApplicationFacts> {
  const swap = row.terms.mortgageChange?.swapRankWith;
  const surveyNo = (row.terms.first ?? row.terms.partition)?.surveyNo;
  const facts: ApplicationFacts = {
    caseNo: row.case_no,
    profile: row.rule_profile,
    filedOn: dayOf(row.filed_at),
    acceptedOn: row.accepted_at && dayOf(row.accepted_at),
    operation: row.operation,
    combined: row.combined,
    parties: partiesPart.read(row.parties),
    ownershipMode: row.ownership_mode,
    previousHolders: row.name_change?.previous ?? [],
    mortgage: row.mortgage,
    terms: row.terms,
    targets: row.targets,
    swapWith: swap ? await findTarget(db, swap, row.unit_codes) : null,
    survey: surveyNo ? await loadSurvey(db, surveyNo.trim()) : null,
    consents: row.consents,
  };
  if (!forEntry) return facts;
  return {
    ...facts,
    taxClearanceId: row.tax_clearance_id,
    siteViewed: row.site_viewed,
    publicity: publicityKindOf(row.terms) ? await loadPublicity(db, row.case_no) : null,
  };
}

/** Every rule for what is applied for on every page. Without a case the item's first (or the given) operation is asked about. */
export async function runRules(
  db: Queryable,
  input: {
    itemCode: string;
    operation?: string | null;
    pages: readonly PageRow[];
    application: ApplicationFacts | null;
    /** Live rights on the pages, where they have been read. */
    rights?: readonly RightView[];
    /** The same of corrections and of the name of the rules. */
    local?: LocalFacts;
    now: Date;
    /** Instead of the rules in force: what a change of them would do. `day` stands for today. */
    assumed?: { book: RuleBook; day: Day };
  },
): Promise<{ blocks: Block[]; warnings: Block[] }> {
  const unitCodes = input.pages.map((p) => p.unit_code);
  const applied: Applied = {
    itemCode: input.itemCode,
    operation: input.application?.operation ?? input.operation ?? null,
    combined: input.application?.combined ?? [],
  };
  const rights = input.rights ?? (await loadRights(db, unitCodes));
  const objecting = actionsOf(applied).some(({ effect }) => effect === 'objection');
  const objections = objecting ? await objectionsOn(db, unitCodes) : [];
  const lands = await landPages(db, unitCodes, actionsOf(applied));
  const partition = await partitionFacts(db, unitCodes, rights, input.application);
  const { corrections, disposals, revision } =
    input.local ?? (await localFacts(db, unitCodes, input.application?.caseNo ?? null));
  const book = await ruleBookNamed(db, revision);
  const rule = ruleOf(input.assumed?.book ?? book, input.application, input.assumed?.day ?? dayOf(input.now));
  const results = input.pages.map((page) =>
    evaluateRules({
      item: getItem(input.itemCode),
      applied: appliedOperations(applied),
      actions: actionsOf(applied),
      today: dayOf(input.now),
      now: input.now,
      unit: { unitCode: page.unit_code, district: page.district, use: page.use, extinguished: page.extinguished },
      rights: rights.filter((r) => r.unitCode === page.unit_code),
      application: input.application,
      land: lands.get(page.unit_code.slice(0, 19)) ?? null,
      partition,
      earlierObjections: objections.filter((o) => o.unitCode === page.unit_code),
      disposals: disposals.filter((d) => d.unitCode === page.unit_code),
      runningCorrections: corrections.filter((c) => c.unitCode === page.unit_code).map((c) => c.caseNo),
      rule,
    }),
  );
  return { blocks: results.flatMap((r) => r.blocks), warnings: results.flatMap((r) => r.warnings) };
}

async function objectionsOn(db: Queryable, unitCodes: string[]): Promise<ObjectionView[]> {
  return (await loadRights(db, unitCodes, 'all')).filter((r): r is ObjectionView => r.kind === 'OBJECTION');
}

/** The rule on the day that governs the case; what is asked again at 登簿 is asked as of today. */
function ruleOf(book: RuleBook, application: ApplicationFacts | null, today: Day): RuleInput['rule'] {
  const days: Partial<Record<string, Day | null>> = {
    filing: application?.filedOn,
    acceptance: application?.acceptedOn,
  };
  return (name: RuleName) =>
    book.value(name, application?.profile ?? 'current', days[findDefinition(name)?.governedBy ?? ''] ?? today) as never;
}

/** INV-32: accepted corrections of other cases on the pages; INV-11: disposals under way there; and whether the rules have changed. */
export interface LocalFacts {
  corrections: { unitCode: string; caseNo: string }[];
  disposals: DisposalUnderWay[];
  revision: string;
}

async function localFacts(db: Queryable, unitCodes: string[], ownCase: string | null): Promise<LocalFacts> {
  const row = await one<Omit<LocalFacts, 'disposals'> & { disposals: DisposalAsJson[] }>(
    db,
    `SELECT ${ruleRevisionSql} AS revision, ${disposalsSql('$1')} AS disposals,
       (SELECT coalesce(json_agg(json_build_object('unitCode', unit_code, 'caseNo', case_no) ORDER BY case_no), '[]')
        FROM registry.case_units JOIN registry.cases USING (case_no)
        WHERE unit_code = ANY ($1) AND status = 'ACCEPTED' AND item_code = '${CORRECTION}' AND case_no IS DISTINCT FROM $2) AS corrections`,
    [unitCodes, ownCase],
  );
  return row ? { ...row, disposals: disposalsFrom(row.disposals) } : { corrections: [], disposals: [], revision: '' };
}
