import type { YilutongTopic } from '../../../registry/index.ts';
import { byRow, DAY, type Route } from './route.ts';

const told = (message: string): Route => ({ message, ttlMs: DAY, messageId: byRow });

export const YILUTONG_ROUTES: Record<YilutongTopic, Route> = {
  'escrow.funded': told('msg.escrow.funded'),
  'escrow.released': told('msg.escrow.released'),
  'utility.result': told('msg.utility.result'),
  'utility.account.corrected': told('msg.utility.account.corrected'),
  'utility.arrears.paid': told('msg.utility.arrears.paid'),
  'tax.confirmed': told('msg.tax.confirmed'),
};
