/**
 * The one table between our columns and the standard's codes (domain §4.1). Whoever adds a field adds one line here; message,
 * check and docs/exchange.md follow from it. `own`: not in the standard, sent as an extension that the platform may ignore.
 */
import type { CodebookName } from './codebooks.ts';

/**
 * How a value is written: `area` ㎡ with two decimals, `yuan` fen as 元 with two, `wan` fen as 万元 with six (exact to the fen), `share` n/d,
 * `instant` ISO 8601 +08:00 with milliseconds (they decide the order), `list` joined by 、.
 */
export type FieldType = 'text' | 'integer' | 'area' | 'yuan' | 'wan' | 'day' | 'instant' | 'share' | 'yesNo' | 'list';

export interface Field {
  code: string;
  column: string;
  name: string;
  type: FieldType | { book: CodebookName };
  /** Survey data that a clerk may complete without a registration. Everything else changes by 更正登记 only. */
  survey?: true;
  own?: true;
}

export interface Table {
  name: string;
  fields: readonly Field[];
}

const text = (code: string, column: string, name: string): Field => ({ code, column, name, type: 'text' });
const of = (type: Field['type'], code: string, column: string, name: string): Field => ({ code, column, name, type });
const survey = (field: Field): Field => ({ ...field, survey: true });
const own = (field: Field): Field => ({ ...field, own: true });

/** Every right begins with these. */
const common: readonly Field[] = [
  text('BSM', 'rightId', '标识码'),
  text('YWH', 'caseNo', '业务号'),
  text('BDCDYH', 'unitCode', '不动产单元号'),
  text('QLLX', 'rightType', '权利类型'),
  of('integer', 'DJLX', 'regType', '登记类型'),
  text('DJYY', 'reason', '登记原因'),
  text('QXDM', 'district', '区县代码'),
  text('DJJG', 'office', '登记机构'),
  text('DBR', 'registrar', '登簿人'),
  of('instant', 'DJSJ', 'registeredAt', '登记时间'),
  text('FJ', 'note', '附记'),
  of({ book: 'status' }, 'QSZT', 'status', '权属状态'),
];
const proof = of('list', 'BDCDJZMH', 'certificateNos', '不动产登记证明号');

export const standardTables = {
  ZDJBXX: {
    name: '宗地基本信息',
    fields: [
      text('ZDDM', 'parcelCode', '宗地代码'),
      text('ZDTZM', 'parcelFeature', '宗地特征码'),
      text('ZL', 'location', '坐落'),
      of('area', 'ZDMJ', 'area', '宗地面积'),
      text('YT', 'landUse', '用途'),
      of({ book: 'landNature' }, 'QLXZ', 'landNature', '权利性质'),
      of('day', 'JSSJ', 'landTermTo', '土地使用结束时间'),
    ],
  },
  ZRZ: {
    name: '自然幢',
    fields: [
      text('ZDDM', 'parcelCode', '宗地代码'),
      text('ZRZH', 'buildingNo', '自然幢号'),
      survey(text('XMMC', 'projectName', '项目名称')),
      survey(of('day', 'JGRQ', 'completedOn', '竣工日期')),
      survey(of('integer', 'ZCS', 'totalFloors', '总层数')),
      survey(of({ book: 'structure' }, 'FWJG', 'structure', '房屋结构')),
    ],
  },
  H: {
    name: '户',
    fields: [
      text('BDCDYH', 'unitCode', '不动产单元号'),
      text('ZDDM', 'parcelCode', '宗地代码'),
      text('ZRZH', 'buildingNo', '自然幢号'),
      survey(of('integer', 'CH', 'floor', '层号')),
      text('ZL', 'location', '坐落'),
      survey(text('SHBW', 'roomNo', '室号部位')),
      of({ book: 'use' }, 'FWYT1', 'use', '房屋用途'),
      of('area', 'SCJZMJ', 'area', '实测建筑面积'),
      survey(of('area', 'SCTNJZMJ', 'innerArea', '实测套内建筑面积')),
      survey(of('area', 'SCFTJZMJ', 'sharedArea', '实测分摊建筑面积')),
    ],
  },
  JSYDSYQ: {
    name: '建设用地使用权',
    fields: [
      ...common,
      of('area', 'SYQMJ', 'area', '使用权面积'),
      of('yuan', 'QDJG', 'priceFen', '取得价格'),
      of('list', 'BDCQZH', 'certificateNos', '不动产权证号'),
    ],
  },
  FDCQ2: {
    name: '房地产权（独幢、层、套、间）',
    fields: [
      ...common,
      of({ book: 'use' }, 'GHYT', 'use', '规划用途'),
      of('area', 'JZMJ', 'area', '建筑面积'),
      of('yuan', 'FDCJYJG', 'priceFen', '房地产交易价格'),
      of('list', 'BDCQZH', 'certificateNos', '不动产权证号'),
    ],
  },
  FDCQ3: {
    name: '业主共有部分',
    fields: [
      ...common,
      text('JGZWBH', 'structureNo', '构（建）筑物编号'),
      text('JGZWMC', 'structureName', '构（建）筑物名称'),
      of('area', 'JGZWMJ', 'area', '构（建）筑物面积'),
    ],
  },
  DYAQ: {
    name: '抵押权',
    fields: [
      ...common,
      of({ book: 'mortgaged' }, 'DYBDCLX', 'mortgaged', '抵押不动产类型'),
      of('list', 'DYR', 'mortgagors', '抵押人'),
      of({ book: 'mortgageKind' }, 'DYFS', 'mortgageKind', '抵押方式'),
      of('wan', 'BDBZZQSE', 'claimFen', '被担保主债权数额'),
      of('wan', 'ZGZQSE', 'maximumFen', '最高债权数额'),
      of('day', 'ZWLXQSSJ', 'termFrom', '债务履行起始时间'),
      of('day', 'ZWLXJSSJ', 'termTo', '债务履行结束时间'),
      text('ZGZQQDSS', 'claimFixedFact', '最高债权确定事实'),
      text('DBFW', 'scope', '担保范围'),
      of('yesNo', 'SFCZJZZR', 'restrictsTransfer', '是否存在禁止或限制转让抵押不动产的约定'),
      own(of('integer', 'SW', 'rank', '顺位')),
      proof,
    ],
  },
  YGDJ: {
    name: '预告登记',
    fields: [
      ...common,
      of({ book: 'cautionKind' }, 'YGDJZL', 'cautionKind', '预告登记种类'),
      of('list', 'YWR', 'obligors', '义务人'),
      of('yuan', 'QDJG', 'priceFen', '取得价格'),
      of('wan', 'BDBZZQSE', 'claimFen', '被担保主债权数额'),
      proof,
    ],
  },
  YYDJ: { name: '异议登记', fields: [...common, text('YYSX', 'matter', '异议事项'), proof] },
  CFDJ: {
    name: '查封登记',
    fields: [
      ...common,
      of({ book: 'seizureType' }, 'CFLX', 'seizureType', '查封类型'),
      text('CFJG', 'authority', '查封机关'),
      text('CFWH', 'documentNo', '查封文号'),
      of('instant', 'CFQSSJ', 'startsAt', '查封起始时间'),
      of('instant', 'CFJSSJ', 'endsAt', '查封结束时间'),
      of('share', 'CFFW', 'scopeShare', '查封范围'),
      text('BZXR', 'respondent', '被执行人'),
      own(of('instant', 'SDSJ', 'deliveredAt', '送达时间')),
      own(of('integer', 'LHSX', 'queueNo', '轮候顺序')),
      of('instant', 'JFDJSJ', 'endedAt', '解封登记时间'),
      text('JFYY', 'endedReason', '解封原因'),
    ],
  },
  DYIQ: {
    name: '地役权',
    fields: [
      ...common,
      own(of({ book: 'side' }, 'DYF', 'side', '本单元是供役地或需役地')),
      text('DFBDCDYH', 'otherUnitCode', '对方不动产单元号'),
      text('DYQNR', 'content', '地役权内容'),
      of('day', 'QLQSSJ', 'termFrom', '权利起始时间'),
      of('day', 'QLJSSJ', 'termTo', '权利结束时间'),
      proof,
    ],
  },
  JZQ: {
    name: '居住权',
    fields: [
      ...common,
      of({ book: 'basis' }, 'SLFS', 'basis', '设立方式'),
      text('JZFW', 'scope', '居住范围'),
      text('JZTJ', 'conditions', '居住条件和要求'),
      of('day', 'QLJSSJ', 'termTo', '权利结束时间'),
      of('yuan', 'JZQJG', 'priceFen', '有偿设立的价款'),
      proof,
    ],
  },
  QLR: {
    name: '权利人',
    fields: [
      text('BSM', 'rightId', '标识码'),
      text('BDCDYH', 'unitCode', '不动产单元号'),
      of('integer', 'SXH', 'seq', '顺序号'),
      text('QLRMC', 'name', '权利人名称'),
      of({ book: 'idType' }, 'ZJZL', 'idType', '证件种类'),
      text('ZJH', 'idNo', '证件号'),
      of({ book: 'nature' }, 'QLRLX', 'nature', '权利人类型'),
      of('share', 'QLBL', 'share', '权利比例'),
      of({ book: 'mode' }, 'GYFS', 'mode', '共有方式'),
    ],
  },
  ZXDJ: {
    name: '注销登记',
    fields: [
      text('BSM', 'rightId', '标识码'),
      text('BDCDYH', 'unitCode', '不动产单元号'),
      text('ZXYWH', 'endedByCaseNo', '注销业务号'),
      text('YWH', 'caseNo', '原业务号'),
      of('instant', 'ZXSJ', 'endedAt', '注销时间'),
      text('ZXYY', 'endedReason', '注销原因'),
      of('list', 'BDCQZH', 'certificateNos', '不动产权证（登记证明）号'),
    ],
  },
  XGDJGL: {
    name: '相关登记关联',
    fields: [
      text('BSM', 'rightId', '标识码'),
      text('YBSM', 'previousId', '原权利标识码'),
      text('ZYWH', 'caseNo', '子业务号'),
      text('FYWH', 'previousCaseNo', '父业务号'),
    ],
  },
} as const satisfies Record<string, Table>;

export type TableCode = keyof typeof standardTables;
export const tableCodes = Object.keys(standardTables) as TableCode[];

/** 权利类型 QLLX at the reporting edge: 居住权 has no code in the older dictionary (domain §2.1). */
export const residenceRightType = 'JZQ';

export const fieldOf = (table: string, code: string): Field | undefined =>
  (standardTables as Record<string, Table>)[table]?.fields.find((field) => field.code === code);
