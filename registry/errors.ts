/** Codes of what the register refuses by throwing. Typed refusals of 登簿 and seizures are results, not errors. */
export type RegistryErrorCode =
  | 'APPLICATION_INVALID'
  | 'APPLICATION_KEY_REUSED'
  | 'ITEM_UNKNOWN'
  | 'CASE_UNKNOWN'
  | 'PARTY_UNKNOWN'
  | 'UNIT_UNKNOWN'
  | 'DOCUMENT_UNKNOWN'
  | 'SURVEY_INVALID'
  | 'SURVEY_CONFLICT'
  | 'CERTIFICATE_UNKNOWN'
  | 'ORDER_UNKNOWN'
  | 'CASE_CLOSED'
  | 'ALREADY_ENTERED'
  | 'INTAKE_MISSING'
  | 'SEPARATION_OF_DUTIES'
  | 'NOT_WAITING_FOR_SUPPLEMENT'
  | 'TWO_VIEWERS_NEEDED'
  | 'ONSITE_NOT_APPOINTED'
  | 'ONSITE_PHOTOS_NEEDED'
  | 'ESCALATION_UNKNOWN'
  | 'ESCALATION_DECIDED'
  | 'OUTCOME_NOT_POSSIBLE'
  | 'CALENDAR_YEAR_MISSING'
  | 'SLA_NOT_STARTED'
  | 'DOCUMENT_CONFLICT'
  | 'SERIAL_USED'
  | 'SERIAL_NOT_IN_STOCK'
  | 'PAPER_RANGE_INVALID'
  | 'PAPER_RANGE_TAKEN'
  | 'REPRINT_NOT_POSSIBLE'
  | 'DESTRUCTION_REFUSED'
  | 'NUMBERS_EXHAUSTED'
  | 'CONFLICTING_RESULT'
  | 'CONSENT_INVALID'
  | 'CONTRACT_INFO_INVALID'
  | 'CONTRACT_DUPLICATE'
  | 'LINK_UNKNOWN'
  | 'LINK_CLOSED'
  | 'CODE_WRONG'
  | 'CODE_LIMIT'
  | 'NOTICE_UNKNOWN'
  | 'NOTICE_REFUSED'
  | 'OBJECTION_UNKNOWN'
  | 'LETTER_UNKNOWN'
  | 'LETTER_NOT_READY'
  | 'LETTER_TOLD'
  | 'LETTER_INVALID'
  | 'PUBLICITY_NOT_RUNNING'
  | 'SUIT_PROOF_LATE'
  | 'SUIT_PROOF_DATE'
  | 'TRANSFER_UNKNOWN'
  | 'ACCOUNT_INVALID'
  | 'NOT_WAITING'
  | 'RULE_MISSING'
  | 'RULE_UNKNOWN'
  | 'RULE_INVALID'
  | 'RULE_DECIDED'
  | 'RULE_SAME_PERSON'
  | 'REPORT_NOT_REJECTED'
  | 'COMPLETION_INVALID'
  | 'CALENDAR_INVALID'
  | 'CALENDAR_CHANGE_UNKNOWN'
  | 'CALENDAR_CHANGE_DECIDED'
  | 'CALENDAR_SAME_PERSON'
  | 'STOCK_UNKNOWN'
  | 'STOCK_TEMPLATE'
  | 'STOCK_NOT_CHECKED'
  | 'LINK_INVALID'
  | 'QUALITY_TOO_LOW'
  | 'TICKET_OPEN'
  | 'TICKET_UNKNOWN'
  | 'TICKET_ENDED'
  | 'TICKET_EARLY'
  | 'TICKET_SAME';

/** `message` is Chinese and says what to do; no personal data. `problems` lists every finding with its field. */
export class RegistryError extends Error {
  readonly code: RegistryErrorCode;
  readonly problems: { field: string; code: string; message: string }[];
  constructor(
    code: RegistryErrorCode,
    message: string,
    problems: { field: string; code: string; message: string }[] = [],
  ) {
    super(message);
    this.name = 'RegistryError';
    this.code = code;
    this.problems = problems;
  }
}
