import { join } from 'node:path';
import { credentials, loadPackageDefinition, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

type Call = (request: object) => Promise<Record<string, unknown>>;

const PROTO = join(import.meta.dirname, '../../../engine/gateway/zeebe.proto');

interface GatewayClient {
  close(): void;
  [method: string]: unknown;
}

/**
 * A bare client of Zeebe's gRPC gateway: requests and answers as the protocol has them. Rejects with a ServiceError.
 * @param authorization sent along with every call
 */
export function openGateway(address: string, authorization?: string) {
  const loaded = loadPackageDefinition(
    loadSync(PROTO, { longs: String, enums: String, defaults: true, keepCase: true }),
  ) as never as {
    gateway_protocol: { Gateway: new (address: string, creds: unknown) => GatewayClient };
  };
  const client = new loaded.gateway_protocol.Gateway(address, credentials.createInsecure());
  const metadata = new Metadata();
  if (authorization) metadata.set('authorization', authorization);
  const deadline = () => new Date(Date.now() + 20_000);
  const unary =
    (method: string): Call =>
    (request) =>
      new Promise((resolve, reject) => {
        const call = client[method] as (
          r: object,
          m: Metadata,
          o: object,
          done: (e: ServiceError | null, a: never) => void,
        ) => void;
        call.call(client, request, metadata, { deadline: deadline() }, (error, answer) =>
          error ? reject(error) : resolve(answer),
        );
      });
  function activate(
    request: object,
    method: 'ActivateJobs' | 'StreamActivatedJobs' = 'ActivateJobs',
  ): Promise<Record<string, unknown>[]> {
    return new Promise((resolve, reject) => {
      const jobs: Record<string, unknown>[] = [];
      const call = client[method] as (r: object, m: Metadata, o: object) => NodeJS.EventEmitter;
      const stream = call.call(client, request, metadata, { deadline: deadline() });
      stream.on('data', (answer: { jobs: Record<string, unknown>[] }) => jobs.push(...answer.jobs));
      stream.on('end', () => resolve(jobs));
      stream.on('error', reject);
    });
  }
  return { unary, activate, close: () => client.close() };
}
