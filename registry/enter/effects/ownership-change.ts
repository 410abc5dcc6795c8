import type { RegisteredMode } from '../../common.ts';
import type { Queryable } from '../../db/transaction.ts';
import { one } from '../../db/transaction.ts';
import { sideOf } from '../../rights/rule-input.ts';
import type { OwnershipView } from '../../rights/types.ts';
import { endRight, type NewHolder, writeRight } from '../write-right.ts';
import { type EffectContext, type EffectWriter, holderOf, type WriteContext, writeCertificates } from './effect.ts';
import { requireOwner } from './transfer.ts';
import { modeNames, people } from './words.ts';

/** The same right in the same hands, written anew: certificates are held as before (together or apart). */
function certificatesAsBefore(owner: OwnershipView) {
  return { kind: 'certificate' as const, count: owner.certificateNos.length > 1 ? owner.holders.length : 1 };
}

async function rewrite(
  db: Queryable,
  context: WriteContext,
  next: {
    regType: number;
    reason: string;
    endedReason: string;
    note: string;
    holders: NewHolder[];
    mode: RegisteredMode;
  },
): Promise<void> {
  const owner = requireOwner(context);
  await endRight(db, context.entry, owner.rightId, next.endedReason);
  const rightId = await writeRight(db, context.entry, {
    kind: 'OWNERSHIP',
    unitCode: context.unitCode,
    rightType: owner.rightType,
    regType: next.regType,
    reason: next.reason,
    previousId: owner.rightId,
    note: next.note,
    holders: next.holders,
  });
  context.entry.draft.ownership({
    rightId,
    mode: next.mode,
    priceFen: owner.priceFen,
    taxClearanceId: null,
    basisNo: null,
  });
  writeCertificates(context.entry, rightId, 'certificate', context.numbers);
}

/** Every holder under his new (or corrected) name; shares, mode and price stay. */
function renamedHolders(context: EffectContext): NewHolder[] {
  const { application, caseRow } = context;
  const renamed = sideOf(application.parties, 'acquirer').map(holderOf);
  return requireOwner(context).holders.map((holder) => {
    const position = application.previousHolders.findIndex(
      (p) => p.idType === holder.idType && p.idNo.toUpperCase() === holder.idNo.toUpperCase() && p.name === holder.name,
    );
    const next = renamed[position];
    if (!next)
      throw new Error(`Case ${caseRow.case_no}: no new name for holder ${holder.seq} although the rules passed`);
    return { ...next, share: holder.share };
  });
}

/** BDC-07, 02 变更登记: same right in the same hands under a new name. */
export const renameWriter: EffectWriter = {
  needs: (context) => certificatesAsBefore(requireOwner(context)),
  write: (db, context) =>
    rewrite(db, context, {
      regType: 300,
      reason: context.caseRow.name_change?.reason ?? '姓名变更',
      endedReason: '姓名或名称变更',
      note: '权利人姓名（名称）或证件变更，权利不变。',
      holders: renamedHolders(context),
      mode: requireOwner(context).mode,
    }),
  preview: (context) => [ownerLine(context, renamedHolders(context), requireOwner(context).mode)],
};

/** Holders and mode after a change of 共有性质; unchanged otherwise. */
function holdersAfter(context: EffectContext): { holders: NewHolder[]; mode: RegisteredMode } {
  const owner = requireOwner(context);
  const mode = context.application.terms.facts?.ownershipMode;
  if (!mode) return { holders: owner.holders, mode: owner.mode };
  return { holders: sideOf(context.application.parties, 'acquirer').map(holderOf), mode };
}

interface UnitFactsRow {
  area: string;
  inner_area: string | null;
  shared_area: string | null;
  use: string;
  location: string;
  land_term_to: string | null;
}

/** What the unit's facts were and are; the page was taken one version further by the entry (guard_unit). */
async function writeFacts(db: Queryable, { application, entry, unitCode }: WriteContext): Promise<void> {
  const { facts } = application.terms;
  if (!facts) return;
  const columns = 'area, inner_area, shared_area, use, location, land_term_to::text';
  const before = await one<UnitFactsRow>(db, `SELECT ${columns} FROM registry.units WHERE unit_code = $1`, [unitCode]);
  const after = await one<UnitFactsRow>(
    db,
    `UPDATE registry.units SET area = coalesce($2, area), inner_area = CASE WHEN $2::numeric IS NULL THEN inner_area ELSE $3 END,
       shared_area = CASE WHEN $2::numeric IS NULL THEN shared_area ELSE $4 END, use = coalesce($5, use), location = coalesce($6, location),
       land_term_to = coalesce($7::date, land_term_to) WHERE unit_code = $1 RETURNING ${columns}`,
    [
      unitCode,
      facts.area ?? null,
      facts.innerArea ?? null,
      facts.sharedArea ?? null,
      facts.use ?? null,
      facts.location ?? null,
      facts.landTermTo ?? null,
    ],
  );
  await db.query('INSERT INTO registry.unit_changes (entry_id, unit_code, before, after) VALUES ($1, $2, $3, $4)', [
    entry.entryId,
    unitCode,
    JSON.stringify(before),
    JSON.stringify(after),
  ]);
}

/** BDC-08 变更登记: facts of the unit or the kind of co-ownership. */
export const factsWriter: EffectWriter = {
  needs: (context) => certificatesAsBefore(requireOwner(context)),
  async write(db, context) {
    await writeFacts(db, context);
    await rewrite(db, context, {
      regType: 300,
      reason: context.application.terms.facts?.reason ?? '变更',
      endedReason: '登记内容变更',
      note: `变更依据：${context.application.terms.facts?.basisNo ?? ''}。`,
      ...holdersAfter(context),
    });
  },
  preview: factsPreview,
};

/** BDC-29 更正登记: what was written wrongly, written right. It moves no ownership: holders stay the same people. */
export const correctionWriter: EffectWriter = {
  needs: (context) => certificatesAsBefore(requireOwner(context)),
  async write(db, context) {
    await writeFacts(db, context);
    const renames = context.application.previousHolders.length > 0;
    const after = renames
      ? { holders: renamedHolders(context), mode: requireOwner(context).mode }
      : holdersAfter(context);
    await rewrite(db, context, {
      regType: 500,
      reason: '依申请更正',
      endedReason: '登记错误，更正',
      note: `更正依据：${context.application.terms.correction?.evidenceNo ?? ''}。`,
      ...after,
    });
  },
  preview: (context) =>
    context.application.previousHolders.length > 0
      ? [ownerLine(context, renamedHolders(context), requireOwner(context).mode)]
      : factsPreview(context),
};

function ownerLine(context: EffectContext, holders: NewHolder[], mode: RegisteredMode) {
  const owner = requireOwner(context);
  return {
    rightId: owner.rightId,
    text: `权利人（新）：${people(holders)}，${modeNames[mode]}；证书：登簿时取号，原证书注销`,
  };
}

function factsPreview(context: EffectContext) {
  const { facts } = context.application.terms;
  const { holders, mode } = holdersAfter(context);
  const changes = [
    facts?.area !== undefined ? `建筑面积${facts.area.toFixed(2)}㎡` : null,
    facts?.use !== undefined ? '用途' : null,
    facts?.location !== undefined ? `坐落${facts.location}` : null,
    facts?.landTermTo !== undefined ? `土地使用期限至${facts.landTermTo}` : null,
  ].filter((text) => text !== null);
  const unit = changes.length > 0 ? [{ rightId: null, text: `单元记载（新）：${changes.join('，')}` }] : [];
  return [ownerLine(context, holders, mode), ...unit];
}
