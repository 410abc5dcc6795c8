import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allFlows, runFlows } from '../../scripts/demo/flows/run-flows.ts';
import { readPackages } from '../../scripts/demo/package.ts';
import { runDemo } from '../../scripts/demo/run-demo.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { type DeskRefusal, signIn } from '../../scripts/play/desk-client.ts';
import type { Application, StepId } from '../../server/api/index.ts';
import { buyer, plainHome, saleOf } from '../acceptance/applications.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, makeHome, removeHome, startInstallation } from '../support/installation.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/applications');
const DISTRICT = '330211';
/** Anybody's number or phone; names are taken from the cases themselves. */
const CITIZEN_ID = /\b\d{6}(19|20)\d{2}(0\d|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]\b/;
/** A mobile number that stands alone; region 199 0000 of the demo among them. */
const MOBILE = /(?<![\d.])1[3-9]\d{9}(?![\d.])/;
/** Tokens, digests and UUIDs: by chance one has eleven digits in a row, as has the end of one UUID in three thousand. */
const TOKENS = /\b(?:[\da-f]{24,}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/g;

/** As a JSON encoder may write it: every character beyond ASCII as \\uXXXX. */
const escaped = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The first lines that give something away, with what it is: a failure should say where to mend. */
function leaksByLine(text: string, leaks: (line: string) => string[]): { leak: string; line: string }[] {
  if (leaks(text).length === 0) return [];
  return text
    .split('\n')
    .flatMap((line) => leaks(line).map((leak) => ({ leak, line: line.slice(0, 400) })))
    .slice(0, 20);
}

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

  test('PostgreSQL is killed under everybody: it is started again where all know it, and the work goes on', async () => {
    // given a case that waits for the window
    const sale = saleOf(plainHome(DISTRICT, 7), buyer(23));
    const acceptor = await signIn(installation.publicUrl, `acceptor-${DISTRICT}`);
    const { caseNo } = await acceptor.fileCase(sale);
    await acceptor.waitForTask(caseNo, 'CollectMaterials', 150_000);

    // when
    const [pid] = (await readFile(join(home, 'postgres/cluster/data/postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');

    // then a clerk who tries again gets through
    await eventually('the work at the window', () =>
      work('acceptor', sale, caseNo, 'CollectMaterials').then(
        () => true,
        (error: DeskRefusal) => {
          if (error.status !== 503) throw error;
          return false;
        },
      ),
    );
    await (await signIn(installation.publicUrl, `reviewer-${DISTRICT}`)).waitForTask(caseNo, 'Review', 150_000);
    expect(await installation.logs()).toContain('PostgreSQL has ended: starting it again');
  }, 400_000);

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

  test('and the flows with banks, courts and companies', async () => {
    const results = await runFlows({
      publicUrl: installation.publicUrl,
      departments: installation.departments as never,
      flows: allFlows,
      timeoutMs: 150_000,
    });
    expect(results.flatMap(({ play, differences }) => differences.map((one) => `${play.name}: ${one}`))).toEqual([]);
    expect(results).toHaveLength(allFlows.flat().length);
  }, 500_000);

  test('no name, number or phone of anybody is in the engine’s tables, in a log of the run or in an address', async () => {
    // Everybody whom a case, a page that a case touched, a court's notice or a family named.
    const people = await query<{ name: string; id_no: string; phone: string | null }>(`
      SELECT name, id_no, phone FROM registry.case_parties
      UNION SELECT h.name, h.id_no, p.phone FROM registry.right_holders h JOIN registry.persons p USING (person_id)
        JOIN registry.rights r USING (right_id) WHERE r.unit_code IN (SELECT unit_code FROM registry.case_units)
      UNION SELECT content #>> '{respondent,name}', content #>> '{respondent,idNo}', NULL FROM registry.court_notices
        WHERE content ? 'respondent'
      UNION SELECT officer ->> 'name', officer ->> 'dutyNo', officer ->> 'workNo' FROM registry.court_notices,
        jsonb_array_elements(content -> 'officers') AS officer
      UNION SELECT tax_family #>> '{spouse,name}', tax_family #>> '{spouse,idNo}', NULL FROM registry.cases
        WHERE tax_family #> '{spouse}' IS NOT NULL
      UNION SELECT child ->> 'name', child ->> 'idNo', NULL FROM registry.cases,
        jsonb_array_elements(coalesce(tax_family -> 'minorChildren', '[]')) AS child`);
    expect(people.length).toBeGreaterThan(40);
    const processes = await query<{ process_id: string }>('SELECT DISTINCT process_id FROM registry.cases');
    expect(processes.map((row) => row.process_id).sort()).toEqual([
      'bdc-bank-mortgage',
      'bdc-registration',
      'bdc-secondhand-yilutong',
    ]);
    expect((await query('SELECT 1 FROM registry.court_notices')).length).toBeGreaterThan(5);
    const secrets = new Set(people.flatMap(({ name, id_no, phone }) => [name, id_no, ...(phone ? [phone] : [])]));
    // In an address a name is percent-encoded, in a log perhaps escaped.
    const spellings = [...secrets].flatMap((secret) => [
      ...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), escaped(secret)]),
    ]);
    const leaks = (text: string) => [
      ...spellings.filter((secret) => text.includes(secret)),
      ...(CITIZEN_ID.exec(text)?.slice(0, 1) ?? []),
      ...(MOBILE.exec(text.replace(TOKENS, ''))?.slice(0, 1) ?? []),
    ];
    expect(leaks(`GET /api/units?q=${encodeURIComponent([...secrets][0]!)}`)).not.toEqual([]);

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
    expect(logs).toContain('/api/court/notices');
    expect(logs).toContain('/api/bank/');
    expect(logs).toContain('/api/public/');
    expect(leaksByLine(logs, leaks)).toEqual([]);
  }, 120_000);

  test('a clean stop: every part ends by itself, and the database with the last one', async () => {
    expect(await installation.stop()).toBe(0);
    await expect(query('SELECT 1')).rejects.toThrow();
  }, 90_000);
});
