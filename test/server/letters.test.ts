import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClients, startSimulators } from '../../departments/index.ts';
import { createLogger } from '../../platform/logger.ts';
import { cityPerson, type DemoUnit, dayOf, demoCity } from '../../registry/index.ts';
import type { LetterList, PrintedLetter } from '../../server/api/index.ts';
import { buildApp, type Server } from '../../server/app.ts';
import { application, fileAndAccept, loanTerms, registered, sale } from '../registry/support/play.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { CALLBACK_SECRET, type Harness, signIn, startHarness, type User } from './support/harness.ts';

/** 告知书 over HTTP: made and sealed, printed, posted, delivered; by the clerk of the district only. */
let harness: Harness;
let simulators: Awaited<ReturnType<typeof startSimulators>>;
let clients: ReturnType<typeof createClients>;
let server: Server;
let url: string;
const users = new Map<string, User>();
const log = createLogger('test', { LOG_LEVEL: 'silent' });

beforeAll(async () => {
  harness = await startHarness();
  simulators = await startSimulators({ callbackSecret: CALLBACK_SECRET, clock: harness.clock, log });
  clients = createClients(simulators.addresses);
  server = await buildApp({ ...harness.deps, departments: clients });
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  for (const name of ['certclerk-330203', 'certclerk-330205', 'reviewer-330203', 'supervisor-330203'])
    users.set(name, await signIn(url, name));
});
afterAll(async () => {
  await server?.close();
  await clients?.close();
  await simulators?.stop();
  await harness?.stop();
});

const as = (name: string) => users.get(name) as User;

test('a private mortgagee is told of the new owner on paper', async () => {
  const unit = demoCity.saleUnits('330203')[0] as DemoUnit;
  const lender = cityPerson(702);
  const { registry } = harness.deps;
  const mortgage = loanTerms();
  await registered(registry, application('BDC-17', unit, { acquirers: [lender], obligors: unit.owners }, { mortgage }));
  const contract = { priceFen: 150_000_000, signedOn: '2026-02-27', payMode: 'full' as const };
  await registered(registry, sale(unit, demoCity.people.chen, { contract }));
  const clerk = as('certclerk-330203');
  const waiting = (await clerk.get('/api/letters')).body as LetterList;
  expect(waiting).toMatchObject({ counts: { open: 1, issued: 0, posted: 0 } });
  const letter = waiting.items[0] as PrintedLetter;
  expect(JSON.stringify(waiting)).not.toContain(lender.name);
  const found = async (query: string) => ((await clerk.get(`/api/letters?${query}`)).body as LetterList).items.length;
  expect([await found('kind=mortgage_followed&limit=1'), await found('kind=ex_officio')]).toEqual([1, 0]);
  expect([await found(`text=${unit.unitCode}`), await found(`after=${letter.letterId}`)]).toEqual([1, 0]);
  expect((await clerk.get('/api/letters?limit=201')).status).toBe(422);
  // another district and another role have nothing to do with it
  expect((await as('certclerk-330205').get('/api/letters')).body).toMatchObject({ items: [] });
  expect((await as('certclerk-330205').send('POST', `/api/letters/${letter.letterId}/paper`, {})).status).toBe(404);
  expect((await as('reviewer-330203').get('/api/letters')).status).toBe(403);
  expect((await clerk.get(`/api/letters/${letter.letterId}/paper`)).status).toBe(404);

  const made = await clerk.send('POST', `/api/letters/${letter.letterId}/paper`, {});
  expect(made).toMatchObject({ status: 200, body: { state: 'issued', letterNo: expect.stringContaining('甬登告') } });
  const paper = await fetch(`${url}/api/letters/${letter.letterId}/paper`, { headers: { cookie: clerk.cookie } });
  expect(paper.headers.get('content-type')).toBe('application/pdf');
  const bytes = Buffer.from(await paper.arrayBuffer());
  expect(bytes.includes('/ByteRange')).toBe(true);
  const text = await textOfPdf(bytes);
  for (const words of [lender.name, '第四百零六条', unit.unitCode]) expect(text).toContain(words);

  const day = harness.clock.now();
  const posting = { way: 'mail', postedOn: dayOf(day), trackingNo: 'EMS7', address: '宁波市海曙区演示路7号' };
  expect((await clerk.send('POST', `/api/letters/${letter.letterId}/postings`, posting)).body).toMatchObject({
    state: 'posted',
  });
  const early = { toldAt: new Date(day.getTime() - 86_400_000).toISOString(), receiptNo: 'R7' };
  expect((await clerk.send('POST', `/api/letters/${letter.letterId}/told`, early)).status).toBe(422);
  harness.clock.set(new Date(day.getTime() + 3_600_000));
  const told = { toldAt: harness.clock.now().toISOString(), receiptNo: 'R7' };
  expect((await clerk.send('POST', `/api/letters/${letter.letterId}/told`, told)).body).toMatchObject({
    state: 'told',
    receiptNo: 'R7',
  });
  expect((await clerk.send('POST', `/api/letters/${letter.letterId}/told`, told)).status).toBe(409);
  const done = (await as('supervisor-330203').get('/api/letters?state=told')).body as LetterList;
  expect(done.items.map((one) => one.letterId)).toContain(letter.letterId);
});

test('the public notice of a case is one sealed paper in its file', async () => {
  const unit = demoCity.saleUnits('330203')[1] as DemoUnit;
  const { registry } = harness.deps;
  const lost = application(
    'BDC-31',
    unit,
    { acquirers: unit.owners },
    {
      targets: [{ certificateNo: unit.certificateNo }],
      reissue: { cause: 'lost', oldReturned: false, lossStatementNo: '遗失声明1号' },
    },
  );
  const caseNo = await fileAndAccept(registry, lost);
  const make = () =>
    as('reviewer-330203').send<{ documentId: string }>('POST', `/api/cases/${caseNo}/publicity/notice`, {});
  expect((await make()).status).toBe(404);
  await registry.publicity.open(caseNo);
  const made = await make();
  expect(made.status).toBe(200);
  expect((await make()).body).toEqual(made.body);
  expect((await as('certclerk-330203').send('POST', `/api/cases/${caseNo}/publicity/notice`, {})).status).toBe(403);
  const found = await registry.documents.get(made.body.documentId);
  expect(found?.meta).toMatchObject({ title: '证书遗失补发公告（已签章）', mediaType: 'application/pdf' });
  expect(found?.bytes.includes('/ByteRange')).toBe(true);
  const text = await textOfPdf(found?.bytes as Buffer);
  for (const words of ['社会公众', '第二十二条', unit.unitCode, unit.owners[0]?.name ?? ''])
    expect(text).toContain(words);
});
