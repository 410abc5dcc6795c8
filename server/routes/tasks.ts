import Type from 'typebox';
import type { User } from '../../registry/index.ts';
import { actorOf, requirePermission, userOf } from '../access/guard.ts';
import { Ok } from '../api/common.ts';
import { COMPLETIONS, type Completion } from '../api/completions/index.ts';
import {
  CompletedTask,
  DraftRequest,
  ReassignRequest,
  TakerList,
  TaskDetail,
  TaskList,
  TaskListQuery,
  TaskRow,
} from '../api/tasks.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import type { CaseTask } from '../inbox/access.ts';
import { overProblem } from '../inbox/access.ts';
import { claimTask, loadTask, reassignTask, releaseTask, takersOf } from '../inbox/claim.ts';
import { completeTask } from '../inbox/complete.ts';
import { taskDetail } from '../inbox/detail.ts';
import { listTasks, nextOf } from '../inbox/list.ts';
import { isKnownStep } from '../inbox/steps/index.ts';
import { checkBody } from '../problems/check-body.ts';
import { invalid, notFound } from '../problems/problem-error.ts';
import { slaContext } from '../views/sla-view.ts';
import { staffNames } from '../views/staff.ts';
import { taskRowView } from '../views/task-view.ts';
import type { App } from './types.ts';

const TaskParams = Type.Object({ taskKey: Type.String({ pattern: '^\\d{1,20}$' }) });

export function taskRoutes(app: App, deps: ServerDeps, wake: Wakers): void {
  const { registry, pool } = deps;

  const rowView = async (row: CaseTask, user: User) => {
    const [sla, context, staff] = await Promise.all([
      registry.sla.get(row.caseNo),
      slaContext(deps),
      staffNames(registry),
    ]);
    return taskRowView(row, sla, context, staff, user);
  };

  app.get('/api/tasks', { schema: { querystring: TaskListQuery, response: { 200: TaskList } } }, async (request) =>
    listTasks(deps, userOf(request), request.query),
  );

  app.get('/api/tasks/:taskKey', { schema: { params: TaskParams, response: { 200: TaskDetail } } }, async (request) => {
    const user = userOf(request);
    return taskDetail(deps, await loadTask(deps, request.params.taskKey, user), user);
  });

  app.post(
    '/api/tasks/:taskKey/claim',
    { schema: { params: TaskParams, response: { 200: TaskRow } } },
    async (request) => {
      const user = userOf(request);
      return rowView(await claimTask(deps, request.params.taskKey, user), user);
    },
  );

  app.post(
    '/api/tasks/:taskKey/release',
    { schema: { params: TaskParams, response: { 200: TaskRow } } },
    async (request) => {
      const user = userOf(request);
      return rowView(await releaseTask(deps, request.params.taskKey, user), user);
    },
  );

  app.post(
    '/api/tasks/:taskKey/complete',
    // The body is checked against the schema of its own step: one wrong field must not read as "no union member fits".
    { schema: { params: TaskParams, response: { 200: CompletedTask } } },
    async (request) => {
      const user = userOf(request);
      const body = request.body as { elementId?: string } | null;
      if (!body?.elementId || !isKnownStep(body.elementId)) {
        const message = '缺少环节标识，请刷新页面后重试。';
        throw invalid(message, [{ path: '/elementId', code: 'REQUIRED', message }]);
      }
      const completion = checkBody(COMPLETIONS[body.elementId], body) as Completion;
      const done = await completeTask(deps, request.params.taskKey, completion, user, request.ip);
      wake.relay();
      const message = `“${done.stepName}”已提交。`;
      return { taskKey: done.taskKey, caseNo: done.caseNo, message, nextTaskKey: await nextOf(deps, user) };
    },
  );

  app.put(
    '/api/tasks/:taskKey/draft',
    { schema: { params: TaskParams, body: DraftRequest, response: { 200: Ok } }, bodyLimit: 256 * 1024 },
    async (request) => {
      const user = userOf(request);
      const row = await loadTask(deps, request.params.taskKey, user);
      if (row.state !== 'open') throw overProblem(row);
      // A signature is given at the moment of signing and never kept.
      const { pin: _signature, ...draft } = request.body.draft;
      await pool.query(
        `INSERT INTO desk.draft (task_key, user_id, content) VALUES ($1, $2, $3)
         ON CONFLICT (task_key, user_id) DO UPDATE SET content = excluded.content, saved_at = now()`,
        [row.taskKey, user.userId, JSON.stringify(draft)],
      );
      return { ok: true as const };
    },
  );

  app.get(
    '/api/tasks/:taskKey/takers',
    { schema: { params: TaskParams, response: { 200: TakerList } } },
    async (request) => {
      const by = requirePermission(request, 'task.reassign');
      const takers = await takersOf(deps, await loadTask(deps, request.params.taskKey, by));
      return { items: takers.map(({ userId, displayName }) => ({ userId, name: displayName })) };
    },
  );

  app.post(
    '/api/tasks/:taskKey/reassign',
    { schema: { params: TaskParams, body: ReassignRequest, response: { 200: TaskRow } } },
    async (request) => {
      const by = requirePermission(request, 'task.reassign');
      const { account } = request.body;
      const to = account === null ? null : await registry.users.getUser(account);
      if (account !== null && !to?.active) throw notFound('NOT_FOUND', '没有这个账号，请从名单中选择。');
      const row = await reassignTask(deps, request.params.taskKey, by, to);
      await registry.audit.record({
        actor: actorOf(by),
        action: 'task.reassign',
        purpose: '转派',
        caseNo: row.caseNo,
        detail: { taskKey: row.taskKey, to: account },
      });
      return rowView(row, by);
    },
  );

  app.post('/api/tasks/:taskKey/urge', { schema: { params: TaskParams, response: { 200: Ok } } }, async (request) => {
    const by = requirePermission(request, 'task.reassign');
    const row = await loadTask(deps, request.params.taskKey, by);
    if (row.state !== 'open') throw overProblem(row);
    const { taskKey, caseNo, district } = row;
    await registry.audit.record({
      actor: actorOf(by),
      action: 'task.urge',
      purpose: '催办',
      caseNo,
      detail: { taskKey },
    });
    await announce(pool, { topic: 'task', id: taskKey, caseNo, district });
    return { ok: true as const };
  });
}
