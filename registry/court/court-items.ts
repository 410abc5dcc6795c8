import { itemOf } from '../queries/query-items.ts';
import type { CourtItem } from './types.ts';

const order = { kind: 'order', name: '裁定书', required: true } as const;
const assistance = { kind: 'assistance', name: '协助执行通知书', required: true } as const;
/** 查封规定 §2: a third person in possession says in writing that it is the debtor's. */
const thirdParty = { kind: 'third_party', name: '第三人书面确认', required: false } as const;
const transfer = { kind: 'transfer', name: '移送或上级法院文书', required: false } as const;
const seizing = '《最高人民法院关于人民法院民事执行中查封、扣押、冻结财产的规定》';
const measure = { itemCode: null, slaClass: 'IMM', feeClass: 'none' } as const;

/** What courts ask of the register (domain §2.3, CT series). Data, like the items of registration and of queries. */
export const courtItems: readonly CourtItem[] = [
  {
    ...measure,
    code: 'CT-01',
    name: itemOf('CT-01').name,
    notice: 'query',
    papers: [{ ...assistance, name: '协助查询通知书' }],
    effect: 'query',
    legalBasis: itemOf('CT-01').legalBasis,
  },
  {
    ...measure,
    code: 'CT-02',
    name: '查封登记',
    notice: 'seize',
    papers: [order, assistance, thirdParty, transfer],
    effect: 'seizure',
    legalBasis: `${seizing}第一条、法发〔2004〕5号`,
  },
  {
    ...measure,
    code: 'CT-03',
    name: '轮候查封登记',
    notice: null,
    papers: [order, assistance, thirdParty, transfer],
    effect: 'queued_seizure',
    legalBasis: `${seizing}第二十六条`,
  },
  {
    ...measure,
    code: 'CT-04',
    name: '预查封登记（含轮候预查封）',
    notice: 'pre_seize',
    papers: [order, assistance, transfer],
    effect: 'pre_seizure',
    legalBasis: '法发〔2004〕5号',
  },
  {
    ...measure,
    code: 'CT-05',
    name: '续封登记',
    notice: 'renew',
    papers: [order, assistance, transfer],
    effect: 'renewal',
    legalBasis: '《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第四百八十五条',
  },
  {
    ...measure,
    code: 'CT-06',
    name: '解除查封登记',
    notice: 'lift',
    papers: [{ ...order, name: '解除查封裁定书' }, assistance, transfer],
    effect: 'lift',
    legalBasis: '法发〔2004〕5号',
  },
  {
    code: 'CT-07',
    name: '司法处置过户',
    notice: 'dispose',
    itemCode: 'BDC-14',
    slaClass: '60m',
    papers: [
      { ...order, name: '成交（以物抵债）裁定书' },
      assistance,
      { kind: 'deal', name: '成交确认书', required: false },
      transfer,
    ],
    feeClass: 'ownership',
    effect: 'disposal',
    legalBasis: '《最高人民法院关于人民法院民事执行中拍卖、变卖财产的规定》第二十六条、法发〔2004〕5号',
  },
];
