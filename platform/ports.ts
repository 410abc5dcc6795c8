import { createServer } from 'node:net';
import { ConfigError } from './config.ts';

function canListen(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
        reject(
          new ConfigError(`This machine has no address ${host}: write one that it has, or 0.0.0.0 for all of them.`),
        );
      else resolve(undefined);
    });
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      const found = typeof address === 'object' && address ? address.port : undefined;
      probe.close(() => resolve(found));
    });
  });
}

/**
 * The preferred TCP port if nothing listens on it, otherwise a free one; 0 asks for any free one.
 * `taken` holds ports already promised to other parts of the same start.
 */
export async function freePort(
  preferred: number,
  host = '127.0.0.1',
  taken: ReadonlySet<number> = new Set(),
): Promise<number> {
  if (preferred !== 0 && !taken.has(preferred) && (await canListen(preferred, host)) !== undefined) return preferred;
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = await canListen(0, host);
    if (port !== undefined && !taken.has(port)) return port;
  }
  throw new Error(`No free TCP port on ${host}. Close some programs that listen on it and start again.`);
}

/**
 * The port a part listens on. A part that others have already been told about (`fixed`) must not move: it ends with a
 * sentence instead, because everybody else would talk to whoever sits on its port.
 */
export async function partPort(
  preferred: number,
  host: string,
  fixed: boolean,
  taken: ReadonlySet<number> = new Set(),
): Promise<number> {
  const port = await freePort(preferred, host, taken);
  if (fixed && port !== preferred)
    throw new Error(`Port ${preferred} was taken by another program meanwhile. Start again.`);
  return port;
}
