import { inheritancePart } from '../../rights/inheritance.ts';
import { ownershipAfter } from '../../rights/ownership-after.ts';
import { endRight, writeRight } from '../write-right.ts';
import { type EffectContext, type EffectWriter, noNumbers } from './effect.ts';
import { requireOwner } from './transfer.ts';
import { modeNames, people } from './words.ts';

/**
 * BDC-11 together with BDC-10: the heirs are written as owners, so that the chain of title shows them (INV-03), and the sale that
 * follows in the same entry ends what they inherited. They get no certificate: it would be cancelled as it is drawn.
 */
export const inheritWriter: EffectWriter = {
  needs: () => noNumbers,
  async write(db, context) {
    const { entry, unitCode } = context;
    const owner = requireOwner(context);
    const part = partOf(context);
    await endRight(db, entry, owner.rightId, '继承转移');
    const { mode, holders } = ownershipAfter(owner, part);
    const rightId = await writeRight(db, entry, {
      kind: 'OWNERSHIP',
      unitCode,
      rightType: owner.rightType,
      regType: 200,
      reason: '继承',
      previousId: owner.rightId,
      note: '继承取得，同一次登簿出售，不颁发证书。',
      holders,
    });
    entry.draft.ownership({
      rightId,
      mode,
      priceFen: null,
      taxClearanceId: part.taxClearanceId ?? null,
      basisNo: part.terms.transfer?.basisNo ?? null,
    });
  },
  preview(context) {
    const { mode, holders } = ownershipAfter(requireOwner(context), partOf(context));
    const line = `继承：${people(holders)}，${modeNames[mode]}；同一次登簿出售，不颁发证书`;
    return [{ rightId: null, text: line }];
  },
};

function partOf({ application, caseRow }: EffectContext) {
  const part = inheritancePart(application);
  if (!part) throw new Error(`Case ${caseRow.case_no} inherits without saying what`);
  return part;
}
