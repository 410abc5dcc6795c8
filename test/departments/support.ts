import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, createClients, type DepartmentName, startSimulators } from '../../departments/index.ts';
import type { SignRequest } from '../../departments/seal/contract.ts';
import { createTestClock } from '../../platform/clock.ts';
import { createLogger } from '../../platform/logger.ts';

export const callbackSecret = 'a-secret-for-tests-only';
export const caseNo = '20260213330203000017';
export const otherCaseNo = '20260213330203000018';
export const unitCode = '330203001002GB00012F00010023';
export const log = createLogger('test', { LOG_LEVEL: 'silent' });

let keys = 0;
export const call = (idempotencyKey = `${caseNo}:test:${++keys}`) => ({ idempotencyKey, traceId: 'trace-1' });

/** A request to seal some bytes beside the file; `more` overrides. */
export const sealing = (content: string | Buffer, more: Partial<SignRequest> = {}): SignRequest => {
  const bytes = Buffer.from(content);
  return {
    caseNo,
    documentNo: 'document-1',
    sealId: 'seal-330203',
    requestedBy: { district: '330203', role: 'cert_clerk' },
    docHash: createHash('sha256').update(bytes).digest('hex'),
    contentBase64: bytes.toString('base64'),
    forms: ['sm2'],
    ...more,
  };
};

type Options = Partial<Parameters<typeof startSimulators>[0]> & ClientOptions;

/** Simulators on free ports with their clients; `stop` ends both. */
export async function departments({ timeoutMs = 2_000, attempts, backoffMs, circuit, ...options }: Options = {}) {
  const clock = createTestClock('2026-02-13T09:00:00+08:00');
  const running = await startSimulators({
    callbackSecret,
    clock,
    log,
    callbackBackoffMs: 20,
    callbackWindowMs: 100,
    ...options,
  });
  const clients = createClients(running.addresses, {
    timeoutMs,
    ...(attempts === undefined ? {} : { attempts }),
    ...(backoffMs === undefined ? {} : { backoffMs }),
    ...(circuit ? { circuit } : {}),
  });
  const control = async (name: DepartmentName, method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${running.addresses[name]}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return {
    clock,
    clients,
    addresses: running.addresses,
    control,
    faults: (name: DepartmentName, faults: object) => control(name, 'PUT', '/faults', faults),
    stop: async () => {
      await clients.close();
      await running.stop();
    },
  };
}

export interface Received {
  readonly body: string;
  readonly signature: string | undefined;
}

/** The receiving end of callbacks; `answers` are the statuses of the first deliveries, then 200. */
export async function callbackReceiver(answers: number[] = []) {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = request.headers['x-yitong-signature'];
      received.push({ body: Buffer.concat(chunks).toString(), signature: signature as string | undefined });
      response.statusCode = answers.shift() ?? 200;
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/callback`,
    received,
    events: () => received.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
