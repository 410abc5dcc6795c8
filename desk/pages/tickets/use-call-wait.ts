import type { TicketView } from '../../../server/api/index.ts';
import { formatDate } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';

/** Whole seconds, by the server's clock, till the number may be called again or passed over (rule hall.call_gap). */
export function useCallWait(ticket: TicketView | null, gapSeconds: number): number {
  const now = useNow();
  const last = ticket?.steps.filter(({ kind }) => kind === 'called' || kind === 'recalled').at(-1);
  if (!ticket || !last || ticket.day !== formatDate(now)) return 0;
  return Math.max(0, Math.ceil((Date.parse(last.at) + gapSeconds * 1000 - now) / 1000));
}
