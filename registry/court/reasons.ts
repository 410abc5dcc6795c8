/** What the form check and the register find wrong with a notice: code → what the court is told to do. */
const REASONS: Record<string, string> = {
  ORDER_MISSING: '没有附裁定书（或解除裁定书）。请补充裁定书后重新送达。',
  ASSISTANCE_MISSING: '没有附协助执行（查询）通知书。请补充后重新送达。',
  NUMBERS_MISSING: '没有填写裁定书或协助通知书的文号。请补充后重新送达。',
  OFFICERS_INCOMPLETE: '承办人须两名，并填写工作证号和执行公务证号。',
  DOCUMENT_NO_INVALID: '案号格式不正确。请按裁定书上的案号填写。',
  DOCUMENT_OF_OTHER_COURT: '案号不是本院的案号。移送或委托执行的，请附相应文书。',
  TERM_INVALID: '查封（续封）期限应为1至36个月，即不超过三年（民诉法解释第四百八十五条）。',
  UNITS_UNKNOWN: '登记簿没有所列的不动产单元。请先协助查询，核对不动产单元号。',
  RESPONDENT_MISSING: '没有写明被执行人的姓名（名称）和证件号码。',
  RESPONDENT_MISMATCH:
    '被执行人不是登记簿上的权利人。请核对；第三人书面确认属于被执行人的请附确认书，或办理预查封；法院坚持办理的，请在通知书中注明。',
  TARGET_OF_OTHER_COURT: '不是本院的查封。上级法院或移送执行的，请附相应文书。',
};

export const reasonText = (code: string): string => REASONS[code] ?? code;
