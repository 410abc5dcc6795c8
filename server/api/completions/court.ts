import Type from 'typebox';
import { note, pin, strict } from './fields.ts';

/** Steps of bdc-court-measure (domain §5.3). */

/** The court's approver signs: this instant is the delivery. `return` sends it back to the officer undelivered. */
export const ApproveNoticeCompletion = Type.Object(
  {
    elementId: Type.Literal('ApproveNotice'),
    approveDecision: Type.Union([Type.Literal('sign'), Type.Literal('return')]),
    note,
    pin,
  },
  strict,
);

export const COURT_COMPLETIONS = {
  ApproveNotice: ApproveNoticeCompletion,
} as const;
