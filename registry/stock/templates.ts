/**
 * Templates of the stock files (存量数据): the header row says which template a file or sheet follows. Enumerations are given by name,
 * never by number: vendors number them differently (domain §4.1, the conflict about CFLX).
 */
import { type Codebook, codebooks } from '../exchange/codebooks.ts';

export type StockKind = 'parcel' | 'building' | 'unit' | 'ownership' | 'holder' | 'mortgage' | 'seizure';

export interface StockColumn {
  header: string;
  key: string;
  required: boolean;
  type:
    | 'text'
    | 'integer'
    | 'area'
    | 'money'
    | 'day'
    | 'instant'
    | 'share'
    | { words: Readonly<Record<string, string>> };
  hint?: string;
}

export interface StockTemplate {
  kind: StockKind;
  name: string;
  /** Key of the column that names the house, or the parcel. */
  house: string;
  columns: readonly StockColumn[];
}

const must = (header: string, key: string, type: StockColumn['type'] = 'text', hint?: string): StockColumn => ({
  header,
  key,
  required: true,
  type,
  ...(hint ? { hint } : {}),
});
const may = (header: string, key: string, type: StockColumn['type'] = 'text', hint?: string): StockColumn => ({
  ...must(header, key, type, hint),
  required: false,
});

/** A word that the standard has a number for; the book keeps the word. */
const same = (book: Codebook) => ({ words: Object.fromEntries(Object.keys(book).map((name) => [name, name])) });
const uses = {
  住宅: 'residential',
  商业: 'commercial',
  办公: 'office',
  工业: 'industrial',
  车位: 'parking',
  仓储: 'storage',
};
export const idTypeWords = {
  身份证: 'citizen',
  港澳台身份证: 'hkmt',
  护照: 'passport',
  户口簿: 'household',
  '军官证（士兵证）': 'officer',
  组织机构代码: 'orgcode',
  统一社会信用代码: 'uscc',
  营业执照: 'uscc',
  其他: 'other',
};
const unitCode = must('不动产单元号', 'unitCode', 'text', '28 位；尚未挂接宗地的旧房屋编号也可填写');

export const stockTemplates: readonly StockTemplate[] = [
  {
    kind: 'parcel',
    name: '宗地',
    house: 'parcelCode',
    columns: [
      must('宗地代码', 'parcelCode', 'text', '19 位'),
      must('坐落', 'location'),
      must('宗地面积', 'area', 'area', '㎡'),
      must('土地用途', 'landUse'),
      must('权利性质', 'landNature', same(codebooks.landNature)),
      may('使用期限止', 'termTo', 'day'),
    ],
  },
  {
    kind: 'building',
    name: '自然幢',
    house: 'parcelCode',
    columns: [
      must('宗地代码', 'parcelCode'),
      must('幢号', 'buildingNo', 'text', '4 位'),
      may('项目名称', 'projectName'),
      must('房屋结构', 'structure', same(codebooks.structure)),
      must('总层数', 'totalFloors', 'integer'),
      may('竣工日期', 'completedOn', 'day'),
    ],
  },
  {
    kind: 'unit',
    name: '不动产单元',
    house: 'unitCode',
    columns: [
      unitCode,
      must('坐落', 'location'),
      may('所在层', 'floor', 'integer'),
      may('室号', 'roomNo'),
      must('房屋用途', 'use', { words: uses }),
      must('建筑面积', 'area', 'area', '㎡'),
      may('套内面积', 'innerArea', 'area', '㎡'),
      may('分摊面积', 'sharedArea', 'area', '㎡'),
    ],
  },
  {
    kind: 'ownership',
    name: '所有权',
    house: 'unitCode',
    columns: [
      unitCode,
      must('不动产权证号', 'certificateNo', 'text', '旧证按证面填写'),
      must('登记类型', 'regType', { words: { 首次登记: '100', 转移登记: '200', 变更登记: '300', 更正登记: '500' } }),
      must('登记原因', 'reason'),
      must('登记时间', 'registeredAt', 'instant'),
      must('共有方式', 'mode', { words: { 单独所有: 'single', 共同共有: 'joint', 按份共有: 'shares' } }),
      may('取得价格', 'price', 'money', '元'),
      may('附记', 'note'),
    ],
  },
  {
    kind: 'holder',
    name: '权利人',
    house: 'unitCode',
    columns: [
      unitCode,
      must('权利证号', 'certificateNo', 'text', '不动产权证号或登记证明号'),
      must('权利人名称', 'name'),
      must('证件种类', 'idType', { words: idTypeWords }),
      must('证件号', 'idNo', 'text', '单元格格式设为文本；15 位旧号照填'),
      must('权利人类型', 'nature', {
        words: { 个人: 'person', 企业: 'company', 事业单位: 'institution', 国家机关: 'government', 其他: 'other' },
      }),
      may('权利比例', 'share', 'share', '按份共有必填，如 1/3'),
    ],
  },
  {
    kind: 'mortgage',
    name: '抵押权',
    house: 'unitCode',
    columns: [
      unitCode,
      must('登记证明号', 'certificateNo'),
      must('抵押方式', 'mortgageKind', { words: { 一般抵押: 'general', 最高额抵押: 'maximum' } }),
      must('债权数额', 'amount', 'money', '元；最高额抵押填最高债权额'),
      must('债务履行起始', 'termFrom', 'day'),
      must('债务履行结束', 'termTo', 'day'),
      must('登记时间', 'registeredAt', 'instant'),
      must('担保范围', 'scope'),
      must('抵押合同号', 'contractNo'),
      must('是否限制转让', 'restrictsTransfer', { words: { 是: 'yes', 否: 'no' } }),
    ],
  },
  {
    kind: 'seizure',
    name: '查封',
    house: 'unitCode',
    columns: [
      unitCode,
      must('查封类型', 'seizureType', {
        words: { 查封: 'seizure', 轮候查封: 'queued', 预查封: 'pre_seizure', 轮候预查封: 'queued_pre_seizure' },
      }),
      must('查封机关', 'authority'),
      must('查封文号', 'documentNo'),
      must('送达时间', 'deliveredAt', 'instant', '轮候顺序以此为准'),
      must('期限', 'termMonths', 'integer', '月，不超过送达时法定的最长期限'),
      may('查封起始时间', 'startsAt', 'instant', '轮候的不填'),
      must('被执行人', 'respondent'),
      must('被执行人证件种类', 'idType', { words: idTypeWords }),
      must('被执行人证件号', 'idNo'),
    ],
  },
];

/** The template whose required headers are all there; the one with the most headers when several fit. */
export function templateOf(headers: readonly string[]): StockTemplate | null {
  const given = new Set(headers.map((header) => header.trim()));
  const fitting = stockTemplates.filter((template) =>
    template.columns.every((column) => !column.required || given.has(column.header)),
  );
  return fitting.toSorted((a, b) => b.columns.length - a.columns.length)[0] ?? null;
}
