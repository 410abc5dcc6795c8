import { describe, expect, it } from 'vitest';
import { at } from '../../registry/calendar/local-time.ts';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import {
  application,
  courtOfficer,
  enter,
  fileAndAccept,
  mortgage,
  party,
  readyForBook,
  registered,
  rename,
  sale,
  seizure,
} from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330211');
let used = 0;
function freshHome(): DemoUnit {
  used += 1;
  return homes[used] as DemoUnit;
}

describe('a seizure', () => {
  it('is effective from delivery for its term, moves the version, and tells every running case once', async () => {
    const { registry, pool, clock } = fixture;
    const unit = freshHome();
    const running = [await fileAndAccept(registry, sale(unit)), await fileAndAccept(registry, mortgage(unit))];
    const result = await registry.seizures.enterSeizure(seizure(unit, { termMonths: 24 }), courtOfficer);
    expect(result).toMatchObject({
      kind: 'entered',
      firstTime: true,
      affectedCases: running,
      entries: [{ state: 'EFFECTIVE', startsAt: clock.now(), endsAt: at('2028-11-23', '23:59:59') }],
    });
    const page = await registry.units.unitPage(unit.unitCode);
    expect(page).toMatchObject({
      states: ['SEIZED'],
      registerVersion: 2,
      runningCases: running.map((caseNo) => ({ caseNo })),
    });
    const { rows } = await pool.query(
      "SELECT case_no, correlation_key, payload FROM registry.outbox WHERE topic = 'seizure.entered' ORDER BY case_no",
    );
    expect(rows.map((r) => r.case_no)).toEqual(running);
    expect(rows[0]).toMatchObject({ correlation_key: running[0], payload: { unitCode: unit.unitCode } });
    expect((await registry.cases.timeline(running[0] as string)).map((line) => line.topic)).toContain(
      'seizure.entered',
    );
  });

  it('delivered twice is entered once', async () => {
    const { registry } = fixture;
    const order = seizure(freshHome());
    const first = await registry.seizures.enterSeizure(order, courtOfficer);
    const again = await registry.seizures.enterSeizure(order, courtOfficer);
    expect(again).toEqual({ ...first, firstTime: false });
  });

  it('queues behind an effective one, without a term of its own (INV-07, INV-10)', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    await registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    for (const queueNo of [1, 2]) {
      expect(await registry.seizures.enterSeizure(seizure(unit), courtOfficer)).toMatchObject({
        entries: [{ state: 'QUEUED', queueNo, startsAt: null, endsAt: null }],
      });
    }
    const page = await registry.units.unitPage(unit.unitCode);
    expect(page?.seizures.map((s) => s.queueNo)).toEqual([null, 1, 2]);
  });

  it('by the same authority with the same document is refused (INV-07)', async () => {
    const { registry } = fixture;
    const order = seizure(freshHome());
    await registry.seizures.enterSeizure(order, courtOfficer);
    expect(await registry.seizures.enterSeizure({ ...order, noticeNo: 'other-receipt' }, courtOfficer)).toMatchObject({
      kind: 'refused',
      rule: 'INV-07',
      code: 'ALREADY_QUEUED',
    });
  });

  it('of a share leaves room for a seizure of the other share, not for one of the whole (INV-16)', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.sharedSale;
    expect(
      await registry.seizures.enterSeizure(seizure(unit, { scopeShare: { n: 1, d: 3 } }), courtOfficer),
    ).toMatchObject({ entries: [{ state: 'EFFECTIVE' }] });
    expect(
      await registry.seizures.enterSeizure(
        seizure(unit, { scopeShare: { n: 1, d: 3 }, respondent: unit.owners[1] as CityPerson }),
        courtOfficer,
      ),
    ).toMatchObject({ entries: [{ state: 'EFFECTIVE' }] });
    expect(
      await registry.seizures.enterSeizure(seizure(unit, { scopeShare: { n: 1, d: 3 } }), courtOfficer),
    ).toMatchObject({ entries: [{ state: 'QUEUED', queueNo: 1 }] });
    expect(await registry.seizures.enterSeizure(seizure(unit), courtOfficer)).toMatchObject({
      entries: [{ state: 'QUEUED' }],
    });
  });

  it.each([
    ['one officer', { officers: [{ name: '甲', workNo: 'W', dutyNo: 'D' }] }],
    ['one officer twice', { officers: Array(2).fill({ name: '甲', workNo: 'W', dutyNo: 'D' }) }],
    ['four years (INV-09)', { termMonths: 48 }],
    ['no document', { documentNo: ' ' }],
    ['two districts', { unitCodes: [homes[0]?.unitCode ?? '', demoCity.units.large.unitCode] }],
  ])('with papers incomplete in form (%s) goes back to the court', async (_, change) => {
    const { registry } = fixture;
    expect(await registry.seizures.enterSeizure(seizure(homes[0] as DemoUnit, change), courtOfficer)).toMatchObject({
      kind: 'refused',
      code: 'NOTICE_INVALID',
      advice: expect.stringContaining('退回'),
    });
  });

  it('of a stranger’s home is returned for correction', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    expect(
      await registry.seizures.enterSeizure(
        seizure(unit, { respondent: { name: '许国栋', idNo: '330299196606060072' } }),
        courtOfficer,
      ),
    ).toMatchObject({ code: 'RESPONDENT_MISMATCH' });
    expect(
      await registry.seizures.enterSeizure(
        seizure(unit, { unitCodes: [`${unit.unitCode.slice(0, 24)}7777`] }),
        courtOfficer,
      ),
    ).toMatchObject({ code: 'UNIT_NOT_FOUND' });
  });
});

describe('before or after 登簿 (INV-12)', () => {
  it('delivered after the transfer: refused; the receipt says why', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    expect((await enter(registry, await readyForBook(registry, sale(unit)))).kind).toBe('entered');
    clock.advance(1000);
    expect(await registry.seizures.enterSeizure(seizure(unit), courtOfficer)).toMatchObject({
      kind: 'refused',
      rule: 'INV-12',
      code: 'ALREADY_TRANSFERRED',
    });
    expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['NORMAL']);
  });

  it('delivered on paper before, typed after the transfer: never silently dropped', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    await enter(registry, await readyForBook(registry, sale(unit)));
    const deliveredAt = new Date(clock.now().getTime() - 60_000);
    expect(await registry.seizures.enterSeizure(seizure(unit, { deliveredAt }), courtOfficer)).toMatchObject({
      rule: 'INV-12',
      code: 'DELIVERED_BEFORE_ENTRY',
      advice: expect.stringContaining('主管'),
    });
  });

  it.each(['seizure', 'pre_seizure'] as const)(
    'a %s on a closed page names the rule and the row (INV-05)',
    async (seizureKind) => {
      const { registry, clock } = fixture;
      const unit = freshHome();
      const { rightId } = (await registry.units.unitPage(unit.unitCode))!.ownership!;
      const cancellation = { cause: 'destroyed' as const, endedOn: '2026-11-01' };
      await registered(registry, application('BDC-16', unit, { acquirers: unit.owners }, { cancellation }));
      clock.advance(1000);
      expect(await registry.seizures.enterSeizure(seizure(unit, { seizureKind }), courtOfficer)).toMatchObject({
        kind: 'refused',
        rule: 'INV-05',
        code: 'PAGE_CLOSED',
        blockingRow: { table: 'rights', id: rightId, summary: expect.stringContaining('注销登记') },
      });
      const deliveredAt = new Date(clock.now().getTime() - 60_000);
      expect(
        await registry.seizures.enterSeizure(seizure(unit, { seizureKind, deliveredAt }), courtOfficer),
      ).toMatchObject({ rule: 'INV-12', code: 'DELIVERED_BEFORE_ENTRY', blockingRow: { id: rightId } });
      expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['EXTINGUISHED']);
    },
  );

  it('closed with its page is not renewed any more', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const order = seizure(unit);
    const entered = await registry.seizures.enterSeizure(order, courtOfficer);
    const rightId = entered.kind === 'entered' ? entered.entries[0]!.rightId : '';
    const cancellation = { cause: 'destroyed' as const, endedOn: '2026-11-01' };
    await registered(registry, application('BDC-16', unit, { acquirers: unit.owners }, { cancellation }));
    const { authority, documentNo, officers } = order;
    const renewal = { noticeNo: 'renewal-of-nothing', rightId, authority, documentNo, termMonths: 12, officers };
    expect(await registry.seizures.renewSeizure(renewal, courtOfficer)).toMatchObject({
      rule: 'INV-05',
      code: 'ALREADY_ENDED',
    });
  });

  it('delivered between acceptance and 登簿: the case cannot be entered and ends as superseded (scenario 5)', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const caseNo = await readyForBook(registry, sale(unit));
    await registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    expect(await registry.units.recheckCase(caseNo)).toMatchObject({
      changed: true,
      blocks: [{ rule: 'INV-06', code: 'UNIT_RESTRICTED' }],
    });
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'refused', refusal: { errorCode: 'UNIT_RESTRICTED' } });
    expect(await registry.cases.checkInterruption(caseNo)).toMatchObject({ entered: false });
  });

  it('a change of name before it does not save the debtor’s home', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    expect((await enter(registry, await readyForBook(registry, rename(unit, ['改名氏'])))).kind).toBe('entered');
    // The court still knows the debtor by the old name.
    expect(await registry.seizures.enterSeizure(seizure(unit), courtOfficer)).toMatchObject({ kind: 'entered' });
    expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['SEIZED']);
  });
});

describe('a correction before it', () => {
  const corrected = async (unit: DemoUnit, change: Partial<CityPerson>) => {
    const [owner] = unit.owners as [CityPerson];
    await registered(
      fixture.registry,
      application(
        'BDC-29',
        unit,
        { acquirers: [{ ...owner, ...change }] },
        {
          operation: 'holder',
          correction: { error: '登记错误', evidenceNo: '户籍证明1号', holderConsents: true },
          nameChange: { previous: [{ name: owner.name, idType: owner.idType, idNo: owner.idNo }], reason: '登记错误' },
        },
      ),
    );
  };

  it.each([
    ['name', { name: '更正氏' }],
    ['number', { idNo: cityPerson(9_701).idNo }],
  ])(
    'of the %s does not save the debtor’s home: the court knows him as he stood in the book',
    async (_what, change) => {
      const { registry } = fixture;
      const unit = freshHome();
      await corrected(unit, change);
      expect(await registry.seizures.enterSeizure(seizure(unit), courtOfficer)).toMatchObject({ kind: 'entered' });
      expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['SEIZED']);
    },
  );
});

describe('the stock that was seized before', () => {
  it('gets a watch each, once; what was seized here has one already', async () => {
    const { registry, pool } = fixture;
    const watched = async (unitCode: string) => {
      const { rows } = await pool.query(
        `SELECT count(*)::int AS n FROM registry.outbox o JOIN registry.rights r ON o.case_no = 'CF' || r.right_id
         WHERE o.topic = 'seizure.watch' AND r.unit_code = $1`,
        [unitCode],
      );
      return rows[0].n as number;
    };
    const here = freshHome();
    await registry.seizures.enterSeizure(seizure(here), courtOfficer);
    expect(await watched(demoCity.units.seized.unitCode)).toBe(0);
    expect(await registry.seizures.watchUnwatched(1000)).toBeGreaterThan(0);
    expect(await registry.seizures.watchUnwatched(1000)).toBe(0);
    expect(await watched(demoCity.units.seized.unitCode)).toBe(1);
    expect(await watched(here.unitCode)).toBe(1);
  });
});

describe('预查封 (INV-14)', () => {
  it('waits for the debtor: the entry to anybody else is refused, the one to the debtor turns it into 查封', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const buyer = demoCity.people.chen;
    const order = seizure(unit, { seizureKind: 'pre_seizure', respondent: buyer });
    expect(await registry.seizures.enterSeizure(order, courtOfficer)).toMatchObject({
      entries: [{ state: 'EFFECTIVE' }],
    });
    const queued = seizure(unit, { seizureKind: 'pre_seizure', respondent: buyer });
    expect(await registry.seizures.enterSeizure(queued, courtOfficer)).toMatchObject({
      entries: [{ state: 'QUEUED' }],
    });
    expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['PRE_SEIZED']);

    const toOther = await readyForBook(registry, sale(unit, demoCity.people.li));
    expect(await enter(registry, toOther)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06' } });
    const toDebtor = await readyForBook(registry, sale(unit, buyer));
    expect((await enter(registry, toDebtor)).kind).toBe('entered');
    const page = await registry.units.unitPage(unit.unitCode);
    expect(page?.states).toEqual(['SEIZED']);
    expect(page?.seizures.map((s) => [s.seizureKind, s.status])).toEqual([
      ['seizure', 'CURRENT'],
      ['seizure', 'QUEUED'],
    ]);
  });
});

/** Keys of the watches that were told that these were disposed of. */
async function watchesEnded(rightIds: string[]): Promise<string[]> {
  const { rows } = await fixture.pool.query<{ correlation_key: string }>(
    "SELECT correlation_key FROM registry.outbox WHERE topic = 'seizure.disposed' AND correlation_key = ANY ($1)",
    [rightIds.map((rightId) => `CF${rightId}`)],
  );
  return rows.map((row) => row.correlation_key);
}

describe('disposal of the whole (INV-11, scenario 3)', () => {
  it('lapses the seizure and everybody behind it; a queued court cannot dispose', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const results = [];
    for (let i = 0; i < 3; i += 1) results.push(await registry.seizures.enterSeizure(seizure(unit), courtOfficer));
    const ids = results.map((r) => (r.kind === 'entered' ? (r.entries[0]?.rightId ?? '') : ''));
    const [first = '', second = '', third = ''] = ids;
    const input = { noticeNo: `dispose-${first}`, documentNo: '（2026）浙0203执恢1号', extent: 'whole' as const };
    expect(await registry.seizures.disposeSeizure({ ...input, rightId: second }, courtOfficer)).toMatchObject({
      rule: 'INV-11',
      code: 'NOT_EFFECTIVE',
    });
    const done = await registry.seizures.disposeSeizure({ ...input, rightId: first }, courtOfficer);
    expect(done).toEqual({ kind: 'disposed', lapsedIds: [second, third], promotions: [], kept: null, firstTime: true });
    expect(await registry.seizures.disposeSeizure({ ...input, rightId: first }, courtOfficer)).toEqual({
      ...done,
      firstTime: false,
    });
    expect((await registry.seizures.lapsedWith(first)).map((t) => [t.rightId, t.state])).toEqual([
      [second, 'DISPOSED'],
      [third, 'DISPOSED'],
    ]);
    expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['DISPOSED']);
    expect(await watchesEnded(ids)).toEqual([`CF${first}`]);
  });
});

describe('注销登记 of a seized home', () => {
  it('ends the watch, and the courts to be told are the seizing one and everybody behind it', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const result = await registry.seizures.enterSeizure(seizure(unit), courtOfficer);
      ids.push(result.kind === 'entered' ? (result.entries[0]?.rightId ?? '') : '');
    }
    const cancellation = { cause: 'destroyed' as const, endedOn: '2026-11-01' };
    await registered(registry, application('BDC-16', unit, { acquirers: unit.owners }, { cancellation }));
    expect(await watchesEnded(ids)).toEqual([`CF${ids[0]}`]);
    expect((await registry.seizures.lapsedWith(ids[0] ?? '')).map((t) => [t.rightId, t.state])).toEqual(
      ids.map((id) => [id, 'DISPOSED']),
    );
  });
});

describe('what the model test found', () => {
  it('a term that is over stops no 登簿, though neither timer nor sweep has written its end', async () => {
    const { registry, clock } = fixture;
    const [free, taken] = [freshHome(), freshHome()];
    const first = await registry.seizures.enterSeizure(seizure(free, { termMonths: 1 }), courtOfficer);
    await registry.seizures.enterSeizure(seizure(taken, { termMonths: 1 }), courtOfficer);
    await registry.seizures.enterSeizure(seizure(taken, { termMonths: 12 }), courtOfficer);
    const cases = [await readyForBook(registry, sale(free)), await readyForBook(registry, sale(taken))];
    clock.advance(40 * 86_400_000);
    try {
      expect(await enter(registry, cases[0] as string)).toMatchObject({ kind: 'entered' });
      const rightId = first.kind === 'entered' ? first.entries[0]?.rightId : undefined;
      expect(await registry.seizures.term(rightId as string)).toMatchObject({ state: 'EXPIRED' });
      // Who waited behind it holds the other home since then (INV-08).
      expect(await enter(registry, cases[1] as string)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06' } });
    } finally {
      clock.set(monday);
    }
  });

  it('nor does it stop a case before that: at the window, at the recheck, in the preview', async () => {
    const { registry, clock } = fixture;
    const questions: ((unitCode: string, caseNo: string) => Promise<unknown>)[] = [
      (unitCode) => registry.units.checkUnit({ unitCode, itemCode: 'BDC-10' }).then(({ blocks }) => blocks),
      (_unitCode, caseNo) => registry.units.recheckCase(caseNo).then(({ blocks }) => blocks),
      (_unitCode, caseNo) => registry.book.previewEntry(caseNo).then(({ blocks }) => blocks),
    ];
    const asked: { question: (typeof questions)[number]; free: boolean; unit: DemoUnit; caseNo: string }[] = [];
    for (const question of questions)
      for (const free of [true, false]) {
        const unit = freshHome();
        await registry.seizures.enterSeizure(seizure(unit, { termMonths: 1 }), courtOfficer);
        // Who waits behind it holds the home from then on (INV-08).
        if (!free) await registry.seizures.enterSeizure(seizure(unit, { termMonths: 12 }), courtOfficer);
        asked.push({ question, free, unit, caseNo: await readyForBook(registry, sale(unit)) });
      }
    clock.advance(40 * 86_400_000);
    try {
      for (const { question, free, unit, caseNo } of asked)
        expect(await question(unit.unitCode, caseNo), `${question} ${free}`).toHaveLength(free ? 0 : 1);
    } finally {
      clock.set(monday);
    }
  });

  it('INV-16: a third quarter of a debtor’s half waits, and takes effect when one of the two is lifted', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const [debtor, other] = [cityPerson(8_901), cityPerson(8_902)];
    const half = { n: 1, d: 2 };
    const what = sale(unit, debtor, { ownershipMode: 'shares' });
    what.parties = [party('acquirer', debtor, half), party('acquirer', other, half), ...what.parties.slice(1)];
    await registered(registry, what);
    const quarter = { scopeShare: { n: 1, d: 4 }, respondent: { name: debtor.name, idNo: debtor.idNo } };
    const entries = [];
    for (let i = 0; i < 3; i += 1) {
      const order = seizure(unit, quarter);
      const result = await registry.seizures.enterSeizure(order, courtOfficer);
      if (result.kind === 'entered') entries.push({ ...order, ...result.entries[0] });
    }
    expect(entries.map((one) => one.state)).toEqual(['EFFECTIVE', 'EFFECTIVE', 'QUEUED']);
    const { authority, documentNo, rightId = '' } = entries[0] ?? { authority: '', documentNo: '' };
    expect(
      await registry.seizures.liftSeizure(
        { noticeNo: `lift-${rightId}`, rightId, authority, documentNo },
        courtOfficer,
      ),
    ).toMatchObject({ kind: 'lifted', promotions: [{ rightId: entries[2]?.rightId }] });
  });
});
