import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUnit, demoCity, type InterestQuery, type Registry } from '../../registry/index.ts';
import { limitedUnits } from '../../registry/queries/limited-view.ts';
import { pageOf } from './support/pages.ts';
import { acceptor, application, fileAndAccept, registered, sale } from './support/play.ts';
import { createRegistryFixture, monday, type RegistryFixture } from './support/setup.ts';

let fixture: RegistryFixture;
let registry: Registry;
beforeAll(async () => {
  fixture = await createRegistryFixture();
  registry = fixture.registry;
  // the objections of the city itself are out of the way
  fixture.clock.set('2026-12-20T09:00:00+08:00');
  await registry.lapses.sweep();
});
afterAll(() => fixture.drop());

const { people } = demoCity;
const homes = demoCity.saleUnits('330213');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
const morningOf = (day: string) => fixture.clock.set(`${day}T09:00:00+08:00`);

async function objected(unit: DemoUnit): Promise<string> {
  const what = application(
    'BDC-30',
    unit,
    { acquirers: [people.wang] },
    { objection: { ground: 'share', matter: '主张为共有人', evidenceNo: '证据1号' } },
  );
  await registered(registry, what);
  return (await pageOf(registry, unit)).objections[0]?.rightId as string;
}

async function cautioned(unit: DemoUnit, registrableFrom: string): Promise<void> {
  const what = application(
    'BDC-26',
    unit,
    { acquirers: [people.chen], obligors: unit.owners },
    {
      operation: 'sale',
      contract: { priceFen: 150_000_000, signedOn: '2026-11-20', payMode: 'full' },
      caution: { agreementNo: 'YG-1', agreedOn: '2026-11-20', registrableFrom },
    },
  );
  await registered(registry, what);
}

async function giveUp(caseNo: string): Promise<void> {
  await registry.cases.requestWithdrawal({ caseNo, reason: '不办了', by: acceptor });
  await registry.cases.closeCase({ caseNo, outcome: 'WITHDRAWN', by: acceptor });
}

const proof = (rightId: string, filedOn = '2026-12-01') => ({
  rightId,
  court: '宁波市北仑区人民法院',
  documentNo: '（2026）浙0206民初88号',
  filedOn,
});

describe('INV-23: an objection after its fifteen days', () => {
  it('is ended in the book by the sweep, with its proof, and not a day before', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    await objected(unit);
    const before = await pageOf(registry, unit);
    // when: the fifteenth day, then the sixteenth
    morningOf('2026-12-08');
    expect(await registry.lapses.sweep()).toEqual({ cautions: 0, objections: 0 });
    morningOf('2026-12-09');
    expect((await pageOf(registry, unit)).states).toEqual(['NORMAL']); // the effect is gone with the day
    expect(await registry.lapses.sweep()).toEqual({ cautions: 0, objections: 1 });
    // then
    const page = await pageOf(registry, unit);
    expect([page.objections, page.registerVersion]).toEqual([[], before.registerVersion + 1]);
    expect(page.history[0]?.text).toContain('异议登记失效（民法典 220）');
    const { rows } = await fixture.pool.query('SELECT status FROM registry.certificates WHERE certificate_no = $1', [
      before.objections[0]?.certificateNos[0],
    ]);
    expect(rows).toEqual([{ status: 'CANCELLED' }]);
    expect(await registry.lapses.sweep()).toEqual({ cautions: 0, objections: 0 });
  });

  it('is kept by a suit filed and shown in time, on the page of that day too', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const rightId = await objected(unit);
    morningOf('2026-12-03');
    await registry.lapses.recordSuitProof(proof(rightId), acceptor);
    await registry.lapses.recordSuitProof(proof(rightId), acceptor); // again: nothing new
    morningOf('2027-01-20');
    expect(await registry.lapses.sweep()).toEqual({ cautions: 0, objections: 0 });
    const page = await pageOf(registry, unit);
    expect([page.states, page.objections[0]?.suitNo]).toEqual([['OBJECTED'], '（2026）浙0206民初88号']);
    const then = await registry.units.unitPage(unit.unitCode, { at: new Date('2026-12-02T01:00:00Z') });
    expect(then?.objections[0]?.suitNo).toBeNull();
    const asked = { unitCodes: [unit.unitCode] } as InterestQuery;
    expect(await limitedUnits(fixture.pool, asked, '2027-01-20')).toMatchObject([{ objected: true }]);
    // and a buyer still signs for the risk
    const check = await registry.units.checkUnit({ unitCode: unit.unitCode, itemCode: 'BDC-10' });
    expect(check.warnings.map(({ rule }) => rule)).toContain('INV-23');
  });

  it('a suit filed or shown too late keeps nothing, not even by hand in the database', async () => {
    fixture.clock.set(monday);
    const rightId = await objected(freshHome());
    await expect(registry.lapses.recordSuitProof(proof(rightId, '2026-12-09'), acceptor)).rejects.toMatchObject({
      code: 'SUIT_PROOF_LATE',
    });
    await expect(registry.lapses.recordSuitProof(proof(rightId, '2026-12-02'), acceptor)).rejects.toMatchObject({
      code: 'SUIT_PROOF_DATE', // not filed yet
    });
    morningOf('2026-12-09');
    await expect(registry.lapses.recordSuitProof(proof(rightId), acceptor)).rejects.toMatchObject({
      code: 'SUIT_PROOF_LATE',
    });
    await expect(
      fixture.pool.query(
        "INSERT INTO registry.suit_proofs VALUES ($1, '法院', '1号', '2026-12-01', '2026-12-09T09:00:00+08:00', 'x')",
        [rightId],
      ),
    ).rejects.toMatchObject({ code: 'YT023' });
    await expect(registry.lapses.recordSuitProof(proof('999999'), acceptor)).rejects.toMatchObject({
      code: 'OBJECTION_UNKNOWN',
    });
    await registry.lapses.sweep();
  });
});

describe('INV-21: a caution after its ninety days', () => {
  it('is ended on day 91 after it could be registered; one whose day is not known stands', async () => {
    fixture.clock.set(monday);
    const [dated, open] = [freshHome(), demoCity.units.cautioned];
    await cautioned(dated, '2026-11-25');
    morningOf('2027-02-23'); // day 90
    expect(await registry.lapses.sweep()).toEqual({ cautions: 0, objections: 0 });
    morningOf('2027-02-24');
    expect(await registry.lapses.sweep()).toEqual({ cautions: 1, objections: 0 });
    expect((await pageOf(registry, dated)).cautions).toEqual([]);
    expect((await pageOf(registry, open)).cautions).toHaveLength(1);
  });

  it('leaves a page on which a case is running to the end of the case: no reviewer looks twice for an empty line', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    await cautioned(unit, '2026-08-01');
    expect((await pageOf(registry, unit)).states).toEqual(['NORMAL']);
    const caseNo = await fileAndAccept(registry, sale(unit, people.li));
    expect(await registry.lapses.sweep()).toEqual({ cautions: 0, objections: 0 });
    expect(await registry.units.recheckCase(caseNo)).toMatchObject({ changed: false });
    await giveUp(caseNo);
    expect(await registry.lapses.sweep()).toEqual({ cautions: 1, objections: 0 });
  });
});

it('whenever it is swept, the book reads the same on the same day', async () => {
  fixture.clock.set(monday);
  const [daily, once] = [freshHome(), freshHome()];
  for (const unit of [daily, once]) {
    await cautioned(unit, '2026-09-20');
    await objected(unit);
  }
  // the one home keeps a case, so that its lines are ended in one go at the end of it
  const caseNo = await fileAndAccept(registry, sale(once, people.li));
  const read = async (unit: DemoUnit) => {
    const { states, cautions, objections, effects } = await pageOf(registry, unit);
    const live = [...cautions, ...objections].filter(({ status }) => status === 'CURRENT');
    return { states, effects, live: live.length };
  };
  const days = ['2026-12-08', '2026-12-09', '2026-12-19', '2026-12-20', '2026-12-28'];
  for (const day of days) {
    morningOf(day);
    const states = (await read(daily)).states;
    expect((await read(once)).states).toEqual(states);
    await registry.lapses.sweep();
    expect((await read(daily)).states).toEqual(states);
  }
  expect([(await read(daily)).live, (await read(once)).live]).toEqual([0, 2]);
  await giveUp(caseNo);
  await registry.lapses.sweep();
  expect(await read(once)).toEqual(await read(daily));
});

describe('the watches of cautions and objections (bdc-caution-watch)', () => {
  const messages = async (watchNo: string) =>
    (
      await fixture.pool.query<{ topic: string; payload: object }>(
        'SELECT topic, payload FROM registry.outbox WHERE case_no = $1 ORDER BY position',
        [watchNo],
      )
    ).rows;
  const tellAll = async () => {
    while (((told) => told.begun + told.changed > 0)(await registry.lapses.tellWatches(500)));
  };

  it('begin once for what was entered here, and are told once when a suit keeps it or an entry ends it', async () => {
    await registry.calendar.loadYear(2027, [], 'no holidays, for this test');
    morningOf('2027-01-04');
    await tellAll();
    const [kept, left] = [await objected(freshHome()), await objected(freshHome())];
    const unit = freshHome();
    await cautioned(unit, '2027-01-04');
    const caution = (await pageOf(registry, unit)).cautions[0]?.rightId as string;
    expect(await registry.lapses.tellWatches(2)).toEqual({ begun: 2, changed: 0 });
    expect(await registry.lapses.tellWatches(2)).toEqual({ begun: 1, changed: 0 });
    expect(await registry.lapses.tellWatches(2)).toEqual({ begun: 0, changed: 0 });
    const begins = (rightId: string, watchNo: string) => ({
      topic: 'caution.watch',
      payload: { watchNo, rightId, remindedDays: null },
    });
    expect(await messages(`YG${caution}`)).toEqual([begins(caution, `YG${caution}`)]);
    expect(await registry.lapses.watch(caution)).toMatchObject({
      kind: 'CAUTION',
      state: 'STANDING',
      lastDay: '2027-04-04',
    });
    expect(await registry.lapses.watch(left)).toMatchObject({
      kind: 'OBJECTION',
      state: 'STANDING',
      lastDay: '2027-01-19',
    });
    expect((await registry.lapses.watch(left))?.holders).toEqual([
      { personId: expect.any(String), phone: people.wang.phone },
    ]);

    await registry.lapses.recordSuitProof(proof(kept, '2027-01-04'), acceptor);
    expect(await registry.lapses.tellWatches(500)).toEqual({ begun: 0, changed: 1 });
    expect(await messages(`YY${kept}`)).toEqual([begins(kept, `YY${kept}`), { topic: 'caution.changed', payload: {} }]);
    expect((await registry.lapses.watch(kept))?.state).toBe('KEPT');

    // only the page that is named
    morningOf('2027-01-20');
    expect(await registry.lapses.sweep(500, [unit.unitCode])).toEqual({ cautions: 0, objections: 0 });
    expect((await registry.lapses.watch(left))?.state).toBe('STANDING');
    await registry.lapses.sweep();
    expect((await registry.lapses.watch(left))?.state).toBe('LAPSED');
    // the caution turns into the sale it secured
    const contract = { priceFen: 150_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
    await registered(registry, sale(unit, people.chen, { contract }));
    expect((await registry.lapses.watch(caution))?.state).toBe('CONVERTED');
    await tellAll();
    for (const watchNo of [`YG${caution}`, `YY${left}`])
      expect((await messages(watchNo)).map(({ topic }) => topic)).toEqual(['caution.watch', 'caution.changed']);
    expect(await registry.lapses.watch('999999')).toBeNull();
  });
});
