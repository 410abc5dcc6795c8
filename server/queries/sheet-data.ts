import type { QuerySheetData } from '../../platform/documents/index.ts';
import {
  dayOf,
  type HousingCount,
  issuingOffice,
  type LimitedUnit,
  type OwnedUnit,
  type QueriedUnit,
  type QueryView,
} from '../../registry/index.ts';
import { QUERY_KINDS } from '../api/queries.ts';
import { UNIT_USES } from '../api/units.ts';

/** What stands on the sheet of a query: of its answer exactly what it shows, of a refusal why and what to bring. */
export function sheetDataOf(query: QueryView, publicUrl: string): QuerySheetData {
  const { queryNo, kind, outcome, district, askedAt, validUntil, token, purpose } = query;
  const issuedOn = dayOf(askedAt);
  const code = token ?? '';
  const refused = outcome === 'REFUSED';
  return {
    title: refused ? '不予查询告知书' : `不动产登记信息查询结果（${QUERY_KINDS[kind]}）`,
    queryNo,
    addressee: query.forWhom,
    office: issuingOffice(district),
    issuedOn,
    validTo: validUntil ? dayOf(new Date(validUntil.getTime() - 1)) : issuedOn,
    opening: refused
      ? `你（单位）提出的${QUERY_KINDS[kind]}申请，经核对，有下列情形，依据${query.legalBasis}，不予查询：`
      : `你（单位）因“${purpose}”提出查询。依据${query.legalBasis}，登记簿的记载如下：`,
    reasons: query.refusals.map(({ reason, advice }) => `${reason}${advice}`),
    tables: refused ? [] : tablesOf(query),
    closing: refused
      ? [
          '如对本告知不服，可以自收到本告知书之日起六十日内申请行政复议，或者自收到本告知书之日起六个月内依法提起行政诉讼。',
        ]
      : ['本结果反映查询时登记簿的记载，仅供本次查询目的使用，不得用于其他用途。'],
    code,
    verifyUrl: `${publicUrl}/verify/q/${code}`,
    watermark: `${query.forWhom}　${QUERY_KINDS[kind]}　${issuedOn}`,
  };
}

type Table = QuerySheetData['tables'][number];
const pair = [
  { title: '项目', share: 2 },
  { title: '登记簿记载', share: 8 },
];
const nothing: Table = {
  heading: '查询结果',
  columns: [{ title: '结果', share: 1 }],
  rows: [['查无：登记簿没有符合条件的不动产登记信息。']],
};

function tablesOf({ result }: QueryView): Table[] {
  if (result === null) return [nothing];
  if (result.kind === 'AR-04') return housingTables(result.housing);
  if (result.units.length === 0) return [nothing];
  const page = (unit: { location: string; unitCode: string }, rows: string[][]): Table => ({
    heading: `${unit.location}（${unit.unitCode}）`,
    columns: pair,
    rows,
  });
  switch (result.kind) {
    case 'AR-01': {
      const askers: Table[] = result.askers
        ? [
            {
              heading: '他人查询本不动产的记录',
              columns: [
                { title: '时间', share: 2 },
                { title: '查询人', share: 3 },
                { title: '目的', share: 5 },
              ],
              rows:
                result.askers.length > 0
                  ? result.askers.map((one) => [dayOf(one.askedAt), one.who, one.purpose])
                  : [['—', '没有', '—']],
            },
          ]
        : [];
      return [...result.units.map((unit) => page(unit, ownedRows(unit))), ...askers];
    }
    case 'AR-02':
      return result.units.map((unit) => page(unit, limitedRows(unit)));
    case 'AR-03':
      return result.units.map((unit) => page(unit, fullRows(unit)));
  }
}

const MODES: Record<string, string> = {
  single: '单独所有',
  joint: '共同共有',
  shares: '按份共有',
  common: '业主共有',
  none: '未登记',
};
const RIGHTS = { OWNERSHIP: '所有权', CAUTION: '预告登记', RESIDENCE: '居住权' } as const;
const yesNo = (yes: boolean) => (yes ? '有' : '无');
const yuan = (fen: number) => `${(fen / 100).toLocaleString('zh-CN')}元`;
const square = (area: number) => `${area.toFixed(2)} 平方米`;
const usageOf = (use: string) => UNIT_USES[use as keyof typeof UNIT_USES] ?? use;

function factRows(unit: LimitedUnit | OwnedUnit): string[][] {
  const floor = unit.floor === null ? '' : `，第${unit.floor}层${unit.totalFloors ? `/共${unit.totalFloors}层` : ''}`;
  return [
    ['用途、面积', `${usageOf(unit.use)}，${square(unit.area)}${floor}`],
    ['结构、竣工', [unit.structure, unit.completedOn].filter(Boolean).join('，') || '—'],
    ['土地', `${unit.landNature}，${unit.landUse}${unit.landTermTo ? `，使用期限至${unit.landTermTo}` : ''}`],
  ];
}

function limitedRows(unit: LimitedUnit): string[][] {
  return [
    ...factRows(unit),
    ['登记情况', unit.extinguished ? '已注销' : unit.registered ? '已登记' : '未登记'],
    ['是否共有', unit.coOwned ? '共有' : '否'],
    ['抵押权', yesNo(unit.mortgaged)],
    ['预告登记', yesNo(unit.cautioned)],
    ['异议登记', yesNo(unit.objected)],
    ['查封登记', yesNo(unit.seized)],
    ...(unit.holderMatches === null ? [] : [['与申请人所述权利人', unit.holderMatches ? '一致' : '不一致']]),
  ];
}

interface Encumbered {
  seizures: {
    authority: string;
    documentNo: string;
    queueNo: number | null;
    startsAt: Date | null;
    endsAt: Date | null;
  }[];
  cautions: { kind: string; holders: string[] }[];
  objections: { matter: string; holders: string[] }[];
  residences: { scope: string; holders: string[] }[];
}

const termOf = (from: Date | null, to: Date | null) => (from && to ? `，${dayOf(from)}至${dayOf(to)}` : '');

const burdens = (unit: Encumbered): string[][] => [
  ...unit.seizures.map((s) => [
    s.queueNo === null ? '查封' : `轮候查封第${s.queueNo}位`,
    `${s.authority} ${s.documentNo}${termOf(s.startsAt, s.endsAt)}`,
  ]),
  ...unit.cautions.map((c) => ['预告登记', c.holders.join('、')]),
  ...unit.objections.map((o) => ['异议登记', `${o.holders.join('、')}：${o.matter}`]),
  ...unit.residences.map((r) => ['居住权', `${r.holders.join('、')}：${r.scope}`]),
];

function ownedRows(unit: OwnedUnit): string[][] {
  const holders = unit.holders.map((h) => `${h.name}${h.share ? `（${h.share.n}/${h.share.d}）` : ''}`);
  return [
    ['申请人的权利', unit.rights.map((right) => RIGHTS[right]).join('、') || '—'],
    ['权利人', `${holders.join('、') || '未登记'}${unit.mode ? `，${MODES[unit.mode]}` : ''}`],
    ['证书号', unit.certificateNos.join('、') || '—'],
    ['登记时间', unit.registeredAt ? dayOf(unit.registeredAt) : '—'],
    ...factRows(unit),
    ...unit.mortgages.map((m) => [
      `抵押权第${m.rank}顺位`,
      `${m.mortgagee}，${yuan(m.amountFen)}，${m.termFrom}至${m.termTo}`,
    ]),
    ...burdens(unit),
  ];
}

function fullRows(unit: QueriedUnit): string[][] {
  const owners = unit.owners.map((o) => `${o.name}（${o.idNo}）${o.share ? `，${o.share.n}/${o.share.d}` : ''}`);
  return [
    ['权利人', `${owners.join('；') || '未登记'}，${MODES[unit.mode] ?? unit.mode}`],
    ['用途、面积', `${usageOf(unit.use)}，${square(unit.area)}`],
    ...unit.mortgages.map((m) => [`抵押权第${m.rank}顺位`, `${m.mortgagee}，${yuan(m.amountFen)}`]),
    ...(unit.disposals ?? []).map((one) => ['已处置待过户', one]),
    ...burdens(unit),
  ];
}

function housingTables(housing: HousingCount): Table[] {
  return [
    {
      heading: `住房套数：${housing.count} 套（统计口径 ${housing.ruleVersion}）`,
      columns: [
        { title: '坐落', share: 5 },
        { title: '面积', share: 2 },
        { title: '是否计入', share: 4 },
      ],
      rows:
        housing.items.length > 0
          ? housing.items.map((one) => [one.location, square(one.area), one.counted ? '计入' : `不计：${one.reason}`])
          : [['没有住房登记记录', '—', '—']],
    },
    ...(housing.uncertain.length > 0
      ? [
          {
            heading: '需要税务人员核定的事项',
            columns: [{ title: '事项', share: 1 }],
            rows: housing.uncertain.map((doubt) => [doubt.text]),
          },
        ]
      : []),
  ];
}
