/**
 * `npm run camunda -- [start|stop|status|fetch]`: a real Camunda 8 broker without docker.
 * start (the default) stays in the foreground until Ctrl-C; stop ends brokers that another terminal or a broken run left.
 */
import { join } from 'node:path';
import { startCamunda } from './camunda/broker.ts';
import { CAMUNDA_FOLDER, CAMUNDA_VERSION, fetchCamunda } from './camunda/distribution.ts';
import { CamundaUnavailable } from './camunda/jdk.ts';
import { runningBrokers, stopBroker } from './camunda/running.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function start(): Promise<void> {
  const [running] = await runningBrokers();
  if (running) {
    say(
      `A broker is running already: process ${running.pid}, ${running.grpcAddress}. Stop it with "npm run camunda -- stop".`,
    );
    return;
  }
  // Until it runs, leaving takes the broker along; afterwards it is stopped properly.
  const leave = () => process.exit(130);
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  const ports = { grpc: 26500, rest: 8080, management: 9600 };
  const camunda = await startCamunda({
    ports,
    dataDir: join(CAMUNDA_FOLDER, 'data'),
    controlledClock: process.env.ZEEBE_CLOCK_CONTROLLED === 'true',
    say,
  });
  process.removeListener('SIGINT', leave);
  process.removeListener('SIGTERM', leave);
  for (const [address, port] of [
    [camunda.grpcAddress, ports.grpc],
    [camunda.restAddress, ports.rest],
    [camunda.managementAddress, ports.management],
  ] as const) {
    if (!address.endsWith(`:${port}`)) say(`  Port ${port} is busy: ${address} is used instead.`);
  }
  say(`  gRPC        ${camunda.grpcAddress}    (ZEEBE_GRPC_ADDRESS)`);
  say(`  REST        ${camunda.restAddress}     (ZEEBE_REST_ADDRESS)`);
  say(`  management  ${camunda.managementAddress}`);
  say(`  state and log in ${join(CAMUNDA_FOLDER, 'data')}`);
  say('Camunda 8.6 may be used for development and test; production needs a licence from Camunda.');
  say('Ctrl-C stops it.');
  const wakeUp = setInterval(() => {}, 60_000);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  clearInterval(wakeUp);
  say('Stopping …');
  await camunda.stop();
}

async function stop(): Promise<void> {
  const brokers = await runningBrokers();
  if (brokers.length === 0) say('No broker is running.');
  for (const { pid } of brokers) {
    await stopBroker(pid);
    say(`Stopped the broker with process id ${pid}.`);
  }
}

async function status(): Promise<void> {
  const brokers = await runningBrokers();
  if (brokers.length === 0) {
    say('No broker is running. Start one with "npm run camunda".');
    process.exitCode = 3;
  }
  for (const broker of brokers) {
    const ready = await fetch(`${broker.managementAddress}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    say(
      `${ready ? 'ready' : 'not ready'}: process ${broker.pid}, gRPC ${broker.grpcAddress}, REST ${broker.restAddress}, state in ${broker.dataDir}`,
    );
  }
}

async function fetchOnly(): Promise<void> {
  say(`Camunda ${CAMUNDA_VERSION} is in ${await fetchCamunda(say)}`);
}

const COMMANDS: Record<string, () => Promise<void>> = { start, stop, status, fetch: fetchOnly };

const name = process.argv[2] ?? 'start';
const command = COMMANDS[name];
if (!command) {
  process.stderr.write(`Unknown command "${name}". Use one of: ${Object.keys(COMMANDS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof CamundaUnavailable)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
