/** Upper platform (省、国家不动产登记信息平台): every entry is reported. domain §5.0.4 `report.upper`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo, Instant } from '../shared/wire.ts';

/** One event of the register. What is wrong in it is for the platform to say, so the fields are loose here. */
export const ReportRequest = Type.Object(
  {
    /** The register's own number of the event: the same one is the same report. */
    eventId: Type.String({ minLength: 1, maxLength: 80 }),
    caseNo: Type.Optional(CaseNo),
    itemCode: Type.Optional(Type.String({ maxLength: 20 })),
    kind: Type.Optional(Type.String({ maxLength: 40 })),
    unitCode: Type.Optional(Type.String({ maxLength: 40 })),
    certificateNos: Type.Optional(Type.Array(Type.String({ maxLength: 80 }))),
    registeredAt: Type.Optional(Type.String({ maxLength: 35 })),
  },
  { additionalProperties: false },
);
export type ReportRequest = Type.Static<typeof ReportRequest>;

export const ReportAnswer = Type.Object({ reportNo: Type.String(), acceptedAt: Instant });
export type ReportAnswer = Type.Static<typeof ReportAnswer>;

/** REPORT_REJECTED: data quality; the text lists every finding, for the data-quality queue. */
export const reportRefusals = ['REPORT_REJECTED'] as const;

export const upperOperations = defineOperations({
  report: {
    method: 'POST',
    path: '/reports',
    summary: '上报登记事项',
    body: ReportRequest,
    answer: ReportAnswer,
    refusals: reportRefusals,
  },
});
