import { invalid, normaliseCode, valid } from './normalise.ts';
import type { Validation } from './types.ts';

/** 统一社会信用代码, GB 32100-2015 (MOD 31-3). */
export interface Uscc {
  code: string;
  /** By the first two characters. */
  kind: 'government' | 'institution' | 'group' | 'civil' | 'company' | 'individual' | 'cooperative' | 'other';
  /** 主体标识码, positions 9–17. */
  subjectNo: string;
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const kinds: Record<string, Uscc['kind']> = {
  '11': 'government',
  '12': 'institution',
  '13': 'group',
  '19': 'other',
  '51': 'civil',
  '52': 'civil',
  '53': 'civil',
  '59': 'civil',
  '91': 'company',
  '92': 'individual',
  '93': 'cooperative',
  Y1: 'other',
};

/** The 18th character for the first 17. */
export function usccCheck(first17: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * alphabet.indexOf(first17[i] ?? ''), 0);
  return alphabet[(31 - (sum % 31)) % 31] ?? '';
}

/** GB 11714: the 9th character of the 组织机构代码 inside, for its first 8. */
export function subjectCheck(first8: string): string {
  const inner = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = inner.reduce((total, weight, i) => total + weight * Number.parseInt(first8[i] ?? '', 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

export function validateUscc(input: string): Validation<Uscc> {
  const code = normaliseCode(input);
  if (code === '') return invalid('USCC_EMPTY', '请输入统一社会信用代码（18位）。');
  if (code.length !== 18)
    return invalid('USCC_LENGTH', `统一社会信用代码应为18位，现为${code.length}位；请对照营业执照核对。`);
  const stranger = [...code].find((c) => !alphabet.includes(c));
  if (stranger)
    return invalid(
      'USCC_CHARACTERS',
      `不应出现字符“${stranger}”（代码不用I、O、S、V、Z）；请检查是否把0输成O、5输成S、2输成Z。`,
    );
  if (usccCheck(code) !== code[17])
    return invalid('USCC_CHECK', '校验位不符，代码中有输错的字符；请对照营业执照逐位核对。');
  const kind = kinds[code.slice(0, 2)];
  if (!kind)
    return invalid('USCC_KIND', `前两位“${code.slice(0, 2)}”不是已知的登记管理部门和机构类别；请对照证照核对。`);
  const subjectNo = code.slice(8, 17);
  // Some old codes break the inner check: a warning only.
  const warnings =
    subjectCheck(subjectNo.slice(0, 8)) === subjectNo[8]
      ? []
      : [
          {
            code: 'USCC_SUBJECT_CHECK',
            message: '主体标识码（第9–17位）的校验位不符，早期代码可能如此；请核对证照原件。',
          },
        ];
  return valid({ code, kind, subjectNo }, warnings);
}
