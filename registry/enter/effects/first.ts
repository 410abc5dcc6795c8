import type { GrantMethod, SurveyUnit } from '../../cadastre/types.ts';
import type { RegisteredMode } from '../../common.ts';
import type { Queryable } from '../../db/transaction.ts';
import { one } from '../../db/transaction.ts';
import type { codebooks } from '../../exchange/codebooks.ts';
import { sideOf } from '../../rights/rule-input.ts';
import { endRight, type NewHolder, writeRight } from '../write-right.ts';
import {
  type EffectContext,
  type EffectWriter,
  holderOf,
  noNumbers,
  type WriteContext,
  writeCertificates,
} from './effect.ts';
import { requireOwner } from './transfer.ts';
import { changeUnit } from './unit-changes.ts';
import { modeNames, people } from './words.ts';

const isLand = (unitCode: string) => unitCode[19] === 'W';

/** BDC-05 with the page of the land: its right goes over into the homes. */
const closesLand = ({ action, unitCode }: EffectContext) => isLand(unitCode) && action.item.right === '4';

function ownerOf(context: EffectContext): { mode: RegisteredMode; holders: NewHolder[] } {
  if (context.use === 'common') return { mode: 'common', holders: [] };
  const holders = sideOf(context.application.parties, 'acquirer').map(holderOf);
  return { mode: context.application.ownershipMode ?? 'single', holders };
}

const surveyedUnit = ({ application, unitCode }: EffectContext): SurveyUnit | undefined =>
  application.survey?.units?.find((unit) => unit.unitCode === unitCode);

/** 房产实测绘: the home is registered with its surveyed areas; the predicted ones stay beside them. */
async function writeSurveyed(db: Queryable, context: WriteContext): Promise<void> {
  const unit = surveyedUnit(context);
  if (!unit) return;
  await changeUnit(db, context, {
    area: unit.area,
    inner_area: unit.innerArea ?? null,
    shared_area: unit.sharedArea ?? null,
    area_basis: 'surveyed',
    use: unit.use,
    location: unit.location,
    apportioned_land_area: unit.apportionedLandArea ?? null,
  });
}

/** 权利性质 as the parcel keeps it: in the words of the standard. */
const natures: Record<GrantMethod, keyof typeof codebooks.landNature> = {
  assignment: '出让',
  allocation: '划拨',
  contribution: '作价出资',
  lease: '租赁',
  authorised: '授权经营',
};

/** BDC-01: what the state granted, on the parcel and as the terms of the right (JSYDSYQ). */
async function writeGrant(db: Queryable, context: WriteContext, rightId: string): Promise<void> {
  const grant = context.application.terms.landGrant;
  if (!grant) return;
  await db.query(
    'UPDATE registry.parcels SET land_nature = $2, term_from = $3, term_to = $4, price_fen = $5 WHERE parcel_code = $1',
    [
      context.unitCode.slice(0, 19),
      natures[grant.method],
      grant.termFrom ?? null,
      grant.termTo ?? null,
      grant.priceFen ?? null,
    ],
  );
  await db.query(
    `INSERT INTO registry.land_right_details (right_id, method, area, term_from, term_to, price_fen)
     SELECT $1, $2, area, $3, $4, $5 FROM registry.units WHERE unit_code = $6`,
    [rightId, grant.method, grant.termFrom ?? null, grant.termTo ?? null, grant.priceFen ?? null, context.unitCode],
  );
}

/** The land right that the home grew on: the chain of title across pages (XGDJGL). Null where the land is not in the book. */
async function landRightOf(db: Queryable, unitCode: string): Promise<string | null> {
  const row = await one<{ right_id: string }>(
    db,
    "SELECT right_id FROM registry.rights WHERE unit_code = $1 AND kind = 'OWNERSHIP' ORDER BY registered_at DESC LIMIT 1",
    [`${unitCode.slice(0, 19)}W00000000`],
  );
  return row?.right_id ?? null;
}

/** 首次登记, BDC-01, 05, 06 (实施细则 §34–36): land, homes, and the common parts, which get no certificate. */
export const firstWriter: EffectWriter = {
  needs(context) {
    if (closesLand(context) || context.use === 'common') return noNumbers;
    const { holders } = ownerOf(context);
    return { kind: 'certificate', count: context.caseRow.separate_certs ? holders.length : 1 };
  },
  async write(db, context) {
    const { entry, unitCode, application } = context;
    if (closesLand(context)) {
      for (const right of context.rights) await endRight(db, entry, right.rightId, '土地使用权并入房屋所有权首次登记');
      await db.query('UPDATE registry.units SET extinguished = true WHERE unit_code = $1', [unitCode]);
      return;
    }
    await writeSurveyed(db, context);
    const { mode, holders } = ownerOf(context);
    const grant = application.terms.landGrant;
    const rightId = await writeRight(db, entry, {
      kind: 'OWNERSHIP',
      unitCode,
      rightType: isLand(unitCode) ? '3' : '4',
      regType: 100,
      reason: '首次登记',
      previousId: isLand(unitCode) ? null : await landRightOf(db, unitCode),
      note: mode === 'common' ? '建筑区划内业主共有部分，不颁发不动产权证书。' : null,
      holders,
    });
    entry.draft.ownership({
      rightId,
      mode,
      priceFen: grant?.priceFen ?? null,
      taxClearanceId: application.taxClearanceId ?? null,
      basisNo: grant?.contractNo ?? application.terms.first?.surveyNo ?? null,
    });
    await writeGrant(db, context, rightId);
    writeCertificates(entry, rightId, 'certificate', context.numbers);
  },
  preview(context) {
    if (closesLand(context))
      return [
        ...context.rights.map((right) => ({ rightId: right.rightId, text: null })),
        {
          rightId: null,
          text: `宗地页面关闭：土地使用权并入房屋，原证书${requireOwner(context).certificateNos.join('、')}作废`,
        },
      ];
    const { mode, holders } = ownerOf(context);
    const unit = surveyedUnit(context);
    const measured = unit ? [{ rightId: null, text: `单元记载（实测）：建筑面积${unit.area.toFixed(2)}㎡` }] : [];
    if (mode === 'common')
      return [{ rightId: null, text: '业主共有部分（新）：全体业主共有，不颁发证书' }, ...measured];
    const what = isLand(context.unitCode) ? '土地使用权人' : '权利人';
    const line = `${what}（首次登记）：${people(holders)}，${modeNames[mode]}；证书：登簿时取号`;
    return [{ rightId: null, text: line }, ...measured];
  },
};
