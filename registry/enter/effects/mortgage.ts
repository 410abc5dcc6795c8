import type { Queryable } from '../../db/transaction.ts';
import { isSiteMortgage } from '../../items/items.ts';
import { currentOwnership } from '../../rights/load-rights.ts';
import { lendersOf, sameIdentities, sideOf } from '../../rights/rule-input.ts';
import type { CautionView, MortgageView } from '../../rights/types.ts';
import { endRight, type NewHolder, writeRight } from '../write-right.ts';
import {
  currentMortgages,
  type EffectContext,
  type EffectWriter,
  holderOf,
  targetsOf,
  type WriteContext,
  writeCertificates,
} from './effect.ts';
import { people, yuan } from './words.ts';

/** What stands in `mortgage_details` besides the right itself. */
export interface MortgageDetails {
  mortgageKind: MortgageView['mortgageKind'];
  amountFen: number;
  termFrom: string;
  termTo: string;
  scope: string;
  restrictsTransfer: boolean;
  contractNo: string;
  loanContractNo: string | null;
  existingClaimFen: number | null;
  claimFixed: MortgageView['claimFixed'];
  underConstruction: boolean;
  /** INV-17, 22; null = from its own register time. */
  rankSince: Date | null;
}

/** Rank = place among the current mortgages, by what each is counted from. */
export function writeMortgageDetails(context: WriteContext, rightId: string, details: MortgageDetails): void {
  // On a building site nobody owns the home yet: who applies as mortgagor has the land.
  const mortgagors =
    currentOwnership(context.rights, context.unitCode)?.holders ?? sideOf(context.application.parties, 'obligor');
  const obligors = mortgagors.map((holder) => holder.name);
  context.entry.draft.mortgage(rightId, context.unitCode, { ...details, obligors }, currentMortgages(context.rights));
}

/** INV-22: the lender's own caution for this mortgage; its day decides the rank. */
function cautionBehind(context: EffectContext): CautionView | null {
  const lenders = lendersOf(context.action, context.application.parties);
  const mine = (r: EffectContext['rights'][number]): r is CautionView =>
    r.kind === 'CAUTION' &&
    r.status === 'CURRENT' &&
    (r.cautionKind === 'presale_mortgage' || r.cautionKind === 'mortgage') &&
    sameIdentities(r.holders, lenders);
  return context.rights.filter(mine).find((r) => r.lapsesOn === null || r.lapsesOn >= today(context)) ?? null;
}

/** Day of the case that the caution must still have been in force on: registration was applied for in time (民法典 221). */
function today({ caseRow }: EffectContext): string {
  return caseRow.start_variables.filedOn;
}

/** BDC-17, 18 抵押权首次登记: rank = order of 登簿 (INV-17), or of the caution it grew out of (INV-22). */
export const mortgageWriter: EffectWriter = {
  needs: () => ({ kind: 'proof', count: 1 }),
  async write(db, context) {
    const { caseRow, entry, action, application } = context;
    const terms = caseRow.mortgage;
    if (!terms) throw new Error(`Case ${caseRow.case_no} has no mortgage terms although the application was checked`);
    const caution = cautionBehind(context);
    if (caution) await endRight(db, entry, caution.rightId, '抵押预告登记转为抵押权登记');
    const rightId = await writeRight(db, entry, {
      kind: 'MORTGAGE',
      unitCode: context.unitCode,
      rightType: '23',
      regType: 100,
      reason: caution ? '抵押预告登记转抵押权登记' : '设立抵押',
      previousId: caution?.rightId ?? null,
      holders: lendersOf(action, application.parties).map(holderOf),
    });
    writeMortgageDetails(context, rightId, {
      mortgageKind: terms.mortgageKind,
      amountFen: terms.amountFen,
      termFrom: terms.termFrom,
      termTo: terms.termTo,
      scope: terms.scope,
      restrictsTransfer: terms.restrictsTransfer,
      contractNo: terms.mortgageContractNo,
      loanContractNo: terms.loanContractNo,
      existingClaimFen: terms.existingClaimFen ?? null,
      claimFixed: null,
      underConstruction: isSiteMortgage(action.item.code),
      rankSince: caution?.registeredAt ?? null,
    });
    writeCertificates(entry, rightId, 'proof', context.numbers);
  },
  preview(context) {
    const caution = cautionBehind(context);
    const before = currentMortgages(context.rights);
    const rank = caution ? before.filter((m) => m.rankSince <= caution.registeredAt).length + 1 : before.length + 1;
    const lenders = people(lendersOf(context.action, context.application.parties));
    const line = `抵押权第${rank}顺位（新）：${lenders}，${(context.caseRow.mortgage?.amountFen ?? 0) / 100}元`;
    return [{ rightId: null, text: line }, ...(caution ? [{ rightId: caution.rightId, text: null }] : [])];
  },
};

/** The mortgage as it is after the change. */
function changed(target: MortgageView, context: EffectContext, rankSince: Date): Continuation['details'] {
  const change = context.application.terms.mortgageChange;
  return {
    ...target,
    amountFen: change?.amountFen ?? target.amountFen,
    termFrom: change?.termFrom ?? target.termFrom,
    termTo: change?.termTo ?? target.termTo,
    scope: change?.scope ?? target.scope,
    restrictsTransfer: change?.restrictsTransfer ?? target.restrictsTransfer,
    claimFixed: change?.claimFixed ?? target.claimFixed,
    underConstruction: context.action.operation.code === 'convert' ? false : target.underConstruction,
    rankSince,
  };
}

/** The other mortgage of an exchange of ranks, if one is asked for. */
function swapOf(context: EffectContext): MortgageView | null {
  const id = context.application.swapWith;
  return currentMortgages(context.rights).find((m) => m.rightId === id) ?? null;
}

/** A mortgage that ends and is at once written anew. */
interface Continuation {
  target: MortgageView;
  details: MortgageDetails & { rankSince: Date };
  regType: number;
  reason: string;
  holders: readonly NewHolder[];
  no: string | undefined;
}

/** All end before the first is written anew, in the order of their places: the rank counts who stands before it then (INV-17). */
async function continueMortgages(
  db: Queryable,
  context: WriteContext,
  continuations: readonly Continuation[],
): Promise<void> {
  const { entry } = context;
  for (const { target, reason } of continuations) await endRight(db, entry, target.rightId, reason);
  const inOrder = continuations.toSorted((a, b) => a.details.rankSince.getTime() - b.details.rankSince.getTime());
  for (const { target, details, regType, reason, holders, no } of inOrder) {
    const rightId = await writeRight(db, entry, {
      kind: 'MORTGAGE',
      unitCode: context.unitCode,
      rightType: '23',
      regType,
      reason,
      previousId: target.rightId,
      holders: [...holders],
    });
    writeMortgageDetails(context, rightId, details);
    writeCertificates(entry, rightId, 'proof', no ? [no] : []);
  }
}

/** BDC-19, 23 抵押权变更: the mortgage is written anew and keeps its place, or exchanges it with the other one. */
export const mortgageChangeWriter: EffectWriter = {
  needs: (context) => ({ kind: 'proof', count: targetsOf(context, 'MORTGAGE').length + (swapOf(context) ? 1 : 0) }),
  async write(db, context) {
    const targets = targetsOf(context, 'MORTGAGE');
    const swap = swapOf(context);
    const reason = context.action.operation.code === 'convert' ? '在建建筑物抵押转现房抵押' : '抵押权变更';
    const continuations: Continuation[] = targets.map((target, i) => ({
      target,
      details: changed(target, context, swap?.rankSince ?? target.rankSince),
      regType: 300,
      reason,
      holders: target.holders,
      no: context.numbers[i],
    }));
    const [first] = targets;
    if (swap && first)
      continuations.push({
        target: swap,
        details: { ...swap, rankSince: first.rankSince },
        regType: 300,
        reason: '抵押权顺位变更',
        holders: swap.holders,
        no: context.numbers[targets.length],
      });
    await continueMortgages(db, context, continuations);
  },
  preview(context) {
    const swap = swapOf(context);
    const targets = targetsOf(context, 'MORTGAGE');
    const lines = targets.map((target) => {
      const next = changed(target, context, target.rankSince);
      const fixed = next.claimFixed ? `，债权确定为${yuan(next.claimFixed.amountFen)}` : '';
      return {
        rightId: target.rightId,
        text: `抵押权第${swap?.rank ?? target.rank}顺位（变更）：${people(target.holders)}，${next.amountFen / 100}元，${next.termFrom}至${next.termTo}${fixed}`,
      };
    });
    if (!swap) return lines;
    const place = targets[0]?.rank ?? swap.rank;
    return [
      ...lines,
      {
        rightId: swap.rightId,
        text: `抵押权第${place}顺位（变更）：${people(swap.holders)}，${swap.amountFen / 100}元`,
      },
    ];
  },
};

/** BDC-20, 23 抵押权转移: the mortgage goes with the claim and keeps its rank; with a part of the claim both hold it (民法典 407). */
export const mortgageTransferWriter: EffectWriter = {
  needs: (context) => ({ kind: 'proof', count: targetsOf(context, 'MORTGAGE').length }),
  async write(db, context) {
    const partial = context.application.terms.mortgageTransfer?.partial === true;
    const acquirers = lendersOf(context.action, context.application.parties).map(holderOf);
    const continuations = targetsOf(context, 'MORTGAGE').map((target, i) => ({
      target,
      details: { ...target },
      regType: 200,
      reason: '债权转让，抵押权转移',
      holders: partial ? [...target.holders, ...acquirers] : acquirers,
      no: context.numbers[i],
    }));
    await continueMortgages(db, context, continuations);
  },
  preview: (context) =>
    targetsOf(context, 'MORTGAGE').map((target) => ({
      rightId: target.rightId,
      text: `抵押权第${target.rank}顺位（转移）：${people(lendersOf(context.action, context.application.parties))}，${target.amountFen / 100}元`,
    })),
};
