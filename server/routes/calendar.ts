import Type from 'typebox';
import {
  dayOf,
  type CalendarMove as Move,
  parseHolidayCn,
  type CalendarChange as RegisterChange,
  type CalendarContent as RegisterContent,
  type User,
} from '../../registry/index.ts';
import { actorOf, requirePermission } from '../access/guard.ts';
import {
  CalendarChange,
  type CalendarMove,
  CalendarMoves,
  CalendarPage,
  CalendarProposalRequest,
  CalendarQuery,
  CalendarWarning,
} from '../api/calendar.ts';
import { ChangeDecisionRequest } from '../api/rules.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { forbidden } from '../problems/problem-error.ts';
import { changeHistory } from '../views/change-view.ts';
import { type StaffNames, staffNames } from '../views/staff.ts';
import type { App } from './types.ts';

const Params = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });

/** 工作日历 and window hours: read and proposed by supervisors and administrators, decided by another administrator. */
export function calendarRoutes(app: App, { registry, pool, clock }: ServerDeps, wake: Wakers): void {
  const { calendar } = registry;

  app.get('/api/calendar/warning', { schema: { response: { 200: CalendarWarning } } }, async (request) => {
    requirePermission(request, 'calendar.view');
    return { warning: await calendar.missingYear() };
  });

  app.get(
    '/api/calendar',
    { schema: { querystring: CalendarQuery, response: { 200: CalendarPage } } },
    async (request) => {
      requirePermission(request, 'calendar.view');
      const [year, timetables, changes, staff] = await Promise.all([
        calendar.year(request.query.year),
        calendar.timetables(),
        calendar.listChanges(),
        staffNames(registry),
      ]);
      return {
        today: dayOf(clock.now()),
        year,
        timetables: timetables.map((one) => ({ ...one, periods: [...one.periods] })),
        changes: changes.map((change) => changeView(change, staff)),
      };
    },
  );

  app.post(
    '/api/calendar/changes',
    { schema: { body: CalendarProposalRequest, response: { 200: CalendarChange } } },
    async (request) => {
      const user = requirePermission(request, 'calendar.propose');
      const { content: given, ...basis } = request.body;
      const content = given.kind === 'holiday-cn' ? yearOfFile(given.file) : given;
      assertOwnOutlet(user, content);
      const change = await calendar.proposeChange({ ...content, ...basis }, actorOf(user));
      return changeView(change, await staffNames(registry));
    },
  );

  app.get(
    '/api/calendar/changes/:id/moves',
    { schema: { params: Params, response: { 200: CalendarMoves } } },
    async (request) => {
      requirePermission(request, 'calendar.view');
      const { id } = request.params;
      const open = (await calendar.listChanges({ open: true })).some((change) => change.changeId === id);
      const moves = await (open ? calendar.changeEffect(id) : calendar.moves(id));
      return { moves: moves.map(moveView) };
    },
  );

  app.post(
    '/api/calendar/changes/:id/decision',
    { schema: { params: Params, body: ChangeDecisionRequest, response: { 200: CalendarChange } } },
    async (request) => {
      const { decision, note } = request.body;
      const user = requirePermission(request, decision === 'withdrawn' ? 'calendar.propose' : 'calendar.approve');
      const { id: changeId } = request.params;
      const { change, moves } = await calendar.decideChange({
        changeId,
        decision,
        note: note ?? null,
        by: actorOf(user),
      });
      if (moves.length > 0) {
        wake.relay();
        await announce(pool, { topic: 'board', id: null, caseNo: null });
      }
      return changeView(change, await staffNames(registry));
    },
  );
}

function yearOfFile(file: unknown): RegisterContent {
  const { year, days } = parseHolidayCn(file);
  return { kind: 'year', year, days };
}

/** The holidays are the whole country's; the hours of an outlet are its own supervisor's. */
function assertOwnOutlet(user: User, content: RegisterContent): void {
  if (content.kind === 'hours' && user.district !== null && content.office !== user.district)
    throw forbidden('FORBIDDEN_DISTRICT', '您只能提出本辖区窗口时间的变更；其他机构的请由其主管或系统管理员提出。');
}

function changeView(change: RegisterChange, staff: StaffNames): CalendarChange {
  const { content } = change;
  return {
    changeId: change.changeId,
    content: content.kind === 'hours' ? { ...content, periods: [...content.periods] } : content,
    ...changeHistory(change, staff),
  };
}

const moveView = (move: Move): CalendarMove => ({
  ...move,
  oldDue: move.oldDue?.toISOString() ?? null,
  newDue: move.newDue?.toISOString() ?? null,
});
