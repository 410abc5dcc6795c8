import { describe, expect, it } from 'vitest';
import { type DemoUnit, demoCity, systemActor } from '../../registry/index.ts';
import {
  acceptor,
  approveAndSign,
  courtOfficer,
  enter,
  fileAndAccept,
  mortgage,
  party,
  payTax,
  readyForBook,
  registrar,
  rename,
  reviewer,
  sale,
  seizure,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const clerk = { actor: acceptor, purpose: 'test' };
const homes = demoCity.saleUnits('330203');
let used = 0;
/** A plain home nobody has touched yet. */
function freshHome(): DemoUnit {
  used += 1;
  return homes[used] as DemoUnit;
}

describe('登簿 of a sale (BDC-10)', () => {
  it('ends the old ownership, writes the new one, draws a certificate, cancels the old one', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.plainSale;
    const caseNo = await readyForBook(registry, sale(unit, demoCity.people.chen));
    const result = await enter(registry, caseNo);
    expect(result).toMatchObject({ kind: 'entered', firstTime: true, registerVersions: { [unit.unitCode]: 2 } });
    if (result.kind !== 'entered') return;
    expect(result.certificateNos).toHaveLength(1);
    expect(result.certificateNos[0]).toMatch(/^浙（2026）宁波市海曙不动产权第\d{7}号$/);

    const page = await registry.units.unitPage(unit.unitCode, { unmask: clerk });
    expect(page?.ownership).toMatchObject({
      mode: 'single',
      regType: 200,
      caseNo,
      registrar: registrar.userId,
      priceFen: 200_000_000,
      certificateNos: result.certificateNos,
    });
    expect(page?.ownership?.holders.map((h) => h.name)).toEqual([demoCity.people.chen.name]);
    expect(page?.registerVersion).toBe(2);
    expect(page?.history.map((h) => h.text)).toEqual(['所有权：买卖', '所有权终止：买卖转移', '所有权：买卖']);

    // and as it stood the day before
    const before = await registry.units.unitPage(unit.unitCode, {
      at: new Date('2026-11-22T00:00:00Z'),
      unmask: clerk,
    });
    expect(before?.ownership?.holders.map((h) => h.name)).toEqual([demoCity.people.zhang.name]);
    expect(await registry.cases.getCase(caseNo)).toMatchObject({
      status: 'ENTERED',
      certificateNos: result.certificateNos,
    });
  });

  it('tells whoever listens, once it is committed, which case and pages it was', async () => {
    const { pool, registry } = fixture;
    const unit = freshHome();
    const caseNo = await readyForBook(registry, sale(unit, demoCity.people.chen));
    const listener = await pool.connect();
    try {
      const heard = new Promise<string | undefined>((resolve) =>
        listener.on('notification', ({ payload }) => payload?.includes('register.entered') && resolve(payload)),
      );
      await listener.query('LISTEN registry_event');
      await enter(registry, caseNo);
      expect(JSON.parse((await heard) ?? '')).toEqual({
        topic: 'register.entered',
        caseNo,
        district: '330203',
        unitCodes: [unit.unitCode],
      });
    } finally {
      listener.release(true);
    }
  });

  it('is idempotent: a repeated job gets the first result, one entry, one certificate (scenario 12)', async () => {
    const { registry, pool } = fixture;
    const caseNo = await readyForBook(registry, sale(freshHome()));
    const first = await enter(registry, caseNo);
    const again = await enter(registry, caseNo);
    expect(again).toEqual({ ...first, firstTime: false });
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM registry.register_entries WHERE case_no = $1', [
      caseNo,
    ]);
    expect(rows[0].n).toBe(1);
    // another step of the same case is no second registration
    expect(await registry.book.enterInRegister({ caseNo, step: 'Another', registrar })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'CASE_CLOSED' },
    });
  });

  it('numbers certificates without gap or repetition, even when entries are refused in between', async () => {
    const { registry } = fixture;
    const numbers: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const seized = freshHome();
      const refused = await readyForBook(registry, sale(seized));
      await registry.seizures.enterSeizure(seizure(seized), courtOfficer);
      expect((await enter(registry, refused)).kind).toBe('refused');
      const result = await enter(registry, await readyForBook(registry, sale(freshHome())));
      if (result.kind === 'entered') numbers.push(...result.certificateNos);
    }
    const sequence = numbers.map((no) => Number(/第(\d{7})号/.exec(no)?.[1]));
    expect(sequence).toEqual([sequence[0], (sequence[0] ?? 0) + 1, (sequence[0] ?? 0) + 2]);
  });

  it('issues one certificate per co-owner when asked to, else one for all', async () => {
    const { registry } = fixture;
    const { chen, zhou, bank } = { ...demoCity.people, ...demoCity.institutions };
    const parties = (unit: DemoUnit) => [
      party('acquirer', chen, { n: 1, d: 3 }),
      party('acquirer', zhou, { n: 2, d: 3 }),
      ...unit.owners.map((o) => party('obligor', o)),
    ];
    const [one, two] = [freshHome(), freshHome()];
    const together = await enter(
      registry,
      await readyForBook(registry, sale(one, bank, { ownershipMode: 'shares', parties: parties(one) })),
    );
    const apart = await enter(
      registry,
      await readyForBook(
        registry,
        sale(two, bank, { ownershipMode: 'shares', separateCerts: true, parties: parties(two) }),
      ),
    );
    expect(together.kind === 'entered' && together.certificateNos.length).toBe(1);
    expect(apart.kind === 'entered' && apart.certificateNos.length).toBe(2);
    if (apart.kind !== 'entered') return;
    const content = await registry.certificates.getContent(apart.certificateNos[1] as string);
    expect(content).toMatchObject({ ownership: '按份共有', holders: [{ name: zhou.name, share: '2/3' }] });
  });

  it('carries the mortgage along to the new owner (INV-18, scenario 7)', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.mortgaged;
    const result = await enter(registry, await readyForBook(registry, sale(unit)));
    expect(result.kind).toBe('entered');
    const page = await registry.units.unitPage(unit.unitCode);
    expect(page?.mortgages).toHaveLength(1);
    expect(page?.mortgages[0]).toMatchObject({ status: 'CURRENT', rank: 1 });
    expect(page?.mortgages[0]?.certificateNos).toHaveLength(1);
  });

  it.each([
    ['a mortgage that restricts transfer', demoCity.units.mortgagedRestricted, undefined],
    ['a mortgage of before 2021', demoCity.units.mortgagedBefore2021, undefined],
    ['the rules of 2019', demoCity.units.heldOneYear, '2019' as const],
  ])('needs the mortgagee’s consent under %s', async (_, unit, ruleProfile) => {
    const { registry } = fixture;
    if (ruleProfile) expect((await enter(registry, await readyForBook(registry, mortgage(unit)))).kind).toBe('entered');
    const caseNo = await readyForBook(registry, sale(unit, demoCity.people.chen, ruleProfile ? { ruleProfile } : {}));
    const refused = await enter(registry, caseNo);
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-18', code: 'CONSENT_MISSING', errorCode: 'REG_CONFLICT' },
    });
    const rightId = refused.kind === 'refused' ? (refused.refusal.blockingRow?.id ?? '') : '';
    await registry.cases.recordConsent({ caseNo, rightId, kind: 'mortgagee', by: acceptor });
    expect((await enter(registry, caseNo)).kind).toBe('entered');
  });

  it('needs the consent of the holder of a caution (INV-21), and the signed risk of an objection (INV-23)', async () => {
    const { registry } = fixture;
    const cautioned = await readyForBook(registry, sale(demoCity.units.cautioned, demoCity.people.li));
    expect(await enter(registry, cautioned)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-21' } });
    const objected = await readyForBook(registry, sale(demoCity.units.objected));
    const refused = await enter(registry, objected);
    expect(refused).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-23', errorCode: 'REG_CONFLICT' } });
    await registry.cases.recordConsent({
      caseNo: objected,
      rightId: refused.kind === 'refused' ? (refused.refusal.blockingRow?.id ?? '') : '',
      kind: 'objection_risk',
      by: acceptor,
    });
    expect((await enter(registry, objected)).kind).toBe('entered');
  });
});

describe('登簿 refuses', () => {
  it('INV-03: when the transferors are not exactly the registered holders', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.jointSale;
    const alone = await readyForBook(registry, sale({ ...unit, owners: unit.owners.slice(0, 1) }));
    expect(await enter(registry, alone)).toMatchObject({
      kind: 'refused',
      refusal: {
        rule: 'INV-03',
        code: 'TRANSFEROR_MISMATCH',
        errorCode: 'REG_CONFLICT',
        advice: expect.stringContaining('共有人'),
      },
    });
    const misspelt = await readyForBook(
      registry,
      sale({ ...unit, owners: unit.owners.map((o, i) => (i === 0 ? { ...o, name: '许国动' } : o)) }),
    );
    expect(await enter(registry, misspelt)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-03' } });
  });

  it('INV-27: without tax clearance, even when a supervisor wants it (scenario 14), and again after a refund', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    await approveAndSign(registry, caseNo);
    const supervisor = { userId: 'supervisor-330203', role: 'supervisor' as const, district: '330203' as const };
    expect(await registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar: supervisor })).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-27', code: 'TAX_CLEARANCE_MISSING' },
    });
    await payTax(registry, caseNo);
    await registry.money.recordTaxRefund({ caseNo, taxCaseNo: `T${caseNo}`, refundNo: 'R1' });
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-27' } });
  });

  it('INV-25: shares that do not add up', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const { chen, zhou } = demoCity.people;
    const parties = [
      party('acquirer', chen, { n: 33, d: 100 }),
      party('acquirer', zhou, { n: 66, d: 100 }),
      ...unit.owners.map((o) => party('obligor', o)),
    ];
    const caseNo = await readyForBook(registry, sale(unit, chen, { ownershipMode: 'shares', parties }));
    expect(await enter(registry, caseNo)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-25', message: expect.stringContaining('99/100') },
    });
  });

  it('INV-29: the acceptor or the reviewer as registrar, and a case nobody approved', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    await payTax(registry, caseNo);
    expect(await enter(registry, caseNo)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-29', code: 'CASE_NOT_READY' },
    });
    await registry.cases.recordReview({ caseNo, taskKey: 'r', step: 'review', decision: 'approve', by: reviewer });
    for (const someone of [acceptor, reviewer]) {
      expect(await registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar: someone })).toMatchObject({
        kind: 'refused',
        refusal: { code: 'SEPARATION_OF_DUTIES' },
      });
    }
    // a worker enters for whoever signed; nobody has
    expect(await registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar: systemActor })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'CASE_NOT_READY' },
    });
    await registry.cases.recordReview({ caseNo, taskKey: 's', step: 'sign_book', decision: 'enter', by: registrar });
    await registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar: systemActor });
    const page = await registry.cases.getCase(caseNo);
    expect(page?.status).toBe('ENTERED');
    expect((await registry.units.unitPage(page?.unitCodes[0] ?? ''))?.ownership?.registrar).toBe(registrar.userId);
  });

  it('INV-30: a withdrawn case; and after 登簿 withdrawal is refused', async () => {
    const { registry } = fixture;
    const withdrawn = await readyForBook(registry, sale(freshHome()));
    await registry.cases.requestWithdrawal({ caseNo: withdrawn, reason: '不卖了', by: acceptor });
    expect(await enter(registry, withdrawn)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-30', errorCode: 'REG_CONFLICT' },
    });
    const entered = await readyForBook(registry, sale(freshHome()));
    await enter(registry, entered);
    await expect(
      registry.cases.requestWithdrawal({ caseNo: entered, reason: '不卖了', by: acceptor }),
    ).rejects.toMatchObject({ code: 'ALREADY_ENTERED' });
  });

  it('leaves nothing behind when it refuses', async () => {
    const { registry, pool } = fixture;
    const unit = freshHome();
    const caseNo = await readyForBook(registry, sale(unit));
    await registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    const count = async () =>
      (
        await pool.query(`SELECT (SELECT count(*) FROM registry.rights) || '/' || (SELECT count(*) FROM registry.certificates) || '/' || (SELECT sum(last) FROM registry.certificate_counters)
      || '/' || (SELECT count(*) FROM registry.register_events) || '/' || (SELECT count(*) FROM registry.outbox) AS n`)
      ).rows[0].n;
    const before = await count();
    expect(await enter(registry, caseNo)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-06', errorCode: 'UNIT_RESTRICTED', blockingRow: { table: 'rights' } },
    });
    expect(await count()).toBe(before);
  });
});

describe('登簿 of a mortgage (BDC-17) and a change of name (BDC-07)', () => {
  it('ranks mortgages by register time and issues proofs', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.mortgageable;
    const first = await enter(registry, await readyForBook(registry, mortgage(unit)));
    const second = await enter(
      registry,
      await readyForBook(
        registry,
        mortgage(unit, {
          parties: [party('acquirer', demoCity.institutions.otherBank), ...unit.owners.map((o) => party('obligor', o))],
        }),
      ),
    );
    expect(first.kind === 'entered' && first.certificateNos[0]).toMatch(/^浙（2026）宁波市海曙不动产证明第\d{7}号$/);
    expect(second.kind).toBe('entered');
    const page = await registry.units.unitPage(unit.unitCode);
    expect(page?.mortgages.map((m) => m.rank)).toEqual([1, 2]);
    expect(page?.ownership?.certificateNos).toEqual([unit.certificateNo]);
    if (first.kind !== 'entered') return;
    expect(await registry.certificates.getContent(first.certificateNos[0] as string)).toMatchObject({
      kind: 'proof',
      holders: [{ name: demoCity.institutions.bank.name }],
      mortgage: {
        obligors: [demoCity.people.he.name],
        amountFen: 90_000_000,
        kind: '一般抵押',
        scope: '主债权及利息、违约金',
        restrictsTransfer: false,
      },
    });
  });

  it('changes the name in place: shares, mode and mortgage stay, the certificate is new', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.sharedSale;
    const result = await enter(registry, await readyForBook(registry, rename(unit, ['何建平', '俞晓羽'])));
    expect(result.kind).toBe('entered');
    const page = await registry.units.unitPage(unit.unitCode, { unmask: clerk });
    expect(page?.ownership).toMatchObject({ mode: 'shares', regType: 300 });
    expect(page?.ownership?.holders.map((h) => [h.name, h.share])).toEqual([
      ['何建平', { n: 1, d: 3 }],
      ['俞晓羽', { n: 2, d: 3 }],
    ]);
    expect(result.kind === 'entered' && page?.ownership?.certificateNos).toEqual(
      result.kind === 'entered' && result.certificateNos,
    );
  });

  it('lets a seized owner change the name, with a warning (INV-06)', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.seized;
    expect(await registry.units.checkUnit({ unitCode: unit.unitCode, itemCode: 'BDC-07' })).toMatchObject({
      allowed: true,
      warnings: [{ rule: 'INV-06' }],
    });
    expect((await enter(registry, await readyForBook(registry, rename(unit, ['王海博'])))).kind).toBe('entered');
    expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['SEIZED']);
  });
});

describe('when the register moves under a running case', () => {
  it('recheck sees it, the reviewer’s new approval accepts it, and it can be entered', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const sold = await readyForBook(registry, sale(unit));
    expect(await registry.units.recheckCase(sold)).toMatchObject({ changed: false, blocks: [] });
    await enter(registry, await readyForBook(registry, mortgage(unit)));
    expect(await registry.units.recheckCase(sold)).toMatchObject({ changed: true, blocks: [] });
    expect(await registry.units.recheckCase(sold)).toMatchObject({ changed: true });
    await registry.cases.recordReview({
      caseNo: sold,
      taskKey: 'again',
      step: 're_review',
      decision: 'approve',
      by: reviewer,
    });
    expect(await registry.units.recheckCase(sold)).toMatchObject({ changed: false });
    expect((await enter(registry, sold)).kind).toBe('entered');
  });

  it('the second of two sales of one home is a conflict, and its case is told by outbox', async () => {
    const { registry, pool } = fixture;
    const unit = freshHome();
    const first = await readyForBook(registry, sale(unit, demoCity.people.chen));
    const second = await readyForBook(registry, sale(unit, demoCity.people.zhou));
    expect((await enter(registry, first)).kind).toBe('entered');
    expect(await enter(registry, second)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', errorCode: 'REG_CONFLICT' },
    });
    const { rows } = await pool.query(
      "SELECT topic, case_no FROM registry.outbox WHERE topic = 'register.changed' AND case_no IN ($1, $2)",
      [first, second],
    );
    expect(rows).toEqual([{ topic: 'register.changed', case_no: second }]);
  });

  it('shows before and after in words, without names in clear', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const caseNo = await readyForBook(registry, sale(unit));
    const preview = await registry.book.previewEntry(caseNo);
    expect(preview.blocks).toEqual([]);
    expect(preview.before.join()).toContain(unit.certificateNo);
    expect(preview.after.join()).toContain('陈**');
    expect(JSON.stringify(preview)).not.toContain(demoCity.people.chen.idNo);
  });
});

describe('register time (INV-04)', () => {
  it('goes forward per unit even when the clock stands still or is set back', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    const times: Date[] = [];
    for (let i = 0; i < 3; i += 1) {
      const result = await enter(
        registry,
        await readyForBook(registry, mortgage(unit, { applicationKey: `time-test-${i}` })),
      );
      if (result.kind === 'entered') times.push(result.registeredAt);
      if (i === 1) clock.advance(-60_000);
    }
    clock.advance(60_000);
    expect(times).toHaveLength(3);
    expect((times[1] as Date).getTime()).toBe((times[0] as Date).getTime() + 1);
    expect((times[2] as Date).getTime()).toBe((times[1] as Date).getTime() + 1);
  });
});
