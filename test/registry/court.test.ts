import { describe, expect, it } from 'vitest';
import { type DemoUnit, demoCity } from '../../registry/index.ts';
import { approverOf, deliver, notice, officerOf } from './support/notices.ts';
import { application, courtOfficer, enter, readyForBook, registered, sale, seizure } from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['organisations'] });

const homes = demoCity.saleUnits('330212');
let used = 0;
const freshHome = (): DemoUnit => homes[used++] as DemoUnit;

describe('delivery (INV-07)', () => {
  it('happens when the approver signs, not when the officer files, and once', async () => {
    const { registry, clock, pool } = fixture;
    const input = notice(freshHome());
    const { noticeNo } = await registry.court.fileNotice(input, officerOf());
    expect(await registry.court.fileNotice(input, officerOf())).toEqual({ noticeNo, firstTime: false });
    expect(noticeNo).toMatch(/^20261123330212\d{6}$/);
    expect(await registry.court.getNotice(noticeNo)).toMatchObject({ state: 'FILED', deliveredAt: null });
    await expect(registry.court.signNotice(noticeNo, officerOf())).rejects.toMatchObject({ code: 'NOTICE_REFUSED' });
    clock.advance(90_000);
    const signed = await registry.court.signNotice(noticeNo, approverOf());
    expect(signed).toEqual({ deliveredAt: clock.now(), firstTime: true });
    clock.advance(1_000);
    expect(await registry.court.signNotice(noticeNo, approverOf())).toEqual({ ...signed, firstTime: false });
    await expect(
      pool.query('UPDATE registry.court_notices SET delivered_at = now() WHERE notice_no = $1', [noticeNo]),
    ).rejects.toMatchObject({ code: 'YT007' });
  });

  it('names the debtor with characters that everybody sees, or is not filed', async () => {
    const unit = freshHome();
    const [{ name, idNo }] = unit.owners as [DemoUnit['owners'][number]];
    const hidden = notice(unit, { content: { respondent: { name: `${name}\u200b`, idNo } } });
    await expect(fixture.registry.court.fileNotice(hidden, officerOf())).rejects.toMatchObject({
      code: 'NOTICE_REFUSED',
      problems: [{ field: 'content.respondent.name', code: 'NAME_UNSEEN' }],
    });
  });

  it('of many at one instant gets a strict order over the whole city', async () => {
    const { registry } = fixture;
    const numbers = await Promise.all(
      ['0203', '0211', '0212', '0205'].map((court) =>
        deliver(registry, notice(freshHome(), { courtId: `COURT-${court}` })),
      ),
    );
    const times = await Promise.all(
      numbers.map(async (no) => (await registry.court.getNotice(no))?.deliveredAt?.getTime()),
    );
    expect(new Set(times).size).toBe(4);
  });

  it('decides who is first, whoever is worked on first (scenario 1)', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    const first = await deliver(registry, notice(unit));
    clock.advance(40);
    const second = await deliver(registry, notice(unit, { courtId: 'COURT-0211' }));
    expect(await registry.court.decideNotice(second)).toEqual({ kind: 'waiting' });
    // The window cannot slip in between either.
    expect(await registry.seizures.enterSeizure(seizure(unit), courtOfficer)).toMatchObject({
      code: 'EARLIER_NOTICE_PENDING',
    });
    expect(await registry.court.decideNotice(first)).toEqual({ kind: 'decided', state: 'EFFECTIVE', queueNo: null });
    expect(await registry.court.decideNotice(second)).toEqual({ kind: 'decided', state: 'QUEUED', queueNo: 1 });
    const queued = await registry.court.getNotice(second);
    expect(queued?.result?.units).toMatchObject([
      { state: 'QUEUED', queueNo: 1, prior: [{ authority: '海曙区人民法院', state: 'EFFECTIVE' }] },
    ]);
  });

  it('holds 登簿 from this instant; a returned notice lets it go on (INV-12)', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const caseNo = await readyForBook(registry, sale(unit));
    const noticeNo = await deliver(registry, notice(unit));
    expect(await enter(registry, caseNo)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-12', errorCode: 'REG_CONFLICT' },
    });
    await registry.court.returnNotice(noticeNo, ['ORDER_MISSING']);
    expect((await registry.court.getNotice(noticeNo))?.reasons[0]).toContain('裁定书');
    expect((await enter(registry, caseNo)).kind).toBe('entered');
    // One second after: the property is no longer the debtor's (scenario 6).
    const late = await deliver(registry, notice(unit));
    expect(await registry.court.decideNotice(late)).toMatchObject({
      kind: 'returned',
      reasons: [expect.stringContaining('已转移登记到他人名下')],
    });
  });

  it('on a page closed by 注销登记: returned, with the day and the reason; nothing is written (INV-05)', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const closing = application(
      'BDC-16',
      unit,
      { acquirers: unit.owners },
      { cancellation: { cause: 'destroyed', endedOn: '2026-11-01' } },
    );
    await registered(registry, closing);
    const before = await registry.units.unitPage(unit.unitCode);
    for (const content of [{}, { courtInsists: true }]) {
      const noticeNo = await deliver(registry, notice(unit, { content }));
      expect(await registry.court.decideNotice(noticeNo)).toMatchObject({
        kind: 'returned',
        reasons: [expect.stringMatching(/单元.{28}已于2026-11-23注销登记，登记簿已关闭.*退回查封机关/)],
      });
      expect(await registry.court.getNotice(noticeNo)).toMatchObject({ state: 'RETURNED' });
    }
    expect(await registry.units.unitPage(unit.unitCode)).toEqual(before);
  });

  it('tells every running case, whatever state it is in', async () => {
    const { registry, pool } = fixture;
    const unit = freshHome();
    const { caseNo: inIntake } = await registry.cases.fileCase(sale(unit), {
      userId: 'acceptor-330212',
      role: 'window_acceptor',
      district: '330212',
    });
    const noticeNo = await deliver(registry, notice(unit));
    await registry.court.decideNotice(noticeNo);
    const { rows } = await pool.query(
      "SELECT case_no FROM registry.outbox WHERE topic = 'seizure.entered' AND payload->>'noticeNo' = $1",
      [noticeNo],
    );
    expect(rows).toEqual([{ case_no: inIntake }]);
  });
});

describe('renewal and lift from the portal', () => {
  it('a renewal delivered before the end holds the end until it is decided (INV-09)', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    const first = notice(unit, { content: { termMonths: 1 } });
    const noticeNo = await deliver(registry, first);
    await registry.court.decideNotice(noticeNo);
    const [own] = (await registry.court.seizuresOf('COURT-0203')).filter((s) => s.unitCode === unit.unitCode);
    clock.set('2026-12-23T23:59:00+08:00');
    const renewal = await deliver(
      registry,
      notice(unit, {
        kind: 'renew',
        targetRightId: own?.rightId ?? '',
        content: { documentNo: first.content.documentNo, termMonths: 36 },
      }),
    );
    clock.set('2026-12-24T00:10:00+08:00');
    expect(await registry.seizures.sweep()).toMatchObject({ expired: 0 });
    expect(await registry.seizures.expireSeizure(own?.rightId ?? '')).toEqual({ kind: 'waiting' });
    expect(await registry.court.decideNotice(renewal)).toMatchObject({ state: 'RENEWED' });
    expect(await registry.seizures.term(own?.rightId ?? '')).toMatchObject({
      state: 'EFFECTIVE',
      endsAt: new Date('2029-12-23T23:59:59+08:00'),
    });
    clock.set(monday);
  });

  it('another court lifts only as superior or with transfer papers', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    await registry.court.decideNotice(await deliver(registry, notice(unit)));
    const [own] = (await registry.court.seizuresOf('COURT-0203')).filter((s) => s.unitCode === unit.unitCode);
    const lift = (courtId: string) => notice(unit, { kind: 'lift', courtId, targetRightId: own?.rightId ?? '' });
    expect(await registry.court.decideNotice(await deliver(registry, lift('COURT-0211')))).toMatchObject({
      kind: 'returned',
      reasons: [expect.stringContaining('不是查封机关')],
    });
    expect(await registry.court.decideNotice(await deliver(registry, lift('COURT-02')))).toMatchObject({
      state: 'LIFTED',
    });
  });
});

describe('协助查询 (CT-01)', () => {
  const query = (content: Parameters<typeof notice>[1]) => notice(homes[0] as DemoUnit, { kind: 'query', ...content });

  it('by person needs name and number; a namesake is not returned; every look is logged with its 案号', async () => {
    const { registry } = fixture;
    const { zhang, wang } = demoCity.people;
    const ask = async (respondent: { name: string; idNo: string }) => {
      const input = query({ content: { respondent, unitCodes: [] } });
      const noticeNo = await deliver(registry, input);
      await registry.court.decideNotice(noticeNo);
      return { input, result: (await registry.court.getNotice(noticeNo))?.result?.query };
    };
    const hit = await ask(zhang);
    expect(hit.result).toMatchObject({ found: true });
    expect(hit.result?.units.map((u) => u.unitCode)).toContain(demoCity.units.plainSale.unitCode);
    expect((await ask({ name: zhang.name, idNo: wang.idNo })).result).toEqual({ found: false, units: [] });
    const [logged] = await registry.audit.list({ unitCode: demoCity.units.plainSale.unitCode });
    expect(logged).toMatchObject({ action: 'court.query', purpose: `法院协助查询 ${hit.input.content.documentNo}` });
  });

  it('by unit shows mortgages by rank and the queue of seizures', async () => {
    const { registry } = fixture;
    const ask = async (unit: DemoUnit) => {
      const noticeNo = await deliver(registry, query({ content: { unitCodes: [unit.unitCode] } }));
      await registry.court.decideNotice(noticeNo);
      return (await registry.court.getNotice(noticeNo))?.result?.query?.units[0];
    };
    expect(await ask(demoCity.units.mortgaged)).toMatchObject({ mortgages: [{ rank: 1 }] });
    expect(await ask(demoCity.units.seized)).toMatchObject({
      seizures: [{ state: 'EFFECTIVE', documentNo: '（2025）浙0203执88号' }],
    });
  });
});
