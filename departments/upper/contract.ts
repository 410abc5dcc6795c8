/** Upper platform (省、国家不动产登记信息平台): every entry is reported. domain §4.1, §5.0.4 `report.upper`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CalendarDate, Instant, Sha256 } from '../shared/wire.ts';
import { Finding, Message } from './message.ts';

/** One entry of the register in the standard's codes. Legally with the holders' names and numbers: body only, never logged. */
export const ReportRequest = Type.Object(
  {
    /** SHA-256 of the message as the register wrote it, for the daily reconciliation. */
    contentHash: Sha256,
    format: Type.Union([Type.Literal('json'), Type.Literal('xml')]),
    message: Type.Optional(Message),
    xml: Type.Optional(Type.String({ maxLength: 4_000_000 })),
  },
  { additionalProperties: false },
);
export type ReportRequest = Type.Static<typeof ReportRequest>;

/** `rejected`: a matter of data quality, with every finding; corrected and sent again under the same number it is accepted. */
export const ReportAnswer = Type.Union([
  Type.Object({ result: Type.Literal('accepted'), reportNo: Type.String(), acceptedAt: Instant }),
  Type.Object({ result: Type.Literal('rejected'), findings: Type.Array(Finding, { minItems: 1 }) }),
]);
export type ReportAnswer = Type.Static<typeof ReportAnswer>;

export const AcceptedOfDay = Type.Object({
  day: CalendarDate,
  accepted: Type.Array(Type.Object({ messageNo: Type.String(), contentHash: Sha256 })),
});

/** REPORT_REJECTED: the whole message cannot be read. */
export const reportRefusals = ['REPORT_REJECTED'] as const;

export const upperOperations = defineOperations({
  report: {
    method: 'POST',
    path: '/reports',
    summary: '上报登记事项（JSON 或 XML）',
    body: ReportRequest,
    answer: ReportAnswer,
    refusals: reportRefusals,
  },
  acceptedOfDay: {
    method: 'GET',
    path: '/reports/days/:day',
    summary: '查询某日登簿事项的接收情况，用于每日对账',
    answer: AcceptedOfDay,
    refusals: [],
  },
});
