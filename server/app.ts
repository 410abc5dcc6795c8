import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { type FastifyBaseLogger, fastify, LogController } from 'fastify';
import { createSessions, type Sessions } from './access/sessions.ts';
import { type Background, startBackground, type Wakers } from './background.ts';
import type { ServerDeps } from './deps.ts';
import { type Hub, startHub } from './events/hub.ts';
import { createDefinitions } from './modeler/definitions.ts';
import { installClientLeft } from './plugins/app/client-left.ts';
import { installErrorHandler } from './plugins/app/errors.ts';
import { installMetrics } from './plugins/app/metrics.ts';
import { installOriginGuard } from './plugins/app/origin-guard.ts';
import { installScreens } from './plugins/app/screens.ts';
import { installSecurityHeaders } from './plugins/app/security-headers.ts';
import { installSession } from './plugins/app/session.ts';
import { installTextGuard } from './plugins/app/text-guard.ts';
import { bankRoutes } from './routes/bank.ts';
import { boardRoutes } from './routes/board.ts';
import { cadastreRoutes } from './routes/cadastre.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { caseRoutes } from './routes/cases.ts';
import { courtRoutes } from './routes/court.ts';
import { departmentRequestRoutes } from './routes/department-requests.ts';
import { diagramRoutes } from './routes/diagram.ts';
import { documentRoutes } from './routes/documents.ts';
import { escalationRoutes } from './routes/escalations.ts';
import { eventRoutes } from './routes/events.ts';
import { exclusionRoutes } from './routes/exclusions.ts';
import { hallRoutes } from './routes/hall.ts';
import { healthRoutes } from './routes/health.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { intakeDraftRoutes } from './routes/intake-drafts.ts';
import { letterRoutes } from './routes/letters.ts';
import { modelerRoutes } from './routes/modeler.ts';
import { objectionRoutes } from './routes/objections.ts';
import { packageRoutes } from './routes/packages.ts';
import { paperRoutes } from './routes/papers.ts';
import { progressRoutes } from './routes/progress.ts';
import { publicLinkRoutes } from './routes/public-links.ts';
import { publicityRoutes } from './routes/publicity.ts';
import { qualityRoutes } from './routes/quality.ts';
import { queryRoutes } from './routes/queries.ts';
import { rulesRoutes } from './routes/rules.ts';
import { seizureRoutes } from './routes/seizures.ts';
import { sessionRoutes } from './routes/session.ts';
import { simulatorRoutes } from './routes/simulators.ts';
import { stockRoutes } from './routes/stock.ts';
import { taskRoutes } from './routes/tasks.ts';
import { ticketRoutes } from './routes/tickets.ts';
import type { App } from './routes/types.ts';
import { unitRoutes } from './routes/units.ts';
import { verificationRoutes } from './routes/verification.ts';

const BODY_LIMIT = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;

/** What a running server consists of besides its routes. */
export interface Server {
  app: App;
  hub: Hub;
  background: Background;
  /** Stops in order: no new requests, running ones finished, then the loops and the live updates. */
  close(): Promise<void>;
}

/**
 * Builds the server: routes, background loops, live updates. The caller listens on `app` and owns pool and engine client.
 * Migrations of `desk` and `registry` must have been applied.
 */
export async function buildApp(deps: ServerDeps): Promise<Server> {
  const app = fastify({
    loggerInstance: deps.log as unknown as FastifyBaseLogger,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Request lines are logged by the hook below, without query strings.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => crypto.randomUUID().slice(0, 13),
    forceCloseConnections: 'idle',
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler) as unknown as App;

  app.addHook('onResponse', async (request, reply) => {
    const path = request.url.split('?')[0];
    request.log.debug(
      { method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
  const hub = startHub(deps);
  const background = startBackground(deps);
  const definitions = createDefinitions(deps.engine);

  installErrorHandler(app as never);
  installClientLeft(app as never);
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  installSecurityHeaders(app as never);
  installOriginGuard(app as never, deps.config.publicUrl);
  const sessions = createSessions(deps);
  installSession(app as never, sessions);
  installTextGuard(app as never);
  installMetrics(app as never, deps);
  await addRoutes(app, deps, hub, background, definitions, sessions);
  await installScreens(app as never, deps);

  return {
    app,
    hub,
    background,
    close: async () => {
      await app.close();
      await background.stop();
      await hub.stop();
    },
  };
}

async function addRoutes(
  app: App,
  deps: ServerDeps,
  hub: Hub,
  wake: Wakers,
  definitions: ReturnType<typeof createDefinitions>,
  sessions: Sessions,
): Promise<void> {
  healthRoutes(app, deps, definitions);
  sessionRoutes(app, deps, sessions);
  unitRoutes(app, deps);
  cadastreRoutes(app, deps);
  caseRoutes(app, deps, wake);
  intakeDraftRoutes(app, deps);
  escalationRoutes(app, deps, wake);
  diagramRoutes(app, deps, definitions);
  await documentRoutes(app, deps);
  packageRoutes(app, deps);
  taskRoutes(app, deps, wake);
  ticketRoutes(app, deps);
  hallRoutes(app, deps);
  boardRoutes(app, deps, definitions);
  incidentRoutes(app, deps, definitions);
  qualityRoutes(app, deps, wake);
  queryRoutes(app, deps);
  stockRoutes(app, deps);
  seizureRoutes(app, deps, wake);
  objectionRoutes(app, deps);
  publicityRoutes(app, deps, wake);
  courtRoutes(app, deps, wake);
  eventRoutes(app, deps, hub);
  modelerRoutes(app, deps, definitions);
  simulatorRoutes(app, deps);
  departmentRequestRoutes(app, deps, wake);
  verificationRoutes(app, deps);
  paperRoutes(app, deps);
  letterRoutes(app, deps);
  exclusionRoutes(app, deps);
  bankRoutes(app, deps, wake);
  publicLinkRoutes(app, deps, wake);
  progressRoutes(app, deps, wake);
  rulesRoutes(app, deps);
  calendarRoutes(app, deps, wake);
  await callbackRoutes(app, deps, wake);
}
