import { describe, expect, it } from 'vitest';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf } from './support/pages.ts';
import {
  actor,
  application,
  courtOfficer,
  enter,
  loanTerms,
  readyForBook,
  registered,
  sale,
  seizure,
} from './support/play.ts';
import { changeRule } from './support/rules.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['organisations'] });

const { bank } = demoCity.institutions;
const homes = demoCity.saleUnits('330206');
const clerk = actor('cert_clerk', '330206');
const seal = { sealId: 'seal-330206', signatureNo: 'S1', certSerial: '1', signedAt: '2026-11-23T10:00:00+08:00' };
const pdf = Buffer.from('%PDF-1.7 sealed');

async function mortgagedTo(lender: CityPerson, mortgageKind: 'general' | 'maximum') {
  const unit = homes.shift() as DemoUnit;
  await registered(
    fixture.registry,
    application(
      mortgageKind === 'maximum' ? 'BDC-18' : 'BDC-17',
      unit,
      { acquirers: [lender], obligors: unit.owners },
      { mortgage: loanTerms({ mortgageKind, amountFen: 100_000_000 }) },
    ),
  );
  return unit;
}

const openOf = async ({ unitCode }: DemoUnit) =>
  (await fixture.registry.letters.list({ district: null, state: 'open', limit: 200 })).items.filter(
    (one) => one.unitCode === unitCode,
  );

/** Numbered, sealed and posted by mail today. */
async function postedLetter(letterId: string) {
  const { letters } = fixture.registry;
  await letters.issue(letterId, clerk);
  await letters.putPaper(letterId, { bytes: pdf, seal });
  await letters.posted(
    letterId,
    { way: 'mail', postedOn: '2026-11-23', trackingNo: 'EMS1', address: '宁波市海曙区演示路1号' },
    clerk,
  );
}

describe('who is written to', () => {
  it('INV-18: a mortgagee who is connected hears over the interface, a private lender by letter', async () => {
    const [private_, connected] = [await mortgagedTo(cityPerson(701), 'general'), await mortgagedTo(bank, 'general')];
    await registered(fixture.registry, sale(private_));
    await registered(fixture.registry, sale(connected));
    expect(await openOf(private_)).toMatchObject([
      { kind: 'mortgage_followed', state: 'open', letterNo: null, caseNo: expect.stringMatching(/^\d{20}$/) },
    ]);
    expect((await openOf(private_))[0]?.addressee).not.toBe(cityPerson(701).name);
    expect(await openOf(connected)).toEqual([]);
  });

  it('INV-26: two thirds dispose of the home, the third owner is told', async () => {
    const unit = demoCity.units.sharedSale; // 何建平 1/3, 俞晓雨 2/3
    const what = application(
      'BDC-10',
      unit,
      { acquirers: [demoCity.people.chen], obligors: [demoCity.people.yu] },
      { ownershipMode: 'single', contract: { priceFen: 1_000_000, signedOn: '2026-11-20', payMode: 'full' } },
    );
    await registered(fixture.registry, what);
    const [letter, ...none] = await openOf(unit);
    expect(none).toEqual([]);
    expect(letter).toMatchObject({ kind: 'co_owner_disposed' });
    expect((await fixture.registry.letters.issue(letter!.letterId, clerk)).addressee).toBe(demoCity.people.he.name);
  });
});

describe('INV-20: what the law makes of the notice runs from its receipt', () => {
  it('made, sealed, posted, delivered: the claim stands from that moment, once', async () => {
    const { registry, clock } = fixture;
    const unit = await mortgagedTo(cityPerson(702), 'maximum');
    const seized = await registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    expect(seized.kind).toBe('entered');
    const [letter] = await openOf(unit);
    expect(letter).toMatchObject({
      kind: 'mortgage_seized',
      reference: expect.stringMatching(/^CF\d+$/),
      caseNo: null,
    });
    const { letterId } = letter!;
    const { letters } = registry;
    // given: nothing can be skipped
    const mail = { way: 'mail' as const, postedOn: '2026-11-23', trackingNo: 'EMS1', address: '演示路1号' };
    await expect(letters.posted(letterId, mail, clerk)).rejects.toMatchObject({ code: 'LETTER_NOT_READY' });
    const told = { toldAt: new Date('2026-11-25T10:30:00+08:00'), receiptNo: 'R1', claimFen: 63_000_000 };
    await expect(letters.told(letterId, told, clerk)).rejects.toMatchObject({ code: 'LETTER_NOT_READY' });
    // when: the number is drawn once, however often the paper is made
    const facts = await letters.issue(letterId, clerk);
    expect(facts).toMatchObject({ addressee: cityPerson(702).name, seizure: { authority: demoCity.court.authority } });
    expect(facts.letterNo).toMatch(/^甬登告（2026）330206第\d{6}号$/);
    expect((await letters.issue(letterId, clerk)).letterNo).toBe(facts.letterNo);
    await letters.putPaper(letterId, { bytes: pdf, seal });
    await letters.putPaper(letterId, { bytes: Buffer.from('another'), seal });
    expect((await letters.getPaper(letterId, clerk))?.bytes.equals(pdf)).toBe(true);
    const wrongDay = { ...mail, postedOn: '2026-11-24' };
    await expect(letters.posted(letterId, wrongDay, clerk)).rejects.toMatchObject({ code: 'LETTER_INVALID' });
    await letters.posted(letterId, mail, clerk);
    await letters.posted(letterId, { ...mail, way: 'person', trackingNo: 'SD1' }, clerk);
    await expect(letters.told(letterId, told, clerk)).rejects.toMatchObject({ code: 'LETTER_INVALID' });
    expect((await pageOf(registry, unit)).frozenClaims).toMatchObject([{ connected: false, toldAt: null }]);
    clock.set('2026-11-25T11:00:00+08:00');
    await letters.told(letterId, told, clerk);
    // then
    expect((await pageOf(registry, unit)).frozenClaims).toMatchObject([
      { connected: false, toldAt: told.toldAt, claimFen: 63_000_000 },
    ]);
    expect(await letters.get(letterId)).toMatchObject({
      state: 'told',
      receiptNo: 'R1',
      postings: [{ way: 'mail' }, { way: 'person', trackingNo: 'SD1' }],
    });
    await expect(letters.told(letterId, told, clerk)).rejects.toMatchObject({ code: 'LETTER_TOLD' });
    await expect(letters.posted(letterId, mail, clerk)).rejects.toMatchObject({ code: 'LETTER_TOLD' });
    const { rows } = await fixture.pool.query<{ topic: string }>(
      "SELECT topic FROM registry.register_events WHERE payload ->> 'letterId' = $1 ORDER BY seq",
      [letterId],
    );
    expect(rows.map((row) => row.topic)).toEqual(['letter.issued', 'letter.posted', 'letter.posted', 'letter.told']);
    const audit = await registry.audit.list({ unitCode: unit.unitCode });
    expect(audit.map((entry) => entry.action)).toEqual(expect.arrayContaining(['unmask.letter', 'letter.read']));
    for (const change of ["told_at = told_at + interval '1 day'", "letter_no = 'X'", "bytes = 'x'"])
      await expect(
        fixture.pool.query(`UPDATE registry.printed_letters SET ${change} WHERE letter_id = $1`, [letterId]),
      ).rejects.toMatchObject({ code: 'YT005' });
    clock.set(monday);
  });
});

const correction = (unit: DemoUnit) =>
  application(
    'BDC-29',
    unit,
    { acquirers: unit.owners },
    {
      operation: 'facts',
      correction: { error: '面积录入错误', evidenceNo: '内审1号', holderConsents: false, exOfficio: true },
      facts: { reason: '依职权更正', basisNo: '内审1号', location: '更正后的坐落' },
    },
  );

describe('依职权更正 (实施细则 §81)', () => {
  it('is announced to nobody any more once it was given up, unless his letter is on its way', async () => {
    const { registry } = fixture;
    const [open, sent] = [homes.shift() as DemoUnit, homes.shift() as DemoUnit];
    const posted = async () =>
      (await registry.letters.list({ district: null, state: 'posted' })).items.map((one) => one.caseNo);
    const cases = await Promise.all([open, sent].map((unit) => readyForBook(registry, correction(unit))));
    for (const caseNo of cases) await registry.publicity.open(caseNo);
    const before = (await registry.letters.count(null)).open;
    await postedLetter((await openOf(sent))[0]!.letterId);
    // when
    for (const caseNo of cases) {
      await registry.cases.requestWithdrawal({ caseNo, reason: '不再更正', by: clerk });
      await registry.cases.closeCase({ caseNo, outcome: 'WITHDRAWN', by: clerk });
    }
    // then
    expect(await openOf(open)).toEqual([]);
    expect((await registry.letters.count(null)).open).toBe(before - 2);
    expect(await posted()).toContain(cases[1]);
  });

  it('is entered only when every holder was told in writing and has had his working days', async () => {
    const { registry, clock } = fixture;
    const unit = homes.shift() as DemoUnit;
    const caseNo = await readyForBook(registry, correction(unit));
    await registry.publicity.open(caseNo);
    const [letter] = await openOf(unit);
    expect(letter).toMatchObject({ kind: 'ex_officio', caseNo });
    expect(await registry.letters.issue(letter!.letterId, clerk)).toMatchObject({
      correction: { error: '面积录入错误' },
      termDays: 15,
    });
    // given: more days from the next day on, which is not what the letter says
    await changeRule(fixture, { name: 'publicity.days', value: 20 });
    // given: the public's days are over, the holder has not been told
    clock.set('2026-12-15T09:00:00+08:00');
    const refused = (text: string) => ({
      kind: 'refused',
      refusal: { rule: 'PUBLICITY', message: expect.stringContaining(text) },
    });
    expect(await enter(registry, caseNo)).toMatchObject(refused('还有1人未送达'));
    clock.set(monday);
    await postedLetter(letter!.letterId);
    clock.set('2026-11-26T09:00:00+08:00');
    await registry.letters.told(letter!.letterId, { toldAt: clock.now(), receiptNo: 'R2' }, clerk);
    // 2026-11-26 and fifteen working days
    expect((await registry.letters.get(letter!.letterId)).termEndsAt).toEqual(new Date('2026-12-17T17:00:00+08:00'));
    clock.set('2026-12-15T09:00:00+08:00');
    expect(await enter(registry, caseNo)).toMatchObject(refused('2026-12-17'));
    // when, then
    clock.set('2026-12-18T09:00:00+08:00');
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'entered' });
    clock.set(monday);
  });
});

describe('the list of letters', () => {
  it('comes newest first, page by page, without a letter twice or left out while others are made; filtered by the register', async () => {
    const { registry, pool } = fixture;
    const unit = demoCity.saleUnits('330213')[0] as DemoUnit;
    const written = async (minute: number, kind = 'co_owner_disposed') => {
      const { rows } = await pool.query<{ letter_id: string }>(
        `INSERT INTO registry.printed_letters (kind, unit_code, right_id, holder_seq, reference, created_at)
         SELECT $1, unit_code, right_id, 1, $2, $3 FROM registry.rights
         WHERE unit_code = $4 AND kind = 'OWNERSHIP' AND status = 'CURRENT' RETURNING letter_id`,
        [
          kind,
          `202611203302130000${String(minute).padStart(2, '0')}`,
          new Date(Date.parse(monday) + minute * 60_000),
          unit.unitCode,
        ],
      );
      return rows[0]?.letter_id as string;
    };
    const ids: string[] = [];
    for (const minute of [1, 2, 3, 4, 5]) ids.unshift(await written(minute));
    const page = (after: string | null, more: object = {}) =>
      registry.letters.list({ district: '330213', state: 'open', limit: 2, after, ...more });
    const shown = ({ items }: { items: { letterId: string }[] }) => items.map(({ letterId }) => letterId);

    const first = await page(null);
    // when one more is made while somebody reads on
    const newer = await written(6);
    const second = await page(first.next);
    const third = await page(second.next);

    expect([first, second, third].flatMap(shown)).toEqual(ids);
    expect(third.next).toBeNull();
    expect(shown(await page(null))[0]).toBe(newer);

    // and the filters: kind, beginning of a number, place, another district
    const find = async (more: object) => shown(await page(null, { limit: 200, ...more }));
    expect(await find({ kind: 'ex_officio' })).toEqual([]);
    expect(await find({ kind: 'co_owner_disposed' })).toHaveLength(6);
    expect(await find({ text: '20261120330213000003' })).toEqual([ids[2]]);
    expect(await find({ text: unit.unitCode.slice(0, 20).toLowerCase() })).toHaveLength(6);
    expect(await find({ text: '没有这个坐落' })).toEqual([]);
    expect(await find({ district: '330212' })).toEqual([]);
  });
});
