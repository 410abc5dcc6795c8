import type { Day } from '../common.ts';
import { mortgagesOf, seizuresInOrder, unitsOfPerson } from '../court/query-register.ts';
import type { Queryable } from '../db/transaction.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import type { HolderView, MortgageView, RightView } from '../rights/types.ts';
import { limitedUnits } from './limited-view.ts';
import type { LimitedUnit, OwnedUnit, OwnerQuery, QueriedFacts, QueryPerson } from './types.ts';

const ownKinds = ['OWNERSHIP', 'CAUTION', 'RESIDENCE'] as const;

/** Codes of what a person holds: owner, holder of a caution, holder of a residence right. */
export const ownUnitCodes = (db: Queryable, { name, idNo }: Pick<QueryPerson, 'name' | 'idNo'>) =>
  unitsOfPerson(db, { name, idNo }, ownKinds);

/**
 * AR-01: the pages of one's own property. Other people appear by name where the law lets the holder of the right know them
 * (co-owners, mortgagees, who objects); their numbers do not.
 */
export async function ownedUnits(
  db: Queryable,
  question: OwnerQuery,
  codes: string[],
  today: Day,
): Promise<OwnedUnit[]> {
  const shown = await limitedUnits(
    db,
    { ...noInterest, applicant: question.applicant, identity: question.identity, unitCodes: codes },
    today,
  );
  const rights = await loadRights(
    db,
    shown.map((unit) => unit.unitCode),
  );
  return shown.map((unit) =>
    toOwned(
      unit,
      rights.filter((right) => right.unitCode === unit.unitCode),
      question.applicant,
    ),
  );
}

const noInterest = { kind: 'AR-02', capacity: 'party', licenceNo: null, basisNo: '', holder: null } as const;

function toOwned(unit: LimitedUnit, rights: readonly RightView[], owner: QueryPerson): OwnedUnit {
  const isSelf = (holder: HolderView) =>
    holder.name === owner.name.trim() && holder.idNo.toUpperCase() === owner.idNo.trim().toUpperCase();
  const title = currentOwnership(rights, unit.unitCode);
  const own = rights.filter((right) => right.status === 'CURRENT' && right.holders.some(isSelf));
  const names = (right: RightView) => right.holders.map((holder) => holder.name);
  return {
    ...factsOf(unit),
    rights: ownKinds.filter((kind) => own.some((right) => right.kind === kind)),
    // 业主共有部分 is nobody's by name.
    mode: title && title.mode !== 'common' ? title.mode : null,
    certificateNos: own.filter((right) => right.kind !== 'MORTGAGE').flatMap((right) => right.certificateNos),
    registeredAt: title?.registeredAt ?? null,
    holders: (title?.holders ?? []).map((holder) => ({ name: holder.name, share: holder.share, self: isSelf(holder) })),
    mortgages: mortgagesOf(rights).map(({ rank, mortgagee, amountFen }) => {
      const { termFrom, termTo } = rights.find(
        (right): right is MortgageView =>
          right.kind === 'MORTGAGE' && right.status === 'CURRENT' && right.rank === rank,
      ) as MortgageView;
      return { rank, mortgagee, amountFen, termFrom, termTo };
    }),
    cautions: rights.flatMap((r) => (r.kind === 'CAUTION' ? [{ kind: r.cautionKind, holders: names(r) }] : [])),
    objections: rights.flatMap((r) =>
      r.kind === 'OBJECTION' && unit.objected ? [{ matter: r.matter, holders: names(r) }] : [],
    ),
    residences: rights.flatMap((r) => (r.kind === 'RESIDENCE' ? [{ scope: r.scope, holders: names(r) }] : [])),
    seizures: seizuresInOrder(rights).map(({ authority, documentNo, queueNo, startsAt, endsAt }) => ({
      authority,
      documentNo,
      queueNo,
      startsAt,
      endsAt,
    })),
  };
}

function factsOf(unit: LimitedUnit): QueriedFacts {
  const { registered, extinguished, coOwned, mortgaged, cautioned, objected, seized, holderMatches, ...facts } = unit;
  return facts;
}
