import { fileURLToPath } from 'node:url';
import {
  type GrpcObject,
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceClientConstructor,
  type ServiceError,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Logger } from 'pino';
import type { Access } from '../access/index.ts';
import type { Intake } from '../runtime/intake.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type UnaryHandler, unaryHandlers } from './commands.ts';
import { activateJobs, streamActivatedJobs } from './job-streams.ts';
import { InvalidRequest, toServiceError } from './status.ts';

export interface GatewayOptions {
  runtime: Runtime;
  access: Access;
  intake: Intake;
  log: Logger;
  host: string;
  /** 0 = any free port. */
  port: number;
  /** A busy port is an error instead of a reason to move. */
  fixed?: boolean;
}

export interface Gateway {
  /** Once it listens. */
  port(): number;
  listen(): Promise<void>;
  stop(): Promise<void>;
}

const PROTO = fileURLToPath(new URL('./zeebe.proto', import.meta.url));
/** The version of the API this gateway speaks; clients read it from the topology. */
export const GATEWAY_VERSION = '8.8.0';
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const DRAIN_MS = 2000;

/** The Zeebe gRPC gateway, not listening yet. Workers of any language that speak the published protocol can connect. */
export function createGateway(options: GatewayOptions): Gateway {
  const { log } = options;
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    // Workers ping idle streams; refusing that would cut them off.
    'grpc.keepalive_permit_without_calls': 1,
  });
  const streams = new Set<ServerWritableStream<never, object>>();
  server.addService(
    gatewayService(),
    implementation(options, streams, () => topology(options.host, port)),
  );
  let port = 0;
  return {
    port: () => port,
    async listen() {
      port = await bindOrMove(server, options);
      log.debug({ port }, 'gRPC gateway listens');
    },
    async stop() {
      for (const call of streams) call.end();
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, DRAIN_MS);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      });
    },
  };
}

function gatewayService() {
  const definition = loadSync(PROTO, { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true });
  const { Gateway } = loadPackageDefinition(definition).gateway_protocol as GrpcObject;
  const { service } = Gateway as ServiceClientConstructor;
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => [
      name,
      { ...method, requestDeserialize: (bytes: Buffer): Received => receive(method.requestDeserialize, bytes) },
    ]),
  );
}

/** What came over the wire. Bytes that are no such message are a mistake of the caller; grpc-js would answer INTERNAL. */
interface Received {
  message: object | null;
  bytes: number;
}

function receive(deserialize: (bytes: Buffer) => object, bytes: Buffer): Received {
  try {
    return { message: deserialize(bytes), bytes: bytes.length };
  } catch {
    return { message: null, bytes: bytes.length };
  }
}

/** @throws InvalidRequest */
function messageOf({ message }: Received): never {
  if (!message) throw new InvalidRequest('The bytes of the request are no message of its type.');
  return message as never;
}

function implementation(
  { runtime, access, intake, log }: GatewayOptions,
  streams: Set<ServerWritableStream<never, object>>,
  topologyOf: () => object,
): UntypedServiceImplementation {
  const calls: Record<string, unknown> = {};
  for (const [name, handler] of Object.entries(unaryHandlers(runtime, topologyOf))) {
    calls[name] = unary(name, handler, access, intake, log);
  }
  calls.activateJobs = streaming(access, log, (call) => activateJobs(runtime, call, messageOf(call.request)));
  calls.streamActivatedJobs = streaming(access, log, async (call) =>
    streamActivatedJobs(runtime, call, messageOf(call.request), streams),
  );
  return calls as UntypedServiceImplementation;
}

/**
 * Camunda's SDK gzips every request until the server tells it that it takes plain ones only.
 * Measured: 1 770–2 340 instead of 1 435–1 638 jobs/s on one machine.
 */
function plainOnly(): Metadata {
  const metadata = new Metadata();
  metadata.set('grpc-accept-encoding', 'identity');
  return metadata;
}

/** Undefined when the caller may go on, else the status its call ends with. */
async function refusal(access: Access, metadata: Metadata): Promise<Partial<ServiceError> | undefined> {
  const refused = await access.check(metadata.get('authorization')[0]?.toString());
  if (!refused) return undefined;
  return {
    code: refused.reason === 'unavailable' ? status.UNAVAILABLE : status.UNAUTHENTICATED,
    details: refused.message,
  };
}

function unary(name: string, handler: UnaryHandler, access: Access, intake: Intake, log: Logger) {
  return (call: ServerUnaryCall<never, object>, callback: sendUnaryData<object>) => {
    const fail = (error: unknown) => {
      const failure = toServiceError(error);
      if (failure.code === status.INTERNAL) log.error({ err: error, call: name }, 'a gRPC call failed');
      callback(failure);
    };
    const answer = (response: object) => {
      call.sendMetadata(plainOnly());
      callback(null, response);
    };
    // `async` so that a throw while reading the request becomes a status, too.
    const handle = async () => {
      const release = intake.admit((call.request as Received).bytes);
      // Nobody waits for the result of a process any more, however long that process may take.
      call.once('cancelled', release);
      // What cannot be decoded must not be counted for ever.
      try {
        return await handler(messageOf(call.request));
      } finally {
        release();
      }
    };
    if (!access.required) return void handle().then(answer, fail);
    refusal(access, call.metadata)
      .then((refused) => (refused ? callback(refused) : handle().then(answer)))
      .catch(fail);
  };
}

function streaming(access: Access, log: Logger, handler: (call: ServerWritableStream<never, object>) => Promise<void>) {
  return (call: ServerWritableStream<never, object>) => {
    const serve = async () => {
      const refused = access.required ? await refusal(access, call.metadata) : undefined;
      // Emitting, not destroying: grpc-js turns the event into the call's status.
      if (refused) return void call.emit('error', refused);
      // Gone while its token was checked: nobody is left to push to.
      if (call.cancelled) return;
      call.sendMetadata(plainOnly());
      await handler(call);
    };
    serve().catch((error: unknown) => {
      const failure = toServiceError(error);
      if (failure.code === status.INTERNAL) log.error({ err: error }, 'a gRPC stream failed');
      call.emit('error', failure);
    });
  };
}

async function bindOrMove(server: Server, { host, port, fixed, log }: GatewayOptions): Promise<number> {
  try {
    return await bind(server, host, port);
  } catch (error) {
    if (fixed || port === 0 || !/EADDRINUSE|No address added/.test((error as Error).message)) throw error;
    const moved = await bind(server, host, 0);
    log.warn(`port ${port} is busy; the gRPC gateway listens on ${moved} instead`);
    return moved;
  }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(new Error(`The gRPC gateway cannot listen on ${address}: ${error.message}`, { cause: error }));
      else resolve(bound);
    });
  });
}

/** One node, one partition, always the leader: a standby does not listen. */
export function topology(host: string, port: number) {
  const partitions = [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }];
  return {
    brokers: [{ nodeId: 0, host, port, partitions, version: GATEWAY_VERSION }],
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: GATEWAY_VERSION,
  };
}
