import {
  type ClientReadableStream,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export interface WireJob {
  key: string;
  type: string;
  retries: number;
  elementId: string;
  processInstanceKey: string;
}

/** A bare client of the Zeebe protocol: it tries nothing again, so that the caller knows what was acknowledged. */
export interface GatewayClient {
  call(method: string, request: object, deadlineMs?: number): Promise<Record<string, never>>;
  /** Jobs as they come; `onEnd` once, however the stream ends. */
  streamJobs(request: object, onJob: (job: WireJob) => void, onEnd: () => void): { cancel(): void };
  pollJobs(request: object): Promise<WireJob[]>;
  close(): void;
}

const PROTO = new URL('../../../engine/gateway/zeebe.proto', import.meta.url).pathname;
const definition = loadSync(PROTO, { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true });
const { Gateway } = loadPackageDefinition(definition).gateway_protocol as GrpcObject;
const CALL_MS = 10_000;

type Method = (request: object, options: object, done: (error: ServiceError | null, answer: never) => void) => void;

export function createGatewayClient(address: string): GatewayClient {
  const client = new (Gateway as ServiceClientConstructor)(address, credentials.createInsecure()) as never as {
    close(): void;
    [method: string]: unknown;
  };
  const stream = (method: string, request: object, deadlineMs?: number) =>
    (client[method] as (request: object, options: object) => ClientReadableStream<never>).call(
      client,
      request,
      deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs },
    );
  return {
    call: (method, request, deadlineMs = CALL_MS) =>
      new Promise((resolve, reject) => {
        (client[method] as Method).call(client, request, { deadline: Date.now() + deadlineMs }, (error, answer) =>
          error ? reject(error) : resolve(answer),
        );
      }),
    streamJobs(request, onJob, onEnd) {
      const call = stream('StreamActivatedJobs', request);
      call.on('data', onJob);
      call.on('error', () => undefined);
      call.on('close', onEnd);
      return { cancel: () => call.cancel() };
    },
    pollJobs: (request) =>
      new Promise((resolve, reject) => {
        const jobs: WireJob[] = [];
        const call = stream('ActivateJobs', request, CALL_MS);
        call.on('data', (answer: { jobs: WireJob[] }) => jobs.push(...answer.jobs));
        call.on('error', reject);
        call.on('end', () => resolve(jobs));
      }),
    close: () => client.close(),
  };
}
