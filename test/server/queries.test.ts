import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClients, startSimulators } from '../../departments/index.ts';
import { createLogger } from '../../platform/logger.ts';
import { cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import type {
  LookupAlarms,
  Query,
  QueryList,
  QueryLog,
  QueryRequest,
  QueryVerification,
} from '../../server/api/index.ts';
import { buildApp, type Server } from '../../server/app.ts';
import { fileAndAccept, sale } from '../registry/support/play.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { CALLBACK_SECRET, type Harness, signIn, startHarness, type User } from './support/harness.ts';

/** 档案查询 over HTTP: identity, answer, sealed sheet, public check, log. */
let harness: Harness;
let simulators: Awaited<ReturnType<typeof startSimulators>>;
let clients: ReturnType<typeof createClients>;
let server: Server;
let url: string;
let clerk: User;
let supervisor: User;
let auditor: User;
const log = createLogger('test', { LOG_LEVEL: 'silent' });

beforeAll(async () => {
  harness = await startHarness();
  simulators = await startSimulators({ callbackSecret: CALLBACK_SECRET, clock: harness.clock, log });
  clients = createClients(simulators.addresses);
  server = await buildApp({ ...harness.deps, departments: clients });
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  clerk = await signIn(url, 'acceptor-330203');
  supervisor = await signIn(url, 'supervisor-330203');
  auditor = await signIn(url, 'auditor');
});
afterAll(async () => {
  await server?.close();
  await clients?.close();
  await simulators?.stop();
  await harness?.stop();
});

const { plainSale, mortgaged } = demoCity.units;
const personOf = (unit: DemoUnit) => {
  const { name, idType, idNo } = unit.owners[0] as DemoUnit['owners'][0];
  return { name, idType, idNo };
};
const scan = Buffer.from('%PDF-1.4 scan').toString('base64');
const own = (unit: DemoUnit): QueryRequest => ({
  queryKey: randomUUID(),
  purpose: '核对自己名下的房屋',
  question: { kind: 'AR-01', applicant: personOf(unit), agent: null, unitCodes: [], askers: false },
  papers: [],
});
const interest = (unit: DemoUnit | null, more: Partial<QueryRequest> = {}): QueryRequest => ({
  queryKey: randomUUID(),
  purpose: '拟购买该房屋',
  question: {
    kind: 'AR-02',
    applicant: personOf({ owners: [cityPerson(7_100_010)] } as unknown as DemoUnit),
    capacity: 'party',
    licenceNo: null,
    basisNo: '合同1号',
    unitCodes: unit ? [unit.unitCode] : [],
    holder: null,
  },
  papers: [{ kind: 'interest', content: scan }],
  ...more,
});
const ask = (body: QueryRequest, by = clerk) => by.send<Query>('POST', '/api/queries', body);
const sheetOf = async ({ queryNo, sheet }: Query) => {
  const answer = await fetch(`${url}/api/queries/${queryNo}/papers/${sheet?.paperId}`, {
    headers: { cookie: clerk.cookie },
  });
  return Buffer.from(await answer.arrayBuffer());
};

describe('at the window', () => {
  test('an owner gets his list with a sealed sheet, which anybody can check for thirty days', async () => {
    const { status, body } = await ask(own(plainSale));
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: 'GIVEN', sheet: { title: '不动产登记信息查询结果（权利人查询）' } });
    const pdf = await sheetOf(body);
    const text = await textOfPdf(pdf);
    expect(text).toContain(plainSale.unitCode);
    expect(text).not.toContain(personOf(plainSale).idNo);
    const check = async () =>
      (await (await fetch(`${url}/api/public/queries/${body.code}`)).json()) as QueryVerification;
    expect(await check()).toMatchObject({
      found: true,
      valid: true,
      queryNo: body.queryNo,
      sha256: createHash('sha256').update(pdf).digest('hex'),
    });
    expect(JSON.stringify(await check())).not.toContain(personOf(plainSale).name);
    const unknown = await (await fetch(`${url}/api/public/queries/${'0'.repeat(20)}`)).json();
    expect(unknown).toMatchObject({ found: false });
  });

  test('whose name the police do not confirm is refused, with a 不予查询告知书', async () => {
    const body = own(mortgaged);
    if (body.question.kind !== 'AR-01') throw new Error('not reached');
    await ask(body);
    const other = {
      ...body,
      queryKey: randomUUID(),
      question: { ...body.question, applicant: { ...body.question.applicant, name: '冒名者' } },
    };
    const { body: refused } = await ask(other);
    expect(refused).toMatchObject({
      outcome: 'REFUSED',
      result: null,
      refusals: [{ code: 'IDENTITY_NOT_PROVEN' }],
      sheet: { title: '不予查询告知书' },
    });
    expect(await textOfPdf(await sheetOf(refused))).toContain('身份核验没有通过');
  });

  test('an interested party sees that there is a mortgage, and nobody’s name', async () => {
    const { body } = await ask(interest(mortgaged));
    expect(body.result).toMatchObject({ kind: 'AR-02', units: [{ unitCode: mortgaged.unitCode, mortgaged: true }] });
    expect(JSON.stringify(body)).not.toContain(personOf(mortgaged).name);
  });

  test('以人查房 is refused and logged; so is a query without proof of interest', async () => {
    const byName = interest(null);
    if (byName.question.kind !== 'AR-02') throw new Error('not reached');
    byName.question.holder = { name: personOf(mortgaged).name, idNo: null };
    const { body } = await ask(byName);
    expect(body.refusals.map((one) => one.code)).toEqual(['BY_NAME_FORBIDDEN']);
    const { body: noProof } = await ask(interest(mortgaged, { papers: [] }));
    expect(noProof.refusals.map((one) => one.code)).toEqual(['INTEREST_NOT_PROVEN']);
    const { body: list } = await clerk.get<QueryList>('/api/queries');
    expect(list.items.map((one) => [one.queryNo, one.outcome])).toEqual(
      expect.arrayContaining([
        [body.queryNo, 'REFUSED'],
        [noProof.queryNo, 'REFUSED'],
      ]),
    );
  });

  test('a repeated click is one query; a colleague cannot read it', async () => {
    const body = own(plainSale);
    const [first, second] = await Promise.all([ask(body), ask(body)]);
    expect(second?.body.queryNo).toBe(first?.body.queryNo);
    const colleague = await signIn(url, 'acceptor-330205');
    expect((await colleague.get(`/api/queries/${first?.body.queryNo}`)).status).toBe(404);
    expect((await supervisor.get(`/api/queries/${first?.body.queryNo}`)).status).toBe(403);
  });

  test('without the seal the answer stands, and its sheet comes when the seal is back', async () => {
    const down = await buildApp({
      ...harness.deps,
      departments: { ...clients, seal: createClients({ ...simulators.addresses, seal: 'http://127.0.0.1:9' }).seal },
    });
    const downUrl = await down.app.listen({ port: 0, host: '127.0.0.1' });
    const there = await signIn(downUrl, 'acceptor-330203');
    const { body } = await ask(own(plainSale), there);
    expect(body).toMatchObject({ outcome: 'GIVEN', sheet: null });
    await down.close();
    const { body: later } = await clerk.send<Query>('POST', `/api/queries/${body.queryNo}/sheet`);
    expect(later.sheet).toMatchObject({ title: '不动产登记信息查询结果（权利人查询）' });
  });

  test('the tax officer counts homes and asks nothing else; his page of a case says what is uncertain', async () => {
    const officer = await signIn(url, 'taxofficer-330203');
    const { name, idNo, idType } = personOf(plainSale);
    const { body } = await ask(
      {
        queryKey: randomUUID(),
        purpose: '核定契税',
        question: {
          kind: 'AR-04',
          applicant: { name, idNo, idType },
          members: [{ relation: 'buyer', name, idNo }],
          marital: 'single',
          marriage: 'unknown',
          contractDate: '2026-02-20',
          asOf: null,
          unitCode: null,
        },
        papers: [],
      },
      officer,
    );
    expect(body.result).toMatchObject({
      kind: 'AR-04',
      housing: { ruleVersion: expect.stringMatching(/^2024-12-01[/]/), uncertain: [{ code: 'MARRIAGE_UNKNOWN' }] },
    });
    expect((await ask(own(plainSale), officer)).status).toBe(403);
    const caseNo = await fileAndAccept(
      harness.registry,
      sale(plainSale, demoCity.people.chen, { contract: { priceFen: 1, signedOn: '2026-02-27', payMode: 'full' } }),
    );
    expect((await officer.get(`/api/cases/${caseNo}/housing-count`)).body).toMatchObject({
      uncertain: [{ code: 'MARRIAGE_UNKNOWN' }],
    });
    expect((await clerk.get(`/api/cases/${caseNo}/housing-count`)).status).toBe(403);
  });
});

describe('the register page is no way around it', () => {
  test('searching by a person’s name or number finds nothing, and pages are masked', async () => {
    const { name, idNo } = personOf(plainSale);
    for (const q of [name, idNo]) {
      const { body } = await clerk.get<{ items: unknown[] }>(`/api/units?q=${encodeURIComponent(q)}`);
      expect(body.items).toEqual([]);
    }
    const { body: cases } = await clerk.get<{ items: unknown[] }>(`/api/cases?q=${encodeURIComponent(name)}`);
    expect(cases.items).toEqual([]);
    const { body: page } = await clerk.get(`/api/units/${plainSale.unitCode}`);
    expect(JSON.stringify(page)).not.toContain(name);
    expect(JSON.stringify(page)).not.toContain(idNo);
  });

  test('many pages in a day raise an alarm and then end', async () => {
    const nosy = await signIn(url, 'reviewer-330203');
    const [first, second] = demoCity.saleUnits('330203') as [DemoUnit, DemoUnit];
    const open = async (unit: DemoUnit) => (await nosy.get(`/api/units/${unit.unitCode}`)).status;
    expect(await open(first)).toBe(200);
    await harness.db.pool.query(
      "UPDATE registry.lookup_counts SET n = 1000 WHERE user_id = 'reviewer-330203' AND what = 'unit.read'",
    );
    // What burdens a home is on its page: asking for that alone is a reading like another.
    for (const path of ['', '/check?itemCode=BDC-17']) {
      const stopped = await nosy.get(`/api/units/${second.unitCode}${path}`);
      expect([path, stopped.status, stopped.problem.code]).toEqual([path, 429, 'LOOKUP_CAP']);
      expect((await nosy.get(`/api/units/${first.unitCode}${path}`)).status).toBe(200);
    }
    const { body } = await supervisor.get<LookupAlarms>('/api/queries/alarms');
    expect(body.items[0]).toMatchObject({ userId: 'reviewer-330203', what: 'unit.read', n: 1001, stopped: true });
    const elsewhere = await signIn(url, 'supervisor-330205');
    const others = (await elsewhere.get<LookupAlarms>('/api/queries/alarms')).body.items;
    expect(others.map((one) => one.userId)).not.toContain('reviewer-330203');
  });
});

describe('the log', () => {
  test('holds who asked what burdens a home, and for which item', async () => {
    expect((await clerk.get(`/api/units/${mortgaged.unitCode}/check?itemCode=BDC-17`)).status).toBe(200);
    const { rows } = await harness.db.pool.query(
      "SELECT user_id, unit_code, detail FROM registry.audit_log WHERE action = 'unit.check'",
    );
    const line = { user_id: 'acceptor-330203', unit_code: mortgaged.unitCode, detail: { itemCode: 'BDC-17' } };
    expect(rows).toContainEqual(line);
  });

  test('supervisor and auditor see who asked what, when and why, with the proofs but not the answer', async () => {
    const { body: query } = await ask(interest(mortgaged, { purpose: '起诉前核实' }));
    for (const reader of [supervisor, auditor]) {
      const { body } = await reader.send<QueryLog>('POST', '/api/queries/log', {
        unitCode: mortgaged.unitCode,
        text: '起诉前',
      });
      const [line] = body.items;
      expect(line).toMatchObject({ queryNo: query.queryNo, purpose: '起诉前核实', userId: 'acceptor-330203' });
      expect(line?.forWhom).toMatch(/\*/);
      expect(line?.papers.map((paper) => paper.kind)).toEqual(['interest']);
      expect(JSON.stringify(line)).not.toContain('"result":');
      const proof = line?.papers[0]?.paperId;
      expect((await reader.get(`/api/queries/${query.queryNo}/papers/${proof}`)).status).toBe(200);
      expect((await reader.get(`/api/queries/${query.queryNo}/papers/${query.sheet?.paperId}`)).status).toBe(404);
    }
    expect((await clerk.send('POST', '/api/queries/log', {})).status).toBe(403);
    const { body: far } = await (await signIn(url, 'supervisor-330205')).send<QueryLog>('POST', '/api/queries/log', {});
    expect(far.items.map((one) => one.queryNo)).not.toContain(query.queryNo);
  });

  test('the auditor does nothing else, and no personal data is in the server’s log', async () => {
    for (const path of ['/api/cases', `/api/units/${plainSale.unitCode}`, '/api/board', '/api/queries'])
      expect((await auditor.get(path)).status, path).toBe(403);
    const logged = harness.logged.join('');
    for (const { name, idNo } of [personOf(plainSale), personOf(mortgaged)]) {
      expect(logged).not.toContain(name);
      expect(logged).not.toContain(idNo);
    }
  });
});
