import { dayExists, invalid, normaliseCode, valid } from './normalise.ts';
import type { Validation } from './types.ts';

/** 公民身份号码, GB 11643-1999 (ISO 7064 MOD 11-2). */
export interface CitizenId {
  id: string;
  /** YYYY-MM-DD. */
  bornOn: string;
  sex: 'male' | 'female';
  /** Full years on `today`. */
  age: number;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';
/** First two digits of GB/T 2260. The four after them are not checked: districts were abolished. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);

/** The 18th character for the first 17 digits. */
export function citizenIdCheck(first17: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return checks[sum % 11] ?? '';
}

/** @param options.today `YYYY-MM-DD`: a birth date after it is refused, an age over 120 is warned about */
export function validateCitizenId(input: string, options: { today: string }): Validation<CitizenId> {
  const id = normaliseCode(input);
  if (id === '') return invalid('CITIZEN_ID_EMPTY', '请输入公民身份号码（18位）。');
  if (id.length === 15 && /^\d+$/.test(id)) {
    return invalid('CITIZEN_ID_OLD', '15位身份证自2013年1月1日起停用；请出示18位的居民身份证。');
  }
  if (id.length !== 18) return invalid('CITIZEN_ID_LENGTH', `身份号码应为18位，现为${id.length}位；请对照证件核对。`);
  if (!/^\d{17}[\dX]$/.test(id)) {
    return invalid('CITIZEN_ID_CHARACTERS', '前17位应为数字，末位为数字或X；请检查是否把0输成字母O、1输成字母I。');
  }
  if (!provinces.has(id.slice(0, 2))) return invalid('CITIZEN_ID_REGION', '前两位不是有效的省级代码；请对照证件核对。');
  const bornOn = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!dayExists(bornOn)) return invalid('CITIZEN_ID_BIRTH_DATE', `出生日期${bornOn}不存在；请对照证件核对第7至14位。`);
  if (bornOn > options.today)
    return invalid('CITIZEN_ID_BIRTH_FUTURE', `出生日期${bornOn}晚于今天；请对照证件核对第7至14位。`);
  if (citizenIdCheck(id) !== id[17])
    return invalid('CITIZEN_ID_CHECK', '校验位不符，号码中有输错的数字；请对照证件逐位核对。');
  const age = fullYears(bornOn, options.today);
  const warnings =
    age > 120 ? [{ code: 'CITIZEN_ID_AGE', message: `按号码推算年龄为${age}岁，超过120岁；请核实证件是否有效。` }] : [];
  return valid({ id, bornOn, sex: Number(id[16]) % 2 === 1 ? 'male' : 'female', age }, warnings);
}

/** 15 → 18 digits, to match old register rows: `19` inserted before the year, check computed. Null when it is no 15-digit number. */
export function upgradeCitizenId(old: string): string | null {
  if (!/^\d{15}$/.test(old)) return null;
  const first17 = `${old.slice(0, 6)}19${old.slice(6)}`;
  return first17 + citizenIdCheck(first17);
}

/** Full years between two days: 29 February counts from 1 March in common years. */
export function fullYears(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}
