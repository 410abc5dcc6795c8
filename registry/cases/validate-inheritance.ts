import { validateIdNumber } from '../validators/id-number.ts';
import { validateShare } from '../validators/shares.ts';
import type { InheritanceTerms, RegisteredPerson } from './types.ts';
import { type BlockCheck, isPastDay } from './validate-blocks.ts';

/** BDC-11 together with BDC-10: who has died, on what paper, and which of the sellers inherit. */
export function validateInheritance(check: BlockCheck): void {
  const { input, today, say } = check;
  const { inheritance } = input;
  if (!inheritance) {
    say('inheritance', 'INHERITANCE_MISSING', '请填写被继承人、继承依据和继承人（卖方）。');
    return;
  }
  if (inheritance.deceased.length === 0)
    say('inheritance.deceased', 'PREVIOUS_MISSING', '请填写被继承人的姓名和证件号，须与登记簿一致。');
  if (inheritance.basisNo.trim() === '')
    say(
      'inheritance.basisNo',
      'INHERITANCE_BASIS',
      inheritance.unnotarised ? '请填写遗嘱或继承协议的编号或日期。' : '请填写继承权公证书编号。',
    );
  if (!isPastDay(inheritance.diedOn, today))
    say('inheritance.diedOn', 'INHERITANCE_DAY', '死亡日期不存在或晚于今天；请按死亡证明填写。');
  validateHeirs(check, inheritance);
  validateRenunciations(check, inheritance);
}

function validateHeirs({ input, say }: BlockCheck, { heirs, deceased }: InheritanceTerms): void {
  if (heirs.length === 0) say('inheritance.heirs', 'HEIRS_MISSING', '请选择哪些卖方是继承人；至少一名。');
  if (new Set(heirs.map((heir) => heir.partyNo)).size !== heirs.length)
    say('inheritance.heirs', 'HEIR_TWICE', '同一继承人列了两次；请删除重复的一行。');
  for (const [i, heir] of heirs.entries()) {
    const party = input.parties[heir.partyNo - 1];
    if (party?.role !== 'obligor')
      say(
        `inheritance.heirs[${i}]`,
        'HEIR_NOT_SELLER',
        '继承后同时出售的，继承人须是卖方；不出售的继承人，请先单独办理继承转移登记（BDC-11）。',
      );
    else if (deceased.some((one) => sameDocument(one, party)))
      say(`inheritance.heirs[${i}]`, 'HEIR_DECEASED', '继承人与被继承人是同一人；请核对。');
    const share = heir.share ? validateShare(heir.share) : null;
    if (share && !share.ok) say(`inheritance.heirs[${i}].share`, share.code, share.message);
  }
}

function validateRenunciations(
  { input, today, say }: BlockCheck,
  { renunciations = [], heirs }: InheritanceTerms,
): void {
  for (const [i, one] of renunciations.entries()) {
    const field = `inheritance.renunciations[${i}]`;
    const id = validateIdNumber(one.idType, one.idNo, { today });
    if (one.name.trim() === '') say(`${field}.name`, 'NAME', '请填写放弃继承的人的姓名。');
    if (!id.ok) say(`${field}.idNo`, id.code, id.message);
    if (one.statementNo.trim() === '')
      say(`${field}.statementNo`, 'RENUNCIATION', '请填写放弃继承声明的编号或日期（民法典 1124）。');
    if (heirs.some(({ partyNo }) => sameDocument(one, input.parties[partyNo - 1])))
      say(field, 'RENUNCIATION_HEIR', '放弃继承的人不能同时是继承人；请核对放弃声明。');
  }
}

function sameDocument(a: RegisteredPerson, b: RegisteredPerson | undefined): boolean {
  return b !== undefined && a.idType === b.idType && a.idNo.trim().toUpperCase() === b.idNo.trim().toUpperCase();
}
