import type { Queryable } from '../../db/transaction.ts';
import { lendersOf, sideOf } from '../../rights/rule-input.ts';
import type { CautionView } from '../../rights/types.ts';
import { endRight, type NewHolder, writeRight } from '../write-right.ts';
import {
  type EffectContext,
  type EffectWriter,
  holderOf,
  targetsOf,
  type WriteContext,
  writeCertificates,
} from './effect.ts';
import { lineOf, people, yuan } from './words.ts';

const names = { presale: '预购商品房', sale: '存量房转让', presale_mortgage: '预购商品房抵押', mortgage: '存量房抵押' };

interface CautionDetails {
  cautionKind: CautionView['cautionKind'];
  agreementNo: string | null;
  agreedOn: string | null;
  registrableFrom: string | null;
  priceFen: number | null;
  claim: CautionView['claim'];
}

async function writeDetails(
  db: Queryable,
  rightId: string,
  details: CautionDetails,
  obligors: readonly { name: string; idType: string; idNo: string }[],
): Promise<void> {
  await db.query(
    `INSERT INTO registry.caution_details (right_id, caution_kind, agreement_no, agreed_on, registrable_from, price_fen, amount_fen, term_from, term_to,
       scope, loan_contract_no, obligors) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      rightId,
      details.cautionKind,
      details.agreementNo,
      details.agreedOn,
      details.registrableFrom,
      details.priceFen,
      details.claim?.amountFen ?? null,
      details.claim?.termFrom ?? null,
      details.claim?.termTo ?? null,
      details.claim?.scope ?? null,
      details.claim?.loanContractNo ?? null,
      JSON.stringify(obligors.map(({ name, idType, idNo }) => ({ name, idType, idNo }))),
    ],
  );
}

/** Whose claim the caution secures: the buyer, or the lender. */
function cautionHolders({ action, application }: EffectContext): NewHolder[] {
  const loan = action.operation.cautionKind === 'presale_mortgage' || action.operation.cautionKind === 'mortgage';
  const side = loan ? lendersOf(action, application.parties) : sideOf(application.parties, 'acquirer');
  return side.map(holderOf);
}

/** BDC-24, 25, 26 预告登记: secures the later registration; from now on nothing is disposed of without the holder (INV-21). */
export const cautionWriter: EffectWriter = {
  needs: () => ({ kind: 'proof', count: 1 }),
  async write(db, context) {
    const { caseRow, application, action, entry } = context;
    const kind = action.operation.cautionKind;
    const terms = application.terms.caution;
    if (!kind || !terms) throw new Error(`Case ${caseRow.case_no} has no caution terms although it was checked`);
    const rightId = await writeRight(db, entry, {
      kind: 'CAUTION',
      unitCode: context.unitCode,
      rightType: '4',
      regType: 700,
      reason: `${names[kind]}预告登记`,
      holders: cautionHolders(context),
    });
    const loan = kind === 'presale_mortgage' || kind === 'mortgage' ? caseRow.mortgage : null;
    // A loan caution joined to a presale burdens the buyer's expectancy, not the developer's home.
    const obligors = sideOf(application.parties, action.joined ? 'acquirer' : 'obligor');
    await writeDetails(
      db,
      rightId,
      {
        cautionKind: kind,
        agreementNo: terms.agreementNo,
        agreedOn: terms.agreedOn,
        registrableFrom: terms.registrableFrom ?? null,
        priceFen: loan ? null : (caseRow.contract?.priceFen ?? null),
        claim: loan ? { ...loan, loanContractNo: loan.loanContractNo } : null,
      },
      obligors,
    );
    writeCertificates(entry, rightId, 'proof', context.numbers);
  },
  preview(context) {
    const kind = context.action.operation.cautionKind ?? 'sale';
    const loan = kind === 'presale_mortgage' || kind === 'mortgage';
    const amount = loan ? context.caseRow.mortgage?.amountFen : context.caseRow.contract?.priceFen;
    const money = amount ? `，${yuan(amount)}` : '';
    return [{ rightId: null, text: `${names[kind]}预告登记（新）：${people(cautionHolders(context))}${money}` }];
  },
};

async function continueCaution(
  db: Queryable,
  context: WriteContext,
  next: { regType: number; reason: string; holders: (target: CautionView) => NewHolder[] },
): Promise<void> {
  const change = context.application.terms.cautionChange;
  for (const [i, target] of targetsOf(context, 'CAUTION').entries()) {
    await endRight(db, context.entry, target.rightId, next.reason);
    const rightId = await writeRight(db, context.entry, {
      kind: 'CAUTION',
      unitCode: context.unitCode,
      rightType: '4',
      regType: next.regType,
      reason: next.reason,
      previousId: target.rightId,
      holders: next.holders(target),
    });
    const claim = target.claim && {
      ...target.claim,
      amountFen: change?.amountFen ?? target.claim.amountFen,
      termTo: change?.termTo ?? target.claim.termTo,
    };
    const { rows } = await db.query<{ obligors: { name: string; idType: string; idNo: string }[] }>(
      'SELECT obligors FROM registry.caution_details WHERE right_id = $1',
      [target.rightId],
    );
    const registrableFrom = change?.registrableFrom ?? target.registrableFrom;
    await writeDetails(db, rightId, { ...target, registrableFrom, claim }, rows[0]?.obligors ?? []);
    const no = context.numbers[i];
    writeCertificates(context.entry, rightId, 'proof', no ? [no] : []);
  }
}

const oneProofEach: EffectWriter['needs'] = (context) => ({
  kind: 'proof',
  count: targetsOf(context, 'CAUTION').length,
});

/** BDC-27 变更: what secures the same claim under changed terms. */
export const cautionChangeWriter: EffectWriter = {
  needs: oneProofEach,
  write: (db, context) =>
    continueCaution(db, context, { regType: 300, reason: '预告登记变更', holders: (target) => target.holders }),
  preview: (context) =>
    targetsOf(context, 'CAUTION').map((target) => ({
      rightId: target.rightId,
      text: `${lineOf(target)}（变更：${context.application.terms.cautionChange?.reason ?? ''}）`,
    })),
};

/** BDC-27 转移: with the claim to its new holder. */
export const cautionTransferWriter: EffectWriter = {
  needs: oneProofEach,
  write: (db, context) =>
    continueCaution(db, context, {
      regType: 200,
      reason: '预告登记转移',
      holders: () => sideOf(context.application.parties, 'acquirer').map(holderOf),
    }),
  preview: (context) =>
    targetsOf(context, 'CAUTION').map((target) => ({
      rightId: target.rightId,
      text: `预告登记（转移）：${people(sideOf(context.application.parties, 'acquirer'))}`,
    })),
};
