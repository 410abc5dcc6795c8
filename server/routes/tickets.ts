import Type from 'typebox';
import { dayOf } from '../../registry/index.ts';
import { actorOf, requirePermission } from '../access/guard.ts';
import { CalledTicket, CallTicket, EndTicket, TicketDesk, TicketView } from '../api/tickets.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { forbidden } from '../problems/problem-error.ts';
import { staffNames } from '../views/staff.ts';
import { ticketView } from '../views/ticket-view.ts';
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
    const [tickets, open, staff] = await Promise.all([
      registry.tickets.ofDay(district, dayOf(now)),
      registry.tickets.openOf(by.userId),
      staffNames(registry),
    ]);
    const views = tickets.map((one) => ticketView(one, staff));
    return {
      asOf: now.toISOString(),
      open: open && ticketView(open, staff),
      waiting: views.filter((one) => one.state === 'waiting').reverse(),
      called: views.filter((one) => one.state !== 'waiting'),
    };
  });

  app.post('/api/tickets', { schema: { response: { 201: TicketView } } }, async (request, reply) => {
    const { district, by } = serving(request);
    const ticket = await registry.tickets.take({ district, by });
    await announce(pool, { topic: 'ticket', id: ticket.ticketId, district });
    return reply.code(201).send(ticketView(ticket, await staffNames(registry)));
  });

  app.post('/api/tickets/next', { schema: { body: CallTicket, response: { 200: CalledTicket } } }, async (request) => {
    const { district, by } = serving(request);
    const ticket = await registry.tickets.callNext({ district, counter: request.body.counter, by });
    await announce(pool, { topic: 'ticket', id: ticket?.ticketId ?? null, district });
    return { ticketId: ticket?.ticketId ?? null };
  });

  app.post(
    '/api/tickets/:ticketId/end',
    { schema: { params: TicketParams, body: EndTicket, response: { 200: TicketView } } },
    async (request) => {
      const { district, by } = serving(request);
      const { ticketId } = request.params;
      const ticket = await registry.tickets.end({ ticketId, outcome: request.body.outcome, by });
      await announce(pool, { topic: 'ticket', id: ticketId, district });
      return ticketView(ticket, await staffNames(registry));
    },
  );
}
