import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssessRequest } from '../../departments/tax/contract.ts';
import { call, callbackReceiver, caseNo, departments, otherCaseNo, unitCode } from './support.ts';

type Departments = Awaited<ReturnType<typeof departments>>;
let city: Departments;
let receiver: Awaited<ReturnType<typeof callbackReceiver>>;

beforeAll(async () => {
  city = await departments();
  receiver = await callbackReceiver();
});
afterAll(async () => {
  await city.stop();
  await receiver.stop();
});

describe('identity', () => {
  const person = { caseNo, name: '何甬', idNo: '33029919810412002X', idType: 'citizen' as const };

  it('matches a person, and another name for the same number differs', async () => {
    const first = await city.clients.identity.verify(person, call());
    expect(first).toMatchObject({ kind: 'ok', value: { matched: true, reason: null } });
    const other = await city.clients.identity.verify({ ...person, name: '何涌' }, call());
    expect(other).toMatchObject({ kind: 'ok', value: { matched: false, reason: 'name_differs' } });
  });

  it.each(['330299199003070012', '33029919780229003X', '33029919900307001'])(
    'does not know the impossible number %s',
    async (idNo) => {
      const answer = await city.clients.identity.verify({ ...person, idNo }, call());
      expect(answer).toMatchObject({ kind: 'ok', value: { matched: false, reason: 'not_found' } });
    },
  );

  it('tells a lost document from a deceased holder', async () => {
    const people = [
      { name: '甲', idNo: '330299196606060072', status: 'lost' },
      { name: '乙', idNo: '330299197208150181', status: 'deceased' },
    ];
    await city.control('identity', 'PUT', '/people', { people });
    for (const { name, idNo, status } of people) {
      const answer = await city.clients.identity.verify({ ...person, name, idNo }, call());
      expect(answer).toMatchObject({ kind: 'ok', value: { matched: false, reason: status } });
    }
  });

  it('answers a household or refuses', async () => {
    const self = { name: '丙', idNo: '330299199304210112', relation: 'self', birthDate: '1993-04-21' };
    await city.control('identity', 'PUT', '/households', { households: [{ householdNo: 'H1', members: [self] }] });
    expect(await city.clients.identity.household({ caseNo, name: '丙', idNo: self.idNo }, call())).toMatchObject({
      kind: 'ok',
      value: { householdNo: 'H1', members: [self] },
    });
    const unknown = await city.clients.identity.household({ caseNo, name: '丁', idNo: self.idNo }, call());
    expect(unknown).toMatchObject({ kind: 'refused', code: 'HOUSEHOLD_NOT_FOUND' });
  });
});

describe('housing', () => {
  const contract = {
    caseNo,
    unitCode,
    priceFen: 200_000_000,
    signedAt: '2026-02-10',
    payMode: 'full' as const,
    escrow: false,
    sellers: [{ name: '何甬', idNo: '33029919810412002X' }],
    buyers: [{ name: '龚喆犇', idNo: '330299199003070013' }],
  };

  it('files the window contract, refuses a second sale by the same seller, allows it after the cancellation', async () => {
    const filed = await city.clients.housing.fileContract(contract, call());
    if (filed.kind !== 'ok') throw new Error(JSON.stringify(filed));
    const again = await city.clients.housing.fileContract(contract, call());
    expect(again).toMatchObject({ kind: 'ok', value: { contractNo: filed.value.contractNo } });
    const second = { ...contract, caseNo: otherCaseNo };
    expect(await city.clients.housing.fileContract(second, call())).toMatchObject({ code: 'CONTRACT_DUPLICATE' });
    const stranger = { caseNo: otherCaseNo, reason: '撤销' };
    expect(await city.clients.housing.cancelContract(filed.value.contractNo, stranger, call())).toMatchObject({
      code: 'CONTRACT_OTHER_CASE',
    });
    const own = { caseNo, reason: '不予登记' };
    expect(await city.clients.housing.cancelContract(filed.value.contractNo, own, call())).toMatchObject({
      kind: 'ok',
    });
    expect(await city.clients.housing.fetchContract(filed.value.contractNo, call())).toMatchObject({
      kind: 'ok',
      value: { status: 'cancelled' },
    });
    expect(await city.clients.housing.fileContract(second, call())).toMatchObject({ kind: 'ok' });
  });

  it('answers a contract that comes again in another case with its one filing, and refuses it for another home or other parties', async () => {
    const presale = { ...contract, caseNo: '20260213330203000087', unitCode: `${unitCode.slice(0, -4)}8701` };
    const first = await city.clients.housing.fileContract(presale, call());
    if (first.kind !== 'ok') throw new Error(JSON.stringify(first));
    const { contractNo } = first.value;
    const later = { ...presale, caseNo: '20260213330203000088', contractNo };
    expect(await city.clients.housing.fileContract(later, call())).toEqual(first);
    const others = [
      { unitCode: `${unitCode.slice(0, -4)}8702` },
      { buyers: [{ name: '何甬', idNo: '33029919810412002X' }] },
      { buyers: [...presale.buyers, { name: '何甬', idNo: '33029919810412002X' }] },
      { sellers: [{ name: '丁', idNo: '330299199003070021' }] },
    ];
    for (const other of others)
      expect(
        await city.clients.housing.fileContract({ ...later, ...other }, call()),
        JSON.stringify(other),
      ).toMatchObject({
        code: 'CONTRACT_DUPLICATE',
      });
    expect(await city.clients.housing.fileContract({ ...later, priceFen: 1 }, call())).toMatchObject({
      code: 'CONTRACT_DIFFERS',
    });
    // Whoever took it over does not own it.
    const stranger = { caseNo: later.caseNo, reason: '撤回' };
    expect(await city.clients.housing.cancelContract(contractNo, stranger, call())).toMatchObject({
      code: 'CONTRACT_OTHER_CASE',
    });
    expect(await city.clients.housing.fetchContract(contractNo, call())).toMatchObject({
      value: { status: 'filed', caseNo: presale.caseNo },
    });
  });

  it('cancels a contract whose number is Chinese: the number is in the path and in the key of the call', async () => {
    const contractNo = '甬房商2026000077';
    const home = { ...contract, caseNo: '20260213330203000077', unitCode: `${unitCode.slice(0, -4)}7701`, contractNo };
    const signed = { unitCode: home.unitCode, priceFen: home.priceFen, signedAt: home.signedAt, status: 'signed' };
    await city.control('housing', 'PUT', `/contracts/${encodeURIComponent(contractNo)}`, signed);
    const keyed = (what: string) => ({ ...call(), idempotencyKey: `${home.caseNo}:${what}:${contractNo}` });
    expect(await city.clients.housing.fileContract(home, keyed('file'))).toMatchObject({ kind: 'ok' });
    const cancel = () =>
      city.clients.housing.cancelContract(contractNo, { caseNo: home.caseNo, reason: '撤回' }, keyed('cancel'));
    expect(await cancel()).toMatchObject({ kind: 'ok', value: { status: 'cancelled' } });
    expect(await cancel()).toMatchObject({ kind: 'ok' });
  });

  it('refuses a home under 限售 until its day has passed, and says until when', async () => {
    const policyHome = { ...contract, caseNo: '20260213330203000027', unitCode: `${unitCode.slice(0, -4)}9901` };
    const restrict = (until: string) =>
      city.control('housing', 'PUT', `/restrictions/${policyHome.unitCode}`, { cause: 'policy_housing', until });
    await restrict('2099-12-31');
    const refused = await city.clients.housing.fileContract(policyHome, call());
    expect(refused).toMatchObject({ kind: 'refused', code: 'SALE_RESTRICTED' });
    expect(JSON.stringify(refused)).toContain('2099-12-31');
    await restrict('2020-12-31');
    expect(await city.clients.housing.fileContract(policyHome, call())).toMatchObject({ kind: 'ok' });
  });

  it('lets the buyer sell on: another seller is no second sale', async () => {
    const resale = { ...contract, caseNo: '20260213330203000019', sellers: contract.buyers };
    expect(await city.clients.housing.fileContract(resale, call())).toMatchObject({ kind: 'ok' });
  });

  it.each([
    ['unknown', 'CONTRACT_NOT_FOUND'],
    ['void', 'CONTRACT_VOID'],
    ['other price', 'CONTRACT_DIFFERS'],
    ['signed', 'filed'],
  ])('a contract signed online: %s → %s', async (state, expected) => {
    const contractNo = `WQ-${state.replace(' ', '-')}`;
    const unit = '330212005001GB00345F00030155';
    if (state !== 'unknown') {
      await city.control('housing', 'PUT', `/contracts/${contractNo}`, {
        unitCode: unit,
        priceFen: state === 'other price' ? 1 : contract.priceFen,
        signedAt: contract.signedAt,
        status: state === 'void' ? 'void' : 'signed',
      });
    }
    const answer = await city.clients.housing.fileContract({ ...contract, unitCode: unit, contractNo }, call());
    if (expected === 'filed') expect(answer).toMatchObject({ kind: 'ok', value: { contractNo } });
    else expect(answer).toMatchObject({ kind: 'refused', code: expected });
  });
});

describe('tax', () => {
  /** domain §6.4, second test case: 2 000 000, 95 ㎡, first home, held one year. */
  const request = (): AssessRequest => ({
    caseNo,
    unitCode,
    contractDate: '2026-02-10',
    use: 'residential',
    areaM2: 95,
    priceFen: 200_000_000,
    familyHousingCountAfter: 1,
    holdingYears: 1,
    preCalculated: [
      { kind: 'vat', baseFen: 194_174_757, rate: '0.03', amountFen: 5_825_243 },
      { kind: 'urban', baseFen: 5_825_243, rate: '0.035', amountFen: 203_884 },
      { kind: 'education', baseFen: 5_825_243, rate: '0.015', amountFen: 87_379 },
      { kind: 'local_education', baseFen: 5_825_243, rate: '0.01', amountFen: 58_252 },
      { kind: 'deed', baseFen: 194_174_757, rate: '0.01', amountFen: 1_941_748 },
      { kind: 'income', baseFen: 194_174_757, rate: '0.01', amountFen: 1_941_748 },
    ],
    callbackUrl: receiver.url,
  });
  const assess = async (change: Partial<AssessRequest> = {}) => {
    const answer = await city.clients.tax.assess({ ...request(), ...change }, call());
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    return answer.value;
  };

  it('confirms the right amounts', async () => {
    const assessed = await assess();
    expect(assessed).toMatchObject({ corrected: false, exempt: false, totalFen: 10_058_254, payBy: '2026-02-28' });
  });

  it('corrects a wrong amount and says so', async () => {
    const preCalculated = [{ kind: 'deed' as const, baseFen: 194_174_757, rate: '0.01', amountFen: 1 }];
    const assessed = await assess({ preCalculated });
    expect(assessed).toMatchObject({ corrected: true, totalFen: 1_941_748, taxes: [{ amountFen: 1_941_748 }] });
  });

  it('rejects a price that is too low', async () => {
    const answer = await city.clients.tax.assess({ ...request(), priceFen: 10_000_000 }, call());
    expect(answer).toMatchObject({ kind: 'refused', code: 'TAX_REJECTED' });
  });

  it('asks for no price where nothing was paid: a gift, an agreement of spouses', async () => {
    const { priceFen: _none, ...gift } = { ...request(), unitCode: '330212005001GB00345F00030156' };
    expect(await city.clients.tax.assess(gift, call())).toMatchObject({ kind: 'ok' });
  });

  it('accepts a low price once an officer has approved it', async () => {
    const low = { unitCode: '330212005001GB00345F00030155', priceFen: 10_000_000, preCalculated: [] };
    expect(await city.clients.tax.assess({ ...request(), ...low }, call())).toMatchObject({ code: 'TAX_REJECTED' });
    await city.control('tax', 'PUT', '/facts', { units: [{ unitCode: low.unitCode, priceApproved: true }] });
    expect(await city.clients.tax.assess({ ...request(), ...low }, call())).toMatchObject({ kind: 'ok' });
  });

  it('gives clearance only after payment; refunds once', async () => {
    const { taxCaseNo } = await assess();
    const clear = () => city.clients.tax.clearance({ caseNo, taxCaseNo }, call());
    expect(await clear()).toMatchObject({ kind: 'refused', code: 'TAX_ARREARS' });
    expect((await city.control('tax', 'POST', `/orders/${taxCaseNo}/fail`)).status).toBe(200);
    expect(await clear()).toMatchObject({ kind: 'refused', code: 'TAX_ARREARS' });
    await city.control('tax', 'POST', `/orders/${taxCaseNo}/settle`);
    expect(await clear()).toMatchObject({ kind: 'ok', value: { kind: 'paid', totalFen: 10_058_254 } });
    const refund = () => city.clients.tax.refund({ caseNo, taxCaseNo, reason: '不予登记' }, call());
    expect(await refund()).toMatchObject({ kind: 'ok', value: { kind: 'refunded', amountFen: 10_058_254 } });
    expect(await refund()).toMatchObject({ kind: 'ok', value: { amountFen: 0 } });
    expect(await clear()).toMatchObject({ kind: 'refused', code: 'TAX_ARREARS' });
  });

  it('voids an unpaid case on refund and on a new assessment, so that it cannot be paid', async () => {
    const first = await assess();
    const second = await assess();
    expect((await city.control('tax', 'POST', `/orders/${first.taxCaseNo}/settle`)).status).toBe(409);
    const { taxCaseNo } = second;
    const refund = await city.clients.tax.refund({ caseNo, taxCaseNo, reason: '撤回' }, call());
    expect(refund).toMatchObject({ kind: 'ok', value: { kind: 'voided', amountFen: 0 } });
    expect((await city.control('tax', 'POST', `/orders/${taxCaseNo}/settle`)).status).toBe(409);
  });

  it('exempts at once when nothing is due', async () => {
    const { taxCaseNo, exempt } = await assess({ preCalculated: [] });
    expect(exempt).toBe(true);
    const clearance = await city.clients.tax.clearance({ caseNo, taxCaseNo }, call());
    expect(clearance).toMatchObject({ kind: 'ok', value: { kind: 'exempt', totalFen: 0 } });
  });

  it('knows only its own cases', async () => {
    const { taxCaseNo } = await assess();
    expect(await city.clients.tax.clearance({ caseNo: otherCaseNo, taxCaseNo }, call())).toMatchObject({
      code: 'TAX_CASE_NOT_FOUND',
    });
  });

  it('tells what it knows of a family', async () => {
    const buyer = { name: '龚喆犇', idNo: '330299199003070013' };
    await city.control('tax', 'PUT', '/facts', {
      people: [{ idNo: buyer.idNo, homesElsewhere: 2 }],
      units: [{ unitCode, sellerHoldingSince: '2019-05-01' }],
    });
    const answer = await city.clients.tax.housingFamily(
      { caseNo, unitCode, contractDate: '2026-02-10', buyerFamily: [buyer], sellers: [buyer] },
      call(),
    );
    expect(answer).toMatchObject({
      kind: 'ok',
      value: { homesElsewhere: 2, sellerHoldingSince: '2019-05-01', originalValueFen: null },
    });
  });
});

describe('payment', () => {
  const lines = [{ code: 'reg', name: '不动产登记费', quantity: 1, unitFen: 8_000, amountFen: 8_000 }];
  const order = async () => {
    const body = { caseNo, lines, totalFen: 8_000, callbackUrl: receiver.url };
    const answer = await city.clients.payment.createOrder(body, call());
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    return answer.value.payOrderNo;
  };

  it('settles once, refunds once', async () => {
    const payOrderNo = await order();
    const refund = () => city.clients.payment.refund(payOrderNo, { caseNo, reason: '撤回' }, call());
    expect(await refund()).toMatchObject({ kind: 'refused', code: 'ORDER_NOT_PAID' });
    for (let time = 0; time < 2; time++) {
      expect((await city.control('payment', 'POST', `/orders/${payOrderNo}/settle`)).status).toBe(200);
    }
    await expect.poll(() => receiver.events().filter((event) => event.payOrderNo === payOrderNo)).toHaveLength(1);
    expect(await refund()).toMatchObject({ kind: 'ok', value: { amountFen: 8_000 } });
    expect(await refund()).toMatchObject({ kind: 'refused', code: 'ORDER_NOT_PAID' });
  });

  it('a failed order stays failed', async () => {
    const payOrderNo = await order();
    await city.control('payment', 'POST', `/orders/${payOrderNo}/fail`);
    expect((await city.control('payment', 'POST', `/orders/${payOrderNo}/settle`)).status).toBe(409);
    expect(await city.clients.payment.fetchOrder(payOrderNo, call())).toMatchObject({
      kind: 'ok',
      value: { status: 'failed' },
    });
  });

  it('refuses a bill that does not add up', async () => {
    const body = { caseNo, lines, totalFen: 8_001, callbackUrl: receiver.url };
    expect(await city.clients.payment.createOrder(body, call())).toMatchObject({ code: 'ORDER_REFUSED' });
  });
});

describe('sms', () => {
  const message = { caseNo, template: 'withdrawn' as const, to: '13800000001', vars: { caseNo } };

  it('sends, and refuses what cannot arrive', async () => {
    const send = (change: object) => city.clients.sms.send({ ...message, ...change }, call());
    expect(await send({})).toMatchObject({ kind: 'ok' });
    expect(await send({ to: '' })).toMatchObject({ code: 'SMS_EMPTY_NUMBER' });
    expect(await send({ to: '0574-12345' })).toMatchObject({ code: 'SMS_EMPTY_NUMBER' });
    expect(await send({ vars: {} })).toMatchObject({ code: 'SMS_VARS_MISSING' });
    expect(await send({ template: 'advertisement' })).toMatchObject({ code: 'SMS_TEMPLATE_UNKNOWN' });
    await city.control('sms', 'PUT', '/numbers', { blacklisted: ['13800000002'], empty: ['13800000003'] });
    expect(await send({ to: '13800000002' })).toMatchObject({ code: 'SMS_BLACKLISTED' });
    expect(await send({ to: '13800000003' })).toMatchObject({ code: 'SMS_EMPTY_NUMBER' });
  });
});

describe('ecert', () => {
  const licence = {
    caseNo,
    certNo: '浙（2026）宁波市海曙不动产权第0000123号',
    kind: 'certificate' as const,
    unitCode,
    holders: [{ name: '龚喆犇', idNo: '330299199003070013' }],
    docHash: 'c'.repeat(64),
    registeredAt: '2026-02-13T09:00:00+08:00',
    verifyUrl: 'http://127.0.0.1:3000/verify/x',
  };

  it('keeps one valid licence per number, also after a crash of the caller', async () => {
    const issued = await city.clients.ecert.issue(licence, call());
    const again = await city.clients.ecert.issue(licence, call());
    if (issued.kind !== 'ok') throw new Error(JSON.stringify(issued));
    expect(again).toEqual(issued);
    const other = await city.clients.ecert.issue({ ...licence, caseNo: otherCaseNo }, call());
    expect(other).toMatchObject({ kind: 'refused', code: 'LICENCE_DUPLICATE' });
    const { licenceId } = issued.value;
    const revoke = () => city.clients.ecert.revoke(licenceId, { caseNo, reason: '换证' }, call());
    expect(await revoke()).toMatchObject({ kind: 'ok', value: { status: 'revoked' } });
    expect(await revoke()).toEqual(await city.clients.ecert.fetchLicence(licenceId, call()));
  });
});
