import type { CaseRow } from '../cases/case-row.ts';
import { type Action, actionsOf } from '../items/items.ts';
import { afterInheritance } from '../rights/inheritance.ts';
import type { PageRow } from '../rights/rule-context.ts';
import type { ApplicationFacts } from '../rights/rule-input.ts';
import type { RightView } from '../rights/types.ts';
import type { UnitUse } from '../units/types.ts';
import type { Needs } from './effects/effect.ts';
import { effectWriters } from './effects/index.ts';

/** One effect on one page, in the order of writing, and the certificate numbers it needs. */
export interface PlannedWrite {
  action: Action;
  unitCode: string;
  use: UnitUse;
  needs: readonly Needs[];
}

export interface PlanInput {
  caseRow: CaseRow;
  application: ApplicationFacts;
  /** In code order. */
  pages: readonly Pick<PageRow, 'unit_code' | 'use'>[];
  /** Live rights on the pages before the entry. */
  rights: readonly RightView[];
}

/** Effect by effect, each on every page: who owns is settled on all pages before a mortgage is written on any. */
export function planEntry({ caseRow, application, pages, rights }: PlanInput): PlannedWrite[] {
  const unitCodes = pages.map((page) => page.unit_code);
  return actionsOf(appliedOf(caseRow)).flatMap((action) =>
    pages.map(({ unit_code: unitCode, use }) => {
      const here = rights.filter((r) => r.unitCode === unitCode);
      const own = action.effect === 'inherit' ? here : afterInheritance(here, application);
      const context = { caseRow, application, action, unitCode, use, unitCodes, rights: own, allRights: rights };
      return { action, unitCode, use, needs: [effectWriters[action.effect].needs(context)].flat() };
    }),
  );
}

export function appliedOf(row: Pick<CaseRow, 'item_code' | 'operation' | 'combined'>) {
  return { itemCode: row.item_code, operation: row.operation, combined: row.combined };
}
