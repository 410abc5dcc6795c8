/** HTTP as no client library lets one send it: in pieces, cut off, with a length that is not kept. */
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** Null when the connection ended without one. */
  readonly status: number | null;
  readonly head: string;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
}

export interface RawConnection {
  readonly socket: Socket;
  write(bytes: Uint8Array | string): Promise<void>;
  /** Everything the server says until it closes, or until one whole answer with a length is there. */
  answer(): Promise<RawAnswer>;
  /** Gone without a word (RST), as a pulled plug or a killed browser looks from here. */
  cut(): Promise<void>;
}

/** Sends the head of a request; the body is the caller's. */
export async function openRequest(url: string, request: RawRequest): Promise<RawConnection> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const received: Buffer[] = [];
  let ended = false;
  let heard: () => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk);
    heard();
  });
  // A server that refuses early may reset while we still write; what it said before is what counts.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    ended = true;
    heard();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const write = (bytes: Uint8Array | string) =>
    new Promise<void>((resolve) => {
      if (socket.destroyed || socket.writableEnded) resolve();
      else socket.write(bytes, () => resolve());
    });
  const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  await write(`${request.method ?? 'POST'} ${request.path} HTTP/1.1\r\nHost: ${host}\r\n${lines.join('')}\r\n`);
  return {
    socket,
    write,
    async answer() {
      for (;;) {
        const text = Buffer.concat(received).toString('latin1');
        const at = text.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(text.slice(0, Math.max(at, 0)))?.[1] ?? Number.NaN);
        const whole = at >= 0 && text.length - at - 4 >= length;
        if (whole || ended) {
          socket.destroy();
          const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
          return {
            status: status ? Number(status) : null,
            head: text.slice(0, Math.max(at, 0)),
            body: Buffer.from(text.slice(at + 4), 'latin1').toString(),
          };
        }
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
    cut: () =>
      new Promise<void>((resolve) => {
        if (socket.destroyed) return resolve();
        socket.once('close', () => resolve());
        socket.resetAndDestroy();
      }),
  };
}

export interface FormPart {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly content: Uint8Array | string;
}

export const BOUNDARY = '----yitong-test-boundary';
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** multipart/form-data as written: names are put in as they are, nothing is escaped. */
export function formOf(parts: readonly FormPart[]): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ name, filename, type, content }) => [
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${
          filename === undefined && type === undefined ? '' : `Content-Type: ${type ?? 'application/octet-stream'}\r\n`
        }\r\n`,
      ),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
}
