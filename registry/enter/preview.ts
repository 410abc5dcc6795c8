import { type CaseRow, caseUnknown, unitCodesOf } from '../cases/case-row.ts';
import type { Block } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { actionsOf } from '../items/items.ts';
import { afterInheritance } from '../rights/inheritance.ts';
import { currentOwnership, loadRights, rankMortgages } from '../rights/load-rights.ts';
import { loadApplicationFacts, loadPages, runRules } from '../rights/rule-context.ts';
import { worksOnTarget } from '../rights/rules/target-rules.ts';
import type { RightView } from '../rights/types.ts';
import { settlePages } from '../seizure/end-of-term.ts';
import type { EffectContext } from './effects/effect.ts';
import { effectWriters } from './effects/index.ts';
import { lineOf } from './effects/words.ts';
import { appliedOf } from './plan-entry.ts';

const kindOrder = ['OWNERSHIP', 'MORTGAGE', 'CAUTION', 'RESIDENCE', 'EASEMENT', 'OBJECTION', 'SEIZURE'];

/** F-SIGNBOOK: what stands on the page and what would stand there, in words, with everything that would stop it now. */
export async function previewEntry(
  { pool, clock }: Deps,
  caseNo: string,
): Promise<{ before: string[]; after: string[]; blocks: Block[] }> {
  const caseRow = await one<CaseRow>(pool, 'SELECT * FROM registry.cases WHERE case_no = $1', [caseNo]);
  const application = await loadApplicationFacts(pool, caseNo, true);
  if (!caseRow || !application) throw caseUnknown(caseNo);
  const unitCodes = await unitCodesOf(pool, caseNo);
  await settlePages({ pool, clock }, unitCodes);
  const pages = await loadPages(pool, unitCodes);
  const all = await loadRights(pool, unitCodes);
  const before: string[] = [];
  const after: string[] = [];
  for (const { unit_code: unitCode, use } of pages) {
    const rights = all
      .filter((r) => r.unitCode === unitCode)
      .sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || rankOf(a) - rankOf(b));
    const lines = new Map(rights.map((r) => [r.rightId, lineOf(r)]));
    const unowned = currentOwnership(rights, unitCode) ? [] : ['权利人：无'];
    before.push(`单元${unitCode}`, ...unowned, ...lines.values());
    const added: string[] = [];
    let standing: readonly RightView[] = rights;
    for (const action of actionsOf(appliedOf(caseRow))) {
      const changes = changesOf({
        caseRow,
        application,
        action,
        unitCode,
        use,
        unitCodes,
        rights: standing,
        allRights: all,
      });
      // A cancelled mortgage makes room for the one that follows in the same entry.
      if (action.effect === 'mortgage_cancel')
        standing = rankMortgages(standing.filter((r) => !application.targets.includes(r.rightId)));
      if (action.effect === 'inherit') standing = afterInheritance(standing, application);
      for (const { rightId, text } of changes) {
        if (rightId === null) added.push(text ?? '');
        else if (text === null) lines.delete(rightId);
        else lines.set(rightId, text);
      }
    }
    // A first registration is the line that says who owns from now on.
    const gains = actionsOf(appliedOf(caseRow)).some(({ effect }) => effect === 'first');
    after.push(`单元${unitCode}`, ...(gains ? [] : unowned), ...lines.values(), ...added);
  }
  const { blocks } = await runRules(pool, {
    itemCode: caseRow.item_code,
    pages,
    application,
    now: clock.now(),
  });
  return { before, after, blocks };
}

/** Where a rule already stops the case, an effect may find nothing to work on: then the page stays as it is, and the blocks say why. */
function changesOf(context: EffectContext) {
  const needsOwner = ['inherit', 'transfer', 'rename', 'facts', 'correction', 'partition'].includes(
    context.action.effect,
  );
  const needsTarget = worksOnTarget(context.action.effect);
  if (needsOwner && !currentOwnership(context.rights, context.unitCode)) return [];
  if (needsTarget && !context.rights.some((r) => context.application.targets.includes(r.rightId))) return [];
  return effectWriters[context.action.effect].preview(context);
}

function rankOf(right: RightView): number {
  return right.kind === 'MORTGAGE' ? right.rank : 0;
}
