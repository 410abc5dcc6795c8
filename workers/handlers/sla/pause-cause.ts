import Type from 'typebox';

/** Causes that the diagrams use; `all` (resume only) ends every pause. */
export const PauseCause = Type.Union([
  Type.Literal('supplement'),
  Type.Literal('tax_payment'),
  Type.Literal('contract_fix'),
  Type.Literal('fee_payment'),
  Type.Literal('onsite'),
  Type.Literal('publicity'),
  Type.Literal('escalation'),
  Type.Literal('rank_confirm'),
]);
export type PauseCause = Type.Static<typeof PauseCause>;

/** What the ledger says: nobody pauses silently (domain §7). */
export const PAUSE_EVIDENCE: Record<PauseCause, string> = {
  supplement: '已发出补正通知，等待申请人补正材料',
  tax_payment: '税务机关已核定税款，等待申请人缴纳',
  contract_fix: '网签备案未通过，等待申请人更正合同',
  fee_payment: '已生成缴款单，等待缴费',
  onsite: '审核决定实地查看，等待查看结果',
  publicity: '已发布公告（公示），等待期满',
  escalation: '审核提请会商，等待负责人决定',
  rank_confirm: '另一抵押权先登簿，等待银行确认新的顺位',
};
