/** `npm run departments`: the simulated departments as a process of their own. */
import { join } from 'node:path';
import { systemClock } from '../platform/clock.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { partPort } from '../platform/ports.ts';
import { onShutdown } from '../platform/shutdown.ts';
import type { DepartmentName } from './index.ts';
import { departmentNames, startSimulators } from './index.ts';

const log = createLogger('departments');

async function main(): Promise<void> {
  const config = readConfig();
  const taken = new Set<number>();
  const ports: Partial<Record<DepartmentName, number>> = {};
  for (const name of departmentNames) {
    const wanted = Number(new URL(config.departmentUrls[name]).port || 80);
    const port = await partPort(wanted, config.host, config.fixedPorts, taken);
    if (port !== wanted) log.warn({ department: name, wanted, port }, 'port is busy, using a free one');
    taken.add(port);
    ports[name] = port;
  }
  const running = await startSimulators({
    host: config.host,
    ports,
    home: join(config.home, 'departments'),
    callbackSecret: config.callbackSecret,
    clock: systemClock,
    log,
    auto: config.departmentsAuto,
    usualLatency: true,
  });
  onShutdown(running.stop, log);
  log.info({ addresses: running.addresses }, 'departments are ready');
}

main().catch((err: unknown) => {
  if (err instanceof ConfigError) process.stderr.write(`${err.message}\n`);
  else log.fatal({ err }, 'the departments did not start');
  process.exit(1);
});
