import { type Config, DEPARTMENT_NAMES } from '../../platform/config.ts';
import type { Logger } from '../../platform/logger.ts';
import { freePort } from '../../platform/ports.ts';

export interface Addresses {
  /** Environment of every part: where the others are. */
  env: Record<string, string>;
  publicUrl: string;
  engineIsOurs: boolean;
  /** For the simulators alone: a port of their own where a real department has been given, which nobody then calls. */
  simulators: Record<string, string>;
}

/**
 * Promises each part a port: the usual one, or a free one if something else listens there (which is said).
 * An engine given by ZEEBE_GRPC_ADDRESS and ZEEBE_REST_ADDRESS is used as it is.
 */
export async function chooseAddresses(config: Config, env: NodeJS.ProcessEnv, log: Logger): Promise<Addresses> {
  const taken = new Set<number>();
  const port = async (what: string, preferred: number, host = '127.0.0.1') => {
    const chosen = await freePort(preferred, host, taken);
    taken.add(chosen);
    if (chosen !== preferred && preferred !== 0)
      log.warn({ what, preferred, port: chosen }, `port ${preferred} is busy: using ${chosen}`);
    return chosen;
  };
  const web = await port('web', config.webPort, config.host);
  const publicUrl = env.YITONG_PUBLIC_URL
    ? config.publicUrl
    : `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${web}`;
  const out: Record<string, string> = {
    YITONG_WEB_PORT: String(web),
    YITONG_PUBLIC_URL: publicUrl,
    YITONG_CALLBACK_URL: env.YITONG_CALLBACK_URL ?? publicUrl,
  };
  const engineIsOurs = !env.ZEEBE_GRPC_ADDRESS;
  if (engineIsOurs) {
    // A push saves the poll and the engine's second write of each job.
    out.YITONG_WORKER_MODE = env.YITONG_WORKER_MODE ?? 'stream';
    out.ZEEBE_GRPC_ADDRESS = `grpc://127.0.0.1:${await port('engine gRPC', 26_500)}`;
    out.ZEEBE_REST_ADDRESS = `http://127.0.0.1:${await port('engine REST', 8080)}`;
  }
  // They listen where the addresses above say, whatever the web server listens on.
  const simulators: Record<string, string> = { YITONG_HOST: '127.0.0.1' };
  for (const [index, name] of DEPARTMENT_NAMES.entries()) {
    const key = `YITONG_DEPT_${name.toUpperCase()}_URL`;
    if (env[key]) simulators[key] = `http://127.0.0.1:${await port(`${name} (simulator)`, 0)}`;
    else out[key] = `http://127.0.0.1:${await port(name, config.departmentsPort + 1 + index)}`;
  }
  return { env: out, publicUrl, engineIsOurs, simulators };
}
