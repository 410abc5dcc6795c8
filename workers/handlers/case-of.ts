import type { CaseView, Registry } from '../../registry/index.ts';
import { TechnicalFailure } from '../job.ts';

/** The case, or a failure that a retry cannot mend. */
export async function caseOf(registry: Registry, caseNo: string): Promise<CaseView> {
  const view = await registry.cases.getCase(caseNo);
  if (!view) throw new TechnicalFailure(`登记簿中没有业务 ${caseNo}，请核对流程变量 caseNo。`, false);
  return view;
}

/** Day in Asia/Shanghai. */
export const dayOf = (instant: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(instant);

/** `YYYY-MM-DD HH:mm` in Asia/Shanghai. */
export const minuteOf = (instant: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' }).format(
    instant,
  );
