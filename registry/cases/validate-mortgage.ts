import { dayExists } from '../validators/normalise.ts';
import { type BlockCheck, isAmount, isPastDay, isTarget } from './validate-blocks.ts';

/** 《主债权合同及抵押合同信息表》 (domain §5.2 step 4). */
export function validateMortgage({ input, applied, say }: BlockCheck): void {
  const { mortgage } = input;
  if (!mortgage) {
    say('mortgage', 'MORTGAGE_MISSING', '请填写《主债权合同及抵押合同信息表》。');
    return;
  }
  if (!isAmount(mortgage.amountFen)) say('mortgage.amountFen', 'AMOUNT', '被担保的主债权数额应大于0；请按合同填写。');
  if (!dayExists(mortgage.termFrom) || !dayExists(mortgage.termTo) || mortgage.termFrom > mortgage.termTo)
    say('mortgage.termTo', 'TERM', '债务履行期限的起始日不能晚于结束日；请按合同核对。');
  if (mortgage.scope.trim() === '') say('mortgage.scope', 'SCOPE', '请填写担保范围。');
  const codes = applied.map(({ item }) => item.code);
  if (
    (codes.includes('BDC-17') && mortgage.mortgageKind !== 'general') ||
    (codes.includes('BDC-18') && mortgage.mortgageKind !== 'maximum')
  )
    say('mortgage.mortgageKind', 'MORTGAGE_KIND', '抵押方式与事项不符：一般抵押选BDC-17，最高额抵押选BDC-18。');
  const existing = mortgage.existingClaimFen;
  if (existing !== undefined) {
    if (mortgage.mortgageKind !== 'maximum')
      say('mortgage.existingClaimFen', 'EXISTING_CLAIM', '只有最高额抵押可以转入已有债权；一般抵押请不填。');
    else if (!Number.isSafeInteger(existing) || existing < 0 || existing > mortgage.amountFen)
      say('mortgage.existingClaimFen', 'EXISTING_CLAIM', '转入的已有债权不能超过最高债权额；请按协议填写。');
  }
}

export function validateMortgageChange({ input, applied, say }: BlockCheck): void {
  const change = input.mortgageChange;
  if (!change) {
    say('mortgageChange', 'MORTGAGE_CHANGE', '请填写抵押权变更的内容和原因。');
    return;
  }
  const { reason, ...changed } = change;
  if (reason.trim() === '') say('mortgageChange.reason', 'MORTGAGE_CHANGE_REASON', '请填写抵押权变更原因。');
  const converts = applied.some(({ operation }) => operation.code === 'convert');
  const ported = applied.some(({ operation }) => operation.effects.includes('transfer'));
  if (!converts && !ported && Object.values(changed).every((value) => value === undefined))
    say('mortgageChange', 'MORTGAGE_CHANGE_NOTHING', '没有填写任何变化；请填写金额、期限、范围、顺位或债权确定。');
  if (change.amountFen !== undefined && !isAmount(change.amountFen))
    say('mortgageChange.amountFen', 'AMOUNT', '变更后的债权数额应大于0；请按协议填写。');
  for (const key of ['termFrom', 'termTo'] as const) {
    if (change[key] !== undefined && !dayExists(change[key]))
      say(`mortgageChange.${key}`, 'TERM', '变更后的期限日期不存在；请按协议填写。');
  }
  if (change.termFrom !== undefined && change.termTo !== undefined && change.termFrom > change.termTo)
    say('mortgageChange.termTo', 'TERM', '债务履行期限的起始日不能晚于结束日；请按协议核对。');
  if (change.swapRankWith && !isTarget(change.swapRankWith))
    say('mortgageChange.swapRankWith', 'TARGET', '请填写互换顺位的另一抵押权的登记证明号。');
  if (change.swapRankWith && (input.targets ?? []).length !== 1)
    say('targets', 'SWAP_ONE', '互换顺位一次只能变更一个抵押权；请只选一个。');
  const fixed = change.claimFixed;
  if (fixed && (!Number.isSafeInteger(fixed.amountFen) || fixed.amountFen < 0 || fixed.fact.trim() === ''))
    say('mortgageChange.claimFixed', 'CLAIM_FIXED', '请填写确定的债权数额和债权确定的事实（民法典 423）。');
}

export function validateMortgageTransfer({ input, today, say }: BlockCheck): void {
  const terms = input.mortgageTransfer;
  if (!terms) {
    say('mortgageTransfer', 'ASSIGNMENT_MISSING', '请填写债权转让协议的编号、日期和通知债务人的日期。');
    return;
  }
  if (terms.assignmentNo.trim() === '')
    say('mortgageTransfer.assignmentNo', 'ASSIGNMENT_NO', '请填写债权转让协议编号。');
  if (!isPastDay(terms.assignedOn, today))
    say('mortgageTransfer.assignedOn', 'ASSIGNMENT_DAY', '债权转让日期不存在或晚于今天；请按协议填写。');
  if (!isPastDay(terms.debtorNoticedOn, today))
    say(
      'mortgageTransfer.debtorNoticedOn',
      'DEBTOR_NOTICE',
      '请填写通知债务人的日期（民法典 546）；未通知的，请先通知债务人。',
    );
}
