import { serverClock } from '../api/server-clock.ts';
import { formatDate } from './format.ts';

/** Today in Asia/Shanghai by the server's clock, `YYYY-MM-DD`. */
export const today = (): string => formatDate(serverClock.now());
