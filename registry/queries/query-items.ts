import { queryFields } from './fields.ts';
import type { QueryItem, QueryKind } from './types.ts';

/** 民法典 218–219, 条例 §27–28: who may ask for what (INV-34). */
const ownerBasis = '《中华人民共和国民法典》第二百一十八条、《不动产登记暂行条例》第二十七条';
const authorityBasis = '《不动产登记暂行条例》第二十七条第二款';

/** Queries of domain §2.3 (AR and CT series). Data, like the items of registration. */
export const queryItems: readonly QueryItem[] = [
  {
    code: 'AR-01',
    name: '权利人查询',
    situation: '查自己名下的不动产',
    channels: ['window', 'online'],
    slaClass: 'IMM',
    slaWithRetrieval: null,
    materials: [
      { id: 'identity', name: '身份证明', required: true },
      { id: 'authorisation', name: '授权委托书（代理的）', required: false },
    ],
    legalBasis: ownerBasis,
    fields: [...queryFields['AR-01']],
  },
  {
    code: 'AR-02',
    name: '利害关系人、律师查询',
    situation: '买房、租房、打官司前查一处不动产',
    channels: ['window', 'online'],
    slaClass: 'IMM',
    slaWithRetrieval: '5WD',
    materials: [
      { id: 'identity', name: '身份证明', required: true },
      { id: 'interest', name: '利害关系证明（合同、受理通知书等）', required: true },
      { id: 'lawyer', name: '律师执业证、律师事务所证明和委托书（律师）', required: false },
    ],
    legalBasis: `${ownerBasis}、《不动产登记资料查询暂行办法》`,
    fields: [...queryFields['AR-02']],
  },
  {
    code: 'AR-03',
    name: '国家机关查询',
    situation: '有权机关依法协助查询',
    channels: ['window'],
    slaClass: 'IMM',
    slaWithRetrieval: null,
    materials: [
      { id: 'mandate', name: '协助查询函', required: true },
      { id: 'identity', name: '两名执行人员的工作证件', required: true },
    ],
    legalBasis: authorityBasis,
    fields: [...queryFields['AR-03']],
  },
  {
    code: 'AR-04',
    name: '缴税用住房套次查询',
    situation: '核定契税前查家庭住房套数',
    channels: ['system', 'window'],
    slaClass: 'IMM',
    slaWithRetrieval: null,
    materials: [
      { id: 'identity', name: '家庭成员身份证明', required: true },
      { id: 'authorisation', name: '家庭成员同意查询的签字', required: true },
      { id: 'declaration', name: '婚姻和家庭成员声明（没有登记记录的）', required: false },
    ],
    legalBasis: '《中华人民共和国契税法》第十三条、财政部等部门关于住房交易税收的公告',
    fields: [...queryFields['AR-04']],
  },
  {
    code: 'CT-01',
    name: '司法查询（不动产登记信息）',
    situation: '人民法院协助查询',
    channels: ['court'],
    slaClass: 'IMM',
    slaWithRetrieval: null,
    materials: [{ id: 'mandate', name: '协助查询通知书', required: true }],
    legalBasis: `《中华人民共和国民事诉讼法》、${authorityBasis}`,
    fields: [...queryFields['CT-01']],
  },
];

export const itemOf = (kind: QueryKind): QueryItem => queryItems.find((item) => item.code === kind) as QueryItem;
