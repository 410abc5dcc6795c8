import { invalid, normaliseDocumentNo, valid } from './normalise.ts';
import type { Validation } from './types.ts';

/** 法院案号, e.g. （2019）浙0203执123号. */
export interface CourtCaseNo {
  no: string;
  year: number;
  /** e.g. 浙0203; null for a court that is none of the twelve known ones. */
  court: string | null;
  courtName: string | null;
}

/** 中院 and the eleven basic courts of the city. */
export const courts: Readonly<Record<string, string>> = {
  浙02: '宁波市中级人民法院',
  浙0203: '海曙区人民法院',
  浙0205: '江北区人民法院',
  浙0206: '北仑区人民法院',
  浙0211: '镇海区人民法院',
  浙0212: '鄞州区人民法院',
  浙0213: '奉化区人民法院',
  浙0225: '象山县人民法院',
  浙0226: '宁海县人民法院',
  浙0281: '余姚市人民法院',
  浙0282: '慈溪市人民法院',
  浙0291: '宁波高新技术产业开发区人民法院',
};

const pattern =
  /^（((?:19|20)\d{2})）([\u4e00-\u9fa5]{1,3}\d{0,4})([\u4e00-\u9fa5]{1,4})(\d{1,6})号(之[一二三四五六七八九十]{1,3})?$/;

export function validateCourtCaseNo(input: string): Validation<CourtCaseNo> {
  const no = normaliseDocumentNo(input);
  if (no === '') return invalid('COURT_NO_EMPTY', '请输入案号，如：（2019）浙0203执123号。');
  const match = pattern.exec(no);
  if (!match) {
    if (!/^（(19|20)\d{2}）/.test(no))
      return invalid('COURT_NO_YEAR', '案号应以括号内的四位年份开头，如：（2019）浙0203执123号。');
    if (!/号(之.+)?$/.test(no))
      return invalid('COURT_NO_END', '案号应以“号”结尾（可带“之一”），如：（2019）浙02执保45号之一。');
    return invalid(
      'COURT_NO_FORMAT',
      '案号格式不对，应为：（年份）法院代字+类型代字+编号+号，如：（2019）浙0203执123号。',
    );
  }
  const code = match[2] ?? '';
  const courtName = courts[code] ?? null;
  return valid(
    { no, year: Number(match[1]), court: courtName ? code : null, courtName },
    courtName
      ? []
      : [
          {
            code: 'COURT_UNKNOWN',
            message: `法院代字“${code}”不在本市法院名录内；请核对，外地法院请附移送或委托材料。`,
          },
        ],
  );
}
