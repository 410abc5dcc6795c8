import type { Application } from '../cases/types.ts';
import type { Say } from '../cases/validate-application.ts';
import type { Queryable } from '../db/transaction.ts';

/** F-UTILITY (domain §5.4): all optional; only what is written must have the right form. */
export function validateUtilities(input: Application, say: Say): void {
  const seen = new Set<string>();
  for (const [i, choice] of (input.utilities ?? []).entries()) {
    const field = `utilities[${i}]`;
    if (seen.has(choice.service)) say(`${field}.service`, 'SERVICE_TWICE', '同一项服务选了两次；请删除重复的一行。');
    seen.add(choice.service);
    if (!choice.consented)
      say(`${field}.consented`, 'CONSENT', '办理过户须同意把双方信息提供给该单位；不同意的请取消勾选这项服务。');
    if (choice.accountNo && !/^[0-9A-Za-z-]{4,30}$/.test(choice.accountNo))
      say(`${field}.accountNo`, 'ACCOUNT', '户号应为4至30位数字或字母；一时查不到的可以不填，登记后再补。');
  }
}

/** Inside the filing transaction. */
export async function insertChoices(db: Queryable, caseNo: string, application: Application, now: Date): Promise<void> {
  for (const choice of application.utilities ?? []) {
    await db.query(
      `INSERT INTO registry.utility_transfers (case_no, service, account_no, consented, reading, arrears_policy, payment_account, action, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        caseNo,
        choice.service,
        choice.accountNo || null,
        choice.consented,
        choice.reading ?? null,
        choice.arrearsPolicy ?? 'seller_pays',
        choice.paymentAccount || null,
        choice.action ?? (choice.service === 'broadband' ? 'transfer' : null),
        now,
      ],
    );
  }
  const { hukou } = application;
  if (hukou)
    await db.query('INSERT INTO registry.hukou_notices (case_no, moved_out, move_in) VALUES ($1, $2, $3)', [
      caseNo,
      hukou.movedOut,
      hukou.moveIn,
    ]);
}
