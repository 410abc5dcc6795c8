import {
  type ApplicationParty,
  type BankApplication,
  type MortgageInfo,
  validateIdNumber,
  validateMobile,
} from '../../../server/api/index.ts';
import { parseYuan } from '../../lib/format.ts';

export type NewKind = 'mortgage' | 'purchase';
export type Side = 'mortgagor' | 'seller' | 'debtor';
export interface PersonForm {
  key: string;
  side: Side;
  name: string;
  idNo: string;
  phone: string;
}

/** Everything of the page; what the register and the bank's system know is not in it. */
export interface NewForm {
  loanNo: string;
  consentCode: string;
  people: PersonForm[];
  mortgageKind: MortgageInfo['mortgageKind'];
  amount: string;
  existingClaim: string;
  termFrom: string;
  termTo: string;
  scope: string;
  restrictsTransfer: boolean;
  loanContractNo: string;
  mortgageContractNo: string;
  price: string;
  priceSignedOn: string;
  marital: 'single' | 'married' | 'divorced' | 'widowed';
  declared: boolean;
}

let people = 0;
export const newPerson = (side: Side): PersonForm => {
  people += 1;
  return { key: `p${people}`, side, name: '', idNo: '', phone: '' };
};

export const emptyForm = (kind: NewKind): NewForm => ({
  loanNo: '',
  consentCode: '',
  people: kind === 'purchase' ? [newPerson('mortgagor'), newPerson('seller')] : [newPerson('mortgagor')],
  mortgageKind: 'general',
  amount: '',
  existingClaim: '',
  termFrom: '',
  termTo: '',
  scope: '主债权及利息、违约金、损害赔偿金和实现抵押权的费用',
  restrictsTransfer: false,
  loanContractNo: '',
  mortgageContractNo: '',
  price: '',
  priceSignedOn: '',
  marital: 'single',
  declared: false,
});

export const SIDE_WORDS: Record<NewKind, Record<Side, string>> = {
  mortgage: { mortgagor: '抵押人（权利人）', seller: '', debtor: '债务人（不是权利人的）' },
  purchase: { mortgagor: '买方（抵押人）', seller: '卖方', debtor: '债务人（不是买方的）' },
};

/** The first thing that is still missing, as a sentence; null when the page can be sent. */
export function missingOf(form: NewForm, kind: NewKind, today: string): string | null {
  if (!/^[A-Za-z0-9-]{4,40}$/.test(form.loanNo)) return '请填写贷款编号并核对。';
  if (form.consentCode.replace(/[^0-9A-Za-z]/g, '').length !== 12) return '请填写权利人的同意码并查看登记簿。';
  for (const one of form.people) {
    const who = SIDE_WORDS[kind][one.side];
    if (one.name.trim().length < 2) return `请填写${who}的姓名。`;
    const id = validateIdNumber('citizen', one.idNo, { today });
    if (!id.ok) return `${who}：${id.message}`;
    const phone = validateMobile(one.phone);
    if (!phone.ok) return `${who}：${phone.message}`;
  }
  const amount = parseYuan(form.amount);
  if (amount === null || amount <= 0) return '债权数额应大于 0，请按合同填写。';
  if (form.existingClaim && (parseYuan(form.existingClaim) ?? Number.MAX_SAFE_INTEGER) > amount)
    return '转入的已有债权不能超过最高债权额。';
  if (!form.termFrom || !form.termTo || form.termFrom > form.termTo) return '期限的起始日不能晚于结束日。';
  if (!form.scope.trim()) return '请填写担保范围。';
  if (!form.loanContractNo.trim() || !form.mortgageContractNo.trim()) return '请填写主债权合同号和抵押合同号。';
  if (kind === 'purchase' && (!parseYuan(form.price) || !form.priceSignedOn || form.priceSignedOn > today))
    return '请填写成交价和买卖合同签订日期（不晚于今天）。';
  return form.declared ? null : '请确认申请内容真实。';
}

const party = (one: PersonForm, role: ApplicationParty['role']): ApplicationParty => ({
  role,
  nature: 'person',
  name: one.name.trim(),
  idType: 'citizen',
  idNo: one.idNo.trim().toUpperCase(),
  phone: one.phone.trim(),
});

export function toBankApplication(form: NewForm, kind: NewKind, applicationKey: string): BankApplication {
  const of = (side: Side, role: ApplicationParty['role']) =>
    form.people.filter((one) => one.side === side).map((one) => party(one, role));
  const maximum = form.mortgageKind === 'maximum';
  const mortgage: MortgageInfo = {
    mortgageKind: form.mortgageKind,
    amountFen: parseYuan(form.amount) ?? 0,
    termFrom: form.termFrom,
    termTo: form.termTo,
    scope: form.scope.trim(),
    restrictsTransfer: form.restrictsTransfer,
    loanContractNo: form.loanContractNo.trim(),
    mortgageContractNo: form.mortgageContractNo.trim(),
    ...(maximum && form.existingClaim ? { existingClaimFen: parseYuan(form.existingClaim) ?? 0 } : {}),
  };
  const shared = {
    applicationKey,
    loanNo: form.loanNo,
    consentCode: form.consentCode,
    declareTruth: form.declared,
    debtors: of('debtor', 'debtor'),
    mortgage,
  };
  if (kind === 'mortgage') return { kind, ...shared, mortgagors: of('mortgagor', 'obligor') };
  const buyers = of('mortgagor', 'acquirer');
  return {
    kind,
    ...shared,
    buyers,
    sellers: of('seller', 'obligor'),
    ownershipMode: buyers.length > 1 ? 'joint' : 'single',
    contract: { priceFen: parseYuan(form.price) ?? 0, signedOn: form.priceSignedOn, payMode: 'loan', escrow: false },
    taxFamily: { marital: form.marital, minorChildren: [] },
    inquiry: { trueIntention: true, leased: false, residenceRight: false },
  };
}
