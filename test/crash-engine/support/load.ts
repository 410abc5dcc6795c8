import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { callRest, deploy, type RestAnswer } from '../../engine/support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { BEGIN, DIAGRAMS, GO, JOB_TYPES, NEGLECTED, ORDER } from './diagrams.ts';
import type { Engines, Writer } from './engines.ts';
import { createGatewayClient, type GatewayClient, type WireJob } from './gateway-client.ts';
import type { Ledger } from './ledger.ts';
import { PATIENCE_MS } from './settings.ts';

/** A dead worker's jobs come back after this. */
const JOB_TIMEOUT_MS = 4_000;
const MESSAGE_TTL_MS = 3_600_000;
const ROUND_MS = 100;
/** Some instances end while others begin, more on a machine that is busy otherwise: this many times the target are aimed at. */
const MARGIN = 1.2;
/** A process that is paused keeps its connections: its callers must not wait for ever. */
const CALL_MS = 5_000;

export interface Load {
  /** Instances that run, as the tables had it last. */
  running(): number;
  /** Begins no more instances, and resolves when all have ended. */
  drain(): Promise<void>;
}

/**
 * Clients that keep `target` instances running: they create and begin them, publish their messages, do their jobs over
 * streams and long polls, work on their user tasks, set variables, and cancel some. Each notes what was acknowledged.
 */
export async function startLoad(
  engines: Engines,
  databaseUrl: string,
  target: number,
  ledger: Ledger,
  roll: () => number,
): Promise<Load> {
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  let beginning = true;
  let over = false;
  let count = 0;
  let running = 0;
  const under = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const background = (work: Promise<void>): void => {
    under.add(work);
    work.catch((error) => failures.push(error)).finally(() => under.delete(work));
  };

  /** Null when nobody knows whether it happened. */
  async function ask(method: string, path: string, body?: object): Promise<RestAnswer | null> {
    try {
      const answer = await callRest(engines.writer().restAddress, method, path, body, AbortSignal.timeout(CALL_MS));
      if (answer.status === 503) throw new Error('the engine is away');
      if (answer.status >= 500) throw new UnexpectedAnswer(`${method} ${path}: ${JSON.stringify(answer.body)}`);
      return answer;
    } catch (error) {
      if (error instanceof UnexpectedAnswer) throw error;
      ledger.unanswered += 1;
      return null;
    }
  }

  /** Again until the engine answers. 409 for a message it has already: the lost acknowledgement of an earlier attempt. */
  async function publish(name: string, correlationKey: string, acknowledged: Set<string>): Promise<void> {
    const variables = { [`m_${correlationKey}`]: correlationKey };
    const message = { name, correlationKey, messageId: correlationKey, timeToLive: MESSAGE_TTL_MS, variables };
    while (!over) {
      const answer = await ask('POST', '/messages/publication', message);
      if (answer && answer.status !== 200 && answer.status !== 409) throw new UnexpectedAnswer(JSON.stringify(answer));
      if (answer) return void acknowledged.add(correlationKey);
      await pause(ROUND_MS);
    }
  }

  async function begin(): Promise<void> {
    count += 1;
    const id = `c-${count}`;
    if (count % 4 === 0) return publish(BEGIN, id, ledger.begun);
    const early = roll() < 0.3;
    background(pause(early ? 0 : roll() * 3_000).then(() => publish(GO, id, ledger.published)));
    const instance = { processDefinitionId: ORDER, variables: { id } };
    const answer = await ask('POST', '/process-instances', instance);
    if (!answer) return;
    if (answer.status !== 200) throw new UnexpectedAnswer(JSON.stringify(answer));
    const key: string = answer.body.processInstanceKey;
    ledger.created.set(key, id);
    if (roll() < 0.3) {
      const name = `s_${id}`;
      const set = await ask('PUT', `/element-instances/${key}/variables`, { variables: { [name]: id } });
      if (set?.status === 204) ledger.variables.set(name, id);
    }
    if (roll() < 0.05) {
      const canceled = await ask('POST', `/process-instances/${key}/cancellation`);
      if (canceled?.status === 204) ledger.canceled.add(key);
    }
  }

  async function keepRunning(): Promise<void> {
    while (!over) {
      try {
        const { rows } = await pool.query(
          'SELECT count(*)::int AS n FROM engine.process_instance WHERE ended_at IS NULL',
        );
        running = rows[0].n;
        const missing = beginning ? Math.ceil(target * MARGIN) - running : 0;
        await Promise.all(Array.from({ length: Math.min(missing, 40) }, begin));
      } catch (error) {
        if (error instanceof UnexpectedAnswer) throw error;
      }
      await pause(ROUND_MS);
    }
  }

  const seen = new Set<string>();
  async function workOnTask(userTaskKey: string, processInstanceKey: string): Promise<void> {
    await pause(roll() * 6_000);
    if (roll() < 0.3) {
      const assignee = `clerk-${userTaskKey}`;
      const assigned = await ask('POST', `/user-tasks/${userTaskKey}/assignment`, { assignee });
      if (assigned?.status === 204) ledger.assigned.set(userTaskKey, assignee);
    }
    const variables = { [`u_${userTaskKey}`]: userTaskKey };
    const completed = await ask('POST', `/user-tasks/${userTaskKey}/completion`, { variables });
    if (completed?.status === 204) ledger.tasksCompleted.set(userTaskKey, processInstanceKey);
    // Not acknowledged: it is looked for again, and found unless it is done.
    seen.delete(userTaskKey);
  }
  async function workOnTasks(): Promise<void> {
    while (!over) {
      const search = { filter: { state: 'CREATED' }, page: { limit: 300 } };
      const answer = await ask('POST', '/user-tasks/search', search);
      for (const { userTaskKey, processInstanceKey } of answer?.body.items ?? []) {
        if (seen.has(userTaskKey)) continue;
        seen.add(userTaskKey);
        background(workOnTask(userTaskKey, processInstanceKey));
      }
      await pause(ROUND_MS);
    }
  }

  /** A job whose time-out is over is handed out again while its first worker still has it, and takes a failure from either. */
  const failing = new Set<string>();
  async function doJob(client: GatewayClient, job: WireJob): Promise<void> {
    try {
      if (job.type === NEGLECTED && BigInt(job.key) % 20n === 0n) return;
      if (job.retries === 3 && !failing.has(job.key) && roll() < 0.05) {
        failing.add(job.key);
        await client.call('FailJob', { jobKey: job.key, retries: 2, errorMessage: 'on purpose', retryBackOff: 200 });
        ledger.jobsFailed.add(job.key);
        return;
      }
      const variables = JSON.stringify({ [`t_${job.key}`]: job.key });
      await client.call('CompleteJob', { jobKey: job.key, variables });
      if (ledger.jobsCompleted.has(job.key)) throw new UnexpectedAnswer(`job ${job.key} was completed twice`);
      ledger.jobsCompleted.set(job.key, job.processInstanceKey);
    } catch (error) {
      if (error instanceof UnexpectedAnswer) throw error;
      ledger.unanswered += 1;
    }
  }

  /** Workers of one engine; they end with it. */
  function work(writer: Writer): void {
    const client = createGatewayClient(writer.grpcAddress);
    const mine = () => !over && engines.writer().number === writer.number;
    const request = { worker: 'crash', timeout: JOB_TIMEOUT_MS, maxJobsToActivate: 32, requestTimeout: 1_000 };
    for (const [type, kind] of Object.entries(JOB_TYPES)) {
      const wish = { ...request, type };
      background(kind === 'stream' ? streaming(client, wish, mine) : polling(client, wish, mine));
    }
    async function polling(from: GatewayClient, wish: object, wanted: () => boolean): Promise<void> {
      while (wanted()) {
        const jobs = await from.pollJobs(wish).catch(() => pause(ROUND_MS).then(() => []));
        await Promise.all(jobs.map((job) => doJob(from, job)));
      }
    }
    async function streaming(from: GatewayClient, wish: object, wanted: () => boolean): Promise<void> {
      while (wanted()) {
        const ended = new Promise<void>((resolve) => {
          const stream = from.streamJobs(wish, (job) => background(doJob(from, job)), resolve);
          const watch = setInterval(() => {
            if (wanted()) return;
            clearInterval(watch);
            stream.cancel();
          }, ROUND_MS);
        });
        await ended;
        await pause(ROUND_MS);
      }
    }
  }

  await eventually('the diagrams are deployed', async () => {
    const answer = await deploy(engines.writer().restAddress, DIAGRAMS);
    return answer.status === 200;
  });
  engines.onWriter(work);
  background(keepRunning());
  background(workOnTasks());
  await eventually(
    'the load runs',
    async () => {
      if (failures.length > 0) throw failures[0];
      return running >= target;
    },
    { patienceMs: PATIENCE_MS, instead: () => `(${running} instances)` },
  );
  return {
    running: () => running,
    async drain() {
      beginning = false;
      await eventually(
        'all instances end',
        async () => {
          if (failures.length > 0) throw failures[0];
          const rows = await pool
            .query('SELECT count(*)::int AS n FROM engine.process_instance WHERE ended_at IS NULL')
            .then((answer) => answer.rows);
          return rows[0].n === 0;
        },
        { patienceMs: PATIENCE_MS, instead: () => `(${running} run)` },
      );
      over = true;
      while (under.size > 0) await Promise.allSettled(under);
      await pool.end();
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Something no kill explains. */
class UnexpectedAnswer extends Error {}
