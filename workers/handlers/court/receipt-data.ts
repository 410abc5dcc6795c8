import type { CourtAnswerData } from '../../../platform/documents/index.ts';
import {
  issuingOffice,
  type MeasuredUnit,
  type NoticePaperKind,
  type NoticeView,
  type PriorSeizure,
  type QueriedUnit,
} from '../../../registry/index.ts';
import { dayOf, minuteOf } from '../case-of.ts';

export function answerKindOf({ kind, state }: NoticeView): NoticePaperKind {
  if (state === 'RETURNED') return 'return';
  return kind === 'query' ? 'result' : 'receipt';
}

const TITLES: Record<string, string> = {
  return: '协助执行通知书退件说明',
  result: '不动产登记信息协助查询结果',
  receipt: '协助执行通知书回执',
};

/** What the court is told in writing: state, place, who is before and until when, what else burdens the property. */
export function answerDataOf(notice: NoticeView, now: Date): CourtAnswerData {
  const kind = answerKindOf(notice);
  const delivered = notice.deliveredAt ? millisecondOf(notice.deliveredAt) : '';
  return {
    title: TITLES[kind] ?? '回执',
    noticeNo: notice.noticeNo,
    court: notice.authority,
    office: issuingOffice(notice.district),
    issuedOn: dayOf(now),
    opening: `贵院${notice.documentNo}的协助通知书于${delivered}送达本机构。${openings[kind] ?? ''}`,
    tables: kind === 'return' ? [] : kind === 'result' ? queryTables(notice) : measureTables(notice),
    remarks: [...notice.reasons, ...notice.advice, ...transferRemark(notice)],
    closing: closings[kind] ?? '',
  };
}

function transferRemark({ state, caseNo }: NoticeView): string[] {
  if (state !== 'DISPOSED') return [];
  return caseNo
    ? [`过户登记已受理，业务号${caseNo}；买受人（承受人）完税后登簿，请告知其及时办理（法发〔2004〕5号第二十七条）。`]
    : ['过户登记未能随通知书受理：请买受人（承受人）持裁定书到登记窗口申请（法发〔2004〕5号第二十七条）。'];
}

const openings: Record<string, string> = {
  return: '经形式核对，现退回贵院，理由如下：',
  result: '查询结果如下：',
  receipt: '办理结果如下：',
};
const closings: Record<string, string> = {
  return: '补正后请重新送达，次序以重新送达的时间为准。本机构未作实质审查。',
  result: '本结果反映查询时登记簿的记载，仅供本案使用。',
  receipt: '本机构对生效法律文书和协助执行通知书不作实质审查。查封期限届满未续行查封的，效力消灭。',
};

/** To the millisecond: it decides the order. */
const millisecondOf = (at: Date) => `${minuteOf(at)}:${new Date(at).toISOString().slice(17, 23)}`;
const yuan = (fen: number) => `${(fen / 100).toLocaleString('zh-CN')}元`;
const STATES: Record<MeasuredUnit['state'], string> = {
  EFFECTIVE: '查封生效',
  QUEUED: '轮候查封',
  RENEWED: '已续封',
  LIFTED: '已解除',
  DISPOSED: '已处置，待过户',
};
const term = (row: { startsAt: Date | null; endsAt: Date | null }) =>
  row.startsAt && row.endsAt ? `${dayOf(row.startsAt)} 至 ${dayOf(row.endsAt)}` : '生效时起算';

function measureTables({ result }: Pick<NoticeView, 'result'>): CourtAnswerData['tables'] {
  const units = result?.units ?? [];
  const prior = units.flatMap((unit) => unit.prior.map((one) => priorRow(unit.location, one)));
  const burdens = units.flatMap((unit) => [
    ...unit.mortgages.map((m) => [unit.location, `抵押权第${m.rank}顺位`, `${m.mortgagee}，${yuan(m.amountFen)}`]),
    ...unit.otherStates.map((state) => [unit.location, state, '']),
  ]);
  return [
    {
      heading: '办理结果',
      columns: [
        { title: '坐落', share: 4 },
        { title: '不动产单元号', share: 4 },
        { title: '状态', share: 2 },
        { title: '期限', share: 3 },
      ],
      rows: units.map((unit) => [
        unit.location,
        unit.unitCode,
        unit.queueNo ? `${STATES[unit.state]}（第${unit.queueNo}位）` : STATES[unit.state],
        unit.state === 'LIFTED' || unit.state === 'DISPOSED' ? '' : term(unit),
      ]),
    },
    ...(prior.length > 0 ? [{ heading: '在先查封', columns: PRIOR_COLUMNS, rows: prior }] : []),
    ...disposalTables(result),
    ...(burdens.length > 0
      ? [
          {
            heading: '其他权利负担',
            columns: [
              { title: '坐落', share: 4 },
              { title: '种类', share: 2 },
              { title: '内容', share: 5 },
            ],
            rows: burdens,
          },
        ]
      : []),
  ];
}

/** What the disposal has ended, what moved up, and what the transfer will cancel. */
function disposalTables(result: NoticeView['result']): CourtAnswerData['tables'] {
  if (!result?.disposal) return [];
  const { lapsed, promoted, cancelled } = result.disposal;
  const location = result.units[0]?.location ?? '';
  const seizures = (heading: string, rows: PriorSeizure[]) =>
    rows.length > 0 ? [{ heading, columns: PRIOR_COLUMNS, rows: rows.map((one) => priorRow(location, one)) }] : [];
  return [
    ...seizures('因处置失效的查封（轮候）', lapsed),
    ...seizures('转为查封的轮候查封', promoted),
    ...(cancelled.length > 0
      ? [
          {
            heading: '过户登簿时注销的抵押权',
            columns: [
              { title: '登记证明号', share: 4 },
              { title: '抵押权人', share: 4 },
              { title: '担保金额', share: 3 },
            ],
            rows: cancelled.map((one) => [one.certificateNo, one.mortgagee, yuan(one.amountFen)]),
          },
        ]
      : []),
  ];
}

const PRIOR_COLUMNS = [
  { title: '坐落', share: 4 },
  { title: '查封法院', share: 3 },
  { title: '案号', share: 4 },
  { title: '状态、期限', share: 3 },
];
const priorRow = (location: string, one: PriorSeizure) => [
  location,
  one.authority,
  one.documentNo,
  one.state === 'QUEUED' ? '轮候' : term(one),
];

function queryTables({ result }: NoticeView): CourtAnswerData['tables'] {
  const units = result?.query?.units ?? [];
  if (units.length === 0)
    return [
      {
        heading: '查询结果',
        columns: [{ title: '结果', share: 1 }],
        rows: [['查无：登记簿没有符合条件的不动产登记信息。']],
      },
    ];
  return units.map((unit) => ({
    heading: `${unit.location}（${unit.unitCode}）`,
    columns: [
      { title: '项目', share: 2 },
      { title: '登记簿记载', share: 8 },
    ],
    rows: unitRows(unit),
  }));
}

function unitRows(unit: QueriedUnit): string[][] {
  const owners = unit.owners.map((o) => `${o.name}（${o.idNo}）${o.share ? `，${o.share.n}/${o.share.d}` : ''}`);
  return [
    ['权利人', owners.join('；') || '未登记'],
    ['面积', `${unit.area.toFixed(2)} 平方米`],
    ...unit.mortgages.map((m) => [`抵押权第${m.rank}顺位`, `${m.mortgagee}，${yuan(m.amountFen)}`]),
    ...unit.seizures.map((s) => [
      s.state === 'QUEUED' ? `轮候查封第${s.queueNo}位` : '查封',
      `${s.authority} ${s.documentNo}${s.state === 'QUEUED' ? '' : `，${term(s)}`}`,
    ]),
    ...(unit.disposals ?? []).map((one) => ['已处置待过户', one]),
    ...unit.cautions.map((c) => ['预告登记', c.holders.join('、')]),
    ...unit.objections.map((o) => ['异议登记', `${o.holders.join('、')}：${o.matter}`]),
    ...unit.residences.map((r) => ['居住权', `${r.holders.join('、')}：${r.scope}`]),
  ];
}
