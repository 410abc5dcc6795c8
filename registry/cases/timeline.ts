import { formatLocal } from '../calendar/local-time.ts';
import type { Deps } from '../db/transaction.ts';
import type { TimelineLine } from './types.ts';

type Payload = Record<string, unknown>;
const causes: Record<string, string> = {
  supplement: '补正',
  tax_payment: '缴税',
  contract_fix: '合同备案',
  fee_payment: '缴费',
  rank_confirm: '银行确认顺位',
  publicity: '公示',
  onsite: '实地查看',
  escalation: '疑难会商',
  outage: '外部系统中断',
};
const decisions: Record<string, string> = {
  accept: '受理',
  approve: '同意',
  supplement: '退回补正',
  refuse: '不予登记',
  reject: '不同意',
  enter: '同意登簿',
  return: '退回复审',
  confirm: '确认',
  onsite: '实地查看',
  escalate: '提级会商',
  conditions: '附条件同意，退回审核',
  returned: '退回审核',
};
const outcomes: Record<string, string> = {
  COMPLETED: '办结',
  COMPLETED_WITH_PENDING: '办结，服务在办',
  NOT_ACCEPTED: '不予受理',
  REFUSED: '不予登记',
  WITHDRAWN: '撤回',
  SUPERSEDED_BY_SEIZURE: '因查封终止',
};
const departments = {
  tax: '税务',
  payment: '统一支付',
  escrow: '资金监管银行',
  loanbank: '贷款银行',
  water: '自来水',
  power: '供电',
  gas: '燃气',
  tv: '数字电视',
  broadband: '宽带',
};
const yuan = (fen: unknown) => `${(Number(fen) / 100).toFixed(2)}元`;
const word = (table: Record<string, string>, key: unknown) => table[String(key)] ?? String(key);

/** A decision as the clerk reads it. */
export const decisionText = (decision: string): string => word(decisions, decision);

/** 2026-12-14 17:00. */
const minute = (instant: unknown) =>
  formatLocal(new Date(String(instant)))
    .slice(0, 16)
    .replace('T', ' ');

/** One Chinese sentence per topic of the event chain. */
const sentences: Record<string, (p: Payload) => string> = {
  'case.filed': (p) => `提交申请（${p.itemCode}，${p.parties}名申请人）`,
  'identity.checked': (p) =>
    `第${p.partyNo}号申请人身份核验：${word({ matched: '一致', mismatch: '不一致', unavailable: '服务不可用', manual_ok: '人工核验通过', manual_reject: '人工核验不通过' }, p.result)}`,
  'inquiry.recorded': () => '完成询问记录',
  'decision.intake': (p) => `收件决定：${word(decisions, p.decision)}`,
  'case.accepted': () => '受理，开始计时',
  'consent.recorded': () => '收到书面同意',
  'decision.review': (p) => `审核：${word(decisions, p.decision)}`,
  'decision.re_review': (p) => `复审：${word(decisions, p.decision)}`,
  'decision.sign_book': (p) => `签簿：${word(decisions, p.decision)}`,
  'decision.confirm_refusal': (p) => `主管审查不予登记：${word(decisions, p.decision)}`,
  'decision.confirm_superseded': (p) => `确认查封中断：${word(decisions, p.decision)}`,
  'supplement.requested': () => '发出补正通知',
  'supplement.received': () => '收到补正材料',
  'case.withdrawal_requested': () => '申请人撤回申请',
  'onsite.appointed': () => '约定实地查看',
  'onsite.viewed': (p) =>
    p.decision === 'absent'
      ? '实地查看未成，另行约定'
      : `实地查看：与登记簿${p.result === 'consistent' ? '一致' : '不一致'}（照片${p.photos}份）`,
  'escalation.opened': (p) => `提请第${p.level}次会商`,
  'escalation.late': (p) => `第${p.level}次会商两小时未决，列入督办`,
  'contract.filed': () => '合同网签备案',
  'contract.cancelled': () => '撤销合同备案',
  'tax.assessed': () => '税务核定税款',
  'tax.result': (p) => `税务结果：${word({ PAID: '已缴', EXEMPT: '免税', REJECTED: '退回' }, p.state)}`,
  'tax.mismatch': (p) => `税务回告金额${yuan(p.paidFen)}与核定${yuan(p.totalFen)}不符，未作已缴`,
  'payment.mismatch': (p) => `缴费回告金额${yuan(p.paidFen)}与应缴${yuan(p.amountFen)}不符，未作已缴`,
  'tax.cleared': () => '取得完税（减免）凭证',
  'tax.refunded': () => '退税',
  'tax.confirmed': () => '申请人确认税款',
  'escrow.changed': (p) =>
    `资金监管：${word({ FUNDED: '资金到账', RELEASED: '已划付', REFUNDED: '已退回', FAILED: '存入失败' }, p.state)}`,
  'utility.changed': (p) =>
    `${word({ water: '水', power: '电', gas: '燃气', tv: '数字电视', broadband: '宽带' }, p.service)}过户：${word({ SUBMITTED: '已提交', WAITING: '待处理', CHOSEN: '已选择', DONE: '已过户', SKIPPED: '未办理', FAILED_MANUAL: '转人工' }, p.state)}`,
  'utility.settled': (p) => `服务汇总：${word(outcomes, p.outcome)}`,
  'department.asked': (p) =>
    `向${word(departments, p.department)}查询结果：${word({ answered: '取得结果', pending: '对方仍在办理', sent_again: '对方没有记录，已重新发送', refused: '对方拒绝', unavailable: '对方没有应答' }, p.outcome)}`,
  'payment.created': () => '开具缴费单',
  'payment.settled': () => '登记费已缴',
  'payment.failed': () => '缴费失败',
  'payment.refunded': () => '退还登记费',
  'sla.paused': (p) => `计时暂停：${word(causes, p.cause)}（${p.evidence}）`,
  'sla.resumed': () => '计时恢复',
  'sla.warned': () => '临期提醒（已到预警点）',
  'sla.breached': () => '超过办理时限',
  'sla.reclassified': (p) => `时限类别改为 ${p.slaClass}（${p.reason}）`,
  'sla.outage': () => '系统故障超过五分钟，计时不停，时间归因于系统',
  'sla.outage_ended': () => '系统故障已排除',
  'sla.stopped': () => '计时结束',
  'sla.moved': (p) =>
    `工作日历变更，${p.what === 'statutory' ? '法定期限' : '办理时限'}改为${p.newDue ? minute(p.newDue) : '待下一年日历公布后计算'}`,
  'register.inherited': () => '登簿：继承人先登记为权利人（同一次登簿出售）',
  'register.entered': (p) =>
    `登簿${Array.isArray(p.certificateNos) && p.certificateNos.length > 0 ? `，${p.certificateNos.join('、')}` : ''}`,
  'register.changed': () => '登记簿被其他登记改变，登簿前须复核',
  'seizure.entered': (p) => `查封到达登记簿（${p.documentNo}）`,
  'certificate.printed': (p) => (p.decision === 'void' ? '证书纸张作废' : '缮证'),
  'certificate.sealed': () => '加盖电子印章',
  'certificate.licence': () => '签发电子证照',
  'certificate.delivered': () => '发证',
  'document.stored': (p) => `存入案卷：${p.title}`,
  'step.refused': (p) => `${p.what}未成，转人工处理`,
  'party.notified': (p) => (p.partyNo === null ? '发出通知' : `通知第${p.partyNo}号申请人`),
  'publicity.opened': (p) => `发布公告（公示），至${minute(p.dueAt)}`,
  'publicity.objected': () => '公告（公示）期间有人提出异议，转会商',
  'mortgagee.told': (p) => `已告知抵押权人：抵押权随不动产转移继续存在（回执${p.receiptNo}）`,
  'letter.issued': (p) => `制作告知书${p.letterNo}`,
  'letter.posted': (p) =>
    `${word({ mail: '寄出', person: '直接送达', announced: '公告送达' }, p.way)}告知书${p.letterNo}（${p.postedOn}）`,
  'letter.told': (p) => `告知书${p.letterNo}已送达（回执${p.receiptNo}）`,
  'case.archived': (p) => `归档（${p.archiveNo}）`,
  'case.closed': (p) => `结案：${word(outcomes, p.outcome)}`,
};

/** The case's story in the order of the chain. */
export async function timeline({ pool }: Deps, caseNo: string): Promise<TimelineLine[]> {
  const { rows } = await pool.query<{ topic: string; actor: string; occurred_at: Date; payload: Payload }>(
    'SELECT topic, actor, occurred_at, payload FROM registry.register_events WHERE case_no = $1 ORDER BY chain, seq',
    [caseNo],
  );
  return rows.map((row) => ({
    at: row.occurred_at,
    actor: row.actor,
    topic: row.topic,
    text: sentences[row.topic]?.(row.payload) ?? row.topic,
    detail: row.payload,
  }));
}
