import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateDmn } from '../../engine/dmn/index.ts';
import type { SupplementNoticeData } from '../../platform/documents/index.ts';
import { type DemoUnit, demoCity } from '../../registry/index.ts';
import { dayOf } from '../../workers/handlers/case-of.ts';
import { proofDataOf } from '../../workers/handlers/documents/certificate-data.ts';
import {
  acceptor,
  application,
  courtOfficer,
  mortgage,
  registrar,
  rename,
  reviewer,
  sale,
  seizure,
} from '../registry/support/play.ts';
import { type Office, openOffice } from './support/office.ts';

// Every handler against the real register and the real simulators over HTTP, each run twice: one effect, one answer.
let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const { units, people } = demoCity;
const file = async (application: Parameters<Office['registry']['cases']['fileCase']>[0]) =>
  (await office.registry.cases.fileCase(application, acceptor)).caseNo;
const accept = async (caseNo: string) => {
  await office.registry.cases.recordIntake({ caseNo, taskKey: `${caseNo}-in`, decision: 'accept', by: acceptor });
  return office.twice('case.accept', { caseNo });
};
const reviewed = async (caseNo: string) => {
  const { cases } = office.registry;
  await cases.recordReview({ caseNo, taskKey: `${caseNo}-re`, step: 'review', decision: 'approve', by: reviewer });
  await cases.recordReview({ caseNo, taskKey: `${caseNo}-si`, step: 'sign_book', decision: 'enter', by: registrar });
};
const decision = (name: string, variables: Record<string, unknown>) =>
  evaluateDmn(
    readFileSync(new URL(`../../processes/sub-tax/${name}.dmn`, import.meta.url), 'utf8'),
    name,
    variables as never,
  );
const ok = (variables: unknown = expect.anything()) => ({ kind: 'complete', variables });
const refusal = (code: string) => expect.objectContaining({ kind: 'error', code });

describe('intake', () => {
  test('registry.unit.query tells use, area and mortgage, or that the unit is not ours', async () => {
    const caseNo = await file(sale(units.mortgaged));
    const { unitCode } = units.mortgaged;
    expect(await office.twice('registry.unit.query', { caseNo, unitCodes: [unitCode] })).toEqual(
      ok({ use: 'residential', area: units.mortgaged.area, unitMortgaged: true, pieces80: 1, pieces550: 0 }),
    );
    const unknown = `${unitCode.slice(0, -4)}9999`;
    expect(await office.twice('registry.unit.query', { caseNo, unitCodes: [unknown] })).toEqual(
      refusal('NOT_OUR_JURISDICTION'),
    );
  });

  test('registry.unit.check lets a free unit through and stops a seized one', async () => {
    const free = await file(sale(units.jointSale));
    expect(
      await office.twice('registry.unit.check', {
        caseNo: free,
        itemCode: 'BDC-10',
        unitCodes: [units.jointSale.unitCode],
      }),
    ).toEqual(ok({ registerVersion: expect.any(Number), unitWarnings: [] }));
    const seized = await file(sale(units.seized));
    expect(
      await office.twice('registry.unit.check', {
        caseNo: seized,
        itemCode: 'BDC-10',
        unitCodes: [units.seized.unitCode],
      }),
    ).toEqual(refusal('UNIT_RESTRICTED'));
  });

  test('identity.verify records a match once', async () => {
    const caseNo = await file(sale(units.jointSale));
    expect(await office.twice('identity.verify', { caseNo, partyNo: 1 })).toEqual(ok({}));
    expect(await office.effects('identity', 'verify', caseNo)).toBe(1);
    const view = await office.registry.cases.getCase(caseNo);
    expect(view?.partyDetails.find((party) => party.partyNo === 1)?.identity?.result).toBe('matched');
  });

  test('identity.verify: a difference goes to the window, and so does a service that stays away', async () => {
    const caseNo = await file(sale(units.jointSale, people.zhang));
    await office.put('identity', '/people', { people: [{ name: '另一个人', idNo: people.zhang.idNo }] });
    expect(await office.twice('identity.verify', { caseNo, partyNo: 1 })).toEqual(refusal('IDENTITY_MISMATCH'));
    await office.faults('identity', { fail: 'down' });
    expect(await office.run('identity.verify', { caseNo, partyNo: 2 }, 'away', { retries: 4 })).toMatchObject({
      kind: 'fail',
      retries: 3,
      backOffMs: 1_000,
    });
    expect(await office.run('identity.verify', { caseNo, partyNo: 2 }, 'away', { retries: 1 })).toEqual(
      refusal('IDENTITY_UNAVAILABLE'),
    );
    await office.faults('identity', { fail: null });
    await office.put('identity', '/people', { people: [{ name: people.zhang.name, idNo: people.zhang.idNo }] });
  });

  test('material.fetch makes the form, reads the register, asks the police, and never ends in a dead end', async () => {
    const caseNo = await file(sale(units.jointSale));
    const material = (materialId: string, source: string) => ({
      materialId,
      name: materialId,
      source,
      required: false,
    });
    const materials = [
      material('application', 'generated'),
      material('certificate', 'registry'),
      material('marriage', 'shared'),
    ];
    for (const one of materials)
      expect(await office.twice('material.fetch', { caseNo, materials, material: one })).toEqual(ok({}));
    const rows = (await office.registry.cases.getCase(caseNo))?.materials ?? [];
    const row = (id: string) => rows.find((one) => one.materialId === id);
    expect(row('application')).toMatchObject({ present: true, documentId: expect.any(String) });
    expect(row('certificate')).toMatchObject({ present: true, reference: units.jointSale.certificateNo });
    expect(await office.registry.documents.list(caseNo)).toHaveLength(1);

    const other = await file(sale(units.plainSale));
    const marriageOf = async (no: string) =>
      (await office.registry.cases.getCase(no))?.materials.find((one) => one.materialId === 'marriage');
    await office.faults('identity', { refuse: 'HOUSEHOLD_NOT_FOUND' });
    expect(await office.run('material.fetch', { caseNo: other, materials, material: materials[2] })).toEqual(ok({}));
    expect(await marriageOf(other)).toMatchObject({ present: false, note: '共享未取得，请申请人提交' });
    // a second attempt that finds nothing takes back nothing that somebody has received
    await office.registry.cases.recordMaterial({ caseNo, materialId: 'marriage', present: true, by: acceptor });
    expect(await office.run('material.fetch', { caseNo, materials, material: materials[2] })).toEqual(ok({}));
    expect(await marriageOf(caseNo)).toMatchObject({ present: true });
    await office.faults('identity', { refuse: null });
  });

  test('case.accept starts the clock and arms its watches once', async () => {
    const caseNo = await file(rename(units.rename, ['俞新雨']));
    const receipt = await accept(caseNo);
    expect(receipt).toEqual(ok(expect.objectContaining({ slaEpoch: 1, acceptedOn: '2026-11-23' })));
    const armed = office.messages.filter((one) => one.name === 'msg.sla.armed' && one.correlationKey === caseNo);
    expect(armed).toHaveLength(1);
    const { checkAt } = await office.registry.sla.statutory(caseNo);
    expect(office.messages.filter((one) => one.messageId === `statutory-armed:${caseNo}`)).toMatchObject([
      { name: 'msg.statutory.armed', correlationKey: caseNo, variables: { statutoryCheckAt: checkAt.toISOString() } },
    ]);
    expect((await office.registry.sla.get(caseNo))?.state).toBe('running');
  });

  test('doc.render and case.close end a case that is not accepted', async () => {
    const caseNo = await file(sale(units.seized));
    const reasonCode = 'UNIT_RESTRICTED';
    expect(await office.twice('doc.render', { caseNo, template: 'notice_not_accepted', reasonCode })).toEqual(
      ok({ documents: 1 }),
    );
    expect(await office.registry.documents.list(caseNo)).toMatchObject([
      { kind: 'notice_not_accepted', mediaType: 'application/pdf' },
    ]);
    expect(await office.twice('case.close', { caseNo, outcome: 'NOT_ACCEPTED', reasonCode })).toEqual(ok());
    expect(await office.registry.cases.getCase(caseNo)).toMatchObject({ status: 'CLOSED', outcome: 'NOT_ACCEPTED' });
  });
});

describe('one sale from contract to archive', () => {
  let caseNo: string;
  let taxCaseNo: string;
  const unit = units.plainSale;
  const { unitCode } = unit;
  let taxInput: Record<string, unknown>;

  beforeAll(async () => {
    caseNo = await file(sale(unit, people.chen, { certMedium: 'both', delivery: 'window' }));
    await accept(caseNo);
  });

  test('trade.contract.file files once', async () => {
    expect(await office.twice('trade.contract.file', { caseNo, unitCode })).toEqual(
      ok({ contractFiledAt: expect.any(String) }),
    );
    expect(await office.effects('housing', 'fileContract', caseNo)).toBe(1);
    expect((await office.registry.money.getContractFiling(caseNo))?.state).toBe('FILED');
  });

  test('tax.housing.count gives numbers and dates, no names', async () => {
    const receipt = await office.twice('tax.housing.count', { caseNo, unitCode });
    expect(receipt).toEqual(
      ok(
        expect.objectContaining({
          familyHousingCountAfter: expect.any(Number),
          holdingYears: 5,
          priceFen: 200_000_000,
        }),
      ),
    );
    taxInput = receipt.kind === 'complete' ? { ...receipt.variables } : {};
    expect(JSON.stringify(taxInput)).not.toContain(people.chen.name);
  });

  test('tax.assess sends the decision tables’ figures and keeps the office’s case', async () => {
    const vat = decision('vat_on_sale', taxInput) as { amountFen: number };
    const priceExVatFen = (taxInput.priceFen as number) - vat.amountFen;
    const tables = {
      vat,
      surcharges: decision('surcharges', { ...taxInput, vatFen: vat.amountFen, areaClass: 'city' }),
      deedTax: decision('deed_tax_rate', { ...taxInput, relation: 'sale', priceExVatFen }),
      incomeTax: decision('income_tax_on_sale', { ...taxInput, priceExVatFen }),
    };
    const receipt = await office.twice('tax.assess', { caseNo, unitCode, ...taxInput, ...tables });
    expect(receipt).toEqual(ok(expect.objectContaining({ taxPayable: true })));
    expect(await office.effects('tax', 'assess', caseNo)).toBe(1);
    const taxCase = await office.registry.money.getTaxCase(caseNo);
    taxCaseNo = taxCase!.taxCaseNo;
    const expected = [tables.deedTax, tables.incomeTax].reduce(
      (sum: number, one) => sum + (one as { amountFen: number }).amountFen,
      0,
    );
    expect(taxCase?.totalFen).toBe(expected);
  });

  test('sla.pause and sla.resume tell the watch by message, once each', async () => {
    await office.twice('sla.pause', { caseNo, pauseCause: 'tax_payment' });
    expect((await office.registry.sla.get(caseNo))?.state).toBe('paused');
    expect(office.messages.filter((one) => one.correlationKey === `${caseNo}:1`)).toHaveLength(1);
    office.clock.advance(30 * 60_000);
    await office.twice('sla.resume', { caseNo, pauseCause: 'tax_payment' });
    const status = await office.registry.sla.get(caseNo);
    expect(status).toMatchObject({ state: 'running', epoch: 2 });
    const armed = office.messages.filter((one) => one.name === 'msg.sla.armed' && one.correlationKey === caseNo);
    expect(armed.map((one) => one.variables?.slaEpoch)).toEqual([1, 2]);
    expect(armed[1]?.variables?.slaDueAt).toBe(status?.dueAt.toISOString());
  });

  test('sla.pause for a supplement gives fifteen days; sla.resume of all arms a new watch', async () => {
    const receipt = await office.twice('sla.pause', { caseNo, pauseCause: 'supplement' }, 'pause-2', {
      elementId: 'PauseSupplement',
    });
    const due = new Date(office.clock.now().getTime() + 15 * 86_400_000).toISOString();
    expect(receipt).toEqual(ok({ supplementDueAt: due }));
    await office.twice('sla.resume', { caseNo, pauseCause: 'all' }, 'restart-1');
    expect((await office.registry.sla.get(caseNo))?.pauses.every((pause) => pause.resumedAt !== null)).toBe(true);
    expect(office.messages.filter((one) => one.messageId.endsWith(':restart-1')).map((one) => one.name)).toEqual([
      'msg.sla.armed',
      'msg.statutory.armed',
    ]);
  });

  test('each supplement asked for in the review goes out in writing, once', async () => {
    const { cases, documents } = office.registry;
    const dueAt = new Date(office.clock.now().getTime() + 15 * 86_400_000);
    const notices = async () => (await documents.list(caseNo)).filter((one) => one.kind === 'notice_supplement');
    const before = (await notices()).length;
    for (const [time, items] of [['first', ['contract', '共有人同意书']] as const, ['second', ['身份证明']] as const]) {
      const { render } = office.deps.documents;
      const drawn: SupplementNoticeData[] = [];
      office.deps.documents.render = (kind, data, at) => {
        if (kind === 'supplement-notice') drawn.push(data as SupplementNoticeData);
        return render(kind, data, at);
      };
      const key = `review-${time}`;
      await cases.requestSupplement({ caseNo, key, items: [...items], dueAt, by: reviewer });
      try {
        const step = { elementId: 'PauseSupplement' };
        await office.twice('sla.pause', { caseNo, pauseCause: 'supplement' }, `pause-${time}`, step);
      } finally {
        office.deps.documents.render = render;
      }
      expect(drawn).toHaveLength(1);
      expect(drawn[0]?.gaps).toHaveLength(items.length);
      expect(drawn[0]?.gaps.at(-1)?.material).toBe(items.at(-1));
      expect(drawn[0]?.dueOn).toBe(dayOf(dueAt));
      expect(drawn[0]?.noticeNo).toBe(`${caseNo}-BZ${time === 'first' ? '' : '2'}`);
      await office.twice('sla.resume', { caseNo, pauseCause: 'all' }, `resume-${time}`);
      office.clock.advance(1_000);
    }
    const made = (await notices()).slice(before);
    expect(made.map((one) => one.key)).toEqual(['notice_supplement:review-first', 'notice_supplement:review-second']);
    expect(made.map((one) => one.title)).toEqual(Array(2).fill('一次性告知补正通知书'));
    expect((await documents.get(made[0]!.documentId))?.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('sla.warn and sla.breach are recorded once and not for a stale epoch', async () => {
    const { epoch } = (await office.registry.sla.get(caseNo))!;
    expect(await office.run('sla.warn', { caseNo, slaEpoch: epoch - 1 })).toEqual(ok({ recorded: false }));
    office.clock.advance(50 * 60_000);
    const warned = await office.run('sla.warn', { caseNo, slaEpoch: epoch });
    expect(warned).toEqual(ok({ recorded: expect.any(Boolean) }));
    await office.run('sla.warn', { caseNo, slaEpoch: epoch });
    office.clock.advance(20 * 60_000);
    await office.run('sla.breach', { caseNo, slaEpoch: epoch });
    await office.run('sla.breach', { caseNo, slaEpoch: epoch });
    const lines = (await office.registry.cases.timeline(caseNo)).map((line) => line.topic);
    expect(lines.filter((topic) => topic === 'sla.warned')).toHaveLength(1);
    expect(lines.filter((topic) => topic === 'sla.breached')).toHaveLength(1);
  });

  test('tax.clearance: arrears until it is paid, then one proof', async () => {
    expect(await office.twice('tax.clearance', { caseNo, taxCaseNo })).toEqual(refusal('TAX_ARREARS'));
    await office.post('tax', `/orders/${taxCaseNo}/settle`);
    expect(await office.twice('tax.clearance', { caseNo, taxCaseNo })).toEqual(ok({ clearanceNo: expect.any(String) }));
    expect((await office.registry.money.getTaxCase(caseNo))?.state).toBe('CLEARED');
  });

  test('registry.unit.recheck sees no change', async () => {
    expect(await office.twice('registry.unit.recheck', { caseNo })).toEqual(ok({ registerChanged: false }));
  });

  test('registry.book.write needs a signature and enters once', async () => {
    expect(await office.run('registry.book.write', { caseNo })).toMatchObject({ kind: 'fail', retries: 0 });
    await reviewed(caseNo);
    const receipt = await office.twice('registry.book.write', { caseNo }, 'book', { elementId: 'BookWrite' });
    expect(receipt).toEqual(
      ok({ registeredAt: expect.any(String), certificateNos: [expect.stringContaining('不动产权第')] }),
    );
    expect(await office.registry.certificates.listByCase(caseNo)).toHaveLength(1);
  });

  test('case.interruption.check says that it is too late', async () => {
    expect(await office.twice('case.interruption.check', { caseNo })).toEqual(
      ok(expect.objectContaining({ entered: true, certificateNos: [expect.any(String)] })),
    );
  });

  test('sla.stop stops at the time of 登簿', async () => {
    office.clock.advance(60_000);
    await office.twice('sla.stop', { caseNo });
    const view = await office.registry.cases.getCase(caseNo);
    expect(view?.sla?.stoppedAt).toEqual(view?.enteredAt);
  });

  test('pay.create: one order per step, another one after a failed payment', async () => {
    const fee = { unitFen: 8_000, pieces: 1, amountFen: 9_000, rule: 'fee-6' };
    const first = await office.twice('pay.create', { caseNo, fee }, 'pay-1');
    expect(await office.effects('payment', 'createOrder', caseNo)).toBe(1);
    const second = await office.twice('pay.create', { caseNo, fee }, 'pay-2');
    expect(second).not.toEqual(first);
    expect(await office.registry.money.getPaymentOrder(caseNo)).toMatchObject({ amountFen: 9_000 });
  });

  test('doc.render, seal.sign, ecert.issue: one certificate, one seal, one licence', async () => {
    // no certificate on a fee that is not paid, whatever message came, nor on one paid short
    const render = () => office.run('doc.render', { caseNo, template: 'certificate' });
    expect(await render()).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining('尚未缴清') });
    const { money } = office.registry;
    const { payOrderNo = '' } = (await money.getPaymentOrder(caseNo)) ?? {};
    const paid = { payOrderNo, state: 'SETTLED' as const, at: office.clock.now() };
    await money.recordPaymentResult({ ...paid, transactionNo: 'T-short', paidFen: 8_000 });
    expect(await render()).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining('两者不符') });
    await money.recordPaymentResult({ ...paid, transactionNo: 'T-right', paidFen: 9_000 });
    expect(await office.twice('doc.render', { caseNo, template: 'certificate' })).toEqual(ok({ documents: 1 }));
    await office.faults('seal', { refuse: 'SEAL_REFUSED' });
    expect(await office.run('seal.sign', { caseNo, district: '330203' })).toEqual(refusal('SEAL_REFUSED'));
    expect(await office.registry.cases.lastRefusal(caseNo, ['seal.sign'])).toBeTruthy();
    await office.faults('seal', { refuse: null });
    // no time stamp, no seal: tried again, at last an incident, and nothing goes out meanwhile
    await office.faults('timestamp', { fail: '500' });
    const sealing = { caseNo, district: '330203' };
    for (const [before, left] of [
      [2, 1],
      [1, 0],
    ] as const)
      expect(await office.run('seal.sign', sealing, 'seal', { retries: before })).toMatchObject({
        kind: 'fail',
        retries: left,
      });
    const papers = await office.registry.documents.list(caseNo);
    expect(
      papers.filter(({ key, seal }) => key.startsWith('certificate:') && (seal || key.endsWith('.signed'))),
    ).toEqual([]);
    expect(await office.run('ecert.issue', { caseNo })).toMatchObject({ kind: 'fail' });
    await office.faults('timestamp', { fail: null });
    expect(await office.twice('seal.sign', { caseNo, district: '330203' })).toEqual(ok({ sealed: 1 }));
    expect(await office.effects('seal', 'sign', caseNo)).toBe(1);
    expect(await office.twice('ecert.issue', { caseNo })).toEqual(ok({ licences: 1 }));
    expect(await office.effects('ecert', 'issue', caseNo)).toBe(1);
    const [certificate] = await office.registry.certificates.listByCase(caseNo);
    expect(certificate?.licenceId).toEqual(expect.any(String));
    const paper = (await office.registry.documents.list(caseNo)).find((one) => one.kind === 'certificate');
    expect(paper?.seal).not.toBeNull();
  });

  test('notify.send sends once, and a platform that stays away does not stop the case', async () => {
    expect(await office.twice('notify.send', { caseNo, template: 'completed' })).toEqual(ok({ notified: 2 }));
    expect(await office.effects('sms', 'send', caseNo)).toBe(2);
    await office.faults('sms', { fail: '500' });
    expect(await office.run('notify.send', { caseNo, template: 'completed' }, 'sms', { retries: 2 })).toMatchObject({
      kind: 'fail',
      retries: 1,
    });
    expect(await office.run('notify.send', { caseNo, template: 'completed' }, 'sms', { retries: 1 })).toEqual(
      ok({ notified: 0 }),
    );
    await office.faults('sms', { fail: null });
  });

  test('archive.ingest and case.close, once each', async () => {
    expect(await office.twice('archive.ingest', { caseNo })).toEqual(
      ok(expect.objectContaining({ archiveNo: expect.any(String) })),
    );
    expect(await office.effects('archive', 'ingest', caseNo)).toBe(1);
    expect(await office.run('archive.check', { caseNo })).toMatchObject({ kind: 'complete' });
    expect(await office.twice('report.upper', { caseNo })).toEqual(ok());
    expect(await office.registry.exchange.reportsOfCase(caseNo)).toMatchObject([{ state: 'PENDING' }]);
    expect(await office.twice('case.close', { caseNo, outcome: 'COMPLETED' })).toEqual(ok());
    expect(await office.registry.cases.getCase(caseNo)).toMatchObject({
      status: 'CLOSED',
      outcome: 'COMPLETED',
      archiveNo: expect.any(String),
    });
  });
});

describe('a mortgage', () => {
  test('its proof says what is secured, and whether the parties bar a transfer', async () => {
    const unit = units.mortgageable;
    const terms = mortgage(unit).mortgage!;
    const scope = '主债权及其利息、违约金、损害赔偿金、实现抵押权的费用';
    const caseNo = await file(mortgage(unit, { mortgage: { ...terms, scope, restrictsTransfer: true } }));
    await accept(caseNo);
    await reviewed(caseNo);
    expect(await office.twice('registry.book.write', { caseNo }, `book-${caseNo}`)).toEqual(ok());
    const [proof] = await office.registry.certificates.listByCase(caseNo);
    const content = await office.registry.certificates.getContent(proof!.certificateNo);
    const { other } = proofDataOf(content!, { office: '海曙', publicUrl: 'http://127.0.0.1:3000' });
    expect(other).toContain('抵押方式：一般抵押');
    expect(other).toContain(`担保范围：${scope}`);
    expect(other).toContain('是否存在禁止或限制转让抵押不动产的约定：是');
    expect(await office.twice('doc.render', { caseNo, template: 'certificate' })).toEqual(ok({ documents: 1 }));
  });
});

describe('a presold home: BDC-24, then BDC-09 with the same contract', () => {
  const [home, neighbour, another] = demoCity.presaleHomes('330203') as [DemoUnit, DemoUnit, DemoUnit];
  const contract = { priceFen: 180_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
  const sides = { acquirers: [people.zhou], obligors: [demoCity.institutions.company] };
  const caution = { agreementNo: 'YG-1', agreedOn: '2026-11-20' };
  const bought = async (unit: DemoUnit, contractNo: string, who = sides) => {
    const terms = { ownershipMode: 'single' as const, contract: { ...contract, contractNo } };
    const caseNo = await file(application('BDC-09', unit, who, terms));
    await accept(caseNo);
    return caseNo;
  };
  let presale: string;
  let contractNo: string;

  beforeAll(async () => {
    presale = await file(application('BDC-24', home, sides, { contract, caution }));
    await accept(presale);
    await office.run('trade.contract.file', { caseNo: presale, unitCode: home.unitCode });
    contractNo = (await office.registry.money.getContractFiling(presale))!.contractNo;
    await reviewed(presale);
    const { kind } = await office.registry.book.enterInRegister({ caseNo: presale, step: 'BookWrite', registrar });
    expect(kind).toBe('entered');
  });

  test('the filing is taken over, and stays when the later case is given up', async () => {
    const caseNo = await bought(home, contractNo);
    const { money } = office.registry;
    const before = await money.getContractFiling(presale);
    expect(await office.twice('trade.contract.file', { caseNo, unitCode: home.unitCode })).toEqual(
      ok({ contractFiledAt: before?.filedAt.toISOString() }),
    );
    expect(await money.getContractFiling(caseNo)).toMatchObject({ contractNo, takenOverFrom: presale });
    expect(await office.twice('trade.contract.cancel', { caseNo, outcome: 'WITHDRAWN' })).toEqual(
      ok({ contractCancelled: false }),
    );
    expect(await office.effects('housing', 'cancelContract', caseNo)).toBe(0);
    expect(await money.getContractFiling(presale)).toEqual(before);
    // and the next application of the same buyer gets it again
    const again = await bought(home, contractNo);
    expect(await office.run('trade.contract.file', { caseNo: again, unitCode: home.unitCode })).toEqual(ok());
  });

  test('for another home or another buyer it goes to 更正合同, and the authority is not asked', async () => {
    const tries = [
      [await bought(neighbour, contractNo), neighbour.unitCode],
      [await bought(home, contractNo, { ...sides, acquirers: [people.li] }), home.unitCode],
    ] as const;
    for (const [caseNo, unitCode] of tries) {
      expect(await office.twice('trade.contract.file', { caseNo, unitCode })).toEqual(refusal('CONTRACT_VOID'));
      expect(await office.effects('housing', 'fileContract', caseNo)).toBe(0);
      expect(await office.registry.cases.lastRefusal(caseNo, ['trade.contract.file'])).toContain(contractNo);
      const lines = await office.registry.cases.timeline(caseNo);
      expect(lines.filter(({ topic }) => topic === 'step.refused')).toHaveLength(1);
    }
    // the number corrected at the window
    const [caseNo, unitCode] = tries[0];
    await office.put('housing', '/contracts/YS-2026-77', {
      unitCode,
      priceFen: contract.priceFen,
      signedAt: contract.signedOn,
      status: 'signed',
    });
    expect(await office.twice('trade.contract.file', { caseNo, unitCode, contractNo: 'YS-2026-77' })).toEqual(ok());
  });

  test('a number that the authority gives out a second time is refused, no technical failure', async () => {
    // given the authority begins to count again: its next number is on our record already
    const next = contractNo.replace(/\d{6}$/, (digits) => String(Number(digits) + 1).padStart(6, '0'));
    const known = await bought(home, next);
    await office.registry.money.recordContractFiling({ caseNo: known, contractNo: next, filedAt: office.clock.now() });
    // when the window's standard contract of another home gets it
    const caseNo = await file(application('BDC-09', another, sides, { ownershipMode: 'single', contract }));
    await accept(caseNo);
    const receipt = await office.run('trade.contract.file', { caseNo, unitCode: another.unitCode });
    // then
    expect(receipt).toEqual(refusal('CONTRACT_VOID'));
    expect(receipt).toMatchObject({ message: expect.stringContaining(next) });
    expect(await office.registry.money.getContractFiling(caseNo)).toBeNull();
  });
});

describe('when it does not end in the register', () => {
  test('contract refused, corrected, filed; then cancelled, tax refunded, decision made, all once', async () => {
    const unit = units.large;
    const caseNo = await file(sale(unit, people.chen));
    await accept(caseNo);
    await office.faults('housing', { refuse: 'CONTRACT_VOID' });
    expect(await office.run('trade.contract.file', { caseNo, unitCode: unit.unitCode })).toEqual(
      refusal('CONTRACT_VOID'),
    );
    await office.faults('housing', { refuse: 'CONTRACT_DUPLICATE' });
    expect(await office.run('trade.contract.file', { caseNo, unitCode: unit.unitCode })).toEqual(
      refusal('CONTRACT_VOID'),
    );
    const lines = await office.registry.cases.timeline(caseNo);
    const reasons = lines.filter(({ topic }) => topic === 'step.refused').map(({ detail }) => detail?.reason);
    expect(reasons).toEqual([await office.registry.cases.lastRefusal(caseNo, ['trade.contract.file'])]); // twice in the same words: said once
    await office.faults('housing', { refuse: null });
    await office.run('trade.contract.file', { caseNo, unitCode: unit.unitCode });

    const manual = { amountFen: 1_000, rule: 'manual' };
    const facts = {
      contractDate: '2026-11-20',
      use: 'commercial',
      area: 150,
      priceFen: 200_000_000,
      familyHousingCountAfter: 1,
      holdingYears: 3,
    };
    const assess = {
      caseNo,
      unitCode: unit.unitCode,
      ...facts,
      vat: manual,
      surcharges: manual,
      deedTax: manual,
      incomeTax: manual,
    };
    await office.faults('tax', { refuse: 'TAX_REJECTED' });
    expect(await office.run('tax.assess', assess)).toEqual(refusal('TAX_REJECTED'));
    await office.faults('tax', { refuse: null });
    // A gift without a declared value: the office must not find a price of nothing too low.
    const gift = { ...assess, priceFen: 0 };
    expect(await office.twice('tax.assess', gift)).toEqual(ok(expect.objectContaining({ taxTotalFen: 4_000 })));

    const undone = { caseNo, outcome: 'REFUSED' };
    expect(await office.twice('trade.contract.cancel', undone)).toEqual(ok({ contractCancelled: true }));
    expect(await office.effects('housing', 'cancelContract', caseNo)).toBe(1);
    expect(await office.twice('tax.refund', undone)).toEqual(ok({ taxRefunded: true }));
    expect(await office.effects('tax', 'refund', caseNo)).toBe(1);
    expect(await office.twice('doc.render', { caseNo, template: 'decision_refused', reasonCode: 'DISPUTE' })).toEqual(
      ok({ documents: 1 }),
    );
    expect(await office.twice('case.close', { caseNo, outcome: 'REFUSED', reasonCode: 'DISPUTE' })).toEqual(ok());
    expect((await office.registry.sla.get(caseNo))?.state).toBe('stopped');
  });

  test('nothing was filed or assessed: undo has nothing to do', async () => {
    const caseNo = await file(sale(units.jointSale));
    expect(await office.twice('trade.contract.cancel', { caseNo, outcome: 'WITHDRAWN' })).toEqual(
      ok({ contractCancelled: false }),
    );
    expect(await office.twice('tax.refund', { caseNo, outcome: 'WITHDRAWN' })).toEqual(ok({ taxRefunded: false }));
  });

  test('a seizure in between: the recheck and the entry refuse, the notice cites it', async () => {
    const unit = units.mortgageable;
    const caseNo = await file(mortgage(unit));
    await accept(caseNo);
    await reviewed(caseNo);
    expect(await office.twice('case.interruption.check', { caseNo })).toEqual(ok({ entered: false }));
    await office.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    expect(await office.twice('registry.unit.recheck', { caseNo })).toEqual(refusal('UNIT_RESTRICTED'));
    expect(await office.twice('registry.book.write', { caseNo }, 'book', { elementId: 'BookWrite' })).toEqual(
      refusal('UNIT_RESTRICTED'),
    );
    expect(await office.twice('doc.render', { caseNo, template: 'decision_superseded' })).toEqual(ok({ documents: 1 }));
    expect(await office.twice('case.close', { caseNo, outcome: 'SUPERSEDED_BY_SEIZURE' })).toEqual(ok());
  });

  test('case.mark.recheck sets the mark; withdrawal and supplement papers are made', async () => {
    const caseNo = await file(sale(units.sharedSale));
    await accept(caseNo);
    expect(await office.twice('case.mark.recheck', { caseNo })).toEqual(ok({}));
    expect((await office.registry.cases.getCase(caseNo))?.recheckNeeded).toBe(true);
    for (const template of ['decision_withdrawn', 'notice_supplement']) {
      expect(await office.twice('doc.render', { caseNo, template, missingMaterials: ['contract'] })).toEqual(
        ok({ documents: 1 }),
      );
    }
  });
});

describe('the runtime around the handlers', () => {
  test('a variable that does not fit is an incident at once, and its value is not repeated', async () => {
    const receipt = await office.run('identity.verify', { caseNo: '张明远', partyNo: 1 });
    expect(receipt).toMatchObject({ kind: 'fail', retries: 0 });
    expect(JSON.stringify(receipt)).toContain('/caseNo');
    expect(JSON.stringify(receipt)).not.toContain('张明远');
  });

  test('back-off doubles with every attempt used, and the last failure leaves no retries', async () => {
    const caseNo = await file(sale(units.jointSale));
    await office.faults('housing', { fail: '500' });
    const waits = [];
    for (const retries of [4, 3, 2, 1]) {
      const receipt = await office.run('trade.contract.file', { caseNo, unitCode: units.jointSale.unitCode }, 'down', {
        retries,
      });
      waits.push(receipt.kind === 'fail' ? [receipt.retries, receipt.backOffMs] : receipt);
    }
    await office.faults('housing', { fail: null });
    expect(waits).toEqual([
      [3, 1_000],
      [2, 2_000],
      [1, 4_000],
      [0, 8_000],
    ]);
  });

  test('a utility is waited for longer: five retries, PT30S × 2ⁿ (domain §5.4)', async () => {
    const variables = { caseNo: '20260302330203999999', unitCode: units.jointSale.unitCode, service: 'gas' };
    const waits = [];
    for (const retries of [6, 5, 4, 3, 2]) {
      const receipt = await office.run('utility.transfer', variables, 'unknown', { retries });
      waits.push(receipt.kind === 'fail' ? receipt.backOffMs : receipt);
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000]);
  });

  test('a department that does the work and never answers: asked again, it is done once', async () => {
    const caseNo = await file(sale(units.jointSale));
    const variables = { caseNo, unitCode: units.jointSale.unitCode };
    await office.faults('housing', { fail: 'timeout' });
    expect(await office.run('trade.contract.file', variables, 'slow')).toMatchObject({ kind: 'fail', retries: 3 });
    await office.faults('housing', { fail: null });
    expect(await office.run('trade.contract.file', variables, 'slow', { retries: 3 })).toEqual(ok());
    expect((await office.registry.money.getContractFiling(caseNo))?.state).toBe('FILED');
    await office.run('trade.contract.cancel', { caseNo });
  });
});
