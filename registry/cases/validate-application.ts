import { dayOf } from '../calendar/local-time.ts';
import { TRANSFER_KEYS } from '../court/disposal-application.ts';
import { type AppliedOperation, appliedOperations } from '../items/items.ts';
import type { Item } from '../items/types.ts';
import { validateMobile } from '../validators/fields.ts';
import { validateIdNumber } from '../validators/id-number.ts';
import { isSeenWhole, unseenName } from '../validators/readable-text.ts';
import { validateShare } from '../validators/shares.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import { validateUtilities } from '../yilutong/file-choices.ts';
import type { Application } from './types.ts';
import { validateBlock } from './validate-blocks.ts';
import { validateGround } from './validate-transfer.ts';

export interface Problem {
  /** Path in the application, e.g. `parties[0].idNo`. */
  field: string;
  code: string;
  message: string;
}

/** Adds a finding; all are collected, none stops the check. */
export type Say = (field: string, code: string, message: string) => void;

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
  // By its key the register finds the case of a court's notice, and puts the court's papers into it.
  if (input.channel !== 'court' && input.applicationKey.startsWith(TRANSFER_KEYS))
    say('applicationKey', 'APPLICATION_KEY', '该申请标识由法院协助执行的过户专用；请刷新页面后重新提交。');
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
  if (unitCodes.length > item.mostUnits)
    say('unitCodes', 'UNIT_TOO_MANY', `“${item.name}”一次申请最多${item.mostUnits}个单元；请分次申请。`);
  // A case is handled by one district: its number, its clerks and its event chain are the district's.
  if (new Set(unitCodes.map((code) => code.slice(0, 6))).size > 1)
    say('unitCodes', 'UNIT_DISTRICTS', '各单元须在同一个区；请按区分别申请。');

  const parties = validateParties(input, today, say);
  validateBusiness(input, item, today, say);
  validateUtilities(input, say);
  return { problems, application: { ...input, unitCodes, parties } };
}

function validateParties(input: Application, today: string, say: Say): Application['parties'] {
  const seen = new Set<string>();
  return input.parties.map((party, i) => {
    const field = `parties[${i}]`;
    const name = party.name.trim();
    if ([...name].length < 2 || name.length > 100)
      say(`${field}.name`, 'NAME', '姓名（名称）应为2至100个字；请按证件填写。');
    else if (!isSeenWhole(name)) say(`${field}.name`, 'NAME_UNSEEN', unseenName);
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
    if (!agent && party.representsPartyNo)
      say(`${field}.representsPartyNo`, 'AGENT', '只有代理人才注明代理的是哪一位申请人；请删除。');
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

/** Sides, operation and combination as the catalogue wants them, then every block an operation asks for. */
function validateBusiness(input: Application, item: Item, today: string, say: Say): void {
  const known = item.operations.some((one) => one.code === input.operation);
  if (item.operations.length > 1 && !known && !(item.usualFirst && input.operation === undefined))
    say(
      'operation',
      'OPERATION',
      `请选择“${item.name}”要办的内容：${item.operations.map((one) => one.name).join('、')}。`,
    );
  else if (input.operation !== undefined && !known)
    say('operation', 'OPERATION', `“${item.name}”没有这种办理内容；请重新选择。`);
  const combined = input.combined ?? [];
  for (const [i, code] of combined.entries()) {
    if (!item.combinesWith.includes(code))
      say(`combined[${i}]`, 'COMBINED', `“${item.name}”不能与事项${code}合并办理；请分别申请。`);
  }
  if (new Set(combined).size !== combined.length || combined.filter((code) => /BDC-1[78]/.test(code)).length > 1)
    say('combined', 'COMBINED_TWICE', '合并办理的事项重复；一次申请只能新设一个抵押权。');
  const allowed = combined.filter((code) => item.combinesWith.includes(code));
  const applied = appliedOperations({ itemCode: item.code, operation: input.operation ?? null, combined: allowed });

  validateSides(input, applied, say);
  validateGround(input, item.code, say);
  const blocks = new Set(applied.flatMap(({ operation }) => operation.blocks));
  for (const block of blocks) validateBlock(block, { input, applied, today, say });
  if (input.delivery === 'mail' && !input.deliveryAddress?.trim())
    say('deliveryAddress', 'DELIVERY_ADDRESS', '选择邮寄的，请填写收件地址。');
}

function validateSides(input: Application, applied: AppliedOperation[], say: Say): void {
  const has = (role: string) => input.parties.some((party) => party.role === role);
  const [main, ...others] = applied;
  if (!main) return;
  const { acquirer, obligor } = main.operation;
  if (!has('acquirer')) say('parties', 'ACQUIRER_MISSING', `请填写至少一名权利人（${acquirer.title}）。`);
  if (obligor?.required && !has('obligor'))
    say('parties', 'OBLIGOR_MISSING', `请填写全部义务人（${obligor.title}），须与登记簿现权利人一致。`);
  const needsLender =
    main.operation.mortgagee !== null ||
    others.some(({ operation }) => operation.effects.includes('mortgage') || operation.cautionKind !== null);
  if (needsLender && !has('mortgagee'))
    say('parties', 'MORTGAGEE_MISSING', '合并办理抵押的，请填写抵押权人（贷款银行）。');
  if (!needsLender && has('mortgagee'))
    say('parties', 'MORTGAGEE_UNEXPECTED', '本事项没有抵押权人一方；单独办理抵押的，抵押权人请填在权利人一方。');
}
