import { Camunda8 } from '@camunda8/sdk';
import { type Engine, type EngineOptions, startEngine } from '../../../engine/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { silent } from './log.ts';

export interface TestEngine {
  db: TestDatabase;
  engine: Engine;
  camunda: Camunda8;
  /** A raw call of the REST API, `path` without `/v2`. */
  rest(method: string, path: string, body?: unknown): Promise<RestAnswer>;
  stop(): Promise<void>;
}

export interface RestAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests
  body: any;
}

/** An engine on a database of its own, with a client. */
export async function startTestEngine(options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const db = await createTestDatabase();
  const engine = await startEngine({ databaseUrl: db.url, log: silent, ...options });
  return {
    db,
    engine,
    camunda: sdkFor(engine),
    rest: (method, path, body) => callRest(engine.restAddress, method, path, body),
    async stop() {
      await engine.stop();
      await db.drop();
    },
  };
}

/** Camunda's SDK, configured by its own settings only. */
export function sdkFor({ grpcAddress, restAddress }: { grpcAddress: string; restAddress: string }): Camunda8 {
  return new Camunda8({
    ZEEBE_GRPC_ADDRESS: `grpc://${grpcAddress}`,
    ZEEBE_REST_ADDRESS: restAddress,
    CAMUNDA_AUTH_STRATEGY: 'NONE',
    CAMUNDA_OAUTH_DISABLED: true,
    CAMUNDA_LOG_LEVEL: 'none',
    zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' },
  });
}

export async function callRest(
  address: string,
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<RestAnswer> {
  const response = await fetch(`${address}/v2${path}`, {
    method,
    ...(signal && { signal }),
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: json ? JSON.parse(text) : text };
}

/** Deploys files as a browser would: multipart field `resources`. */
export async function deploy(address: string, files: Record<string, string>): Promise<RestAnswer> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('resources', new Blob([content]), name);
  const response = await fetch(`${address}/v2/deployments`, { method: 'POST', body: form });
  return { status: response.status, body: await response.json() };
}
