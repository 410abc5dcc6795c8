import type { FastifyInstance } from 'fastify';
import type { ActivatedJob, Variables } from '../../core/types.ts';
import { DEFAULT_TENANT } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { type JobResultBody, jobResultSchema, readJobResult } from '../job-result.ts';
import { badRequest } from '../problem.ts';
import { jobs } from '../resources/jobs.ts';
import {
  body,
  int32,
  keyParams,
  millis,
  nullable,
  nullableText,
  searchBody,
  textList,
  variablesSchema,
  waitMillis,
} from '../schemas.ts';
import { search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';

interface ActivationBody {
  type: string;
  worker?: string;
  timeout: number;
  maxJobsToActivate: number;
  fetchVariable?: string[];
  requestTimeout?: number;
}

const activationSchema = body(
  {
    type: { type: 'string' },
    worker: { type: 'string' },
    timeout: millis,
    maxJobsToActivate: int32,
    fetchVariable: textList,
    requestTimeout: waitMillis,
  },
  ['type', 'timeout', 'maxJobsToActivate'],
);

interface CompletionBody {
  variables?: Variables | null;
  result?: JobResultBody | null;
}

const completionSchema = nullable(body({ variables: variablesSchema, result: jobResultSchema }));

const DEFAULT_POLL_MS = 10_000;

/** Jobs over REST; workers with much to do use gRPC. */
export function jobRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  const { execute } = runtime;
  const params = keyParams('key');

  app.post<{ Body: ActivationBody }>(
    '/jobs/activation',
    { schema: { body: activationSchema } },
    async (request, reply) => {
      const { type, worker = '', timeout, maxJobsToActivate, fetchVariable = [], requestTimeout = 0 } = request.body;
      if (type.trim() === '') throw badRequest('No type provided.');
      if (timeout < 1) throw badRequest(`The value for timeout is '${timeout}' but must be greater than 0.`);
      if (maxJobsToActivate < 1) {
        throw badRequest(`The value for maxJobsToActivate is '${maxJobsToActivate}' but must be greater than 0.`);
      }
      const gone = new AbortController();
      reply.raw.on('close', () => gone.abort());
      const wait = requestTimeout === 0 ? DEFAULT_POLL_MS : Math.max(requestTimeout, 0);
      const found = await runtime.jobs.activate(
        { jobType: type, worker, timeout, maxJobs: maxJobsToActivate, fetchVariables: fetchVariable },
        wait,
        gone.signal,
      );
      return { jobs: found.map(activatedItem) };
    },
  );

  app.post<{ Params: { key: string }; Body: CompletionBody | undefined }>(
    '/jobs/:key/completion',
    { schema: { params, body: completionSchema } },
    async (request, reply) => {
      const { variables, result } = request.body ?? {};
      await execute({
        type: 'completeJob',
        jobKey: request.params.key,
        variables: variables ?? undefined,
        result: readJobResult(result),
      });
      return reply.status(204).send();
    },
  );

  app.post<{
    Params: { key: string };
    Body: { retries?: number; errorMessage?: string; retryBackOff?: number; variables?: Variables | null } | undefined;
  }>(
    '/jobs/:key/failure',
    {
      schema: {
        params,
        body: nullable(
          body({
            retries: int32,
            errorMessage: { type: 'string' },
            retryBackOff: millis,
            variables: variablesSchema,
          }),
        ),
      },
    },
    async (request, reply) => {
      const { retries = 0, errorMessage = '', retryBackOff = 0, variables } = request.body ?? {};
      await execute({
        type: 'failJob',
        jobKey: request.params.key,
        retries,
        errorMessage,
        retryBackoff: retryBackOff,
        variables: variables ?? undefined,
      });
      return reply.status(204).send();
    },
  );

  app.post<{
    Params: { key: string };
    Body: { errorCode: string; errorMessage?: string | null; variables?: Variables | null };
  }>(
    '/jobs/:key/error',
    {
      schema: {
        params,
        body: body({ errorCode: { type: 'string' }, errorMessage: nullableText, variables: variablesSchema }, [
          'errorCode',
        ]),
      },
    },
    async (request, reply) => {
      const { errorCode, errorMessage, variables } = request.body;
      if (errorCode === '') throw badRequest('No errorCode provided.');
      await execute({
        type: 'throwError',
        jobKey: request.params.key,
        errorCode,
        errorMessage: errorMessage ?? '',
        variables: variables ?? undefined,
      });
      return reply.status(204).send();
    },
  );

  app.patch<{ Params: { key: string }; Body: { changeset: { retries?: number | null; timeout?: number | null } } }>(
    '/jobs/:key',
    {
      schema: {
        params,
        body: body(
          {
            changeset: {
              type: 'object',
              properties: {
                retries: nullable(int32),
                timeout: nullable(millis),
              },
            },
          },
          ['changeset'],
        ),
      },
    },
    async (request, reply) => {
      const { retries, timeout } = request.body.changeset;
      if (retries == null && timeout == null) throw badRequest('At least one of [retries, timeout] is required');
      await execute({
        type: 'updateJob',
        jobKey: request.params.key,
        retries: retries ?? undefined,
        timeout: timeout ?? undefined,
      });
      return reply.status(204).send();
    },
  );

  app.post<{ Body: SearchRequest }>('/jobs/search', { schema: { body: searchBody } }, (request) =>
    search(pool, jobs, request.body),
  );
}

function activatedItem(job: ActivatedJob): object {
  return {
    jobKey: job.key,
    type: job.type,
    processDefinitionId: job.bpmnProcessId,
    processDefinitionVersion: job.processDefinitionVersion,
    processDefinitionKey: job.processDefinitionKey,
    processInstanceKey: job.processInstanceKey,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    customHeaders: job.customHeaders,
    worker: job.worker,
    retries: job.retries,
    deadline: job.deadline,
    variables: job.variables,
    kind: job.kind,
    listenerEventType: job.listenerEvent ?? 'UNSPECIFIED',
    ...(job.userTask ? { userTask: job.userTask } : {}),
    tenantId: DEFAULT_TENANT,
    tags: job.tags,
  };
}
