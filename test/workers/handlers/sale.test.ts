import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateDmn } from '../../../engine/dmn/index.ts';
import type { SupplementNoticeData } from '../../../platform/documents/index.ts';
import { demoCity } from '../../../registry/index.ts';
import { dayOf } from '../../../workers/handlers/case-of.ts';
import { proofDataOf } from '../../../workers/handlers/documents/certificate-data.ts';
import { mortgage, reviewer, sale } from '../../registry/support/play.ts';
import { officeOfFile } from '../support/office.ts';
import { ok, refusal } from '../support/receipts.ts';
import { stepsAt } from '../support/steps.ts';

/** Handlers of one sale in their order, and the proof of a mortgage. */
const office = officeOfFile();
const { accept, file, reviewed } = stepsAt(office);
const { units, people } = demoCity;
const decision = (name: string, variables: Record<string, unknown>) =>
  evaluateDmn(
    readFileSync(new URL(`../../../processes/sub-tax/${name}.dmn`, import.meta.url), 'utf8'),
    name,
    variables as never,
  );

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
