import { invalid, normaliseDocumentNo, valid } from './normalise.ts';
import type { Validation } from './types.ts';

/** 不动产权证书号 / 不动产登记证明号. */
export interface CertificateNo {
  /** With full-width brackets. */
  no: string;
  province: string;
  year: number;
  /** e.g. 宁波市海曙. */
  area: string;
  kind: 'certificate' | 'proof';
  sequence: number;
}

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const pattern = new RegExp(`^([${provinces}])（(\\d{4})）([\\u4e00-\\u9fa5]{2,15}?)不动产(权|证明)第(\\d+)号$`);

/** 不动产统一登记 began on 2015-03-01 (条例 §35). */
const firstYear = 2015;

/** @param options.currentYear year of today: a later one cannot have been issued yet */
export function validateCertificateNo(input: string, options: { currentYear: number }): Validation<CertificateNo> {
  const no = normaliseDocumentNo(input);
  if (no === '') return invalid('CERT_NO_EMPTY', '请输入证书号，如：浙（2019）宁波市海曙不动产权第0000123号。');
  const match = pattern.exec(no);
  if (!match) {
    if (!/^.（\d{4}）/.test(no))
      return invalid('CERT_NO_BRACKETS', '年份应写在括号内，如：浙（2019）…；请按证书原样输入。');
    if (!provinces.includes(no[0] ?? ''))
      return invalid('CERT_NO_PROVINCE', '首字应为省份简称（本省为“浙”）；旧证请填入“原证号”栏。');
    return invalid(
      'CERT_NO_FORMAT',
      '证书号格式不对，应如：浙（2019）宁波市海曙不动产权第0000123号；旧证请填入“原证号”栏。',
    );
  }
  const [, province = '', yearText = '', area = '', kind, digits = ''] = match;
  const year = Number(yearText);
  if (digits.length !== 7)
    return invalid('CERT_NO_SEQUENCE', `流水号应为7位（不足在前补0），现为${digits.length}位；请对照证书核对。`);
  if (year < firstYear || year > options.currentYear) {
    return invalid(
      'CERT_NO_YEAR',
      `年份应在${firstYear}至${options.currentYear}之间；${firstYear}年以前的旧证请填入“原证号”栏。`,
    );
  }
  return valid({ no, province, year, area, kind: kind === '权' ? 'certificate' : 'proof', sequence: Number(digits) });
}

/** 原房权证、土地证 numbers stay valid (条例 §33): any text of 4–60 characters. */
export function validateLegacyCertificateNo(input: string): Validation<string> {
  const no = input.trim();
  if (no.length < 4 || no.length > 60)
    return invalid('LEGACY_CERT_NO_LENGTH', '原证号应为4至60个字；请按旧证原样输入。');
  return valid(no);
}
