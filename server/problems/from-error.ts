import { EngineError } from '../../platform/engine-client/index.ts';
import { RegistryError, type RegistryErrorCode } from '../../registry/index.ts';
import type { FieldError, ProblemCode } from '../api/problem.ts';
import { databaseIsAway } from './database-away.ts';
import { ProblemError } from './problem-error.ts';

/** What the register's refusals mean on the wire. */
const REGISTRY: Record<RegistryErrorCode, [status: number, code: ProblemCode]> = {
  APPLICATION_INVALID: [422, 'VALIDATION_FAILED'],
  APPLICATION_KEY_REUSED: [409, 'APPLICATION_KEY_REUSED'],
  ITEM_UNKNOWN: [422, 'VALIDATION_FAILED'],
  CASE_UNKNOWN: [404, 'CASE_NOT_FOUND'],
  PARTY_UNKNOWN: [404, 'NOT_FOUND'],
  UNIT_UNKNOWN: [404, 'UNIT_NOT_FOUND'],
  SURVEY_INVALID: [422, 'VALIDATION_FAILED'],
  SURVEY_CONFLICT: [409, 'CONFLICTING_RESULT'],
  DOCUMENT_UNKNOWN: [404, 'DOCUMENT_NOT_FOUND'],
  CERTIFICATE_UNKNOWN: [404, 'CERTIFICATE_NOT_FOUND'],
  ORDER_UNKNOWN: [404, 'NOT_FOUND'],
  CASE_CLOSED: [409, 'CASE_CLOSED'],
  ALREADY_ENTERED: [409, 'CASE_ALREADY_REGISTERED'],
  INTAKE_MISSING: [409, 'BAD_REQUEST'],
  SEPARATION_OF_DUTIES: [403, 'ACCEPTOR_CANNOT_REVIEW'],
  NOT_WAITING_FOR_SUPPLEMENT: [409, 'CASE_NOT_WAITING_FOR_SUPPLEMENT'],
  TWO_VIEWERS_NEEDED: [422, 'VALIDATION_FAILED'],
  ONSITE_NOT_APPOINTED: [409, 'BAD_REQUEST'],
  ONSITE_PHOTOS_NEEDED: [422, 'VALIDATION_FAILED'],
  ESCALATION_UNKNOWN: [404, 'NOT_FOUND'],
  ESCALATION_DECIDED: [409, 'TASK_DONE'],
  OUTCOME_NOT_POSSIBLE: [409, 'BAD_REQUEST'],
  CALENDAR_YEAR_MISSING: [500, 'INTERNAL'],
  SLA_NOT_STARTED: [409, 'BAD_REQUEST'],
  DOCUMENT_CONFLICT: [409, 'DOCUMENT_CONFLICT'],
  SERIAL_USED: [409, 'SERIAL_USED'],
  SERIAL_NOT_IN_STOCK: [422, 'SERIAL_NOT_IN_STOCK'],
  PAPER_RANGE_INVALID: [422, 'VALIDATION_FAILED'],
  PAPER_RANGE_TAKEN: [409, 'PAPER_RANGE_TAKEN'],
  REPRINT_NOT_POSSIBLE: [409, 'REPRINT_NOT_POSSIBLE'],
  DESTRUCTION_REFUSED: [422, 'VALIDATION_FAILED'],
  NUMBERS_EXHAUSTED: [500, 'INTERNAL'],
  CONFLICTING_RESULT: [409, 'CONFLICTING_RESULT'],
  CONSENT_INVALID: [422, 'CONSENT_INVALID'],
  CONTRACT_INFO_INVALID: [422, 'VALIDATION_FAILED'],
  CONTRACT_DUPLICATE: [409, 'CONFLICTING_RESULT'],
  LINK_UNKNOWN: [404, 'LINK_UNKNOWN'],
  LINK_CLOSED: [410, 'LINK_CLOSED'],
  CODE_WRONG: [403, 'CODE_WRONG'],
  CODE_LIMIT: [429, 'CODE_LIMIT'],
  NOTICE_UNKNOWN: [404, 'NOT_FOUND'],
  NOTICE_REFUSED: [422, 'VALIDATION_FAILED'],
  LETTER_UNKNOWN: [404, 'NOT_FOUND'],
  LETTER_NOT_READY: [409, 'CONFLICTING_RESULT'],
  LETTER_TOLD: [409, 'CONFLICTING_RESULT'],
  LETTER_INVALID: [422, 'VALIDATION_FAILED'],
  PUBLICITY_NOT_RUNNING: [409, 'CONFLICTING_RESULT'],
  OBJECTION_UNKNOWN: [404, 'NOT_FOUND'],
  SUIT_PROOF_LATE: [409, 'CONFLICTING_RESULT'],
  SUIT_PROOF_DATE: [422, 'VALIDATION_FAILED'],
  TRANSFER_UNKNOWN: [404, 'NOT_FOUND'],
  ACCOUNT_INVALID: [422, 'VALIDATION_FAILED'],
  NOT_WAITING: [409, 'CONFLICTING_RESULT'],
  RULE_MISSING: [500, 'INTERNAL'],
  RULE_UNKNOWN: [404, 'NOT_FOUND'],
  RULE_INVALID: [422, 'VALIDATION_FAILED'],
  RULE_DECIDED: [409, 'CONFLICTING_RESULT'],
  RULE_SAME_PERSON: [403, 'SAME_PERSON'],
  REPORT_NOT_REJECTED: [409, 'CONFLICTING_RESULT'],
  COMPLETION_INVALID: [422, 'VALIDATION_FAILED'],
  CALENDAR_INVALID: [422, 'VALIDATION_FAILED'],
  CALENDAR_CHANGE_UNKNOWN: [404, 'NOT_FOUND'],
  CALENDAR_CHANGE_DECIDED: [409, 'CONFLICTING_RESULT'],
  CALENDAR_SAME_PERSON: [403, 'SAME_PERSON'],
  STOCK_UNKNOWN: [404, 'NOT_FOUND'],
  STOCK_TEMPLATE: [422, 'VALIDATION_FAILED'],
  STOCK_NOT_CHECKED: [409, 'CONFLICTING_RESULT'],
  LINK_INVALID: [422, 'VALIDATION_FAILED'],
  QUALITY_TOO_LOW: [422, 'UNIT_RESTRICTED'],
  TICKET_OPEN: [409, 'CONFLICTING_RESULT'],
  TICKET_UNKNOWN: [404, 'NOT_FOUND'],
  TICKET_ENDED: [409, 'CONFLICTING_RESULT'],
  TICKET_EARLY: [409, 'CONFLICTING_RESULT'],
  TICKET_SAME: [409, 'CONFLICTING_RESULT'],
};

/** `/parties/0/idNo` from `parties[0].idNo`, `parties.0.idNo` or a pointer already. */
export function toPointer(field: string): string {
  if (field === '' || field.startsWith('/')) return field;
  return `/${field.replace(/\[(\d+)\]/g, '/$1').replace(/\./g, '/')}`;
}

/** Turns what the register or the engine threw into a problem; undefined when it is neither. */
export function problemFrom(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof RegistryError) {
    const [status, code] = REGISTRY[error.code] ?? [500, 'INTERNAL'];
    if (status === 500) return undefined;
    const errors: FieldError[] = error.problems.map((problem) => ({
      path: toPointer(problem.field),
      code: problem.code,
      message: problem.message,
    }));
    return new ProblemError(status, code, error.message, errors.length > 0 ? { errors } : {});
  }
  if (error instanceof EngineError && error.retryable) {
    return new ProblemError(
      503,
      'ENGINE_UNAVAILABLE',
      '流程引擎暂时无法连接，操作没有生效。请稍后重试；持续出现请联系系统管理员。',
    );
  }
  // A character that no text of the database can hold: U+0000, half of a surrogate pair.
  if (['22021', '22P05'].includes((error as { code?: string }).code ?? ''))
    return new ProblemError(400, 'BAD_REQUEST', '内容含有无法保存的字符，请删除后重试。');
  if (databaseIsAway(error)) {
    return new ProblemError(
      503,
      'DATABASE_UNAVAILABLE',
      '数据库暂时无法使用，操作没有完成。请稍后重试；持续出现请联系系统管理员检查数据库和磁盘空间。',
    );
  }
  return undefined;
}
