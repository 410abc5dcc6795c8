import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface EngineProcess {
  grpcAddress: string;
  restAddress: string;
  pid: number;
  /** Log messages so far. */
  messages: string[];
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Runs `engine/main.ts` as a process of its own on free ports; resolves when it serves. */
export async function spawnEngine(databaseUrl: string, env: Record<string, string> = {}): Promise<EngineProcess> {
  const started = startProcess(databaseUrl, env);
  const ready = await started.ready;
  return { ...started, ...ready };
}

/** The same without waiting: for a standby. */
export function startProcess(
  databaseUrl: string,
  env: Record<string, string> = {},
  onMessage: (message: string) => void = () => undefined,
) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'engine/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      ZEEBE_GRPC_ADDRESS: 'grpc://127.0.0.1:0',
      ZEEBE_REST_ADDRESS: 'http://127.0.0.1:0',
      LOG_LEVEL: 'info',
      ...env,
    },
  });
  const messages: string[] = [];
  const exited = once(child, 'exit');
  const ready = new Promise<{ grpcAddress: string; restAddress: string }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line);
      messages.push(entry.msg);
      if (entry.msg === 'engine ready') resolve({ grpcAddress: entry.grpc, restAddress: entry.rest });
      onMessage(entry.msg);
    });
    exited.then(([code]) => reject(new Error(`the engine ended with ${code}: ${messages.at(-1)}`)));
  });
  // A process that is killed on purpose while it waits rejects `ready`; nobody has to care.
  ready.catch(() => undefined);
  return {
    messages,
    ready,
    pid: child.pid as number,
    kill: (signal: 'SIGKILL' | 'SIGTERM') => end(child, exited, signal),
  };
}

async function end(child: ChildProcess, exited: Promise<unknown[]>, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  const [code] = await exited;
  return code as number | null;
}
