import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../platform/ports.ts';
import { CAMUNDA_VERSION, fetchCamunda } from './distribution.ts';
import { CamundaUnavailable, findJdk } from './jdk.ts';
import { rememberBroker, stopBroker } from './running.ts';

const HOST = '127.0.0.1';

/** Measured: ready in 10–11 s on two idle cores, 64 s beside eight busy test runs. */
const READY_WITHIN_MS = 240_000;

export interface CamundaOptions {
  /** Preferred ports; a busy one gives a free one. Defaults to free ports only. */
  ports?: { grpc?: number; rest?: number; management?: number };
  /** Where the broker keeps its state. Without one it lives in a temporary folder that goes away on stop. */
  dataDir?: string;
  /** An Elasticsearch address every record is exported to, one by one. See test/camunda/support/record-sink.ts. */
  exporterUrl?: string;
  /** Whether PUT /v2/clock may pin the broker's clock. */
  controlledClock?: boolean;
  /** The Java heap's limit in megabytes. */
  heapMb?: number;
  /** Hears what happens, one line at a time. */
  say?: (line: string) => void;
}

export interface Camunda {
  /** For ZEEBE_GRPC_ADDRESS, `grpc://host:port`. */
  grpcAddress: string;
  /** For ZEEBE_REST_ADDRESS, `http://host:port`. */
  restAddress: string;
  managementAddress: string;
  pid: number;
  /** The major version of the Java it runs on. */
  javaVersion: number;
  /** Milliseconds from the start of the process until it said it was ready. */
  startMs: number;
  /** Stops the broker and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a real single Camunda 8.6 broker with the gateway in it, on loopback, and waits until it is ready.
 * @throws CamundaUnavailable when Java or Maven is missing or the broker does not come up.
 */
export async function startCamunda(options: CamundaOptions = {}): Promise<Camunda> {
  const say = options.say ?? (() => {});
  const jdk = await findJdk();
  const home = await fetchCamunda(say);
  const ports = await choosePorts(options.ports ?? {});
  const temporary = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'camunda-')) : undefined;
  const dataDir = options.dataDir ?? (temporary as string);
  await mkdir(dataDir, { recursive: true });

  const logFile = join(dataDir, 'broker.log');
  const started = performance.now();
  const child = spawn(join(home, 'bin', 'broker'), [], {
    env: { ...process.env, ...environment(options, ports, dataDir), JAVA_HOME: jdk.home },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that Ctrl-C reaches it through stop() and not twice.
    detached: true,
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const pid = await pidOf(child);
  const broker = {
    grpcAddress: `grpc://${HOST}:${ports.grpc}`,
    restAddress: `http://${HOST}:${ports.rest}`,
    managementAddress: `http://${HOST}:${ports.management}`,
  };
  await rememberBroker({ pid, dataDir, ...broker });
  // A parent that leaves without stop() (an uncaught error) takes the broker with it.
  const endWithParent = () => child.kill('SIGKILL');
  process.once('exit', endWithParent);

  async function stop(): Promise<void> {
    process.removeListener('exit', endWithParent);
    await stopBroker(pid);
    log.end();
    if (temporary) await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    await waitUntil(child, `${broker.managementAddress}/ready`, async (response) => response.ok);
    // Ready says that the broker is; commands are served once its gateway knows the partition's leader.
    await waitUntil(child, `${broker.restAddress}/v2/topology`, async (response) =>
      (await response.text()).includes('"role":"leader"'),
    );
  } catch (error) {
    const tail = await lastLines(logFile);
    await stop();
    throw new CamundaUnavailable(`Camunda ${CAMUNDA_VERSION} did not start: ${(error as Error).message}\n${tail}`);
  }
  const startMs = Math.round(performance.now() - started);
  say(
    `Camunda ${CAMUNDA_VERSION} is ready after ${(startMs / 1000).toFixed(1)} s (process ${pid}, Java ${jdk.version})`,
  );
  return { ...broker, pid, javaVersion: jdk.version, startMs, stop };
}

interface Ports {
  grpc: number;
  rest: number;
  management: number;
  command: number;
  internal: number;
}

async function choosePorts(wanted: NonNullable<CamundaOptions['ports']>): Promise<Ports> {
  const taken = new Set<number>();
  const take = async (preferred: number) => {
    const port = await freePort(preferred, HOST, taken);
    taken.add(port);
    return port;
  };
  return {
    grpc: await take(wanted.grpc ?? 0),
    rest: await take(wanted.rest ?? 0),
    management: await take(wanted.management ?? 0),
    command: await take(0),
    internal: await take(0),
  };
}

function environment(options: CamundaOptions, ports: Ports, dataDir: string): Record<string, string> {
  return {
    JAVA_OPTS: `-Xms256m -Xmx${options.heapMb ?? 1024}m`,
    SERVER_ADDRESS: HOST,
    SERVER_PORT: String(ports.rest),
    MANAGEMENT_SERVER_ADDRESS: HOST,
    MANAGEMENT_SERVER_PORT: String(ports.management),
    ZEEBE_BROKER_NETWORK_HOST: HOST,
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(ports.command),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(ports.internal),
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(ports.grpc),
    ZEEBE_BROKER_DATA_DIRECTORY: dataDir,
    ZEEBE_BROKER_EXPERIMENTAL_ROCKSDB_MEMORYLIMIT: '64MB',
    ZEEBE_CLOCK_CONTROLLED: String(options.controlledClock ?? false),
    ...(options.exporterUrl
      ? {
          ZEEBE_BROKER_EXPORTERS_SINK_CLASSNAME: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
          ZEEBE_BROKER_EXPORTERS_SINK_ARGS_URL: options.exporterUrl,
          ZEEBE_BROKER_EXPORTERS_SINK_ARGS_BULK_DELAY: '1',
          ZEEBE_BROKER_EXPORTERS_SINK_ARGS_BULK_SIZE: '1',
          ZEEBE_BROKER_EXPORTERS_SINK_ARGS_INDEX_COMMAND: 'false',
          ZEEBE_BROKER_EXPORTERS_SINK_ARGS_INDEX_REJECTION: 'true',
        }
      : {}),
  };
}

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    if (child.pid !== undefined) resolve(child.pid);
    else
      child.once('error', (error) =>
        reject(new CamundaUnavailable(`The broker could not be started: ${error.message}`)),
      );
  });
}

async function waitUntil(
  child: ChildProcess,
  url: string,
  accepts: (response: Response) => Promise<boolean>,
): Promise<void> {
  const attempts = READY_WITHIN_MS / 200;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the process ended with code ${child.exitCode ?? child.signalCode}. Its last lines:`);
    }
    const ready = await fetch(url, { signal: AbortSignal.timeout(2_000) })
      .then(accepts)
      .catch(() => false);
    if (ready) return;
    await sleep(200);
  }
  throw new Error(`not ready after ${READY_WITHIN_MS / 1000} s. Its last lines:`);
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-15).join('\n');
}
