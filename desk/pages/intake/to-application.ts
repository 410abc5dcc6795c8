import {
  type Application,
  type ApplicationParty,
  type Item,
  parseShare,
  type UnitPage,
  validateIdNumber,
  validateMobile,
  validateShares,
} from '../../../server/api/index.ts';
import { parseYuan } from '../../lib/format.ts';
import { type IntakeForm, type PartyForm, shapeOf } from './intake-form.ts';

/** One thing that still has to be put right, and in which section of the page. */
export interface Gap {
  section: 'parties' | 'content' | 'inquiry';
  message: string;
}

export type Converted = { ok: true; application: Application } | { ok: false; gaps: Gap[] };

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Turns what was typed into the published Application, or lists everything that is missing at once. */
export function toApplication(form: IntakeForm, item: Item, page: UnitPage, today: string): Converted {
  const gaps: Gap[] = [];
  const gap = (section: Gap['section'], message: string) => void gaps.push({ section, message });
  const shape = shapeOf(item);
  const byShares = shape.kind === 'sale' && form.ownershipMode === 'shares';
  const parties = form.parties.map((party) => partyOf(party, byShares, today, shape, gap));
  const acquirers = form.parties.filter((party) => party.role === 'acquirer');

  if (shape.kind === 'sale') {
    if (acquirers.length > 1 && form.ownershipMode === 'single')
      gap('parties', '有多个买方时，共有方式应为共同共有或按份共有。');
    if (acquirers.length === 1 && form.ownershipMode !== 'single')
      gap('parties', '只有一个买方时，共有方式应为单独所有。');
    if (byShares) {
      const shares = validateShares(
        acquirers.flatMap((party) => {
          const share = parseShare(party.share);
          return share.ok ? [share.value] : [];
        }),
      );
      if (!shares.ok) gap('parties', shares.message);
    }
  }
  const application: Application = {
    applicationKey: form.applicationKey,
    itemCode: item.code,
    unitCodes: [page.unit.unitCode],
    parties,
    certMedium: form.certMedium,
    delivery: form.delivery,
    declareTruth: form.declareTruth,
    ruleProfile: form.ruleProfile,
    ...(shape.kind === 'sale'
      ? { ownershipMode: form.ownershipMode, ...sale(form, gap), taxFamily: taxFamily(form, today, gap) }
      : {}),
    ...(shape.kind === 'mortgage' ? { mortgage: mortgage(form, gap) } : {}),
    ...(shape.kind === 'name_change' ? { nameChange: nameChange(form, today, gap) } : {}),
    ...(acquirers.length > 1 ? { separateCerts: form.separateCerts } : {}),
    ...(form.delivery === 'mail' ? { deliveryAddress: form.deliveryAddress.trim() } : {}),
    inquiry: inquiry(form, page, gap),
  };
  if (form.delivery === 'mail' && form.deliveryAddress.trim().length < 5) gap('inquiry', '邮寄须填写收件地址。');
  if (form.certMedium !== 'electronic' && form.delivery === 'none')
    gap('inquiry', '要纸质证书的，请选择窗口领取或邮寄。');
  if (!form.declareTruth) gap('inquiry', '请申请人确认所填内容属实。');
  return gaps.length === 0 ? { ok: true, application } : { ok: false, gaps };
}

type AddGap = (section: Gap['section'], message: string) => void;

function partyOf(
  party: PartyForm,
  byShares: boolean,
  today: string,
  shape: ReturnType<typeof shapeOf>,
  gap: AddGap,
): ApplicationParty {
  const who = party.name.trim() || (party.role === 'acquirer' ? shape.acquirer : (shape.obligor ?? '代理人'));
  if (party.name.trim() === '') gap('parties', `请填写${who}的姓名或名称。`);
  const id = validateIdNumber(party.idType, party.idNo, { today });
  if (!id.ok) gap('parties', `${who}的证件号码：${party.idNo.trim() === '' ? '请填写。' : id.message}`);
  const phone = party.phone.trim() === '' ? null : validateMobile(party.phone);
  if (party.nature === 'person' && phone === null) gap('parties', `请填写${who}的手机号，用于通知办理进度。`);
  if (phone && !phone.ok) gap('parties', `${who}的手机号：${phone.message}`);
  const share = byShares && party.role === 'acquirer' ? parseShare(party.share) : null;
  if (share && !share.ok) gap('parties', `${who}的份额：${share.message}`);
  return {
    role: party.role,
    nature: party.nature,
    name: party.name.trim(),
    idType: party.idType,
    idNo: id.ok ? id.value : party.idNo,
    ...(phone?.ok ? { phone: phone.value } : {}),
    ...(party.address.trim() ? { address: party.address.trim() } : {}),
    ...(share?.ok ? { share: share.value } : {}),
  };
}

function sale({ contract }: IntakeForm, gap: AddGap): Pick<Application, 'contract' | 'hasLoan'> {
  const priceFen = parseYuan(contract.price);
  if (!priceFen) gap('content', '请填写成交价格（元）。');
  if (!day.test(contract.signedOn)) gap('content', '请填写合同签订日期。');
  return {
    contract: {
      ...(contract.contractNo.trim() ? { contractNo: contract.contractNo.trim() } : {}),
      priceFen: priceFen ?? 0,
      signedOn: contract.signedOn,
      payMode: contract.payMode,
      escrow: contract.escrow,
    },
    hasLoan: contract.payMode !== 'full',
  };
}

function mortgage({ mortgage: m }: IntakeForm, gap: AddGap): Application['mortgage'] {
  const amountFen = parseYuan(m.amount);
  if (!amountFen) gap('content', '请填写被担保债权数额（元）。');
  if (!day.test(m.termFrom) || !day.test(m.termTo)) gap('content', '请填写债务履行期限的起止日期。');
  else if (m.termTo < m.termFrom) gap('content', '债务履行期限的止日不能早于起日。');
  if (m.loanContractNo.trim() === '') gap('content', '请填写主债权合同编号。');
  if (m.mortgageContractNo.trim() === '') gap('content', '请填写抵押合同编号。');
  return {
    mortgageKind: m.mortgageKind,
    amountFen: amountFen ?? 0,
    termFrom: m.termFrom,
    termTo: m.termTo,
    scope: m.scope.trim(),
    restrictsTransfer: m.restrictsTransfer,
    loanContractNo: m.loanContractNo.trim(),
    mortgageContractNo: m.mortgageContractNo.trim(),
  };
}

function nameChange({ nameChange: change }: IntakeForm, today: string, gap: AddGap): Application['nameChange'] {
  if (change.reason.trim() === '') gap('content', '请填写变更原因，如“户口簿更名”。');
  return {
    reason: change.reason.trim(),
    previous: change.previous.map((one) => {
      const id = validateIdNumber(one.idType, one.idNo, { today });
      if (one.name.trim() === '') gap('content', '请填写变更前的姓名或名称，须与登记簿一致。');
      if (!id.ok) gap('content', `变更前的证件号码：${one.idNo.trim() === '' ? '请填写。' : id.message}`);
      return { name: one.name.trim(), idType: one.idType, idNo: id.ok ? id.value : one.idNo };
    }),
  };
}

function taxFamily({ tax }: IntakeForm, today: string, gap: AddGap): Application['taxFamily'] {
  const person = (one: { name: string; idNo: string }, who: string) => {
    const id = validateIdNumber('citizen', one.idNo, { today });
    if (one.name.trim() === '') gap('content', `请填写${who}的姓名。`);
    if (!id.ok) gap('content', `${who}的身份证号码：${one.idNo.trim() === '' ? '请填写。' : id.message}`);
    return { name: one.name.trim(), idNo: id.ok ? id.value : one.idNo };
  };
  return {
    marital: tax.marital,
    ...(tax.marital === 'married' ? { spouse: person(tax.spouse, '配偶') } : {}),
    minorChildren: tax.children.map((child) => person(child, '未成年子女')),
  };
}

function inquiry({ inquiry: asked }: IntakeForm, page: UnitPage, gap: AddGap): Application['inquiry'] {
  const mortgaged = page.mortgages.length > 0;
  if (
    asked.trueIntention === null ||
    asked.leased === null ||
    asked.residenceRight === null ||
    (mortgaged && asked.mortgageeInformed === null)
  )
    gap('inquiry', '询问记录有未回答的问题。');
  if (asked.trueIntention === false) gap('inquiry', '申请登记不是申请人真实意思的，不能提交。');
  return {
    trueIntention: asked.trueIntention === true,
    leased: asked.leased === true,
    residenceRight: asked.residenceRight === true,
    ...(mortgaged ? { mortgageeInformed: asked.mortgageeInformed === true } : {}),
    ...(asked.other.trim() ? { other: asked.other.trim() } : {}),
  };
}
