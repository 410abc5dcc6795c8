import type { OutboxMessage, ProcessId, RegistrationTopic, StartVariables } from '../../../registry/index.ts';
import { byRow, DAY, HOUR, type Route } from './route.ts';

/** The start event of each process that a case can be filed for. */
const START_MESSAGES: Record<ProcessId, string> = {
  'bdc-registration': 'msg.case.filed',
  'bdc-bank-mortgage': 'msg.mortgage.filed',
  'bdc-court-measure': 'msg.court.notice',
  'bdc-secondhand-yilutong': 'msg.yilutong.filed',
};

const startMessage = (row: OutboxMessage) => START_MESSAGES[(row.payload as unknown as StartVariables).processId];

export const REGISTRATION_ROUTES: Record<RegistrationTopic, Route> = {
  // The start of a case is exactly-once: its own number is the message id (architecture §5, rule 7).
  'case.filed': { message: startMessage, ttlMs: DAY, messageId: (row) => row.caseNo },
  'seizure.entered': { message: 'msg.seizure.entered', ttlMs: HOUR, messageId: byRow },
  'register.changed': { message: 'msg.register.changed', ttlMs: HOUR, messageId: byRow },
  'case.withdraw': { message: 'msg.case.withdraw', ttlMs: HOUR, messageId: byRow },
  'supplement.received': { message: 'msg.supplement.received', ttlMs: HOUR, messageId: byRow },
  'escalation.decided': { message: 'msg.escalation.decided', ttlMs: DAY, messageId: byRow },
  'publicity.objection': { message: 'msg.publicity.objection', ttlMs: DAY, messageId: byRow },
  'payment.settled': { message: 'msg.payment.settled', ttlMs: DAY, messageId: byRow },
  'payment.failed': { message: 'msg.payment.failed', ttlMs: DAY, messageId: byRow },
  'tax.result': { message: 'msg.tax.result', ttlMs: DAY, messageId: byRow },
  // The same ids as the workers' (workers/handlers/sla/sla-messages.ts): told twice, one watch.
  'sla.paused': { message: 'msg.sla.paused', ttlMs: HOUR, messageId: (row) => `sla-paused:${row.correlationKey}` },
  'sla.armed': {
    message: 'msg.sla.armed',
    ttlMs: HOUR,
    messageId: (row) => `sla-armed:${row.caseNo}:${row.payload.slaEpoch}`,
  },
  // One watch for each caution and objection: its own number is the message id.
  'caution.watch': { message: 'msg.caution.watch', ttlMs: DAY, messageId: (row) => row.caseNo },
  'caution.changed': { message: 'msg.caution.changed', ttlMs: DAY, messageId: byRow },
  'statutory.moved': { message: 'msg.statutory.moved', ttlMs: HOUR, messageId: byRow },
};
