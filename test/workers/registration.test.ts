import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../engine/index.ts';
import { createEngineClient, type EngineClient } from '../../platform/engine-client/index.ts';
import { type Application, demoCity } from '../../registry/index.ts';
import { toEngineMessage } from '../../server/relay/routes/index.ts';
import { deployProcesses, type RunningWorkers, startWorkers } from '../../workers/index.ts';
import { acceptor, courtOfficer, mortgage, registrar, reviewer, sale, seizure } from '../registry/support/play.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Office, openOffice } from './support/office.ts';

// The real diagrams, workers, register and departments on the embedded engine. The test does what server and clerks do.
let office: Office;
let database: TestDatabase;
let engine: Engine;
let client: EngineClient;
let workers: RunningWorkers;

const begin = () =>
  startWorkers({
    registry: office.registry,
    clients: office.deps.clients,
    camunda: { zeebeGrpcAddress: engine.grpcAddress, zeebeRestAddress: engine.restAddress },
    clock: office.clock,
    log: office.deps.log,
    documents: office.deps.documents,
    settings: {
      publicUrl: office.deps.publicUrl,
      callbackUrl: office.deps.callbackUrl,
      retry: { firstBackOffMs: 10, maxBackOffMs: 50 },
    },
  });

beforeAll(async () => {
  office = await openOffice();
  database = await createTestDatabase();
  engine = await startEngine({ databaseUrl: database.url });
  client = createEngineClient({ zeebeGrpcAddress: engine.grpcAddress, zeebeRestAddress: engine.restAddress });
  await deployProcesses(client);
  workers = begin();
});
afterAll(async () => {
  await workers?.stop();
  await client?.close();
  await engine?.stop();
  await database?.drop();
  await office?.close();
});

/** The outbox relay of the server. */
async function relay(): Promise<void> {
  for (const row of await office.registry.outbox.claimOutbox(50)) {
    await client.publishMessage(toEngineMessage(row));
    await office.registry.outbox.ackOutbox(row.id);
  }
}

type Evidence = (caseNo: string, taskKey: string) => Promise<Record<string, unknown>>;

/** What the server writes into the register when a clerk completes a task. */
const EVIDENCE: Record<string, Evidence> = {
  async CollectMaterials(caseNo, taskKey) {
    const { cases } = office.registry;
    for (const { materialId, required, present } of (await cases.getCase(caseNo))?.materials ?? []) {
      if (required && !present) await cases.recordMaterial({ caseNo, materialId, present: true, by: acceptor });
    }
    await cases.recordIntake({ caseNo, taskKey, decision: 'accept', by: acceptor });
    return { intakeDecision: 'accept', missingMaterials: [], reasonCode: null };
  },
  async Review(caseNo, taskKey) {
    await office.registry.cases.recordReview({ caseNo, taskKey, step: 'review', decision: 'approve', by: reviewer });
    return { reviewDecision: 'approve', reasonCode: null };
  },
  async SignBook(caseNo, taskKey) {
    await office.registry.cases.recordReview({ caseNo, taskKey, step: 'sign_book', decision: 'enter', by: registrar });
    return { signDecision: 'enter' };
  },
  PrintCertificate: async () => ({ printDecision: 'printed' }),
  Deliver: async () => ({}),
  ConfirmSuperseded: async () => ({}),
};

interface Run {
  /** Tasks that nobody works on. */
  leave?: string[];
  /** Stops playing when this says so. */
  until: (caseNo: string) => Promise<boolean>;
}

async function play(caseNo: string, { leave = [], until }: Run): Promise<void> {
  // A job that was on its way to workers that stopped comes again when its time-out of a minute is over.
  const deadline = performance.now() + 100_000;
  while (!(await until(caseNo))) {
    if (performance.now() > deadline) throw new Error(`case ${caseNo} did not get there: ${await whereabouts(caseNo)}`);
    await relay();
    const instances = await instancesOf(caseNo);
    const { items } = await client.searchUserTasks({ filter: { state: 'CREATED' } });
    for (const task of items) {
      if (!instances.includes(task.processInstanceKey) || leave.includes(task.elementId)) continue;
      const evidence = EVIDENCE[task.elementId];
      if (evidence) await client.completeUserTask(task.userTaskKey, await evidence(caseNo, task.userTaskKey));
    }
    await payWhatIsDue(caseNo);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** The citizen pays at the platforms; their reports arrive as the server would write them. */
async function payWhatIsDue(caseNo: string): Promise<void> {
  const { money } = office.registry;
  const tax = await money.getTaxCase(caseNo);
  if (tax?.state === 'ASSESSED') {
    await office.post('tax', `/orders/${tax.taxCaseNo}/settle`);
    await money.recordTaxResult({ taxCaseNo: tax.taxCaseNo, state: 'PAID' });
  }
  const order = await money.getPaymentOrder(caseNo);
  if (order?.state === 'CREATED') {
    const { payOrderNo } = order;
    const at = office.clock.now();
    await money.recordPaymentResult({ payOrderNo, state: 'SETTLED', transactionNo: `TX${payOrderNo}`, at });
  }
}

async function instancesOf(caseNo: string): Promise<string[]> {
  const key = (await office.registry.cases.getCase(caseNo))?.processInstanceKey;
  if (!key) return [];
  const { items } = await client.searchProcessInstances({ filter: { parentProcessInstanceKey: key } });
  return [key, ...items.map((item) => item.processInstanceKey)];
}

async function whereabouts(caseNo: string): Promise<string> {
  const keys = await instancesOf(caseNo);
  const found = await Promise.all(
    keys.map((processInstanceKey) =>
      client.searchElementInstances({ filter: { processInstanceKey, state: 'ACTIVE' } }),
    ),
  );
  const incidents = await client.searchIncidents({ filter: { state: 'ACTIVE' } });
  const ids = found.flatMap((one) => one.items.map((item) => item.elementId));
  return `${ids.join(', ')}; incidents: ${incidents.items.map((one) => `${one.elementId} ${one.errorMessage}`).join('; ')}`;
}

const file = async (application: Application) => (await office.registry.cases.fileCase(application, acceptor)).caseNo;
const closed = async (caseNo: string) => (await office.registry.cases.getCase(caseNo))?.status === 'CLOSED';
const { units, people } = demoCity;
/** What the buyer declares at the window: without it the tax office decides by hand. */
const taxFamily = { marital: 'single' as const, minorChildren: [] };

test('a second-hand sale goes from the application to the archive', async () => {
  // given
  const caseNo = await file(sale(units.plainSale, people.chen, { certMedium: 'both', delivery: 'window', taxFamily }));

  // when
  await play(caseNo, { until: closed });

  // then
  const view = await office.registry.cases.getCase(caseNo);
  expect(view).toMatchObject({
    outcome: 'COMPLETED',
    archiveNo: expect.any(String),
    certificateNos: [expect.any(String)],
  });
  expect(view?.sla?.pauses.map((pause) => pause.cause)).toEqual(['tax_payment']);
  const documents = await office.registry.documents.list(caseNo);
  // the certificate as drawn, and as sealed
  expect(documents.map((one) => one.kind).sort()).toEqual([
    'application',
    'certificate',
    'certificate',
    'notice_accepted',
  ]);
  expect(documents.find((one) => one.kind === 'certificate')?.seal).not.toBeNull();
  const [certificate] = await office.registry.certificates.listByCase(caseNo);
  expect(certificate?.licenceId).toBeTruthy();
  expect(await office.effects('sms', 'send', caseNo)).toBe(2);
});

test('the tax office is down: the case waits as an incident, a retry finishes it', async () => {
  // given
  await office.faults('tax', { fail: 'down' });
  const caseNo = await file(sale(units.jointSale, people.chen, { taxFamily }));
  const incidentOf = async () => {
    const keys = await instancesOf(caseNo);
    const { items } = await client.searchIncidents({ filter: { state: 'ACTIVE' } });
    return items.find((item) => keys.includes(item.processInstanceKey));
  };

  // when
  await play(caseNo, { until: async () => (await incidentOf()) !== undefined });

  // then
  const incident = (await incidentOf())!;
  expect(incident).toMatchObject({ elementId: 'CountHousing', errorType: 'JOB_NO_RETRIES' });
  expect(incident.errorMessage).toContain('tax.housingFamily');

  // when
  await office.faults('tax', { fail: null });
  await client.updateJobRetries(incident.jobKey!, 4);
  await client.resolveIncident(incident.incidentKey);
  await play(caseNo, { until: closed });

  // then
  expect(await office.registry.cases.getCase(caseNo)).toMatchObject({ outcome: 'COMPLETED' });
});

test('a seizure arrives while the case is reviewed', async () => {
  // given
  const unit = units.mortgageable;
  const caseNo = await file(mortgage(unit));
  const waiting = async () => {
    const keys = await instancesOf(caseNo);
    const { items } = await client.searchUserTasks({ filter: { elementId: 'Review', state: 'CREATED' } });
    return items.some((item) => keys.includes(item.processInstanceKey));
  };
  await play(caseNo, { leave: ['Review'], until: waiting });

  // when
  await office.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
  await play(caseNo, { leave: ['Review'], until: closed });

  // then
  expect(await office.registry.cases.getCase(caseNo)).toMatchObject({
    outcome: 'SUPERSEDED_BY_SEIZURE',
    enteredAt: null,
  });
  const kinds = (await office.registry.documents.list(caseNo)).map((one) => one.kind);
  expect(kinds).toContain('decision_superseded');
});

test('workers stop while cases run and others take over: nothing is lost, nothing is done twice', {
  timeout: 150_000,
}, async () => {
  // given
  const caseNo = await file(sale(units.large, people.chen, { taxFamily }));
  await play(caseNo, { leave: ['CollectMaterials'], until: async () => (await instancesOf(caseNo)).length > 0 });

  // when
  await workers.stop();
  expect(workers.active()).toBe(0);
  workers = begin();
  await play(caseNo, { until: closed });

  // then
  expect(await office.registry.cases.getCase(caseNo)).toMatchObject({ outcome: 'COMPLETED' });
  for (const [department, operation] of [
    ['housing', 'fileContract'],
    ['tax', 'assess'],
    ['payment', 'createOrder'],
    ['seal', 'sign'],
  ] as const) {
    expect({ operation, effects: await office.effects(department, operation, caseNo) }).toEqual({
      operation,
      effects: 1,
    });
  }
});

test('no name, number or phone of the parties is in the engine', async () => {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_schema = 'engine'",
  );
  expect(tables.length).toBeGreaterThan(0);
  const secrets = Object.values(people).flatMap((person) => [person.name, person.idNo, person.phone ?? person.idNo]);
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    const leaks = secrets.filter((secret) => rows.some((row) => row.text.includes(secret)));
    expect({ name, leaks }).toEqual({ name, leaks: [] });
  }
});
