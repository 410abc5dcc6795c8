import type { Socket } from 'node:net';
import multipart from '@fastify/multipart';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Access } from '../access/index.ts';
import { parseJson } from '../json-input.ts';
import { CommandRejected, EngineBusy, EngineUnavailable, ResultTimeout } from '../runtime/errors.ts';
import type { Intake } from '../runtime/intake.ts';
import type { RestContext } from './context.ts';
import { databaseFault } from './database-errors.ts';
import { acceptInt64Text } from './int64.ts';
import { badRequest, RestError, rejectionStatus, sendProblem, tooLarge } from './problem.ts';
import { adHocRoutes } from './routes/ad-hoc.ts';
import { batchOperationRoutes } from './routes/batch-operations.ts';
import { clusterRoutes, operationsRoutes } from './routes/cluster.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { definitionRoutes } from './routes/definitions.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { instanceRoutes } from './routes/instances.ts';
import { jobRoutes } from './routes/jobs.ts';
import { messageRoutes } from './routes/messages.ts';
import { resourceRoutes } from './routes/resources.ts';
import { signalRoutes } from './routes/signals.ts';
import { publicRoutes, systemRoutes } from './routes/system.ts';
import { userTaskRoutes } from './routes/user-tasks.ts';
import { MAX_BODY_BYTES } from './schemas.ts';

/** Boundaries and names of a multipart request besides its files. */
const MULTIPART_BYTES = 64 * 1024;
const MAX_RESOURCES = 100;

/** The Orchestration Cluster REST API of the engine, without listening. */
export async function buildRestApp(context: RestContext, access: Access): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    // Types are checked, never guessed: "5" is no number.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
    forceCloseConnections: 'idle',
  });
  limitIntake(app, context.intake);
  acceptEmptyJson(app);
  await app.register(multipart, { limits: { fileSize: MAX_BODY_BYTES, files: MAX_RESOURCES } });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      404,
      'NOT_FOUND',
      `${request.method} ${request.url.split('?')[0]} is not part of this engine's API.`,
    ),
  );
  operationsRoutes(app, context);
  publicRoutes(app);
  await app.register(
    async (api) => {
      acceptInt64Text(api);
      if (access.required) api.addHook('onRequest', authenticate(access));
      for (const routes of [
        clusterRoutes,
        definitionRoutes,
        decisionRoutes,
        resourceRoutes,
        instanceRoutes,
        adHocRoutes,
        batchOperationRoutes,
        userTaskRoutes,
        incidentRoutes,
        jobRoutes,
        messageRoutes,
        signalRoutes,
        systemRoutes,
      ]) {
        routes(api, context);
      }
    },
    { prefix: '/v2' },
  );
  return app;
}

const CLOSE_POLL_MS = 50;
const CLOSE_GRACE_MS = 5000;

/** Answers what is under way, then closes: a keep-alive connection must not hold the process for a minute. */
export async function closeRestApp(app: FastifyInstance): Promise<void> {
  // A connection that was busy when closing began becomes idle later.
  const idle = setInterval(() => app.server.closeIdleConnections(), CLOSE_POLL_MS);
  const grace = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
  await app.close();
  clearInterval(idle);
  clearTimeout(grace);
}

/** Before its body is read: memory must not grow while the database is slow. A body of unknown length counts as the largest. */
function limitIntake(app: FastifyInstance, intake: Intake) {
  const open = new WeakMap<Socket, Set<() => void>>();

  /** An answer that waits behind another one is not told that its connection has gone. */
  function openOn(socket: Socket): Set<() => void> {
    const known = open.get(socket);
    if (known) return known;
    const releases = new Set<() => void>();
    open.set(socket, releases);
    socket.once('close', () => {
      for (const release of releases) release();
    });
    return releases;
  }

  app.addHook('onRequest', async ({ headers, raw }, reply) => {
    const length = headers['content-length'] ?? (headers['transfer-encoding'] ? MAX_BODY_BYTES : 0);
    if (Number(length) > MAX_BODY_BYTES + MULTIPART_BYTES) throw tooLarge();
    const release = intake.admit(Number(length));
    if (raw.socket.destroyed) return release();
    const releases = openOn(raw.socket).add(release);
    reply.raw.once('close', () => {
      releases.delete(release);
      release();
    });
  });
}

/** Camunda's clients send `content-type: application/json` with an empty body on commands without arguments. */
function acceptEmptyJson(app: FastifyInstance) {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, parseJson(text as string));
    } catch (error) {
      done(badRequest(`The request body is no JSON: ${(error as Error).message}`));
    }
  });
}

/** Turns callers away as RFC 7235 and RFC 6750 say: what to send, and for a bearer token what was wrong with it. */
function authenticate(access: Access) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const refused = await access.check(request.headers.authorization);
    if (!refused) return undefined;
    if (refused.reason === 'unavailable') return sendProblem(reply, 503, 'UNAVAILABLE', refused.message);
    const wrongToken = access.scheme === 'Bearer' && refused.reason === 'invalid' ? ', error="invalid_token"' : '';
    reply.header('www-authenticate', `${access.scheme} realm="engine"${wrongToken}`);
    return sendProblem(reply, 401, 'Unauthorized', refused.message);
  };
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof RestError) return sendProblem(reply, error.status, error.title, error.message);
  if (error instanceof CommandRejected)
    return sendProblem(reply, rejectionStatus(error.code), error.code, error.message);
  if (error instanceof EngineBusy) return sendProblem(reply, 503, 'RESOURCE_EXHAUSTED', error.message);
  if (error instanceof EngineUnavailable) return sendProblem(reply, 503, 'UNAVAILABLE', error.message);
  if (error instanceof ResultTimeout) return sendProblem(reply, 504, 'DEADLINE_EXCEEDED', error.message);
  const { statusCode, message, validationContext } = error as FastifyError;
  if (validationContext === 'params') return sendProblem(reply, 400, 'Bad Request', unreadableKey(request));
  const fault = databaseFault(error);
  if (fault === 'request')
    return sendProblem(reply, 400, 'INVALID_ARGUMENT', `A value of the request cannot be looked for: ${message}.`);
  if (fault === 'away')
    return sendProblem(reply, 503, 'UNAVAILABLE', 'The database does not answer. Retry in a moment.');
  if (statusCode !== undefined && statusCode < 500) return sendProblem(reply, statusCode, 'INVALID_ARGUMENT', message);
  request.log.error({ err: error, route: request.routeOptions.url }, 'a REST call failed');
  return sendProblem(reply, 500, 'INTERNAL', 'Unexpected error; the engine log says more.');
}

/** What Camunda calls the key in the path, by the path's beginning. */
const KEY_NAMES: Record<string, string> = {
  'decision-definitions': 'decisionDefinitionKey',
  'decision-instances': 'decisionEvaluationInstanceKey',
  'decision-requirements': 'decisionRequirementsKey',
  'element-instances': 'elementInstanceKey',
  incidents: 'incidentKey',
  jobs: 'jobKey',
  'process-definitions': 'processDefinitionKey',
  'process-instances': 'processInstanceKey',
  resources: 'resourceKey',
  'user-tasks': 'userTaskKey',
  variables: 'variableKey',
};

/** In Camunda's words. */
function unreadableKey({ url, params }: FastifyRequest): string {
  const [value = ''] = Object.values(params as Record<string, string>);
  return `Failed to convert '${KEY_NAMES[url.split('/')[2] ?? ''] ?? 'key'}' with value: '${value}'`;
}
