import type { CancellationCause } from '../../cases/types.ts';
import type { RightKind } from '../../rights/types.ts';
import { tellWatch } from '../../seizure/tell.ts';
import { endRight } from '../write-right.ts';
import { type EffectContext, type EffectWriter, noNumbers, targetsOf } from './effect.ts';
import { lineOf } from './words.ts';

const causes: Record<CancellationCause, string> = {
  claim_ended: '债权消灭',
  waived: '权利人放弃',
  realised: '权利实现',
  legal_document: '生效法律文书',
  destroyed: '不动产灭失',
  abandoned: '放弃所有权',
  expropriated: '征收、收回',
  expired: '期限届满',
  death: '权利人死亡',
  agreement: '协议解除',
  fulfilled: '已办理本登记',
};

export function causeOf({ application }: Pick<EffectContext, 'application'>): string {
  return causes[application.terms.cancellation?.cause ?? 'agreement'];
}

/** BDC-04, 16 注销登记: ownership and every right on it end, the page is closed and stays readable. Courts hear of it from the watches. */
export const extinguishWriter: EffectWriter = {
  needs: () => noNumbers,
  async write(db, context) {
    const { entry, rights } = context;
    for (const right of rights) {
      await endRight(db, entry, right.rightId, `${causeOf(context)}，注销登记`);
      if (right.kind === 'SEIZURE' && right.status === 'CURRENT')
        await tellWatch(db, { topic: 'seizure.disposed', rightId: right.rightId, at: entry.registeredAt });
    }
    await db.query('UPDATE registry.units SET extinguished = true WHERE unit_code = $1', [context.unitCode]);
  },
  preview: (context) => [
    ...context.rights.map((right) => ({ rightId: right.rightId, text: null })),
    { rightId: null, text: `登记簿注销关闭（${causeOf(context)}），证书作废` },
  ],
};

/** 注销登记 of a right on the home: its proof is cancelled with it; mortgages behind it move up (INV-17). */
export function cancellation(kind: RightKind): EffectWriter {
  return {
    needs: () => noNumbers,
    async write(db, context) {
      for (const target of targetsOf(context, kind))
        await endRight(db, context.entry, target.rightId, `${causeOf(context)}，注销登记`);
    },
    preview: (context) =>
      targetsOf(context, kind).map((target) => ({
        rightId: target.rightId,
        text: `${lineOf(target)}——注销（${causeOf(context)}）`,
      })),
  };
}
