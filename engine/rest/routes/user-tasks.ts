import type { FastifyInstance } from 'fastify';
import type { UserTaskChangeset, Variables } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest, notFound } from '../problem.ts';
import { formItem } from '../resources/forms.ts';
import { userTasks } from '../resources/user-tasks.ts';
import { userTaskVariables } from '../resources/variables.ts';
import {
  body,
  int32,
  keyParams,
  nullable,
  nullableList,
  nullableText,
  searchBody,
  variablesSchema,
} from '../schemas.ts';
import { findOne, search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';

type Nullable<T> = { [F in keyof T]?: T[F] | null };

const changesetSchema = {
  type: ['object', 'null'],
  properties: {
    dueDate: nullableText,
    followUpDate: nullableText,
    candidateUsers: nullableList,
    candidateGroups: nullableList,
    priority: nullable(int32),
  },
};

/** User tasks. */
export function userTaskRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  const { execute } = runtime;
  const params = keyParams('key');

  app.post<{ Body: SearchRequest }>('/user-tasks/search', { schema: { body: searchBody } }, (request) =>
    search(pool, userTasks, request.body),
  );

  app.get<{ Params: { key: string } }>('/user-tasks/:key', { schema: { params } }, async (request) => {
    const found = await findOne(pool, userTasks, request.params.key);
    if (!found) throw notFound(`User Task with key '${request.params.key}' not found`);
    return found;
  });

  app.post<{ Params: { key: string }; Body: { variables?: Variables | null; action?: string | null } | undefined }>(
    '/user-tasks/:key/completion',
    { schema: { params, body: nullable(body({ variables: variablesSchema, action: nullableText })) } },
    async (request, reply) => {
      const { variables, action: done } = request.body ?? {};
      await execute({
        type: 'completeUserTask',
        userTaskKey: request.params.key,
        variables: variables ?? undefined,
        action: done ?? undefined,
      });
      return reply.status(204).send();
    },
  );

  app.post<{
    Params: { key: string };
    Body: { assignee: string; allowOverride?: boolean | null; action?: string | null };
  }>(
    '/user-tasks/:key/assignment',
    {
      schema: {
        params,
        body: body(
          { assignee: { type: 'string' }, allowOverride: nullable({ type: 'boolean' }), action: nullableText },
          ['assignee'],
        ),
      },
    },
    async (request, reply) => {
      const { assignee, allowOverride, action: done } = request.body;
      if (assignee === '') throw badRequest('No assignee provided');
      await execute({
        type: 'assignUserTask',
        userTaskKey: request.params.key,
        assignee,
        allowOverride: allowOverride ?? true,
        action: done ?? undefined,
      });
      return reply.status(204).send();
    },
  );

  app.delete<{ Params: { key: string } }>(
    '/user-tasks/:key/assignee',
    { schema: { params } },
    async (request, reply) => {
      await execute({ type: 'unassignUserTask', userTaskKey: request.params.key });
      return reply.status(204).send();
    },
  );

  app.patch<{
    Params: { key: string };
    Body: { changeset?: Nullable<UserTaskChangeset> | null; action?: string | null } | undefined;
  }>(
    '/user-tasks/:key',
    { schema: { params, body: nullable(body({ changeset: changesetSchema, action: nullableText })) } },
    async (request, reply) => {
      const { changeset, action: done } = request.body ?? {};
      if (!changeset && !done)
        throw badRequest('No update data provided. At least one of [action, changeset] is required');
      await execute({
        type: 'updateUserTask',
        userTaskKey: request.params.key,
        changeset: withoutNulls(changeset ?? {}),
        action: done ?? undefined,
      });
      return reply.status(204).send();
    },
  );

  app.post<{ Params: { key: string }; Body: SearchRequest; Querystring: { truncateValues?: string } }>(
    '/user-tasks/:key/variables/search',
    { schema: { params, body: searchBody } },
    (request) => {
      const truncate = request.query.truncateValues !== 'false';
      return search(pool, userTaskVariables(request.params.key, truncate), request.body);
    },
  );

  app.get<{ Params: { key: string } }>('/user-tasks/:key/form', { schema: { params } }, async (request, reply) => {
    const { rows } = await pool.query(
      `SELECT f.key, f.form_id, f.version, f.resource, t.key AS task
         FROM engine.user_task t LEFT JOIN engine.form f ON f.key = t.form_key WHERE t.key = $1`,
      [request.params.key],
    );
    const row = rows[0];
    if (!row) throw notFound(`User Task with key '${request.params.key}' not found`);
    if (!row.key) return reply.status(204).send();
    return formItem(row);
  });
}

/** In Camunda a field set to null is emptied, a field left out stays. */
function withoutNulls(changeset: Nullable<UserTaskChangeset>): UserTaskChangeset {
  const { dueDate, followUpDate, candidateUsers, candidateGroups, priority } = changeset;
  const defaultPriority = 50;
  return {
    ...(dueDate === undefined ? {} : { dueDate: dueDate ?? '' }),
    ...(followUpDate === undefined ? {} : { followUpDate: followUpDate ?? '' }),
    ...(candidateUsers === undefined ? {} : { candidateUsers: candidateUsers ?? [] }),
    ...(candidateGroups === undefined ? {} : { candidateGroups: candidateGroups ?? [] }),
    ...(priority === undefined ? {} : { priority: priority ?? defaultPriority }),
  };
}
