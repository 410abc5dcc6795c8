import type { EasementTerms, ResidenceTerms } from '../../cases/types.ts';
import type { Queryable } from '../../db/transaction.ts';
import { sideOf } from '../../rights/rule-input.ts';
import type { EasementView } from '../../rights/types.ts';
import { endRight, type NewHolder, writeRight } from '../write-right.ts';
import {
  type EffectContext,
  type EffectWriter,
  holderOf,
  targetsOf,
  type WriteContext,
  writeCertificates,
} from './effect.ts';
import { lineOf, people } from './words.ts';

type Side = EasementView['side'];

function termsOfEasement({ application, caseRow }: EffectContext): EasementTerms {
  const terms = application.terms.easement;
  if (!terms) throw new Error(`Case ${caseRow.case_no} has no easement terms although it was checked`);
  return terms;
}

async function writeEasement(
  db: Queryable,
  context: WriteContext,
  row: {
    side: Side;
    otherUnitCode: string;
    terms: Pick<EasementTerms, 'content' | 'termFrom' | 'termTo' | 'contractNo'>;
    regType: number;
    reason: string;
    previousId: string | null;
    holders: NewHolder[];
    no: string | undefined;
  },
): Promise<void> {
  const rightId = await writeRight(db, context.entry, {
    kind: 'EASEMENT',
    unitCode: context.unitCode,
    rightType: '19',
    regType: row.regType,
    reason: row.reason,
    previousId: row.previousId,
    holders: row.holders,
  });
  await db.query(
    'INSERT INTO registry.easement_details (right_id, side, other_unit_code, content, term_from, term_to, contract_no) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [
      rightId,
      row.side,
      row.otherUnitCode,
      row.terms.content,
      row.terms.termFrom,
      row.terms.termTo,
      row.terms.contractNo,
    ],
  );
  writeCertificates(context.entry, rightId, 'proof', row.no ? [row.no] : []);
}

/** BDC-28 首次: written on the page of both units; the one proof belongs to the burdened page (实施细则 §64). */
export const easementWriter: EffectWriter = {
  needs: (context) => ({ kind: 'proof', count: sideOfUnit(context) === 'servient' ? 1 : 0 }),
  async write(db, context) {
    const terms = termsOfEasement(context);
    const side = sideOfUnit(context);
    await writeEasement(db, context, {
      side,
      otherUnitCode: side === 'servient' ? terms.dominantUnitCode : terms.servientUnitCode,
      terms,
      regType: 100,
      reason: '设立地役权',
      previousId: null,
      holders: sideOf(context.application.parties, 'acquirer').map(holderOf),
      no: context.numbers[0],
    });
  },
  preview(context) {
    const terms = termsOfEasement(context);
    const side = sideOfUnit(context) === 'servient' ? '供役' : '需役';
    const holders = people(sideOf(context.application.parties, 'acquirer'));
    return [
      {
        rightId: null,
        text: `地役权（${side}，新）：${terms.content}，${terms.termFrom}至${terms.termTo}，${holders}`,
      },
    ];
  },
};

function sideOfUnit(context: EffectContext): Side {
  return termsOfEasement(context).servientUnitCode === context.unitCode ? 'servient' : 'dominant';
}

/** BDC-28 变更, 转移: both pages follow; it goes to another only with the dominant land (民法典 380). */
function easementContinued(regType: 200 | 300, reason: string): EffectWriter {
  const holdersAfter = (context: EffectContext, target: EasementView): NewHolder[] =>
    regType === 200 ? sideOf(context.application.parties, 'acquirer').map(holderOf) : target.holders;
  return {
    needs: (context) => ({
      kind: 'proof',
      count: targetsOf(context, 'EASEMENT').filter((target) => target.side === 'servient').length,
    }),
    async write(db, context) {
      let used = 0;
      for (const target of targetsOf(context, 'EASEMENT')) {
        await endRight(db, context.entry, target.rightId, reason);
        const no = target.side === 'servient' ? context.numbers[used] : undefined;
        if (target.side === 'servient') used += 1;
        await writeEasement(db, context, {
          side: target.side,
          otherUnitCode: target.otherUnitCode,
          terms: regType === 300 ? termsOfEasement(context) : target,
          regType,
          reason,
          previousId: target.rightId,
          holders: holdersAfter(context, target),
          no,
        });
      }
    },
    preview: (context) =>
      targetsOf(context, 'EASEMENT').map((target) => ({
        rightId: target.rightId,
        text: `${lineOf(regType === 300 ? { ...target, ...termsOfEasement(context) } : target)}（${reason}：${people(holdersAfter(context, target))}）`,
      })),
  };
}

export const easementChangeWriter = easementContinued(300, '地役权变更');
export const easementTransferWriter = easementContinued(200, '地役权转移');

function termsOfResidence({ application, caseRow }: EffectContext): ResidenceTerms {
  const terms = application.terms.residence;
  if (!terms) throw new Error(`Case ${caseRow.case_no} has no residence terms although it was checked`);
  return terms;
}

async function writeResidence(
  db: Queryable,
  context: WriteContext,
  row: { regType: number; reason: string; previousId: string | null; holders: NewHolder[]; no: string | undefined },
): Promise<void> {
  const terms = termsOfResidence(context);
  const rightId = await writeRight(db, context.entry, {
    kind: 'RESIDENCE',
    unitCode: context.unitCode,
    rightType: 'JZQ',
    regType: row.regType,
    reason: row.reason,
    previousId: row.previousId,
    holders: row.holders,
  });
  await db.query(
    'INSERT INTO registry.residence_details (right_id, basis, basis_no, scope, conditions, term_to, price_fen) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [rightId, terms.basis, terms.basisNo, terms.scope, terms.conditions, terms.termTo ?? null, terms.priceFen ?? null],
  );
  writeCertificates(context.entry, rightId, 'proof', row.no ? [row.no] : []);
}

const residenceLine = (context: EffectContext, holders: NewHolder[]) =>
  `居住权（新）：${people(holders)}，${termsOfResidence(context).scope}，${termsOfResidence(context).termTo ?? '终身'}`;

/** BDC-33 居住权首次: exists from this entry on (民法典 368); stays when the home is sold (INV-24). */
export const residenceWriter: EffectWriter = {
  needs: () => ({ kind: 'proof', count: 1 }),
  write: (db, context) =>
    writeResidence(db, context, {
      regType: 100,
      reason: '设立居住权',
      previousId: null,
      holders: sideOf(context.application.parties, 'acquirer').map(holderOf),
      no: context.numbers[0],
    }),
  preview: (context) => [
    { rightId: null, text: residenceLine(context, sideOf(context.application.parties, 'acquirer').map(holderOf)) },
  ],
};

/** BDC-34 变更: scope, conditions or term; never the holder (民法典 369). */
export const residenceChangeWriter: EffectWriter = {
  needs: (context) => ({ kind: 'proof', count: targetsOf(context, 'RESIDENCE').length }),
  async write(db, context) {
    for (const [i, target] of targetsOf(context, 'RESIDENCE').entries()) {
      await endRight(db, context.entry, target.rightId, '居住权变更');
      await writeResidence(db, context, {
        regType: 300,
        reason: '居住权变更',
        previousId: target.rightId,
        holders: target.holders,
        no: context.numbers[i],
      });
    }
  },
  preview: (context) =>
    targetsOf(context, 'RESIDENCE').map((target) => ({
      rightId: target.rightId,
      text: residenceLine(context, target.holders),
    })),
};
