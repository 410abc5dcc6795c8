import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPackages } from '../../scripts/demo/package.ts';
import { runDemo } from '../../scripts/demo/run-demo.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { signIn } from '../../scripts/play/desk-client.ts';
import type { Application, StepId } from '../../server/api/index.ts';
import { buyer, plainHome, saleOf } from '../acceptance/applications.ts';
import { type Installation, makeHome, removeHome, startInstallation } from '../support/installation.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/applications');
const DISTRICT = '330211';
/** Anybody's number or phone; names are taken from the cases themselves. */
const CITIZEN_ID = /\b\d{6}(19|20)\d{2}(0\d|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]\b/;

let home: string;
let installation: Installation;

beforeAll(async () => {
  home = await makeHome();
  installation = await startInstallation(home);
}, 180_000);
afterAll(async () => {
  await installation?.stop();
  await removeHome(home);
});

async function query<T extends object>(sql: string): Promise<T[]> {
  const client = new Client({ connectionString: installation.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function work(role: string, application: Application, caseNo: string, step: StepId): Promise<void> {
  const person = await signIn(installation.publicUrl, `${role}-${DISTRICT}`);
  const task = await person.waitForTask(caseNo, step, 150_000);
  if (task.state === 'open') await person.post(`/api/tasks/${task.taskKey}/claim`);
  const detail = await person.openTask(task.taskKey);
  await person.post(`/api/tasks/${task.taskKey}/complete`, usualWork(step, detail, application, new Map(), 1));
}

describe('a whole installation, as npm start runs it', () => {
  test('kill -9 on everything: the next start recovers by itself, and every accepted case goes on', async () => {
    // given a case that waits for its review, and one filed a moment ago
    const first = saleOf(plainHome(DISTRICT, 5), buyer(21));
    const second = saleOf(plainHome(DISTRICT, 6), buyer(22));
    const acceptor = await signIn(installation.publicUrl, `acceptor-${DISTRICT}`);
    const { caseNo } = await acceptor.fileCase(first);
    await work('acceptor', first, caseNo, 'CollectMaterials');
    await (await signIn(installation.publicUrl, `reviewer-${DISTRICT}`)).waitForTask(caseNo, 'Review', 150_000);
    const { caseNo: justFiled } = await acceptor.fileCase(second);

    // when every process is killed at once, and started again
    await installation.killEverything();
    installation = await startInstallation(home);

    // then both are there and come to their end
    await work('reviewer', first, caseNo, 'Review');
    await work('registrar', first, caseNo, 'SignBook');
    await work('acceptor', second, justFiled, 'CollectMaterials');
    await work('reviewer', second, justFiled, 'Review');
    await work('registrar', second, justFiled, 'SignBook');
    const reader = await signIn(installation.publicUrl, `acceptor-${DISTRICT}`);
    for (const one of [caseNo, justFiled]) {
      const end = performance.now() + 150_000;
      while ((await reader.getCase(one)).status !== 'completed') {
        if (performance.now() > end)
          throw new Error(`case ${one} did not end: ${(await reader.getCase(one)).statusText}`);
        await pause(200);
      }
      const certificates = (await reader.getCase(one)).certificates.filter(({ state }) => state === 'LIVE');
      expect(certificates).toHaveLength(1);
    }
  }, 500_000);

  test('the demo plays every package to its expected end', async () => {
    const report = await runDemo({
      publicUrl: installation.publicUrl,
      departments: installation.departments as never,
      packages: readPackages(EXAMPLES),
      concurrency: 3,
      timeoutMs: 150_000,
    });
    const differences = report.results.flatMap(({ example, differences: found }) =>
      found.map((one) => `${example.name}: ${one}`),
    );
    expect([...differences, ...report.certificateProblems]).toEqual([]);
  }, 400_000);

  test('no name, number or phone of a party is in the engine’s tables or in any log of the run', async () => {
    const people = await query<{ name: string; id_no: string; phone: string | null }>(
      'SELECT DISTINCT name, id_no, phone FROM registry.case_parties',
    );
    expect(people.length).toBeGreaterThan(20);
    const secrets = people.flatMap(({ name, id_no, phone }) => [name, id_no, ...(phone ? [phone] : [])]);
    const leaks = (text: string) => [
      ...secrets.filter((secret) => text.includes(secret)),
      ...(CITIZEN_ID.exec(text)?.slice(0, 1) ?? []),
    ];

    const tables = await query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'engine'",
    );
    expect(tables.length).toBeGreaterThan(8);
    let rowsSeen = 0;
    for (const { name } of tables) {
      const rows = await query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      rowsSeen += rows.length;
      expect({ table: name, leaks: leaks(rows.map(({ row }) => row).join('\n')) }).toEqual({ table: name, leaks: [] });
    }
    expect(rowsSeen).toBeGreaterThan(500);

    const logs = await installation.logs();
    expect(logs.length).toBeGreaterThan(10_000);
    expect(leaks(logs)).toEqual([]);
  }, 120_000);

  test('a clean stop: every part ends by itself, and the database with the last one', async () => {
    expect(await installation.stop()).toBe(0);
    await expect(query('SELECT 1')).rejects.toThrow();
  }, 90_000);
});
