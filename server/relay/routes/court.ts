import type { CourtTopic } from '../../../registry/index.ts';
import { byRow, DAY, type Route } from './route.ts';

/** A notice and each effective seizure have one process instance each: their own number is the message id. */
export const COURT_ROUTES: Record<CourtTopic, Route> = {
  'court.notice': { message: 'msg.court.notice', ttlMs: DAY, messageId: (row) => row.caseNo },
  'seizure.watch': { message: 'msg.seizure.watch', ttlMs: DAY, messageId: (row) => row.caseNo },
  'seizure.renewed': { message: 'msg.seizure.renewed', ttlMs: DAY, messageId: byRow },
  'seizure.lifted': { message: 'msg.seizure.lifted', ttlMs: DAY, messageId: byRow },
  'seizure.disposed': { message: 'msg.seizure.disposed', ttlMs: DAY, messageId: byRow },
};
