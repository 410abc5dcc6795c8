import type { SurveyUnit } from '../../cadastre/types.ts';
import { insertUnits } from '../../cadastre/write-physical.ts';
import type { Queryable } from '../../db/transaction.ts';
import { currentOwnership, loadRights } from '../../rights/load-rights.ts';
import { mortgageKey, mortgagesOf } from '../../rights/partition-facts.ts';
import type { MortgageView, ObjectionView, ResidenceView, RightView } from '../../rights/types.ts';
import { endRight, writeRight } from '../write-right.ts';
import { type EffectContext, type EffectWriter, type WriteContext, writeCertificates } from './effect.ts';
import { writeMortgageDetails } from './mortgage.ts';
import { requireOwner } from './transfer.ts';
import { modeNames, people } from './words.ts';

/** All of it is written when the first old page has its turn; the other old pages of a 合并 have nothing left to do. */
const isFirst = ({ unitCode, unitCodes }: EffectContext) => unitCode === unitCodes[0];

const newUnitsOf = ({ application }: EffectContext): SurveyUnit[] => application.survey?.units ?? [];

const nameOf = ({ action }: EffectContext) => (action.operation.code === 'merge' ? '合并' : '分割');

/** What goes on, once for each new page: the same security on several old pages is one on the new page. */
function goingOn(rights: readonly RightView[], unitCodes: readonly string[]) {
  const mortgages = new Map<string, MortgageView>();
  for (const mortgage of unitCodes.flatMap((code) => mortgagesOf(rights, code))) {
    const known = mortgages.get(mortgageKey(mortgage));
    // The later place of the two: nobody behind either of them is pushed back.
    if (!known || known.rankSince < mortgage.rankSince) mortgages.set(mortgageKey(mortgage), mortgage);
  }
  const current = rights.filter((right) => right.status === 'CURRENT');
  return {
    mortgages: [...mortgages.values()].sort((a, b) => a.rankSince.getTime() - b.rankSince.getTime()),
    residences: current.filter((right): right is ResidenceView => right.kind === 'RESIDENCE'),
    objections: current.filter((right): right is ObjectionView => right.kind === 'OBJECTION'),
  };
}

/** Certificates of each new page: as the old one was held, together or apart. */
function certificatesEach(context: EffectContext): number {
  const owner = requireOwner(context);
  return owner.certificateNos.length > 1 ? owner.holders.length : 1;
}

/** 分割合并 (BDC-08; 实施细则 §26): the old pages are closed, new ones opened, each right followed by the same right (XGDJGL). */
export const partitionWriter: EffectWriter = {
  needs(context) {
    const pages = isFirst(context) ? newUnitsOf(context).length : 0;
    if (pages === 0) return [];
    const { mortgages, residences } = goingOn(context.allRights, context.unitCodes);
    return [
      { kind: 'certificate', count: pages * certificatesEach(context) },
      { kind: 'proof', count: pages * (mortgages.length + residences.length) },
    ];
  },
  async write(db, context) {
    if (!isFirst(context)) return;
    const rights = await loadRights(db, [...context.unitCodes]);
    await openPages(db, context);
    for (const right of rights) await endRight(db, context.entry, right.rightId, `单元${nameOf(context)}`);
    await db.query('UPDATE registry.units SET extinguished = true WHERE unit_code = ANY ($1)', [context.unitCodes]);
    const owner = currentOwnership(rights, context.unitCode);
    if (!owner) throw new Error(`No current ownership on ${context.unitCode} although the rules passed`);
    const on = goingOn(rights, context.unitCodes);
    const each = certificatesEach(context);
    const numbers = [...context.numbers];
    const certificates = numbers.splice(0, newUnitsOf(context).length * each);
    for (const unit of newUnitsOf(context)) {
      const page: WriteContext = { ...context, unitCode: unit.unitCode, rights: [] };
      const rightId = await writeRight(db, context.entry, {
        kind: 'OWNERSHIP',
        unitCode: unit.unitCode,
        rightType: owner.rightType,
        regType: 300,
        reason: `单元${nameOf(context)}`,
        previousId: owner.rightId,
        note: `由单元${context.unitCodes.join('、')}${nameOf(context)}而来，依据${context.application.survey?.surveyNo ?? ''}。`,
        holders: owner.holders,
      });
      context.entry.draft.ownership({
        rightId,
        mode: owner.mode,
        priceFen: newUnitsOf(context).length === 1 ? owner.priceFen : null,
        taxClearanceId: null,
        basisNo: null,
      });
      writeCertificates(context.entry, rightId, 'certificate', certificates.splice(0, each));
      for (const mortgage of on.mortgages)
        await carryMortgage(
          db,
          { ...page, rights: [{ ...owner, unitCode: unit.unitCode }] },
          mortgage,
          numbers.shift(),
        );
      for (const residence of on.residences) await carryResidence(db, page, residence, numbers.shift());
      for (const objection of on.objections) await carryObjection(db, page, objection);
    }
  },
  preview(context) {
    if (!isFirst(context)) return closing(context);
    const { mortgages, residences } = goingOn(context.allRights, context.unitCodes);
    const owner = requireOwner(context);
    const carried = [
      ...(mortgages.length > 0 ? [`抵押权${mortgages.length}项继续存在`] : []),
      ...(residences.length > 0 ? ['居住权继续存在'] : []),
    ];
    const opened = newUnitsOf(context).map(
      (unit) =>
        `新单元${unit.unitCode}：${unit.location}，${unit.area.toFixed(2)}㎡，${people(owner.holders)}，${modeNames[owner.mode]}；证书：登簿时取号${carried.map((text) => `；${text}`).join('')}`,
    );
    return [...closing(context), ...opened.map((text) => ({ rightId: null, text }))];
  },
};

const closing = (context: EffectContext) => [
  ...context.rights.map((right) => ({ rightId: right.rightId, text: null })),
  { rightId: null, text: `登记簿页面关闭（单元${nameOf(context)}），证书作废` },
];

/** The new pages, at version 1 of this entry, and whence they come. They belong to the case from now on. */
async function openPages(db: Queryable, context: WriteContext): Promise<void> {
  const { entry, unitCodes } = context;
  const codes = newUnitsOf(context).map((unit) => unit.unitCode);
  await insertUnits(db, newUnitsOf(context), 'surveyed');
  await db.query('UPDATE registry.units SET register_version = 1, last_registered_at = $2 WHERE unit_code = ANY ($1)', [
    codes,
    entry.registeredAt,
  ]);
  await db.query(
    'INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at) SELECT $1, u, 1, $3 FROM unnest($2::text[]) AS t(u)',
    [entry.entryId, codes, entry.registeredAt],
  );
  await db.query(
    'INSERT INTO registry.case_units (case_no, unit_code, version_seen) SELECT $1, u, 1 FROM unnest($2::text[]) AS t(u)',
    [entry.caseNo, codes],
  );
  await db.query(
    'INSERT INTO registry.unit_lineage (entry_id, from_unit, to_unit) SELECT $1, f, t FROM unnest($2::text[]) AS x(f), unnest($3::text[]) AS y(t)',
    [entry.entryId, unitCodes, codes],
  );
}

async function carryMortgage(
  db: Queryable,
  context: WriteContext,
  mortgage: MortgageView,
  no: string | undefined,
): Promise<void> {
  const rightId = await writeRight(db, context.entry, {
    kind: 'MORTGAGE',
    unitCode: context.unitCode,
    rightType: '23',
    regType: 300,
    reason: `单元${nameOf(context)}，抵押权继续存在`,
    previousId: mortgage.rightId,
    holders: mortgage.holders,
  });
  writeMortgageDetails(context, rightId, { ...mortgage });
  writeCertificates(context.entry, rightId, 'proof', no ? [no] : []);
}

async function carryResidence(
  db: Queryable,
  context: WriteContext,
  residence: ResidenceView,
  no: string | undefined,
): Promise<void> {
  const rightId = await writeRight(db, context.entry, {
    kind: 'RESIDENCE',
    unitCode: context.unitCode,
    rightType: 'JZQ',
    regType: 300,
    reason: `单元${nameOf(context)}，居住权继续存在`,
    previousId: residence.rightId,
    holders: residence.holders,
  });
  await db.query(
    `INSERT INTO registry.residence_details (right_id, basis, basis_no, scope, conditions, term_to, price_fen)
     SELECT $1, basis, basis_no, scope, conditions, term_to, price_fen FROM registry.residence_details WHERE right_id = $2`,
    [rightId, residence.rightId],
  );
  writeCertificates(context.entry, rightId, 'proof', no ? [no] : []);
}

/** The objection keeps its day, counted from its own registration, and the suit that keeps it beyond that (INV-23). */
async function carryObjection(db: Queryable, context: WriteContext, objection: ObjectionView): Promise<void> {
  const rightId = await writeRight(db, context.entry, {
    kind: 'OBJECTION',
    unitCode: context.unitCode,
    rightType: '4',
    regType: 600,
    reason: `单元${nameOf(context)}，异议登记继续存在`,
    previousId: objection.rightId,
    holders: objection.holders,
  });
  await db.query(
    `INSERT INTO registry.objection_details (right_id, matter, lapses_on, ground, evidence_no)
     SELECT $1, matter, lapses_on, ground, evidence_no FROM registry.objection_details WHERE right_id = $2`,
    [rightId, objection.rightId],
  );
  await db.query(
    `INSERT INTO registry.suit_proofs (right_id, court, document_no, filed_on, recorded_at, recorded_by)
     SELECT $1, court, document_no, filed_on, recorded_at, recorded_by FROM registry.suit_proofs WHERE right_id = $2`,
    [rightId, objection.rightId],
  );
}
