import { describe, expect, it } from 'vitest';
import { type Application, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import {
  acceptor,
  application,
  enter,
  fileAndAccept,
  mortgage,
  party,
  readyForBook,
  registered,
  sale,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330205');
let used = 0;
function freshHome(): DemoUnit {
  used += 1;
  return homes[used] as DemoUnit;
}
async function outbox(caseNo: string): Promise<string[]> {
  const { rows } = await fixture.pool.query(
    "SELECT topic, correlation_key FROM registry.outbox WHERE case_no = $1 AND channel = 'engine' ORDER BY position",
    [caseNo],
  );
  return rows.map((r) => `${r.topic} ${r.correlation_key}`);
}

describe('payment', () => {
  it('is settled once however often the office says so (twice, late, both ways)', async () => {
    const { registry, clock } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    const lines = [{ name: '住宅登记费', count: 1, amountFen: 8000 }];
    const order = await registry.money.recordPaymentOrder({ caseNo, payOrderNo: 'P1', amountFen: 8000, lines });
    expect(await registry.money.recordPaymentOrder({ caseNo, payOrderNo: 'P1', amountFen: 8000, lines })).toEqual(
      order,
    );
    const settle = { payOrderNo: 'P1', state: 'SETTLED' as const, transactionNo: 'TX1', at: clock.now() };
    const results = await Promise.all([
      registry.money.recordPaymentResult(settle),
      registry.money.recordPaymentResult(settle),
      registry.money.recordPaymentResult({ ...settle, transactionNo: 'TX2' }),
    ]);
    expect(results.filter((r) => r.first)).toHaveLength(1);
    expect(
      await registry.money.recordPaymentResult({ ...settle, state: 'FAILED', transactionNo: 'TX3' }),
    ).toMatchObject({ first: false, order: { state: 'SETTLED' } });
    expect(await outbox(caseNo)).toEqual([`case.filed ${caseNo}`, 'payment.settled P1']);
    await expect(registry.money.recordPaymentResult({ ...settle, payOrderNo: 'P9' })).rejects.toMatchObject({
      code: 'ORDER_UNKNOWN',
    });
  });

  it('and tax keep to their case: a number given out twice is refused, not taken for the other case’s', async () => {
    const { registry, clock } = fixture;
    const { money, yilutong } = registry;
    const [first, second] = [
      await fileAndAccept(registry, sale(freshHome())),
      await fileAndAccept(registry, sale(freshHome())),
    ];
    const fee = { payOrderNo: 'P-TWICE', amountFen: 8000, lines: [] };
    const tax = {
      taxCaseNo: 'T-TWICE',
      lines: [{ kind: 'deed' as const, baseFen: 1, rate: '0.01', amountFen: 100 }],
    };
    const escrow = { escrowNo: 'E-TWICE', amountFen: 100 };
    await money.recordPaymentOrder({ caseNo: first, ...fee });
    await money.recordTaxAssessment({ caseNo: first, ...tax });
    await yilutong.recordEscrowOpened({ caseNo: first, ...escrow });

    const taken = { code: 'CONFLICTING_RESULT' };
    await expect(money.recordPaymentOrder({ caseNo: second, ...fee })).rejects.toMatchObject(taken);
    await expect(money.recordTaxAssessment({ caseNo: second, ...tax })).rejects.toMatchObject(taken);
    await expect(yilutong.recordEscrowOpened({ caseNo: second, ...escrow })).rejects.toMatchObject(taken);
    // and what the departments report of the second changes nothing for the first
    const unknown = { code: 'ORDER_UNKNOWN' };
    const at = clock.now();
    const paid = { caseNo: second, payOrderNo: 'P-TWICE', state: 'SETTLED' as const, transactionNo: 'X', at };
    await expect(money.recordPaymentResult(paid)).rejects.toMatchObject(unknown);
    const taxed = { caseNo: second, taxCaseNo: 'T-TWICE', state: 'PAID' as const };
    await expect(money.recordTaxResult(taxed)).rejects.toMatchObject(unknown);
    const funded = { caseNo: second, escrowNo: 'E-TWICE', state: 'FUNDED' as const, at };
    await expect(yilutong.recordEscrowState(funded)).rejects.toMatchObject(unknown);
    expect(await money.getPaymentOrder(first)).toMatchObject({ state: 'CREATED' });
    expect(await money.getTaxCase(first)).toMatchObject({ state: 'ASSESSED' });
    expect(await money.getTaxCase(second)).toBeNull();
  });

  it('may fail and then succeed', async () => {
    const { registry, clock } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    await registry.money.recordPaymentOrder({ caseNo, payOrderNo: 'P2', amountFen: 8000, lines: [] });
    await registry.money.recordPaymentResult({
      payOrderNo: 'P2',
      state: 'FAILED',
      transactionNo: 'F1',
      at: clock.now(),
    });
    await registry.money.recordPaymentResult({
      payOrderNo: 'P2',
      state: 'SETTLED',
      transactionNo: 'F2',
      at: clock.now(),
    });
    expect(await outbox(caseNo)).toEqual([`case.filed ${caseNo}`, 'payment.failed P2', 'payment.settled P2']);
    expect(await registry.money.getPaymentOrder(caseNo)).toMatchObject({
      state: 'SETTLED',
      transactionNo: 'F2',
      settledAt: clock.now(),
    });
  });
});

describe('tax', () => {
  it('goes assessed → paid → cleared, tells the engine once, and gives the clearance that 登簿 asks for', async () => {
    const { registry, clock } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    const lines = [
      { kind: 'deed' as const, baseFen: 200_000_000, rate: '0.01', amountFen: 2_000_000 },
      { kind: 'income' as const, baseFen: 200_000_000, rate: '0.01', amountFen: 2_000_000 },
    ];
    expect(await registry.money.recordTaxAssessment({ caseNo, taxCaseNo: 'T1', lines })).toMatchObject({
      state: 'ASSESSED',
      totalFen: 4_000_000,
    });
    const clear = { caseNo, taxCaseNo: 'T1', clearanceNo: 'C1', clearedAt: clock.now() };
    await expect(registry.money.recordTaxClearance(clear)).rejects.toMatchObject({ code: 'CONFLICTING_RESULT' });
    expect(await registry.money.recordTaxResult({ taxCaseNo: 'T1', state: 'PAID' })).toMatchObject({ first: true });
    expect(await registry.money.recordTaxResult({ taxCaseNo: 'T1', state: 'PAID' })).toMatchObject({ first: false });
    expect(await registry.money.recordTaxResult({ taxCaseNo: 'T1', state: 'REJECTED' })).toMatchObject({
      first: false,
      taxCase: { state: 'PAID' },
    });
    expect(await registry.money.recordTaxClearance(clear)).toMatchObject({ state: 'CLEARED', clearanceNo: 'C1' });
    expect(await registry.money.recordTaxClearance(clear)).toMatchObject({ state: 'CLEARED' });
    expect(await outbox(caseNo)).toEqual([`case.filed ${caseNo}`, 'tax.result T1']);
  });

  it('a refused assessment can be made again', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    const line = { kind: 'deed' as const, baseFen: 1, rate: '0.01', amountFen: 100 };
    await registry.money.recordTaxAssessment({ caseNo, taxCaseNo: 'T2', lines: [line] });
    await registry.money.recordTaxResult({ taxCaseNo: 'T2', state: 'REJECTED', reason: '核价' });
    expect(await registry.money.recordTaxAssessment({ caseNo, taxCaseNo: 'T2', lines: [line, line] })).toMatchObject({
      state: 'ASSESSED',
      totalFen: 200,
    });
  });

  it('is not refunded after 登簿', async () => {
    const { registry } = fixture;
    const caseNo = await readyForBook(registry, sale(freshHome()));
    await enter(registry, caseNo);
    await expect(
      registry.money.recordTaxRefund({ caseNo, taxCaseNo: `T${caseNo}`, refundNo: 'R' }),
    ).rejects.toMatchObject({ code: 'ALREADY_ENTERED' });
  });
});

describe('housing count (AR-04)', () => {
  it('counts the homes of buyer, spouse and minor children in the city, this one included, each once', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.plainSale;
    const alone = { marital: 'single' as const, minorChildren: [] };
    const first = await fileAndAccept(registry, sale(unit, cityPerson(7_000_001), { taxFamily: alone }));
    expect(await registry.money.countHousing(first)).toEqual({
      caseNo: first,
      profile: 'current',
      contractDate: '2026-11-20',
      priceFen: 200_000_000,
      use: 'residential',
      area: 95,
      familyHousingCountAfter: 1,
      holdingYears: 5,
      sellerOnlyHomeOverFiveYears: true,
      ruleVersion: expect.any(String),
      countedUnits: [unit.unitCode],
      uncertain: [],
    });
    // 许国栋 and 沈秀英 own one together, she another alone: three with this one.
    const { xu, shen } = demoCity.people;
    const married = await fileAndAccept(
      registry,
      sale(unit, xu, { taxFamily: { marital: 'married', spouse: { name: shen.name, idNo: shen.idNo } } }),
    );
    expect(await registry.money.countHousing(married)).toMatchObject({ familyHousingCountAfter: 3 });
    const single = await fileAndAccept(registry, sale(unit, xu));
    // No marriage record and nothing declared: counted all the same, and a tax officer decides.
    expect(await registry.money.countHousing(single)).toMatchObject({
      familyHousingCountAfter: 2,
      uncertain: ['MARRIAGE_UNKNOWN'],
    });
  });

  it('years of holding are full years to the contract day', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.heldOneYear; // since 2025-04-08
    const years = async (signedOn: string) => {
      const what = sale(unit);
      return (
        await registry.money.countHousing(
          await fileAndAccept(registry, { ...what, contract: { ...what.contract!, signedOn } }),
        )
      ).holdingYears;
    };
    expect(await years('2026-04-07')).toBe(0);
    expect(await years('2026-04-08')).toBe(1);
    expect(await years('2026-11-20')).toBe(1);
  });

  it('of the title, not of the page: a change of its facts or a sale beside it starts nothing anew', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.large; // since 2015-12-15
    const facts = { reason: '测绘更正', basisNo: '测绘1号', area: 140, innerArea: 114.8, sharedArea: 25.2 };
    const change = application('BDC-08', unit, { acquirers: unit.owners }, { operation: 'change', facts });
    await registered(registry, change);
    const held = async (what: Application) => {
      const caseNo = await fileAndAccept(registry, what);
      return (await registry.money.countHousing(caseNo)).holdingYears;
    };
    expect(await held(sale(unit))).toBe(10);
    // two co-owners: one came now, the other sells later what he has held
    const [stays, sells] = [cityPerson(7_000_011), cityPerson(7_000_012)];
    const halves = sale(unit, stays, { ownershipMode: 'shares' });
    const half = { n: 1, d: 2 };
    halves.parties = [
      party('acquirer', stays, half),
      party('acquirer', sells, half),
      ...unit.owners.map((owner) => party('obligor', owner)),
    ];
    await registered(registry, halves);
    expect(await held(sale({ ...unit, owners: [stays, sells] }))).toBe(0);
  });

  it('is no question for a mortgage', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, mortgage(freshHome()));
    await expect(registry.money.countHousing(caseNo)).rejects.toMatchObject({ code: 'ORDER_UNKNOWN' });
  });
});

describe('contract filing', () => {
  it('one live filing per case; cancelled before a new one, and never after 登簿', async () => {
    const { registry, clock } = fixture;
    const caseNo = await readyForBook(registry, sale(freshHome()));
    const filing = { caseNo, contractNo: 'HT1', filedAt: clock.now() };
    const filed = await registry.money.recordContractFiling(filing);
    expect(await registry.money.recordContractFiling(filing)).toEqual(filed);
    await expect(registry.money.recordContractFiling({ ...filing, contractNo: 'HT2' })).rejects.toMatchObject({
      code: 'CONFLICTING_RESULT',
    });
    await expect(registry.money.recordContractCancel({ caseNo, contractNo: 'HT9', reason: 'x' })).rejects.toMatchObject(
      { code: 'ORDER_UNKNOWN' },
    );
    expect(await registry.money.recordContractCancel({ caseNo, contractNo: 'HT1', reason: '撤回' })).toMatchObject({
      state: 'CANCELLED',
    });
    expect(await registry.money.recordContractCancel({ caseNo, contractNo: 'HT1', reason: '撤回' })).toMatchObject({
      state: 'CANCELLED',
    });
    expect(await registry.money.recordContractFiling({ ...filing, contractNo: 'HT2' })).toMatchObject({
      state: 'FILED',
    });
    await enter(registry, caseNo);
    await expect(registry.money.recordContractCancel({ caseNo, contractNo: 'HT2', reason: 'x' })).rejects.toMatchObject(
      { code: 'ALREADY_ENTERED' },
    );
  });
});

describe('a contract filed before: 预告登记, then 本登记', () => {
  const { people, institutions } = demoCity;
  const presold = demoCity.presaleHomes('330205');
  const contract = { priceFen: 180_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
  const sides = { acquirers: [people.zhou], obligors: [institutions.company] };
  const caution = (unit: DemoUnit) =>
    application('BDC-24', unit, sides, { contract, caution: { agreementNo: 'YG-1', agreedOn: '2026-11-20' } });
  const bought = (unit: DemoUnit, who = sides) =>
    fileAndAccept(fixture.registry, application('BDC-09', unit, who, { ownershipMode: 'single', contract }));
  /** BDC-24 with its contract filed, up to the 登簿. */
  async function filedPresale(unit: DemoUnit, contractNo: string): Promise<string> {
    const caseNo = await readyForBook(fixture.registry, caution(unit));
    await fixture.registry.money.recordContractFiling({ caseNo, contractNo, filedAt: fixture.clock.now() });
    return caseNo;
  }
  const file = (caseNo: string, contractNo: string) =>
    fixture.registry.money.recordContractFiling({ caseNo, contractNo, filedAt: fixture.clock.now() });

  it('is taken over by the case of the same unit and parties, which then cannot cancel it', async () => {
    const { money } = fixture.registry;
    const [unit] = presold as [DemoUnit];
    const presale = await filedPresale(unit, 'YS-1');
    expect((await enter(fixture.registry, presale)).kind).toBe('entered');
    const caseNo = await bought(unit);
    expect(await money.contractClash({ caseNo, contractNo: 'YS-1' })).toBeNull();
    const filing = await file(caseNo, 'YS-1');
    expect(filing).toMatchObject({ caseNo, contractNo: 'YS-1', state: 'FILED', takenOverFrom: presale });
    expect(await file(caseNo, 'YS-1')).toEqual(filing);
    expect(await money.getContractFiling(presale)).toMatchObject({ state: 'FILED', takenOverFrom: null });
    await expect(money.recordContractCancel({ caseNo, contractNo: 'YS-1', reason: '撤回' })).rejects.toMatchObject({
      code: 'CONFLICTING_RESULT',
    });
    // A second application, after the first was given up: again from the filing of the presale.
    expect(await file(await bought(unit), 'YS-1')).toMatchObject({ takenOverFrom: presale });
  });

  it('under one number is refused for another unit, other parties, and while the first case is under way', async () => {
    const { money } = fixture.registry;
    const [, unit, other] = presold as [DemoUnit, DemoUnit, DemoUnit];
    const presale = await filedPresale(unit, 'YS-2');
    const tries: [string, string][] = [
      [await bought(other), '其他不动产单元'],
      [await bought(unit, { ...sides, acquirers: [people.li] }), '其他当事人'],
      [await bought(unit, { ...sides, acquirers: [people.zhou, people.li] }), '其他当事人'],
      [await bought(unit), '请先办结或撤回'],
    ];
    for (const [caseNo, why] of tries) {
      expect(await money.contractClash({ caseNo, contractNo: 'YS-2' })).toContain(why);
      await expect(file(caseNo, 'YS-2')).rejects.toMatchObject({
        code: 'CONTRACT_DUPLICATE',
        message: expect.stringContaining(why),
      });
      expect(await money.getContractFiling(caseNo)).toBeNull();
    }
    const waiting = (tries[3] as [string, string])[0];
    await money.recordContractCancel({ caseNo: presale, contractNo: 'YS-2', reason: '撤回' });
    expect(await file(waiting, 'YS-2')).toMatchObject({ state: 'FILED', takenOverFrom: null });
  });

  it('filed by two cases at the same moment belongs to one of them', async () => {
    const [, , , unit, other] = presold as DemoUnit[];
    const cases = await Promise.all([unit, other].map((home) => bought(home as DemoUnit)));
    const results = await Promise.allSettled(cases.map((caseNo) => file(caseNo, 'YS-3')));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'CONTRACT_DUPLICATE' },
    });
  });
});

describe('outbox', () => {
  it('leases each message to one claimer, gives back what is not acknowledged, keeps a case in order', async () => {
    const { registry, pool, clock } = fixture;
    await pool.query('UPDATE registry.outbox SET done_at = now()');
    const cases = await Promise.all([1, 2, 3, 4].map(() => fileAndAccept(registry, sale(freshHome()))));
    await registry.cases.requestWithdrawal({ caseNo: cases[0] as string, reason: 'x', by: acceptor });
    const [a, b] = await Promise.all([registry.outbox.claimOutbox(3), registry.outbox.claimOutbox(3)]);
    const claimed = [...a, ...b];
    expect(new Set(claimed.map((m) => m.id)).size).toBe(4);
    expect(claimed.every((m) => m.topic === 'case.filed' && m.attempts === 1 && m.correlationKey === m.caseNo)).toBe(
      true,
    );
    expect(await registry.outbox.claimOutbox(10)).toEqual([]);
    expect(await registry.outbox.stats()).toMatchObject({ pending: 5 });
    const ofFirst = claimed.find((m) => m.caseNo === cases[0])!;
    await registry.outbox.ackOutbox(ofFirst.id);
    // only now may the withdrawal go
    expect((await registry.outbox.claimOutbox(10)).map((m) => m.topic)).toEqual(['case.withdraw']);
    // the others come back when their lease is over
    clock.advance(31_000);
    expect(
      (await registry.outbox.claimOutbox(10)).filter((m) => m.topic === 'case.filed').map((m) => m.attempts),
    ).toEqual([2, 2, 2]);
  });

  it('backs off after a failure, and never forgets', async () => {
    const { registry, pool, clock } = fixture;
    await pool.query('UPDATE registry.outbox SET done_at = now()');
    await fileAndAccept(registry, sale(freshHome()));
    for (const waitMs of [1_000, 2_000, 4_000]) {
      const [message] = await registry.outbox.claimOutbox(1);
      await registry.outbox.failOutbox(message!.id, 'engine unreachable');
      clock.advance(waitMs - 1);
      expect(await registry.outbox.claimOutbox(1)).toEqual([]);
      clock.advance(1);
    }
    expect(await registry.outbox.claimOutbox(1)).toHaveLength(1);
  });
});

describe('documents', () => {
  it('keep their bytes and hash, are put once, never overwritten', async () => {
    const { registry, pool } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    const bytes = Buffer.from('%PDF-1.7 测试');
    const input = {
      caseNo,
      key: 'notice',
      kind: 'notice_accepted' as const,
      title: '受理通知书',
      mediaType: 'application/pdf',
      bytes,
      by: acceptor,
    };
    const meta = await registry.documents.put(input);
    expect(meta).toMatchObject({ size: bytes.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), seal: null });
    expect(await registry.documents.put(input)).toEqual(meta);
    await expect(registry.documents.put({ ...input, bytes: Buffer.from('other') })).rejects.toMatchObject({
      code: 'DOCUMENT_CONFLICT',
    });
    expect((await registry.documents.get(meta.documentId))?.bytes.equals(bytes)).toBe(true);
    const seal = {
      documentId: meta.documentId,
      sealId: 'S',
      signatureNo: 'N1',
      certSerial: 'CA',
      signedAt: new Date('2026-11-23T02:00:00Z'),
      signedBytes: Buffer.from('signed'),
    };
    expect((await registry.documents.recordSeal(seal)).seal).toMatchObject({
      signatureNo: 'N1',
      signedAt: seal.signedAt,
    });
    expect((await registry.documents.recordSeal({ ...seal, signatureNo: 'N2' })).seal?.signatureNo).toBe('N1');
    expect((await registry.documents.list(caseNo)).map((d) => d.key).sort()).toEqual(['notice', 'notice.signed']);
    expect(await registry.documents.get('nonsense')).toBeNull();
    await expect(pool.query("UPDATE registry.documents SET sha256 = 'x'")).rejects.toThrow(
      /only be updated to DEFAULT/,
    );
  });
});

describe('certificates', () => {
  it('are found by the secret of the QR code, masked, with their state', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const caseNo = await readyForBook(registry, sale(unit, demoCity.people.chen));
    await enter(registry, caseNo);
    const [certificate] = await registry.certificates.listByCase(caseNo);
    expect(certificate?.token).toMatch(/^[0-9a-f]{32}$/);
    expect(await registry.certificates.findCertificateByToken(certificate!.token)).toMatchObject({
      certificateNo: certificate?.certificateNo,
      status: 'LIVE',
      holders: ['陈**'],
      location: unit.location,
    });
    expect(await registry.certificates.findCertificateByToken('0'.repeat(32))).toBeNull();
    expect(await registry.certificates.findCertificateByToken("' OR 1=1 --")).toBeNull();
    await registry.certificates.recordLicence({ certificateNo: certificate!.certificateNo, licenceId: 'L1' });
    await registry.certificates.recordLicence({ certificateNo: certificate!.certificateNo, licenceId: 'L2' });
    await registry.certificates.recordDelivery({ caseNo, way: 'window', by: 'certclerk-330205' });
    expect((await registry.certificates.listByCase(caseNo))[0]).toMatchObject({
      licenceId: 'L1',
      deliveredAt: expect.any(Date),
    });
    const next = await readyForBook(registry, sale({ ...unit, owners: [demoCity.people.chen] }, demoCity.people.zhou));
    await enter(registry, next);
    expect(await registry.certificates.findCertificateByToken(certificate!.token)).toMatchObject({
      status: 'CANCELLED',
      cancelledAt: expect.any(Date),
    });
  });

  it('say what the register says', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.jointSale;
    expect(await registry.certificates.getContent(unit.certificateNo)).toMatchObject({
      ownership: '共同共有',
      location: unit.location,
      area: unit.area,
      rightType: '国有建设用地使用权/房屋所有权',
      rightNature: '出让',
      use: '住宅',
      holders: [{ name: '许国栋' }, { name: '沈秀英' }],
      mortgage: null,
    });
    expect(await registry.certificates.getContent('浙（2026）宁波市海曙不动产权第9999999号')).toBeNull();
  });
});
