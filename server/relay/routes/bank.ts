import type { BankTopic } from '../../../registry/index.ts';
import { byRow, DAY, HOUR, type Route } from './route.ts';

export const BANK_ROUTES: Record<BankTopic, Route> = {
  'signers.done': { message: 'msg.signers.done', ttlMs: HOUR, messageId: byRow },
  'loan.disbursed': { message: 'msg.loan.disbursed', ttlMs: DAY, messageId: byRow },
  'loan.refused': { message: 'msg.loan.refused', ttlMs: DAY, messageId: byRow },
};
