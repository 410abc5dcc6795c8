import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Day, Instant } from '../../shapes.ts';
import { dayOf } from '../case-of.ts';
import { renderNotice } from '../documents/doc.render.ts';
import { publishSlaArmed, publishStatutoryArmed } from '../sla/sla-messages.ts';

/** 受理: the register starts the clock, the applicant gets the written notice (条例 §17), the process arms its watches. */
export const acceptCase = defineJob({
  type: 'case.accept',
  department: 'registry',
  description: '受理：记录受理时间与登记簿版本，开始计时',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({
    acceptedAt: Instant,
    acceptedOn: Day,
    slaWarnAt: Instant,
    slaDueAt: Instant,
    slaEpoch: Type.Integer(),
    /** Read by the diagrams of cases that began before the message did. */
    statutoryCheckAt: Instant,
    registerVersion: Type.Integer(),
  }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the register accepts a case once; the messages have epoch and case number in their ids',
  async handle({ caseNo }, { deps }) {
    const accepted = await deps.registry.cases.acceptCase(caseNo);
    const { slaEpoch, slaWarnAt, slaDueAt } = accepted;
    await renderNotice(deps, caseNo, 'notice_accepted', null, []);
    await Promise.all([
      publishSlaArmed(deps.engine, { caseNo, epoch: slaEpoch, warnAt: slaWarnAt, dueAt: slaDueAt }),
      publishStatutoryArmed(deps.engine, { caseNo, checkAt: accepted.statutoryCheckAt }),
    ]);
    return complete({
      acceptedAt: accepted.acceptedAt.toISOString(),
      acceptedOn: dayOf(accepted.acceptedAt),
      slaWarnAt: slaWarnAt.toISOString(),
      slaDueAt: slaDueAt.toISOString(),
      slaEpoch,
      statutoryCheckAt: accepted.statutoryCheckAt.toISOString(),
      registerVersion: accepted.registerVersion,
    });
  },
});
