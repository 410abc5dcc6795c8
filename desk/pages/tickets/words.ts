import { ERRANDS, type Errand, type Span, type TicketView } from '../../../server/api/index.ts';
import { formatMinutes } from '../../lib/format.ts';

/** As it is called: `003`. */
export const ticketNo = ({ number }: Pick<TicketView, 'number'>) => String(number).padStart(3, '0');

/** Both, so that the break at noon hides nobody's wait: 「1 小时 45 分（窗口时间内 15 分）」. */
export const spanText = (span: Span | null) =>
  span ? `${formatMinutes(span.grossMinutes)}（窗口时间内 ${formatMinutes(span.netMinutes)}）` : '—';

export const errandOptions = Object.entries(ERRANDS).map(([value, label]) => ({ value: value as Errand, label }));
