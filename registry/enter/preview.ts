import { type CaseRow, caseUnknown, unitCodesOf } from '../cases/case-row.ts';
import type { Block } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { getItem } from '../items/items.ts';
import { maskIdNo, maskName } from '../people/mask.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { loadApplicationFacts, loadPages, runRules } from '../rights/rule-context.ts';
import { effectOf } from '../rights/rule-input.ts';
import type { MortgageView } from '../rights/types.ts';
import { formatShare } from '../validators/shares.ts';

const modeNames = { single: '单独所有', joint: '共同共有', shares: '按份共有' };

function person(p: { name: string; nature: string; idNo: string; share?: { n: number; d: number } | null }): string {
  return `${maskName(p.name, p.nature)}（${maskIdNo(p.idNo)}${p.share ? `，${formatShare(p.share)}` : ''}）`;
}

/** F-SIGNBOOK: what stands on the page and what would stand there, in words, with everything that would stop it now. */
export async function previewEntry(
  { pool, clock }: Deps,
  caseNo: string,
): Promise<{ before: string[]; after: string[]; blocks: Block[] }> {
  const row = await one<CaseRow>(pool, 'SELECT * FROM registry.cases WHERE case_no = $1', [caseNo]);
  const application = await loadApplicationFacts(pool, caseNo, true);
  if (!row || !application) throw caseUnknown(caseNo);
  const unitCodes = await unitCodesOf(pool, caseNo);
  const pages = await loadPages(pool, unitCodes);
  const rights = await loadRights(pool, unitCodes);
  const effect = effectOf(getItem(row.item_code));
  const acquirers = application.parties.filter((p) => p.role === 'acquirer');
  const before: string[] = [];
  const after: string[] = [];
  for (const unitCode of unitCodes) {
    const owner = currentOwnership(rights, unitCode);
    const mortgages = rights.filter(
      (r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT' && r.unitCode === unitCode,
    );
    const ownerLine = owner
      ? `权利人：${owner.holders.map(person).join('、')}，${modeNames[owner.mode]}；证书：${owner.certificateNos.join('、') || '无'}`
      : '权利人：无';
    const mortgageLines = mortgages.map(
      (m) => `抵押权第${m.rank}顺位：${m.holders.map(person).join('、')}，${m.amountFen / 100}元`,
    );
    before.push(`单元${unitCode}`, ownerLine, ...mortgageLines);
    after.push(`单元${unitCode}`);
    if (effect === 'mortgage') {
      const rank = Math.max(0, ...mortgages.map((m) => m.rank)) + 1;
      after.push(
        ownerLine,
        ...mortgageLines,
        `抵押权第${rank}顺位（新）：${acquirers.map(person).join('、')}，${(row.mortgage?.amountFen ?? 0) / 100}元`,
      );
    } else {
      const mode = effect === 'transfer' ? application.ownershipMode : owner?.mode;
      after.push(
        `权利人（新）：${acquirers.map(person).join('、')}，${mode ? modeNames[mode] : ''}；证书：登簿时取号，原证书注销`,
        ...mortgageLines,
      );
    }
  }
  const { blocks } = await runRules(pool, { itemCode: row.item_code, pages, application, now: clock.now() });
  return { before, after, blocks };
}
