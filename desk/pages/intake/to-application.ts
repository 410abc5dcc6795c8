import {
  type Application,
  type ApplicationParty,
  ITEM_REASONS,
  parseShare,
  type UnitCheck,
  type UnitPage,
  validateIdNumber,
  validateMobile,
  validateShares,
  validateUnitCode,
} from '../../../server/api/index.ts';
import { parseYuan } from '../../lib/format.ts';
import { utilityBlocks } from '../yilutong/utility-form.ts';
import { blockTerms } from './block-terms.ts';
import { formerPeople, inheritanceTerms } from './inheritance-terms.ts';
import type { IntakeForm, ItemShape, PartyForm } from './intake-form.ts';
import { consentsAsked, targetChoices } from './targets-section.tsx';

/** One thing that still has to be put right, and in which section of the page. */
export interface Gap {
  section: 'parties' | 'content' | 'inquiry';
  message: string;
}

export type Converted = { ok: true; application: Application } | { ok: false; gaps: Gap[] };

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Turns what was typed into the published Application, or lists everything that is missing at once. */
export function toApplication(
  form: IntakeForm,
  shape: ItemShape,
  page: UnitPage,
  check: UnitCheck | undefined,
  today: string,
): Converted {
  const gaps: Gap[] = [];
  const gap = (section: Gap['section'], message: string) => void gaps.push({ section, message });
  const has = (block: string) => shape.blocks.includes(block);
  const acquirers = form.parties.filter((party) => party.role === 'acquirer');
  const newMode = has('facts') ? form.terms.facts?.ownershipMode : undefined;
  const byShares = (has('ownership') && form.ownershipMode === 'shares') || form.shareSale.only || newMode === 'shares';
  const parties = form.parties.map((party) => partyOf(party, byShares, today, shape, gap));

  if (has('ownership') && !form.shareSale.only) {
    const who = shape.acquirer.title;
    if (acquirers.length > 1 && form.ownershipMode === 'single')
      gap('parties', `有多个${who}时，共有方式应为共同共有或按份共有。`);
    if (acquirers.length === 1 && form.ownershipMode !== 'single')
      gap('parties', `只有一个${who}时，共有方式应为单独所有。`);
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
  const consents = consentsAsked(check).filter(({ block }) => form.consents.includes(block.blockingRow?.id ?? ''));
  const terms = blockTerms(form, shape, today, gap);
  const application: Application = {
    applicationKey: form.applicationKey,
    itemCode: shape.itemCode,
    ...(shape.chooses ? { operation: form.operation } : {}),
    ...(form.combined.length > 0 ? { combined: form.combined } : {}),
    unitCodes: unitCodesOf(form, shape, page, gap),
    parties,
    certMedium: form.certMedium,
    delivery: form.delivery,
    declareTruth: form.declareTruth,
    ...(shape.itemCode === 'BDC-10' ? utilityBlocks(form.utilities, (message) => gap('content', message)) : {}),
    ruleProfile: form.ruleProfile,
    ...(has('ownership') ? { ownershipMode: form.ownershipMode } : {}),
    ...(has('contract') ? sale(form, gap) : {}),
    ...(has('taxFamily') ? { taxFamily: taxFamily(form, today, gap) } : {}),
    ...(has('mortgage') ? { mortgage: mortgage(form, gap) } : {}),
    ...(has('nameChange') ? { nameChange: nameChange(form, today, gap) } : {}),
    ...(has('targets') ? { targets: targets(form, gap) } : {}),
    ...(has('inheritance') ? { inheritance: inheritanceTerms(form, today, gap) } : {}),
    ...terms,
    ...shareSale(form, shape),
    ...(has('transfer') ? { transfer: transferOf(form, shape, terms, today, gap) } : {}),
    ...(has('easement') && terms.easement ? { easement: easementOf(form, page, terms) } : {}),
    ...(consents.length > 0
      ? { consents: consents.map(({ block, kind }) => ({ rightId: block.blockingRow?.id ?? '', kind })) }
      : {}),
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

/** The unit of the page, and for an easement the other one. */
function unitCodesOf(form: IntakeForm, shape: ItemShape, page: UnitPage, gap: AddGap): string[] {
  const own = page.unit.unitCode;
  const other = form.terms.easement?.otherUnitCode;
  if (shape.blocks.includes('easement') && typeof other === 'string' && other.trim() !== '') {
    const code = validateUnitCode(other);
    if (!code.ok) gap('content', `对方单元代码：${code.message}`);
    return [own, code.ok ? code.value.code : other.trim()];
  }
  const chosen = targetChoices(shape, page).filter((choice) => form.targets.includes(choice.rightId));
  const others = shape.manyUnits ? form.otherUnits : [];
  return [...new Set([own, ...others, ...chosen.flatMap((choice) => choice.otherUnitCode ?? [])])];
}

function targets(form: IntakeForm, gap: AddGap): Application['targets'] {
  if (form.targets.length === 0) gap('content', '请勾选要办理的权利（登记证明、证书）。');
  return form.targets.map((rightId) => ({ rightId }));
}

/** The sale of a share says so in a `transfer` block beside the contract. */
function shareSale(form: IntakeForm, shape: ItemShape): Pick<Application, 'transfer'> {
  if (!form.shareSale.only || shape.blocks.includes('transfer')) return {};
  return {
    transfer: {
      reason: 'sale',
      basisNo: form.contract.contractNo.trim() || '窗口格式合同',
      effectiveOn: form.contract.signedOn,
      shareOnly: true,
      ...(day.test(form.shareSale.noticedOn) ? { preemptionNoticedOn: form.shareSale.noticedOn } : {}),
    },
  };
}

function transferOf(
  form: IntakeForm,
  shape: ItemShape,
  terms: Partial<Application>,
  today: string,
  gap: AddGap,
): Application['transfer'] {
  const [reason] = ITEM_REASONS[shape.itemCode] ?? [];
  const { court, ...rest } = (terms.transfer ?? {}) as NonNullable<Application['transfer']>;
  return {
    ...rest,
    reason: rest.reason ?? reason ?? 'sale',
    ...(shape.obligor === null ? { previous: formerPeople(form.nameChange.previous, '原权利人', today, gap) } : {}),
    ...(court?.authority ? { court } : {}),
    ...(form.shareSale.only ? { shareOnly: true } : {}),
  };
}

function easementOf(form: IntakeForm, page: UnitPage, terms: Partial<Application>): Application['easement'] {
  const typed = terms.easement as unknown as Record<string, string>;
  const { side, otherUnitCode, ...rest } = typed;
  const other = validateUnitCode(otherUnitCode ?? '');
  const otherCode = other.ok ? other.value.code : (form.terms.easement?.otherUnitCode as string);
  const [servientUnitCode, dominantUnitCode] =
    side === 'dominant' ? [otherCode, page.unit.unitCode] : [page.unit.unitCode, otherCode];
  return { ...rest, servientUnitCode, dominantUnitCode } as Application['easement'];
}

export type AddGap = (section: Gap['section'], message: string) => void;

function partyOf(party: PartyForm, byShares: boolean, today: string, shape: ItemShape, gap: AddGap): ApplicationParty {
  const titles = { acquirer: shape.acquirer.title, obligor: shape.obligor?.title, mortgagee: shape.mortgagee?.title };
  const who = party.name.trim() || (titles[party.role as keyof typeof titles] ?? '代理人');
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
  const existingClaimFen = m.mortgageKind === 'maximum' ? parseYuan(m.existingClaim) : null;
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
    ...(existingClaimFen ? { existingClaimFen } : {}),
  };
}

function nameChange(form: IntakeForm, today: string, gap: AddGap): Application['nameChange'] {
  const { reason } = form.nameChange;
  if (reason.trim() === '') gap('content', '请填写变更原因，如“户口簿更名”。');
  return { reason: reason.trim(), previous: formerPeople(form.nameChange.previous, '变更前', today, gap) };
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
