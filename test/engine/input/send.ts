import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { encode, SERVICE } from './grpc-requests.ts';
import type { Request } from './requests.ts';

/** Where the engine listens, and keys that exist there. */
export interface Target {
  grpcAddress: string;
  restAddress: string;
  known: Record<string, string>;
}

/** `harm`: a sentence when the answer is one that no request may cause. */
export interface Answer {
  text: string;
  harm: string | null;
}

/** Nobody may wait longer than this; the machine may be busy with other things. */
const PATIENCE_MS = 30_000;
/** Calls that wait for something to happen are left after this. */
const WAIT_MS = 500;

export interface Sender {
  send(request: Request): Promise<Answer>;
  close(): void;
}

export function createSender(target: Target): Sender {
  const grpc = new Client(target.grpcAddress, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
  });
  const place = (text: string) =>
    text.replace(/\$(INSTANCE|JOB|TASK|DEFINITION)/g, (name) => target.known[name] ?? name);

  async function http(method: string, path: string, headers: Record<string, string>, body: BodyInit | null) {
    const waits = path.includes('/jobs/activation') || (typeof body === 'string' && body.includes('"awaitCompletion"'));
    const signal = AbortSignal.timeout(waits ? WAIT_MS : PATIENCE_MS);
    const bodiless = method === 'GET' || method === 'HEAD';
    try {
      const response = await fetch(`${target.restAddress}${path}`, {
        method,
        headers,
        signal,
        ...(bodiless || body === null ? {} : { body }),
      });
      const text = await response.text();
      const caused = response.status < 500 || response.status === 503 || response.status === 504;
      return {
        status: response.status,
        answer: text,
        harm: caused ? null : `${response.status} ${text.slice(0, 500)}`,
      };
    } catch (error) {
      if (waits && signal.aborted) return { status: 0, answer: 'waits', harm: null };
      const cause = (error as { cause?: { code?: string; message?: string } }).cause;
      // The client itself refuses to send it, or the server closed the connection on what is no HTTP.
      if (/invalid|Invalid/.test(`${(error as Error).message} ${cause?.message}`)) {
        return { status: 0, answer: 'not sent', harm: null };
      }
      if (cause?.code === 'UND_ERR_SOCKET' || cause?.code === 'ECONNRESET' || cause?.code === 'EPIPE') {
        return { status: 0, answer: 'connection closed', harm: null };
      }
      return { status: 0, answer: '', harm: `no answer: ${(error as Error).message} ${cause?.code ?? ''}` };
    }
  }

  function call(method: string, bytes: Buffer): Promise<Answer> {
    const streams = method === 'ActivateJobs' || method === 'StreamActivatedJobs';
    const waits = streams || method === 'CreateProcessInstanceWithResult';
    const deadline = Date.now() + (waits ? WAIT_MS : PATIENCE_MS);
    const same = (value: Buffer) => value;
    const path = `/${SERVICE}/${method}`;
    return new Promise((resolve) => {
      const done = (error: ServiceError | null) => {
        const code = error?.code ?? status.OK;
        const harmless = code === status.DEADLINE_EXCEEDED ? waits : !HARM.has(code);
        const text = `${status[code]} ${error?.details ?? ''}`;
        resolve({ text, harm: harmless ? null : text.slice(0, 500) });
      };
      if (!streams) {
        grpc.makeUnaryRequest(path, same, same, bytes, { deadline }, done);
        return;
      }
      const stream = grpc.makeServerStreamRequest(path, same, same, bytes, { deadline });
      stream.on('data', () => undefined);
      stream.on('error', (error) => done(error as ServiceError));
      stream.on('end', () => done(null));
    });
  }

  async function deploy(files: { name: string; content: string }[]) {
    const form = new FormData();
    for (const { name, content } of files) form.append('resources', new Blob([content]), name);
    return http('POST', '/v2/deployments', {}, form);
  }

  async function run({ file, processId, variables }: Extract<Request, { kind: 'run' }>): Promise<Answer> {
    const deployed = await deploy([file]);
    if (deployed.status !== 200) return told(deployed);
    const body = `{"processDefinitionId":${JSON.stringify(processId)},"variables":${variables}}`;
    const json = { 'content-type': 'application/json' };
    const created = await http('POST', '/v2/process-instances', json, body);
    if (created.status !== 200) return told(created);
    const key = JSON.parse(created.answer).processInstanceKey;
    return told(await http('POST', `/v2/process-instances/${key}/cancellation`, json, '{}'));
  }

  /** Every way of sending has its own patience; this says when even that has run out. */
  async function answered(work: Promise<Answer>): Promise<Answer> {
    const given = new AbortController();
    const never = pause(3 * PATIENCE_MS, undefined, { signal: given.signal }).then(
      (): Answer => ({ text: 'nothing', harm: 'no answer, no end' }),
    );
    never.catch(() => undefined);
    return Promise.race([work, never]).finally(() => given.abort());
  }

  return {
    send: (request) => answered(sendOne(request)),
    close: () => grpc.close(),
  };

  async function sendOne(request: Request): Promise<Answer> {
    switch (request.kind) {
      case 'rest': {
        const body = typeof request.body === 'string' ? place(request.body) : (request.body as BodyInit | null);
        return told(await http(request.method, place(request.path), request.headers, body));
      }
      case 'grpc':
        return call(request.method, encode(request, target.known));
      case 'raw':
        return raw(request.port === 'rest' ? new URL(target.restAddress).host : target.grpcAddress, request.bytes);
      case 'deploy':
        return told(await deploy(request.files));
      case 'run':
        return run(request);
    }
  }
}

const told = ({ status, answer, harm }: { status: number; answer: string; harm: string | null }): Answer => ({
  text: `${status} ${answer}`,
  harm,
});

/** Codes no request causes: something broke inside. UNAVAILABLE and RESOURCE_EXHAUSTED are back-pressure. */
const HARM = new Set([status.UNKNOWN, status.INTERNAL, status.DATA_LOSS, status.ABORTED]);

/** Whatever comes back is no matter; a peer that answers nothing to nonsense is left after a moment. */
function raw(address: string, bytes: Uint8Array): Promise<Answer> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.setTimeout(200, () => socket.destroy());
    socket.on('connect', () => socket.end(bytes));
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text: 'closed', harm: null }));
  });
}
