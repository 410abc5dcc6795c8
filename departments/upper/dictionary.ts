/**
 * What the platform publishes: tables, fields, types and enumerations of the standard (domain §4.1; lengths are to be verified against
 * TD/T 1066-2021). The sender checks against it before it sends, the simulator when a message arrives.
 *
 * A rule is written as in the standard's own tables: `T28` text of at most 28 characters, `N` decimal, `I` integer, `D` day,
 * `M` instant with offset, `F` share n/d, `C1,2` one of these codes; `!` at the end = must be there.
 */
export type FieldRule = string;

const right: Record<string, FieldRule> = {
  BSM: 'T30!',
  YWH: 'T30',
  BDCDYH: 'T28!',
  QLLX: 'C1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,99,JZQ!',
  DJLX: 'C100,200,300,400,500,600,700,800,900!',
  DJYY: 'T200!',
  QXDM: 'T6!',
  DJJG: 'T200!',
  DBR: 'T50!',
  DJSJ: 'M!',
  FJ: 'T2000',
  QSZT: 'C0,1,2!',
};
const proof = { BDCDJZMH: 'T400' };

export const dictionary: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  ZDJBXX: {
    ZDDM: 'T19!',
    ZDTZM: 'T2!',
    ZL: 'T200!',
    ZDMJ: 'N!',
    YT: 'T50!',
    QLXZ: 'C100,101,102,103,104,105,200!',
    JSSJ: 'D',
  },
  ZRZ: { ZDDM: 'T19!', ZRZH: 'T4!', XMMC: 'T100', JGRQ: 'D', ZCS: 'I!', FWJG: 'C1,2,3,4,5,6!' },
  H: {
    BDCDYH: 'T28!',
    ZDDM: 'T19!',
    ZRZH: 'T4!',
    CH: 'I',
    ZL: 'T200!',
    SHBW: 'T20',
    FWYT1: 'C10,21,22,27,31,60,80!',
    SCJZMJ: 'N!',
    SCTNJZMJ: 'N',
    SCFTJZMJ: 'N',
  },
  JSYDSYQ: { ...right, SYQMJ: 'N!', QDJG: 'N', BDCQZH: 'T400' },
  FDCQ2: { ...right, GHYT: 'C10,21,22,27,31,60,80!', JZMJ: 'N!', FDCJYJG: 'N', BDCQZH: 'T400' },
  FDCQ3: { ...right, JGZWBH: 'T28!', JGZWMC: 'T200', JGZWMJ: 'N!' },
  DYAQ: {
    ...right,
    DYBDCLX: 'C1,2,3,4,5,6,7!',
    DYR: 'T400',
    DYFS: 'C1,2!',
    BDBZZQSE: 'N',
    ZGZQSE: 'N',
    ZWLXQSSJ: 'D!',
    ZWLXJSSJ: 'D!',
    ZGZQQDSS: 'T500',
    DBFW: 'T1000',
    SFCZJZZR: 'C0,1!',
    SW: 'I',
    ...proof,
  },
  YGDJ: { ...right, YGDJZL: 'C1,2,3,4!', YWR: 'T400', QDJG: 'N', BDBZZQSE: 'N', ...proof },
  YYDJ: { ...right, YYSX: 'T1000!', ...proof },
  CFDJ: {
    ...right,
    CFLX: 'C1,2,3,4!',
    CFJG: 'T200!',
    CFWH: 'T100!',
    CFQSSJ: 'M',
    CFJSSJ: 'M',
    CFFW: 'F',
    BZXR: 'T400!',
    SDSJ: 'M',
    LHSX: 'I',
    JFDJSJ: 'M',
    JFYY: 'T200',
  },
  DYIQ: { ...right, DYF: 'C1,2', DFBDCDYH: 'T28!', DYQNR: 'T1000!', QLQSSJ: 'D!', QLJSSJ: 'D!', ...proof },
  JZQ: { ...right, SLFS: 'C1,2', JZFW: 'T500!', JZTJ: 'T1000!', QLJSSJ: 'D', JZQJG: 'N', ...proof },
  QLR: {
    BSM: 'T30!',
    BDCDYH: 'T28!',
    SXH: 'I!',
    QLRMC: 'T200!',
    ZJZL: 'C1,2,3,4,5,6,7,99!',
    ZJH: 'T50!',
    QLRLX: 'C1,2,3,4,99!',
    QLBL: 'F',
    GYFS: 'C0,1,2,3!',
  },
  ZXDJ: { BSM: 'T30!', BDCDYH: 'T28!', ZXYWH: 'T30', YWH: 'T30', ZXSJ: 'M!', ZXYY: 'T200!', BDCQZH: 'T400' },
  XGDJGL: { BSM: 'T30!', YBSM: 'T30!', ZYWH: 'T30', FYWH: 'T30' },
};

const shapes: Record<string, RegExp> = {
  N: /^-?\d{1,13}(\.\d{1,6})?$/,
  I: /^-?\d{1,9}$/,
  D: /^\d{4}-\d{2}-\d{2}$/,
  M: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/,
  F: /^[1-9]\d{0,6}\/[1-9]\d{0,6}$/,
};

/** What is wrong with a value, in Chinese and without repeating it; null when nothing is. */
export function violation(rule: FieldRule, value: string | undefined): { code: string; message: string } | null {
  const required = rule.endsWith('!');
  const plain = required ? rule.slice(0, -1) : rule;
  if (value === undefined || value.trim() === '') return required ? { code: 'MISSING', message: '必填项为空' } : null;
  const kind = plain[0] ?? '';
  if (kind === 'T')
    return value.length > Number(plain.slice(1)) ? { code: 'TOO_LONG', message: `长度超过${plain.slice(1)}` } : null;
  if (kind === 'C')
    return plain.slice(1).split(',').includes(value) ? null : { code: 'ENUM', message: '代码不在字典内' };
  return shapes[kind]?.test(value) ? null : { code: 'FORMAT', message: '格式不正确' };
}
