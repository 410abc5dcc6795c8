import { dayExists, invalid, toHalfWidth, valid } from './normalise.ts';
import type { Validation } from './types.ts';
import { districts } from './unit-code.ts';

export function validateMobile(input: string): Validation<string> {
  const mobile = toHalfWidth(input)
    .replaceAll('-', '')
    .replace(/^\+?86(?=1\d{10}$)/, '');
  if (!/^\d{11}$/.test(mobile)) return invalid('MOBILE_LENGTH', '手机号应为11位数字；请核对。');
  if (!/^1[3-9]/.test(mobile)) return invalid('MOBILE_PREFIX', '手机号应以13至19开头；固定电话请填入“联系电话”栏。');
  return valid(mobile);
}

/** Our own 业务号: `{yyyyMMdd}{district}{6 digits}`. */
export function validateCaseNo(
  input: string,
): Validation<{ caseNo: string; day: string; district: string; sequence: number }> {
  const caseNo = toHalfWidth(input);
  const match = /^(\d{4})(\d{2})(\d{2})(\d{6})(\d{6})$/.exec(caseNo);
  if (!match) return invalid('CASE_NO_FORMAT', '业务号应为20位数字（日期8位、区6位、流水6位）；请按受理通知书输入。');
  const day = `${match[1]}-${match[2]}-${match[3]}`;
  if (!dayExists(day)) return invalid('CASE_NO_DAY', `业务号中的日期${day}不存在；请按受理通知书核对。`);
  if (!((match[4] ?? '') in districts))
    return invalid('CASE_NO_DISTRICT', '业务号中的区代码不是本市六区；请按受理通知书核对。');
  return valid({ caseNo, day, district: match[4] ?? '', sequence: Number(match[5]) });
}

/** 面积: ㎡, more than 0, two decimals. With inner and shared part: 套内 + 分摊 = 建筑面积 ± 0.01. */
export function validateArea(input: {
  area: string | number;
  inner?: string | number | null;
  shared?: string | number | null;
}): Validation<{ area: number; inner: number | null; shared: number | null }> {
  const parts: (number | null)[] = [];
  for (const part of [input.area, input.inner ?? null, input.shared ?? null]) {
    if (part === null || part === '') {
      parts.push(null);
      continue;
    }
    const text = toHalfWidth(String(part));
    if (!/^\d{1,9}(\.\d+)?$/.test(text)) return invalid('AREA_NUMBER', '面积应为数字，单位平方米，如：89.50。');
    if (!/^\d+(\.\d{1,2})?$/.test(text)) return invalid('AREA_DECIMALS', '面积最多保留两位小数；请按测绘成果输入。');
    parts.push(Number(text));
  }
  const [area, inner = null, shared = null] = parts;
  if (area === null || area === undefined || area <= 0)
    return invalid('AREA_POSITIVE', '建筑面积应大于0；请按测绘成果输入。');
  // In hundredths: 0.1 + 0.2 must not decide.
  if (inner !== null && shared !== null && Math.abs(cents(inner) + cents(shared) - cents(area)) > 1) {
    return invalid('AREA_SUM', '套内面积与分摊面积之和应等于建筑面积（误差不超过0.01）；请核对测绘成果。');
  }
  return valid({ area, inner, shared });
}

function cents(area: number): number {
  return Math.round(area * 100);
}
