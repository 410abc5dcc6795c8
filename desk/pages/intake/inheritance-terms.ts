import { type Application, parseShare, validateIdNumber, validateShares } from '../../../server/api/index.ts';
import type { FormerForm, IntakeForm, PartyForm } from './intake-form.ts';
import type { AddGap } from './to-application.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;

/** People who are not parties, as they must stand in the application; what is missing is a gap. */
export function formerPeople(people: readonly FormerForm[], who: string, today: string, gap: AddGap) {
  return people.map((one) => {
    const id = validateIdNumber(one.idType, one.idNo, { today });
    if (one.name.trim() === '') gap('content', `请填写${who}的姓名或名称。`);
    if (!id.ok) gap('content', `${who}的证件号码：${one.idNo.trim() === '' ? '请填写。' : id.message}`);
    return { name: one.name.trim(), idType: one.idType, idNo: id.ok ? id.value : one.idNo };
  });
}

/** Sellers who inherit, and whether each of them has a share. */
export function heirsOf({ parties, inheritance }: IntakeForm): { heirs: PartyForm[]; byShares: boolean } {
  const heirs = parties.filter((party) => party.role === 'obligor' && !inheritance.onlySell.includes(party.key));
  return { heirs, byShares: inheritance.shareOnly || (heirs.length > 1 && inheritance.mode === 'shares') };
}

/** 继承并出售: heirs are named by their place among the parties. */
export function inheritanceTerms(form: IntakeForm, today: string, gap: AddGap): Application['inheritance'] {
  const { inheritance } = form;
  const { heirs: sellers, byShares } = heirsOf(form);
  const heirs = sellers.map((party) => {
    const share = byShares ? parseShare(inheritance.shares[party.key] ?? '') : null;
    if (share && !share.ok) gap('content', `${party.name.trim() || '继承人'}的继承份额：${share.message}`);
    return { partyNo: form.parties.indexOf(party) + 1, ...(share?.ok ? { share: share.value } : {}) };
  });
  if (heirs.length === 0) gap('content', '请勾选哪些卖方是继承人。');
  if (byShares && !inheritance.shareOnly) {
    const sum = validateShares(heirs.flatMap((heir) => ('share' in heir && heir.share ? [heir.share] : [])));
    if (!sum.ok) gap('content', `继承份额：${sum.message}`);
  }
  if (inheritance.basisNo.trim() === '')
    gap('content', inheritance.unnotarised ? '请填写遗嘱或继承协议编号。' : '请填写继承权公证书编号。');
  if (!day.test(inheritance.diedOn)) gap('content', '请填写死亡日期。');
  else if (inheritance.diedOn > today) gap('content', '死亡日期不能晚于今天。');
  const given = formerPeople(inheritance.renunciations, '放弃继承的人', today, gap);
  const renunciations = given.map((one, i) => ({
    ...one,
    statementNo: inheritance.renunciations[i]?.statementNo.trim() ?? '',
  }));
  if (renunciations.some(({ statementNo }) => statementNo === '')) gap('content', '请填写放弃继承声明的编号或日期。');
  return {
    deceased: formerPeople(inheritance.deceased, '被继承人', today, gap),
    basisNo: inheritance.basisNo.trim(),
    diedOn: inheritance.diedOn,
    unnotarised: inheritance.unnotarised,
    mode: heirs.length > 1 ? inheritance.mode : 'single',
    heirs,
    ...(inheritance.shareOnly ? { shareOnly: true } : {}),
    ...(renunciations.length > 0 ? { renunciations } : {}),
  };
}
