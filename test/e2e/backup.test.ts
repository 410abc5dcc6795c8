import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { type DepartmentUrls, payOpenOrders } from '../../scripts/demo/world.ts';
import { callDepartment } from '../../scripts/play/department.ts';
import { signIn } from '../../scripts/play/desk-client.ts';
import type { Application, StepId } from '../../server/api/index.ts';
import { buyer, plainHome, saleOf } from '../acceptance/applications.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, makeHome, portsOf, removeHome, startInstallation } from '../support/installation.ts';

const DISTRICT = '330211';
const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

const homes: string[] = [];
let installation: Installation | undefined;
let folder: string;
afterAll(async () => {
  await installation?.stop();
  for (const home of homes) await removeHome(home);
  await rm(folder, { recursive: true, force: true });
});

async function newHome(): Promise<string> {
  const home = await makeHome();
  homes.push(home);
  return home;
}

/** What `npm run NAME` runs, on the state in `home`. */
const script = (name: string, home: string, ...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], {
    cwd: ROOT,
    env: { ...process.env, YITONG_HOME: home, DATABASE_URL: '' },
  });

async function work(at: Installation, role: string, application: Application, caseNo: string, step: StepId) {
  const person = await signIn(at.publicUrl, `${role}-${DISTRICT}`);
  const task = await person.waitForTask(caseNo, step, 150_000);
  if (task.state === 'open') await person.post(`/api/tasks/${task.taskKey}/claim`);
  const detail = await person.openTask(task.taskKey);
  await person.post(`/api/tasks/${task.taskKey}/complete`, usualWork(step, detail, application, new Map(), 1));
}

async function taxStateOf(databaseUrl: string, caseNo: string): Promise<string | undefined> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query('SELECT state FROM registry.tax_cases WHERE case_no = $1', [caseNo]);
  await client.end();
  return rows[0]?.state;
}

/** Citizens pay their taxes when the test says so. */
const taxesWait = (at: Installation) =>
  callDepartment(`${at.departments.tax}/faults`, 'PUT', { auto: false, latencyMs: 0 });

test('a case that waited when the backup was taken is finished in an empty folder of another installation', async () => {
  // given a case whose taxes are assessed and not paid, and a backup of the running installation
  folder = await mkdtemp(join(tmpdir(), 'yitong-backups-'));
  const first = await newHome();
  installation = await startInstallation(first);
  await taxesWait(installation);
  const sale = saleOf(plainHome(DISTRICT, 5), buyer(21));
  const later = saleOf(plainHome(DISTRICT, 6), buyer(22));
  const acceptor = await signIn(installation.publicUrl, `acceptor-${DISTRICT}`);
  const { caseNo } = await acceptor.fileCase(sale);
  await work(installation, 'acceptor', sale, caseNo, 'CollectMaterials');
  await (await signIn(installation.publicUrl, `reviewer-${DISTRICT}`)).waitForTask(caseNo, 'Review', 150_000);
  const { databaseUrl, departments } = installation;
  await eventually('the assessment', async () => (await taxStateOf(databaseUrl, caseNo)) === 'ASSESSED', {
    patienceMs: 150_000,
  });
  const backup = join(folder, 'yitong');
  await script('backup', first, backup);

  // when the taxes are paid and told after it, a case comes that it does not know, the machine is lost, and the backup is restored elsewhere
  await payOpenOrders(departments as DepartmentUrls, caseNo);
  await eventually('the tax clearance', async () => (await taxStateOf(databaseUrl, caseNo)) === 'CLEARED', {
    patienceMs: 150_000,
  });
  const { caseNo: lost } = await acceptor.fileCase(later);
  await installation.killEverything();
  const second = await newHome();
  const restored = await script('restore', second, backup);
  expect(restored.stdout).toContain('The register agrees with its event chain.');
  // The departments are other people's: they have lost nothing, and do not tell again what was received.
  await cp(join(first, 'departments'), join(second, 'departments'), { recursive: true });
  installation = await startInstallation(second, portsOf(first));

  // then the tax office is asked, the waiting case comes to its one certificate, and the later one is not there
  await work(installation, 'reviewer', sale, caseNo, 'Review');
  await work(installation, 'registrar', sale, caseNo, 'SignBook');
  expect(await installation.logs()).toContain('a department was asked again');
  const reader = await signIn(installation.publicUrl, `acceptor-${DISTRICT}`);
  const done = await eventually(
    'the end of the case',
    async () => {
      const found = await reader.getCase(caseNo);
      return found.status === 'completed' ? found : undefined;
    },
    { patienceMs: 150_000 },
  );
  expect(done.certificates.filter(({ state }) => state === 'LIVE')).toHaveLength(1);
  await expect(reader.getCase(lost)).rejects.toThrow();
  expect((await script('register-verify', second)).stdout).toContain('agrees with its event chain');
}, 400_000);
