import { invalid, normaliseCode, valid } from './normalise.ts';
import type { Validation } from './types.ts';

/** 不动产单元代码, GB/T 37346-2019: 28 characters, no check digit. */
export interface UnitCode {
  code: string;
  /** `330203 001002 GB00012 F00010023`, as the standard prints it. */
  display: string;
  district: string;
  /** 宗地代码: the first 19 characters. */
  parcelCode: string;
  /** F building · L forest · Q other · W nothing on the land. */
  fixture: 'F' | 'L' | 'Q' | 'W';
  buildingNo: string;
  roomNo: string;
  /** handled here · legacy (readable, map by crosswalk) · foreign (route to the competent office). */
  jurisdiction: 'handled' | 'legacy' | 'foreign';
}

/** GB/T 2260 codes of the districts handled. */
export const districts = {
  '330203': '海曙区',
  '330205': '江北区',
  '330206': '北仑区',
  '330211': '镇海区',
  '330212': '鄞州区',
  '330213': '奉化区',
} as const;
/** 江东区, merged into 鄞州 in 2016. */
export const legacyDistrict = '330204';

const pattern = /^(\d{6})(\d{3})(\d{3})([GJZ][ABCDEFGHLNSXWY])(\d{5})(?:(W)(00000000)|([FLQ])(\d{8}))$/;

/**
 * Format and jurisdiction of a unit code. A code of another office is valid in form: it comes back with the warning
 * UNIT_NOT_OURS (不属于本机构登记范围), one of the former 江东区 with UNIT_LEGACY_DISTRICT.
 */
export function validateUnitCode(input: string): Validation<UnitCode> {
  const code = normaliseCode(input);
  if (code === '') return invalid('UNIT_CODE_EMPTY', '请输入不动产单元号（28位）。');
  if (code.length !== 28) {
    return invalid(
      'UNIT_CODE_LENGTH',
      `不动产单元号应为28位，现为${code.length}位；请对照权属证书核对是否漏输或多输。`,
    );
  }
  const match = pattern.exec(code);
  if (!match) return invalid(...whyNot(code));
  const [, district = '', , , , sequence = '', land] = match;
  if (sequence === '00000')
    return invalid('UNIT_CODE_SEQUENCE', '宗地顺序号（第15–19位）不能为00000；请核对宗地代码。');
  const fixture = code[19] as UnitCode['fixture'];
  const [buildingNo, roomNo] = [code.slice(20, 24), code.slice(24)];
  if (fixture === 'F' && buildingNo === '0000') {
    return invalid('UNIT_CODE_BUILDING', '幢号（第21–24位）不能为0000；请核对自然幢号。');
  }
  const jurisdiction = district in districts ? 'handled' : district === legacyDistrict ? 'legacy' : 'foreign';
  const value: UnitCode = {
    code,
    display: `${code.slice(0, 6)} ${code.slice(6, 12)} ${code.slice(12, 19)} ${code.slice(19)}`,
    district,
    parcelCode: code.slice(0, 19),
    fixture: land ? 'W' : fixture,
    buildingNo,
    roomNo,
    jurisdiction,
  };
  if (jurisdiction === 'legacy') {
    return valid(value, [
      {
        code: 'UNIT_LEGACY_DISTRICT',
        message: '原江东区代码（330204），只供查询；请经对照表转换为现行单元号并人工确认后办理。',
      },
    ]);
  }
  if (jurisdiction === 'foreign') {
    return valid(value, [
      { code: 'UNIT_NOT_OURS', message: '该不动产不属于本机构登记范围；请告知申请人向不动产所在地登记机构申请。' },
    ]);
  }
  return valid(value);
}

function whyNot(code: string): [string, string] {
  if (!/^\d{12}/.test(code))
    return ['UNIT_CODE_AREA', '前12位（行政区、地籍区、地籍子区）应全为数字；请检查是否把数字0输成字母O。'];
  if (!/^.{12}[GJZ]/.test(code))
    return ['UNIT_CODE_OWNERSHIP', '第13位应为G（国家）、J（集体）或Z（未确定）；请核对宗地特征码。'];
  if (!/^.{13}[ABCDEFGHLNSXWY]/.test(code)) return ['UNIT_CODE_RIGHT', '第14位不是有效的宗地特征码；住宅用地一般为B。'];
  if (!/^.{14}\d{5}/.test(code)) return ['UNIT_CODE_SEQUENCE', '宗地顺序号（第15–19位）应为5位数字；请核对。'];
  if (!/^.{19}[FLQW]/.test(code))
    return ['UNIT_CODE_FIXTURE', '第20位应为F（房屋）、L（林木）、Q（其他）或W（无定着物）；请核对。'];
  if (code[19] === 'W') return ['UNIT_CODE_LAND_ONLY', '第20位为W（无定着物）时，后8位必须全为0；如有房屋请改用F。'];
  return ['UNIT_CODE_FIXTURE_NO', '定着物单元编号（第21–28位）应为8位数字；请核对。'];
}
