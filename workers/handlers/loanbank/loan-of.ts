import type { CaseLoan, Registry } from '../../../registry/index.ts';
import { TechnicalFailure } from '../../job.ts';

/** The loan that the case was filed for, or a failure that a retry cannot mend. */
export async function loanOf(registry: Pick<Registry, 'bank'>, caseNo: string): Promise<CaseLoan> {
  const loan = await registry.bank.loan(caseNo);
  if (!loan) throw new TechnicalFailure(`业务 ${caseNo} 没有贷款编号，请由银行重新申请。`, false);
  return loan;
}
