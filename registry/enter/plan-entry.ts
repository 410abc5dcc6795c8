import type { CaseRow } from '../cases/case-row.ts';
import type { CertificateKind } from '../certificates/numbers.ts';
import { type Action, actionsOf } from '../items/items.ts';
import type { ApplicationFacts } from '../rights/rule-input.ts';
import type { RightView } from '../rights/types.ts';
import { effectWriters } from './effects/index.ts';

/** One effect on one page, in the order of writing, and the certificate numbers it needs. */
export interface PlannedWrite {
  action: Action;
  unitCode: string;
  needs: { kind: CertificateKind; count: number };
}

export interface PlanInput {
  caseRow: CaseRow;
  application: ApplicationFacts;
  /** In code order. */
  unitCodes: readonly string[];
  /** Live rights on the pages before the entry. */
  rights: readonly RightView[];
}

/** Effect by effect, each on every page: who owns is settled on all pages before a mortgage is written on any. */
export function planEntry({ caseRow, application, unitCodes, rights }: PlanInput): PlannedWrite[] {
  return actionsOf(appliedOf(caseRow)).flatMap((action) =>
    unitCodes.map((unitCode) => {
      const own = rights.filter((r) => r.unitCode === unitCode);
      const needs = effectWriters[action.effect].needs({ caseRow, application, action, unitCode, rights: own });
      return { action, unitCode, needs };
    }),
  );
}

export function appliedOf(row: Pick<CaseRow, 'item_code' | 'operation' | 'combined'>) {
  return { itemCode: row.item_code, operation: row.operation, combined: row.combined };
}
