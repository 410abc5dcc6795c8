import { beforeAll, expect, test } from 'vitest';
import { type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf } from '../registry/support/pages.ts';
import { acceptor, application, fileAndAccept, registered, sale } from '../registry/support/play.ts';
import { officeOfFile } from './support/office.ts';

/** The jobs of bdc-caution-watch on the real register and the simulated text-message platform (domain §5.12, INV-21, INV-23). */
const office = officeOfFile();
beforeAll(() => office.registry.calendar.loadYear(2027, [], 'no holidays, for this test'));

const homes = demoCity.saleUnits('330212');
const { people } = demoCity;
const morning = (day: string) => office.clock.set(`${day}T09:00:00+08:00`);
const at = (day: string) => new Date(`${day}T09:00:00+08:00`).toISOString();
const complete = (watchOutcome: string, more: object = {}) => ({
  kind: 'complete',
  variables: expect.objectContaining({ watchOutcome, ...more }),
});
const read = (rightId: string, remindedDays: number | null = null) =>
  office.twice('lapse.watch.read', { rightId, remindedDays });
const sent = (caseNo: string) => office.effects('sms', 'send', caseNo);

/** A caution of a sale that can be registered from `registrableFrom` on. */
async function cautioned(unit: DemoUnit, registrableFrom: string) {
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
  await registered(office.registry, what);
  const rightId = (await pageOf(office.registry, unit)).cautions[0]?.rightId as string;
  return { rightId, caseNo: (await office.registry.lapses.watch(rightId))?.caseNo as string };
}

test('a caution: reminded on days 60 and 80 of its ninety, once each, and ended in the book behind the last one', async () => {
  const unit = homes[0] as DemoUnit;
  const { rightId, caseNo } = await cautioned(unit, '2026-11-23');
  expect(await read(rightId)).toEqual(complete('RUNNING', { lookAt: at('2027-01-22') }));
  morning('2027-01-22');
  expect(await read(rightId)).toEqual(complete('REMIND', { remindDays: 30 }));
  expect(await office.twice('lapse.remind', { rightId, remindDays: 30 })).toEqual({
    kind: 'complete',
    variables: { remindedDays: 30 },
  });
  expect(await sent(caseNo)).toBe(1);
  expect(await read(rightId, 30)).toEqual(complete('RUNNING', { lookAt: at('2027-02-11') }));
  morning('2027-02-11');
  expect(await read(rightId, 30)).toEqual(complete('REMIND', { remindDays: 10 }));
  await office.twice('lapse.remind', { rightId, remindDays: 10 });
  expect(await sent(caseNo)).toBe(2);
  // the last day still counts; a case on the page holds the book up, not the rule
  morning('2027-02-21');
  expect(await read(rightId, 10)).toEqual(complete('RUNNING', { lookAt: at('2027-02-22') }));
  const running = await fileAndAccept(office.registry, sale(unit));
  morning('2027-02-22');
  expect(await read(rightId, 10)).toEqual(complete('RUNNING', { lookAt: at('2027-02-23') }));
  await office.registry.cases.requestWithdrawal({ caseNo: running, reason: '不办了', by: acceptor });
  await office.registry.cases.closeCase({ caseNo: running, outcome: 'WITHDRAWN', by: acceptor });
  expect(await read(rightId, 10)).toEqual(complete('LAPSED'));
  expect((await pageOf(office.registry, unit)).cautions).toEqual([]);
});

test('an objection: reminded on day 10; after an outage only what is left to say is said', async () => {
  const unit = homes[1] as DemoUnit;
  morning('2027-03-01');
  const objection = { ground: 'share' as const, matter: '主张为共有人', evidenceNo: '证据1号' };
  await registered(office.registry, application('BDC-30', unit, { acquirers: [people.wang] }, { objection }));
  const rightId = (await pageOf(office.registry, unit)).objections[0]?.rightId as string;
  expect(await read(rightId)).toEqual(complete('RUNNING', { lookAt: at('2027-03-11') }));
  morning('2027-03-14');
  expect(await read(rightId)).toEqual(complete('REMIND', { remindDays: 5 }));
  const proof = { rightId, court: '宁波市鄞州区人民法院', documentNo: '（2027）浙0212民初8号', filedOn: '2027-03-14' };
  await office.registry.lapses.recordSuitProof(proof, acceptor);
  expect(await read(rightId)).toEqual(complete('KEPT'));
  // a reminder that is late by then says nothing
  const caseNo = (await office.registry.lapses.watch(rightId))?.caseNo as string;
  const before = await sent(caseNo);
  await office.twice('lapse.remind', { rightId, remindDays: 5 });
  expect(await sent(caseNo)).toBe(before);
});

test('a caution whose real registration is possible only later is left alone until sixty days behind that day', async () => {
  morning('2027-03-15');
  const { rightId } = await cautioned(homes[2] as DemoUnit, '2028-03-01');
  expect(await read(rightId)).toEqual(complete('RUNNING', { lookAt: at('2028-04-30') }));
  const unknown = await office.run('lapse.watch.read', { rightId: '999999', remindedDays: null });
  expect(unknown).toMatchObject({ kind: 'fail', retries: 0 });
});
