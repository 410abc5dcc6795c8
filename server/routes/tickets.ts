import Type from 'typebox';
import { dayOf, type Ticket } from '../../registry/index.ts';
import { actorOf, requirePermission } from '../access/guard.ts';
import {
  CalledTicket,
  CallTicket,
  EndTicket,
  MoveTicket,
  OpenTicketView,
  TakenTicket,
  TakeTicket,
  TicketDesk,
  TicketView,
} from '../api/tickets.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { forbidden } from '../problems/problem-error.ts';
import { staffNames } from '../views/staff.ts';
import { takenTicket, ticketView } from '../views/ticket-view.ts';
import type { App } from './types.ts';

const TicketParams = Type.Object({ ticketId: Type.String({ pattern: '^\\d{1,18}$' }) });

/** 取号、叫号 at the windows of one's own district. */
export function ticketRoutes(app: App, deps: ServerDeps): void {
  const { registry, pool, clock } = deps;

  const serving = (request: Parameters<typeof requirePermission>[0]) => {
    const user = requirePermission(request, 'ticket.serve');
    const { district } = user;
    if (district === null) throw forbidden('FORBIDDEN_ROLE', '取号、叫号在各区窗口办理；请用本区窗口的账号登录。');
    return { district, by: actorOf(user) };
  };

  app.get('/api/tickets', { schema: { response: { 200: TicketDesk } } }, async (request) => {
    const { district, by } = serving(request);
    const now = clock.now();
    const today = { day: dayOf(now) };
    const [tickets, line, open, staff, callsNeeded, callGapSeconds, restoreAfter] = await Promise.all([
      registry.tickets.ofDay(district, today.day),
      registry.tickets.hallLine(district),
      registry.tickets.openOf(by.userId),
      staffNames(registry),
      registry.rules.value('hall.calls', today),
      registry.rules.value('hall.call_gap', today),
      registry.rules.value('hall.restore_after', today),
    ]);
    const views = tickets.map((one) => ticketView(one, staff));
    const place = new Map(line.waiting.map(({ number }, index) => [number, index]));
    const placeOf = ({ number }: TicketView) => place.get(number) ?? place.size;
    return {
      asOf: now.toISOString(),
      open: open && ticketView(open, staff),
      waiting: views.filter((one) => one.state === 'waiting').sort((a, b) => placeOf(a) - placeOf(b)),
      called: views.filter((one) => one.state !== 'waiting'),
      callsNeeded,
      callGapSeconds,
      restoreAfter,
      counters: countersOf(tickets),
    };
  });

  app.get('/api/tickets/open', { schema: { response: { 200: OpenTicketView } } }, async (request) => {
    const { by } = serving(request);
    const [open, staff] = await Promise.all([registry.tickets.openOf(by.userId), staffNames(registry)]);
    return { open: open && ticketView(open, staff) };
  });

  app.post('/api/tickets', { schema: { body: TakeTicket, response: { 201: TakenTicket } } }, async (request, reply) => {
    const { district, by } = serving(request);
    const taken = await registry.tickets.take({ district, errand: request.body.errand, by });
    await announce(pool, { topic: 'ticket', id: taken.ticket.ticketId, district });
    return reply.code(201).send(takenTicket(taken));
  });

  app.post('/api/tickets/next', { schema: { body: CallTicket, response: { 200: CalledTicket } } }, async (request) => {
    const { district, by } = serving(request);
    const { counter, errands } = request.body;
    const ticket = await registry.tickets.callNext({ district, counter, errands: errands ?? null, by });
    await announce(pool, { topic: 'ticket', id: ticket?.ticketId ?? null, district });
    return { ticketId: ticket?.ticketId ?? null };
  });

  /** What is done with one number, and told to all who show the line. */
  const changed = async (ticket: Ticket) => {
    await announce(pool, { topic: 'ticket', id: ticket.ticketId, district: ticket.district });
    return ticketView(ticket, await staffNames(registry));
  };
  const params = TicketParams;
  const response = { 200: TicketView };

  app.post('/api/tickets/:ticketId/recall', { schema: { params, response } }, async (request) => {
    const { by } = serving(request);
    return changed(await registry.tickets.recall({ ticketId: request.params.ticketId, by }));
  });

  app.post('/api/tickets/:ticketId/end', { schema: { params, body: EndTicket, response } }, async (request) => {
    const { by } = serving(request);
    return changed(await registry.tickets.end({ ...request.params, ...request.body, by }));
  });

  app.post('/api/tickets/:ticketId/restore', { schema: { params, response } }, async (request) => {
    const { district, by } = serving(request);
    return changed(await registry.tickets.restore({ ticketId: request.params.ticketId, district, by }));
  });

  app.post('/api/tickets/:ticketId/move', { schema: { params, body: MoveTicket, response } }, async (request) => {
    const { district, by } = serving(request);
    return changed(await registry.tickets.move({ ...request.params, ...request.body, district, by }));
  });
}

/** Windows that have called today, for whoever sends a number to one. */
function countersOf(tickets: readonly Ticket[]): string[] {
  const called = tickets.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'called'));
  return [...new Set(called.flatMap(({ counter }) => counter ?? []))].sort((a, b) => a.localeCompare(b, 'zh-CN'));
}
