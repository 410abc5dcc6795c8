import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Application, type DemoUnit, demoCity, type Registry } from '../../registry/index.ts';
import { tellInWriting } from './support/letters.ts';
import { pageOf, problemsOf } from './support/pages.ts';
import { acceptor, actor, application, enter, readyForBook } from './support/play.ts';
import { changeRule } from './support/rules.ts';
import { createRegistryFixture, monday, type RegistryFixture } from './support/setup.ts';

let fixture: RegistryFixture;
let registry: Registry;
beforeAll(async () => {
  fixture = await createRegistryFixture();
  registry = fixture.registry;
});
afterAll(() => fixture.drop());

const { people } = demoCity;
const homes = demoCity.saleUnits('330211');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
const supervisor = actor('supervisor');
/** 2026-11-23 and fifteen working days: 2026-12-14, end of the office's hours. */
const [day14, dueDay, afterDue] = [
  '2026-12-11T10:00:00+08:00',
  '2026-12-14T16:59:00+08:00',
  '2026-12-15T09:00:00+08:00',
];

const lost = (unit: DemoUnit, more: Partial<NonNullable<Application['reissue']>> = {}) =>
  application(
    'BDC-31',
    unit,
    { acquirers: unit.owners },
    {
      targets: [{ certificateNo: unit.certificateNo }],
      reissue: { cause: 'lost', oldReturned: false, lossStatementNo: '遗失声明1号', ...more },
    },
  );

const inheritance = (unit: DemoUnit) =>
  application(
    'BDC-11',
    unit,
    { acquirers: [people.li] },
    {
      ownershipMode: 'single',
      transfer: {
        reason: 'inheritance',
        basisNo: '继承协议1号',
        effectiveOn: '2026-05-01',
        unnotarised: true,
        previous: unit.owners.map(({ name, idType, idNo }) => ({ name, idType, idNo })),
      },
    },
  );

const refusal = (message: string) => ({
  kind: 'refused',
  refusal: { errorCode: 'REG_CONFLICT', rule: 'PUBLICITY', message: expect.stringContaining(message) },
});

const objection = (caseNo: string, key: string = randomUUID()) => ({
  caseNo,
  key,
  objector: people.wang.name,
  matter: '本人也是第一顺序继承人',
  evidenceNo: '证据1号',
});

async function escalated(caseNo: string, decision: 'approve' | 'refuse') {
  await registry.cases.openEscalation({ caseNo, key: randomUUID() });
  await registry.cases.decideEscalation({
    caseNo,
    decision,
    opinion: '异议不成立',
    taskKey: randomUUID(),
    tellProcess: false,
    by: supervisor,
  } as never);
}

describe('BDC-31 补发', () => {
  it('a lost certificate: notice of fifteen working days, then a new number, the old one void', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const caseNo = await readyForBook(registry, lost(unit));
    expect((await registry.cases.getCase(caseNo))?.startVariables.publicity).toBe('lost');
    // given: nobody has published anything
    expect(await enter(registry, caseNo)).toMatchObject(refusal('尚未开始'));
    const running = await registry.publicity.open(caseNo);
    expect(running.dueAt).toEqual(new Date('2026-12-14T17:00:00+08:00'));
    expect((await registry.publicity.open(caseNo)).openedAt).toEqual(running.openedAt);
    fixture.clock.set(dueDay);
    expect(await enter(registry, caseNo)).toMatchObject(refusal('尚未期满'));
    // when: it is over
    fixture.clock.set(afterDue);
    const result = await enter(registry, caseNo);
    // then
    expect(result.kind).toBe('entered');
    const [next] = result.kind === 'entered' ? result.certificateNos : [];
    expect((await pageOf(registry, unit)).ownership?.certificateNos).toEqual([next]);
    expect((await registry.certificates.getContent(unit.certificateNo))?.status).toBe('CANCELLED');
  });

  it('asks for the statement of loss; a returned paper is not lost; an exchange needs no notice', async () => {
    const unit = freshHome();
    expect(await problemsOf(registry, lost(unit, { lossStatementNo: '' }))).toEqual(['REISSUE_LOSS']);
    expect(await problemsOf(registry, lost(unit, { oldReturned: true }))).toEqual(['REISSUE_OLD']);
    fixture.clock.set(monday);
    const caseNo = await readyForBook(registry, lost(unit, { cause: 'damaged', oldReturned: true }));
    await expect(registry.publicity.open(caseNo)).rejects.toMatchObject({ code: 'OUTCOME_NOT_POSSIBLE' });
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'entered' });
  });
});

it('the public has as long as the rule of the day of publication says', async () => {
  fixture.clock.set(monday);
  await changeRule(fixture, { name: 'publicity.days', value: 10 });
  const caseNo = await readyForBook(registry, lost(freshHome()));
  // 2026-11-24 and ten working days
  expect((await registry.publicity.open(caseNo)).dueAt).toEqual(new Date('2026-12-08T17:00:00+08:00'));
});

describe('BDC-11 without notary', () => {
  it('§5.13-17 objected on day 14 of 公示: nothing is entered until the 会商 has decided, and never when it upholds', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const caseNo = await readyForBook(registry, inheritance(unit));
    await registry.publicity.open(caseNo);
    // when: the fourteenth day
    fixture.clock.set(day14);
    const first = objection(caseNo);
    expect(await registry.publicity.object(first, acceptor)).toEqual({ first: true });
    expect(await registry.publicity.object(first, acceptor)).toEqual({ first: false });
    // then: the process is told, once, so that it escalates
    const { rows } = await fixture.pool.query(
      "SELECT topic, payload FROM registry.outbox WHERE case_no = $1 AND topic = 'publicity.objection'",
      [caseNo],
    );
    expect(rows).toEqual([{ topic: 'publicity.objection', payload: {} }]);
    // and: not entered, not even after the fifteen days
    fixture.clock.set(afterDue);
    expect(await enter(registry, caseNo)).toMatchObject(refusal('异议'));
    await escalated(caseNo, 'refuse');
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'refused' });
    expect((await pageOf(registry, unit)).ownership?.certificateNos).toEqual([unit.certificateNo]);
  });

  it('a dismissed objection lets it go on, once the fifteen days are over', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const caseNo = await readyForBook(registry, inheritance(unit));
    await registry.publicity.open(caseNo);
    fixture.clock.set(day14);
    await registry.publicity.object(objection(caseNo), acceptor);
    await escalated(caseNo, 'approve');
    expect(await enter(registry, caseNo)).toMatchObject(refusal('尚未期满'));
    fixture.clock.set(afterDue);
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'entered' });
    expect((await pageOf(registry, unit)).ownership?.holders[0]?.name).toBe(people.li.name);
    await expect(registry.publicity.object(objection(caseNo), acceptor)).rejects.toMatchObject({
      code: 'PUBLICITY_NOT_RUNNING',
    });
  });

  it('is objected to only while it runs, and says so to nobody by name', async () => {
    fixture.clock.set(monday);
    const caseNo = await readyForBook(registry, inheritance(freshHome()));
    await expect(registry.publicity.object(objection(caseNo), acceptor)).rejects.toMatchObject({
      code: 'PUBLICITY_NOT_RUNNING',
    });
    await registry.publicity.open(caseNo);
    await registry.publicity.object(objection(caseNo), acceptor);
    const told = JSON.stringify(await registry.cases.timeline(caseNo));
    expect(told).toContain('公告（公示）期间有人提出异议');
    expect(told).not.toContain(people.wang.name);
    fixture.clock.set(afterDue);
    await expect(registry.publicity.object(objection(caseNo), acceptor)).rejects.toMatchObject({
      code: 'PUBLICITY_NOT_RUNNING',
    });
  });
});

describe('BDC-29 依职权更正', () => {
  it('the holder is told and has fifteen working days before the register is corrected', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const what = application(
      'BDC-29',
      unit,
      { acquirers: unit.owners },
      {
        operation: 'facts',
        correction: { error: '面积录入错误', evidenceNo: '内审1号', holderConsents: false, exOfficio: true },
        facts: { reason: '依职权更正', basisNo: '内审1号', location: '更正后的坐落' },
      },
    );
    const caseNo = await readyForBook(registry, what);
    expect(await enter(registry, caseNo)).toMatchObject(refusal('尚未开始'));
    expect((await registry.publicity.open(caseNo)).kind).toBe('ex_officio');
    const [letter] = (await registry.letters.list({ district: null, state: 'open' })).items.filter(
      (one) => one.caseNo === caseNo,
    );
    await tellInWriting(registry, fixture.clock, letter!.letterId);
    fixture.clock.set(afterDue);
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'entered' });
    expect((await pageOf(registry, unit)).unit.location).toBe('更正后的坐落');
  });
});
