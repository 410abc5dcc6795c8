import type { Queryable } from '../../db/transaction.ts';
import { identityOf, sideOf } from '../../rights/rule-input.ts';
import type { RightView } from '../../rights/types.ts';
import type { EffectContext, EffectWriter } from './effect.ts';
import { lineOf } from './words.ts';

function targetOf({ application, rights, caseRow, unitCode }: EffectContext): RightView {
  const target = rights.find((r) => r.status === 'CURRENT' && application.targets.includes(r.rightId));
  if (!target) throw new Error(`Case ${caseRow.case_no}: nothing to reissue on ${unitCode}`);
  return target;
}

/** Co-owners with certificates of their own get only theirs exchanged; one for all is exchanged for one. */
function holderSeqs(context: EffectContext): (number | null)[] {
  const target = targetOf(context);
  if (target.certificateNos.length <= 1) return [null];
  const applying = new Set(sideOf(context.application.parties, 'acquirer').map(identityOf));
  return target.holders.filter((holder) => applying.has(identityOf(holder))).map((holder) => holder.seq);
}

async function cancelOld(
  db: Queryable,
  rightId: string,
  seq: number | null,
  entry: { entryId: string; registeredAt: Date },
) {
  await db.query(
    `UPDATE registry.certificates SET status = 'CANCELLED', cancelled_entry_id = $3, cancelled_at = $4
     WHERE right_id = $1 AND holder_seq IS NOT DISTINCT FROM $2 AND status = 'LIVE'`,
    [rightId, seq, entry.entryId, entry.registeredAt],
  );
}

/** BDC-31 换发: the right stays as it is, its paper gets a new number and the old one is void (INV-31). */
export const reissueWriter: EffectWriter = {
  needs: (context) => ({
    kind: targetOf(context).kind === 'OWNERSHIP' ? 'certificate' : 'proof',
    count: holderSeqs(context).length,
  }),
  async write(db, context) {
    const target = targetOf(context);
    const kind = target.kind === 'OWNERSHIP' ? 'certificate' : 'proof';
    for (const holderSeq of holderSeqs(context)) {
      await cancelOld(db, target.rightId, holderSeq, context.entry);
      context.entry.draft.certificate({ kind, rightId: target.rightId, holderSeq });
    }
  },
  preview: (context) => {
    const target = targetOf(context);
    return [
      {
        rightId: target.rightId,
        text: `${lineOf(target)}——${context.application.terms.reissue?.cause === 'lost' ? '补发' : '换发'}：登簿时取新号，原证书作废`,
      },
    ];
  },
};
