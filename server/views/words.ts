import type {
  AskOutcome,
  CaseOutcome,
  PauseCause,
  CaseStatus as RegisterStatus,
  RequestOperation,
} from '../../registry/index.ts';
import { CASE_STATUS_TEXT, type CaseStatus } from '../api/cases.ts';

/** Chinese words for codes of the register, as screens show them. */

export const PAUSE_CAUSES: Record<PauseCause, string> = {
  supplement: '等待申请人补正材料',
  tax_payment: '等待申请人缴税',
  contract_fix: '等待修正网签合同',
  fee_payment: '等待申请人缴纳登记费',
  rank_confirm: '等待银行确认新的抵押顺位',
  publicity: '公告（公示）期间',
  onsite: '实地查看',
  escalation: '提级会商',
  outage: '第三方系统故障',
};

export const PAYMENT_STATES = { CREATED: '待缴费', SETTLED: '已缴费', FAILED: '缴费失败', REFUNDED: '已退费' } as const;
export const TAX_STATES = {
  ASSESSED: '已核定，待缴纳',
  PAID: '已缴纳',
  EXEMPT: '免征',
  CLEARED: '已完税',
  REJECTED: '税务退回',
  REFUNDED: '已退税',
} as const;
export const TAX_KINDS = {
  deed: '契税',
  vat: '增值税',
  urban: '城市维护建设税',
  education: '教育费附加',
  local_education: '地方教育附加',
  income: '个人所得税',
} as const;
export const IDENTITY_RESULTS = {
  matched: '一致',
  mismatch: '不一致',
  unavailable: '核验服务不可用',
  manual_ok: '人工核验一致',
  manual_reject: '人工核验不一致',
} as const;

export const REQUEST_OPERATIONS: Record<RequestOperation, string> = {
  'tax.assess': '缴税',
  'pay.create': '缴纳登记费',
  'escrow.open': '监管资金存入',
  'escrow.release': '监管资金划付',
  'loan.disburse.request': '放款',
  'utility.transfer': '过户',
};
export const ASK_OUTCOMES: Record<AskOutcome, string> = {
  answered: '取得结果',
  pending: '对方仍在办理',
  sent_again: '对方没有记录，已重新发送',
  refused: '对方拒绝',
  unavailable: '对方没有应答，稍后再问',
};

const OUTCOMES: Record<CaseOutcome, CaseStatus> = {
  COMPLETED: 'completed',
  COMPLETED_WITH_PENDING: 'completed',
  NOT_ACCEPTED: 'not_accepted',
  REFUSED: 'refused',
  WITHDRAWN: 'withdrawn',
  SUPERSEDED_BY_SEIZURE: 'superseded',
};

/** One word for where a case stands. `supplement`: its clock stands still for 补正. */
export function foldStatus(theCase: { status: RegisterStatus; outcome: CaseOutcome | null; supplement?: boolean }): {
  status: CaseStatus;
  statusText: string;
} {
  const status = fold(theCase);
  return { status, statusText: CASE_STATUS_TEXT[status] };
}

function fold(theCase: { status: RegisterStatus; outcome: CaseOutcome | null; supplement?: boolean }): CaseStatus {
  switch (theCase.status) {
    case 'FILED':
      return 'filed';
    case 'ACCEPTED':
      return theCase.supplement ? 'supplement' : 'accepted';
    case 'ENTERED':
      return 'registered';
    case 'CLOSED':
      return theCase.outcome ? OUTCOMES[theCase.outcome] : 'completed';
  }
}
