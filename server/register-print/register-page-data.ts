/** A page of the book in words, as it is printed. Names and numbers stay as masked as the page that comes in. */
import type { RegisterPageData } from '../../platform/documents/index.ts';
import {
  type CautionView,
  formatLocal,
  type HolderView,
  type MortgageView,
  type OwnershipView,
  type SeizureView,
  type UnitPage,
} from '../../registry/index.ts';
import { DISTRICTS, UNIT_STATES, UNIT_USES } from '../api/index.ts';

type Fields = RegisterPageData['facts'];

const MODES = { single: '单独所有', joint: '共同共有', shares: '按份共有', common: '业主共有' } as const;
const CAUTIONS = {
  presale: '预购商品房预告登记',
  sale: '存量房转让预告登记',
  presale_mortgage: '预购商品房抵押权预告登记',
  mortgage: '抵押权预告登记',
} as const;
const NONE = '—';

export function registerPageData(page: UnitPage, asOf: Date): RegisterPageData {
  const { unit } = page;
  return {
    unitCode: unit.unitCode,
    location: unit.location,
    version: page.registerVersion,
    asOf: moment(asOf),
    office: `宁波市不动产登记服务中心（${DISTRICTS[unit.district as keyof typeof DISTRICTS] ?? unit.district}）`,
    facts: [
      { label: '状态', value: page.states.map((state) => UNIT_STATES[state]).join('、'), wide: true },
      { label: '建筑面积', value: area(unit.area) },
      { label: '专有面积', value: area(unit.innerArea) },
      { label: '分摊面积', value: area(unit.sharedArea) },
      { label: '规划用途', value: UNIT_USES[unit.use] },
      { label: '幢号、室号', value: [unit.buildingNo, unit.roomNo].filter(Boolean).join('-') || NONE },
      { label: '所在层', value: unit.floor === null ? NONE : `${unit.floor}（共 ${unit.totalFloors ?? NONE} 层）` },
      { label: '房屋结构', value: unit.structure ?? NONE },
      { label: '竣工日期', value: unit.completedOn ?? NONE },
      { label: '权利性质', value: unit.landNature },
      { label: '土地使用期限至', value: unit.landTermTo ?? NONE },
    ],
    sections: [
      { title: '所有权（使用权）', entries: page.ownership ? [{ fields: ownership(page.ownership) }] : [] },
      { title: '抵押权', entries: page.mortgages.map((one) => ({ fields: [...mortgage(one), ...frozen(page, one)] })) },
      { title: '预告登记', entries: page.cautions.map((one) => ({ fields: caution(one) })) },
      {
        title: '地役权',
        entries: page.easements.map((one) => ({
          fields: [
            { label: one.side === 'servient' ? '需役地' : '供役地', value: one.otherUnitCode, wide: true },
            { label: '内容', value: one.content, wide: true },
            { label: '期限', value: `${one.termFrom} 至 ${one.termTo}` },
            ...registration(one),
          ],
        })),
      },
      {
        title: '居住权',
        entries: page.residences.map((one) => ({
          fields: [
            { label: '居住权人', value: names(one.holders), wide: true },
            { label: '范围', value: one.scope },
            { label: '期限', value: one.termTo ? `至 ${one.termTo}` : '终身' },
            ...registration(one),
          ],
        })),
      },
      {
        title: '异议登记',
        entries: page.objections.map((one) => ({
          fields: [
            { label: '异议事项', value: one.matter, wide: true },
            { label: '有效至', value: one.lapsesOn },
            ...registration(one),
          ],
        })),
      },
      { title: '查封登记', entries: page.seizures.map((one) => ({ fields: seizure(one) })) },
    ],
    history: page.history.map((line) => ({
      at: moment(line.at),
      text: line.text,
      certificateNos: line.certificateNos.join('\n') || NONE,
    })),
  };
}

const ownership = (right: OwnershipView): Fields => [
  { label: '权利人', value: names(right.holders), wide: true },
  { label: '共有情况', value: MODES[right.mode] },
  { label: '取得价格', value: right.priceFen === null ? NONE : money(right.priceFen) },
  { label: '证书号', value: right.certificateNos.join('、') || NONE, wide: true },
  ...registration(right),
];

const mortgage = (right: MortgageView): Fields => [
  { label: '抵押权人', value: names(right.holders), wide: true },
  { label: '顺位', value: `第 ${right.rank} 顺位` },
  { label: '抵押方式', value: right.mortgageKind === 'maximum' ? '最高额抵押' : '一般抵押' },
  { label: right.mortgageKind === 'maximum' ? '最高债权额' : '主债权数额', value: money(right.amountFen) },
  { label: '履行期限', value: `${right.termFrom} 至 ${right.termTo}` },
  { label: '担保范围', value: right.scope, wide: true },
  { label: '限制转让约定', value: right.restrictsTransfer ? '有' : '无' },
  { label: '证明号', value: right.certificateNos.join('、') || NONE },
  ...registration(right),
];

/** INV-20: the claim of a 最高额抵押 stands from the moment its holder had the notice of the seizure. */
function frozen(page: UnitPage, { rightId }: MortgageView): Fields {
  const claim = page.frozenClaims.find(({ mortgageId }) => mortgageId === rightId);
  if (!claim) return [];
  const amount = claim.claimFen === null ? '未报数额，以最高债权额为限' : money(claim.claimFen);
  return [
    {
      label: '查封后债权数额',
      value: claim.toldAt ? `${moment(claim.toldAt)} 收到查封通知起不再增加：${amount}` : '尚未告知抵押权人',
      wide: true,
    },
  ];
}

const caution = (right: CautionView): Fields => [
  { label: '预告权利人', value: names(right.holders), wide: true },
  { label: '种类', value: CAUTIONS[right.cautionKind] },
  { label: '失效日期', value: right.lapsesOn ?? NONE },
  { label: '证明号', value: right.certificateNos.join('、') || NONE, wide: true },
  ...registration(right),
];

const seizure = (right: SeizureView): Fields => [
  { label: '查封机关', value: right.authority },
  { label: '案号', value: right.documentNo },
  {
    label: '状态',
    value: `${right.seizureKind === 'pre_seizure' ? '预查封' : '查封'}${right.queueNo === null ? '（生效）' : `（轮候第 ${right.queueNo} 位）`}`,
  },
  { label: '送达时间', value: moment(right.deliveredAt) },
  {
    label: '期限',
    value:
      right.startsAt && right.endsAt
        ? `${moment(right.startsAt)} 至 ${moment(right.endsAt)}`
        : `生效时起算 ${right.termMonths} 个月`,
    wide: true,
  },
];

const registration = (right: { registeredAt: Date; reason: string }): Fields => [
  { label: '登记时间', value: moment(right.registeredAt) },
  { label: '登记原因', value: right.reason },
];

const names = (holders: readonly HolderView[]): string =>
  holders.map(({ name, share }) => (share ? `${name}（${share.n}/${share.d}）` : name)).join('、');
const moment = (at: Date): string => formatLocal(at).slice(0, 16).replace('T', ' ');
const area = (value: number | null): string => (value === null ? NONE : `${value.toFixed(2)} ㎡`);
const money = (fen: number): string =>
  `${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} 元`;
