import { dayOf } from '../calendar/local-time.ts';
import type { Item } from '../items/types.ts';
import { validateMobile } from '../validators/fields.ts';
import { validateIdNumber } from '../validators/id-number.ts';
import { dayExists } from '../validators/normalise.ts';
import { validateShare } from '../validators/shares.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import type { Application } from './types.ts';

export interface Problem {
  field: string;
  code: string;
  message: string;
}

/**
 * F-APPLY: form only, everything at once (一次性告知). What the register has to say about it is `checkUnit`'s business.
 * Returns the normalised application when nothing is wrong.
 */
export function validateApplication(
  input: Application,
  item: Item,
  now: Date,
): { problems: Problem[]; application: Application } {
  const problems: Problem[] = [];
  const today = dayOf(now);
  const say = (field: string, code: string, message: string) => problems.push({ field, code, message });

  if (!/^[\w-]{8,80}$/.test(input.applicationKey))
    say('applicationKey', 'APPLICATION_KEY', '申请标识应为8至80位字母、数字或连字符；请刷新页面后重新提交。');
  if (!item.enabled) say('itemCode', 'ITEM_NOT_ENABLED', `事项“${item.name}”在本系统尚未开办；请改选已开办的事项。`);
  if (!item.profiles.includes(input.ruleProfile ?? 'current'))
    say('itemCode', 'ITEM_NOT_IN_PROFILE', `事项“${item.name}”在所选规则年度尚不存在；请改用现行规则。`);
  if (!item.channels.includes(input.channel)) say('channel', 'CHANNEL', '该事项不能从这个渠道申请；请到登记窗口办理。');
  if (!input.declareTruth) say('declareTruth', 'DECLARATION', '申请人须承诺申请材料真实有效；请勾选承诺并签名。');

  const unitCodes = input.unitCodes.map((code, i) => {
    const result = validateUnitCode(code);
    if (!result.ok) say(`unitCodes[${i}]`, result.code, result.message);
    return result.ok ? result.value.code : code;
  });
  if (unitCodes.length === 0) say('unitCodes', 'UNIT_MISSING', '请填写不动产单元号或证书号。');
  if (new Set(unitCodes).size !== unitCodes.length)
    say('unitCodes', 'UNIT_TWICE', '同一单元填写了两次；请删除重复的一行。');
  if (unitCodes.length > 20) say('unitCodes', 'UNIT_TOO_MANY', '一次申请最多20个单元；请分次申请。');
  // A case is handled by one district: its number, its clerks and its event chain are the district's.
  if (new Set(unitCodes.map((code) => code.slice(0, 6))).size > 1)
    say('unitCodes', 'UNIT_DISTRICTS', '各单元须在同一个区；请按区分别申请。');

  const parties = validateParties(input, today, say);
  validateBusiness(input, item, today, say);
  return { problems, application: { ...input, unitCodes, parties } };
}

type Say = (field: string, code: string, message: string) => void;

function validateParties(input: Application, today: string, say: Say): Application['parties'] {
  const seen = new Set<string>();
  return input.parties.map((party, i) => {
    const field = `parties[${i}]`;
    const name = party.name.trim();
    if (name.length < 2 || name.length > 100)
      say(`${field}.name`, 'NAME', '姓名（名称）应为2至100个字；请按证件填写。');
    const id = validateIdNumber(party.idType, party.idNo, { today });
    if (!id.ok) say(`${field}.idNo`, id.code, id.message);
    if (
      (party.idType === 'citizen') !== (party.nature === 'person') &&
      (party.idType === 'citizen' || party.idType === 'uscc')
    ) {
      say(`${field}.idType`, 'ID_TYPE', '个人请用身份证件，单位请用统一社会信用代码；请核对权利人类型。');
    }
    const mobile = party.phone ? validateMobile(party.phone) : null;
    if (mobile && !mobile.ok) say(`${field}.phone`, mobile.code, mobile.message);
    const share = party.share ? validateShare(party.share) : null;
    if (share && !share.ok) say(`${field}.share`, share.code, share.message);
    const agent = party.role.endsWith('_agent');
    const represented = party.representsPartyNo ? input.parties[party.representsPartyNo - 1] : undefined;
    if (agent && represented?.role !== party.role.replace('_agent', ''))
      say(`${field}.representsPartyNo`, 'AGENT', '代理人须注明代理的是哪一位申请人；请选择被代理人。');
    const idNo = id.ok ? id.value : party.idNo;
    const key = `${party.role}|${party.idType}|${idNo}`;
    if (seen.has(key)) say(`${field}.idNo`, 'PARTY_TWICE', '同一证件号在同一方出现了两次；请删除重复的一行。');
    seen.add(key);
    return {
      ...party,
      name,
      idNo,
      phone: mobile?.ok ? mobile.value : (party.phone ?? null),
      share: share?.ok ? share.value : (party.share ?? null),
    };
  });
}

function validateBusiness(input: Application, item: Item, today: string, say: Say): void {
  const count = (role: string) => input.parties.filter((p) => p.role === role).length;
  if (count('acquirer') === 0)
    say('parties', 'ACQUIRER_MISSING', '请填写至少一名权利人（受让人、抵押权人或变更后的权利人）。');
  if (item.code === 'BDC-10' || item.code === 'BDC-17') {
    if (count('obligor') === 0)
      say('parties', 'OBLIGOR_MISSING', '请填写全部义务人（转让人或抵押人），须与登记簿现权利人一致。');
  }
  if (item.needsContract || item.needsTax) {
    const contract = input.contract;
    if (!contract) say('contract', 'CONTRACT_MISSING', '请填写买卖合同的价款和签订日期。');
    else {
      if (!Number.isSafeInteger(contract.priceFen) || contract.priceFen <= 0)
        say('contract.priceFen', 'PRICE', '成交价款应大于0；请按合同填写。');
      if (!dayExists(contract.signedOn)) say('contract.signedOn', 'CONTRACT_DAY', '合同签订日期不存在；请按合同填写。');
      else if (contract.signedOn > today)
        say('contract.signedOn', 'CONTRACT_DAY_FUTURE', '合同签订日期晚于今天；请核对合同。');
    }
    if (!input.ownershipMode) say('ownershipMode', 'OWNERSHIP_MODE', '请选择共有方式：单独所有、共同共有或按份共有。');
  }
  if (item.right === 'mortgage') {
    const mortgage = input.mortgage;
    if (!mortgage) say('mortgage', 'MORTGAGE_MISSING', '请填写《主债权合同及抵押合同信息表》。');
    else {
      if (!Number.isSafeInteger(mortgage.amountFen) || mortgage.amountFen <= 0)
        say('mortgage.amountFen', 'AMOUNT', '被担保的主债权数额应大于0；请按合同填写。');
      if (!dayExists(mortgage.termFrom) || !dayExists(mortgage.termTo) || mortgage.termFrom > mortgage.termTo) {
        say('mortgage.termTo', 'TERM', '债务履行期限的起始日不能晚于结束日；请按合同核对。');
      }
      if (mortgage.scope.trim() === '') say('mortgage.scope', 'SCOPE', '请填写担保范围。');
      if ((item.code === 'BDC-17') !== (mortgage.mortgageKind === 'general'))
        say('mortgage.mortgageKind', 'MORTGAGE_KIND', '抵押方式与事项不符：一般抵押选BDC-17，最高额抵押选BDC-18。');
    }
  }
  if (item.code === 'BDC-07') {
    const change = input.nameChange;
    if (!change || change.previous.length === 0)
      say('nameChange', 'NAME_CHANGE_MISSING', '请填写变更前的姓名（名称）和证件号，须与登记簿一致。');
    else if (change.previous.length !== count('acquirer'))
      say(
        'nameChange.previous',
        'NAME_CHANGE_COUNT',
        '变更前后的权利人人数须相同，并按登记簿顺序一一对应；人数变化请办理转移登记。',
      );
    else if (change.reason.trim() === '')
      say('nameChange.reason', 'NAME_CHANGE_REASON', '请填写变更原因，如：公安机关更名。');
  }
  if (input.delivery === 'mail' && !input.deliveryAddress?.trim())
    say('deliveryAddress', 'DELIVERY_ADDRESS', '选择邮寄的，请填写收件地址。');
}
