import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CalledTicket, CallTicket, Errand, MoveTicket, TakenTicket } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { ticketsQuery } from './queries.ts';
import { ticketNo } from './words.ts';

const post = <T>(path: string, body?: unknown) => api<T>(`/api/tickets${path}`, { method: 'POST', body });

/** What a clerk does with numbers, one after the other, and what the page says of it. */
export function useTicketActs() {
  const client = useQueryClient();
  const [said, setSaid] = useState<string | null>(null);
  const [taken, setTaken] = useState<TakenTicket | null>(null);
  const act = useMutation({
    mutationFn: (work: () => Promise<string | null>) => work(),
    onMutate: () => {
      setSaid(null);
      setTaken(null);
    },
    onSuccess: (text) => {
      setSaid(text);
      // Not waited for: the act is done, and a click while the list is read again is the next one.
      void client.invalidateQueries({ queryKey: ticketsQuery.queryKey });
    },
  });
  const run = (work: () => Promise<string | null>, onDone?: () => void) => {
    if (!act.isPending) act.mutate(work, { onSuccess: onDone });
  };
  const one = (ticketId: string, verb: string, body?: unknown) => post(`/${ticketId}/${verb}`, body);
  return {
    said,
    taken,
    busy: act.isPending,
    error: act.error,
    clear: act.reset,
    take: (errand: Errand) =>
      run(async () => {
        const ticket = await post<TakenTicket>('', { errand });
        setTaken(ticket);
        return `已取号：${ticketNo(ticket)} 号。前面等候 ${ticket.ahead} 人。`;
      }),
    call: (from: CallTicket) =>
      run(async () => ((await post<CalledTicket>('/next', from)).ticketId === null ? '没有本窗口可叫的号。' : null)),
    recall: (ticketId: string) => run(async () => one(ticketId, 'recall').then(() => '已再次呼叫。')),
    end: (ticketId: string, outcome: 'SERVED' | 'MISSED') =>
      run(async () => one(ticketId, 'end', { outcome }).then(() => null)),
    restore: (ticketId: string, no: string) =>
      run(async () => one(ticketId, 'restore').then(() => `${no} 号已恢复排队。`)),
    move: (ticketId: string, no: string, to: MoveTicket, onDone: () => void) =>
      run(async () => one(ticketId, 'move', to).then(() => `${no} 号已转出，排在最前。`), onDone),
  };
}
