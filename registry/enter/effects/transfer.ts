import { currentOwnership } from '../../rights/load-rights.ts';
import { ownershipAfter } from '../../rights/ownership-after.ts';
import { sameIdentities, sideOf } from '../../rights/rule-input.ts';
import { disposalOf, endsWithDisposal } from '../../rights/rules/court-disposal.ts';
import { isPurchase } from '../../rights/rules/encumbrance-rules.ts';
import { seizuresOn } from '../../rights/rules/seized-share.ts';
import type { CautionView, OwnershipView, SeizureView } from '../../rights/types.ts';
import { tellWatch } from '../../seizure/tell.ts';
import { formatShare } from '../../validators/shares.ts';
import { endRight, writeRight } from '../write-right.ts';
import { type EffectContext, type EffectWriter, type PreviewLine, writeCertificates } from './effect.ts';
import { modeNames, people } from './words.ts';

const reasons: Record<string, string> = {
  sale: '买卖',
  gift: '赠与',
  inheritance: '继承',
  bequest: '受遗赠',
  marital_agreement: '夫妻财产约定',
  divorce: '离婚析产',
  share_change: '共有份额变化',
  judgment: '法院裁判',
  arbitration: '仲裁裁决',
  enforcement: '法院协助执行',
  contribution: '作价出资（入股）',
  company_merger: '企业合并',
  company_division: '企业分立',
  restructuring: '企业改制',
  exchange: '互换',
  resettlement: '拆迁安置',
};

export function requireOwner(context: Pick<EffectContext, 'rights' | 'unitCode'>): OwnershipView {
  const owner = currentOwnership(context.rights, context.unitCode);
  if (!owner) throw new Error(`No current ownership on ${context.unitCode} although the rules passed`);
  return owner;
}

/** Cautions that this transfer carries out, and those that have lapsed and stand in nobody's way (INV-21). */
function cautionsEnding({ rights, application, entry }: EffectContext & { entry?: { registeredAt: Date } }) {
  const acquirers = sideOf(application.parties, 'acquirer');
  return rights
    .filter((r): r is CautionView => r.kind === 'CAUTION' && r.status === 'CURRENT' && isPurchase(r))
    .flatMap((caution) => {
      if (sameIdentities(caution.holders, acquirers)) return [{ caution, reason: '预告登记转为本登记' }];
      const lapsed =
        entry && caution.lapsesOn !== null && new Date(`${caution.lapsesOn}T24:00:00+08:00`) <= entry.registeredAt;
      return lapsed ? [{ caution, reason: '预告登记失效（民法典 221）' }] : [];
    });
}

/** INV-11: the court that seized disposes: its seizure ends, and with it the later 轮候 of what it disposes of. */
function seizuresEnding({ rights, application }: EffectContext): { seizure: SeizureView; reason: string }[] {
  const live = seizuresOn(rights);
  const disposal = disposalOf(application);
  const noticeNo = application.terms.transfer?.court?.noticeNo;
  return live
    .filter((seizure) => endsWithDisposal(disposal, seizure, live))
    .map((seizure) => ({
      seizure,
      reason:
        seizure.status === 'CURRENT' ? `司法处置，解除查封（${noticeNo}）` : `司法处置，轮候查封失效（${noticeNo}）`,
    }));
}

/** 转移登记: the old ownership ends, the new one follows it. Mortgages stay where they are: they follow the home (INV-18). */
export const transferWriter: EffectWriter = {
  needs(context) {
    const { holders } = ownershipAfter(requireOwner(context), context.application);
    return { kind: 'certificate', count: context.caseRow.separate_certs ? holders.length : 1 };
  },
  async write(db, context) {
    const { entry, caseRow, application, unitCode, rights } = context;
    const owner = requireOwner(context);
    const reason = reasons[application.terms.transfer?.reason ?? 'sale'] ?? '转移';
    for (const { seizure, reason: why } of seizuresEnding(context)) {
      await endRight(db, entry, seizure.rightId, why);
      if (seizure.status === 'CURRENT')
        await tellWatch(db, { topic: 'seizure.disposed', rightId: seizure.rightId, at: entry.registeredAt });
    }
    for (const { caution, reason: why } of cautionsEnding(context)) await endRight(db, entry, caution.rightId, why);
    await endRight(db, entry, owner.rightId, `${reason}转移`);
    const { mode, holders } = ownershipAfter(owner, application);
    const rightId = await writeRight(db, entry, {
      kind: 'OWNERSHIP',
      unitCode,
      rightType: owner.rightType,
      regType: 200,
      reason,
      previousId: owner.rightId,
      note: noteOf(context, rights),
      holders,
    });
    entry.draft.ownership({
      rightId,
      mode,
      priceFen: caseRow.contract?.priceFen ?? application.terms.transfer?.valueFen ?? null,
      taxClearanceId: application.taxClearanceId ?? null,
      basisNo: application.terms.transfer?.basisNo ?? caseRow.contract?.contractNo ?? null,
    });
    writeCertificates(entry, rightId, 'certificate', context.numbers);
  },
  preview(context) {
    const owner = requireOwner(context);
    const { mode, holders } = ownershipAfter(owner, context.application);
    const gone: PreviewLine[] = [
      ...seizuresEnding(context).map(({ seizure }) => ({ rightId: seizure.rightId, text: null })),
      ...cautionsEnding(context).map(({ caution }) => ({ rightId: caution.rightId, text: null })),
    ];
    const line = `权利人（新）：${people(holders)}，${modeNames[mode]}；证书：登簿时取号，原证书注销`;
    return [{ rightId: owner.rightId, text: line }, ...gone];
  },
};

/** 附记: what goes on burdening the home under its new owner. Ended ones are gone by name: they are targets of the case. */
function noteOf(context: EffectContext, rights: EffectContext['rights']): string | null {
  const { application } = context;
  const ending = new Set(seizuresEnding(context).map(({ seizure }) => seizure.rightId));
  const stays = (kind: string) =>
    rights.some((r) => r.kind === kind && r.status === 'CURRENT' && !application.targets.includes(r.rightId));
  const notes = [
    ...(stays('MORTGAGE') ? ['该不动产上设有抵押权，抵押权随不动产转移继续存在。'] : []),
    ...(stays('RESIDENCE') ? ['该不动产上设有居住权，居住权继续存在。'] : []),
    // INV-16: only a share can still be seized when the rules have let a transfer through.
    ...rights.flatMap((r) =>
      r.kind === 'SEIZURE' && r.status === 'CURRENT' && r.scopeShare && !ending.has(r.rightId)
        ? [`该不动产${formatShare(r.scopeShare)}份额已被查封（${r.authority}，${r.documentNo}），该份额不得处分。`]
        : [],
    ),
  ];
  return notes.length > 0 ? notes.join('') : null;
}
