import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../departments/upper/message.ts';
import { toXml } from '../../departments/upper/xml.ts';
import type { UtilityService } from '../../departments/utility/contract.ts';
import { call, callbackReceiver, caseNo, departments, otherCaseNo, unitCode } from './support.ts';

let city: Awaited<ReturnType<typeof departments>>;
let receiver: Awaited<ReturnType<typeof callbackReceiver>>;

beforeAll(async () => {
  city = await departments();
  receiver = await callbackReceiver();
});
afterAll(async () => {
  await city.stop();
  await receiver.stop();
});

const seller = { name: '何甬', idNo: '33029919810412002X' };
const buyer = { name: '龚喆犇', idNo: '330299199003070013' };
const sha256 = 'd'.repeat(64);
let cases = 100;
const newCase = () => `20260213330203000${++cases}`;
const granted = <T>(answer: { kind: string; value?: T }): T => {
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
  return answer.value as T;
};
const eventsOf = (ofCase: string) => receiver.events().filter((event) => event.caseNo === ofCase);

describe('escrow', () => {
  const open = async (ofCase: string) =>
    granted(
      await city.clients.escrow.openAccount(
        { caseNo: ofCase, contractNo: 'CL20260213000001', amountFen: 200_000_000, callbackUrl: receiver.url },
        call(),
      ),
    );
  const fund = (escrowNo: string, body?: object) => city.control('escrow', 'POST', `/accounts/${escrowNo}/fund`, body);
  const because = (ofCase: string) => ({ caseNo: ofCase, reason: '登簿完成' });

  it('is funded in parts, tells it once, and releases once', async () => {
    const ofCase = newCase();
    const { escrowNo } = await open(ofCase);
    const release = () => city.clients.escrow.release(escrowNo, because(ofCase), call());
    expect((await open(ofCase)).escrowNo).toBe(escrowNo);
    await fund(escrowNo, { amountFen: 60_000_000 });
    expect(await release()).toMatchObject({ kind: 'refused', code: 'ESCROW_UNDERFUNDED' });
    expect(await city.clients.escrow.fetch(escrowNo, call())).toMatchObject({
      value: { status: 'open', depositedFen: 60_000_000 },
    });
    await fund(escrowNo);
    expect((await fund(escrowNo)).status).toBe(200);
    await expect.poll(() => eventsOf(ofCase)).toMatchObject([{ event: 'escrow.funded', amountFen: 200_000_000 }]);
    expect(await release()).toMatchObject({ kind: 'ok', value: { status: 'released', amountFen: 200_000_000 } });
    expect(await release()).toMatchObject({ kind: 'ok', value: { status: 'released' } });
    await expect.poll(() => eventsOf(ofCase).map(({ event }) => event)).toEqual(['escrow.funded', 'escrow.released']);
    const refund = await city.clients.escrow.refund(escrowNo, because(ofCase), call());
    expect(refund).toMatchObject({ kind: 'refused', code: 'ESCROW_CLOSED' });
  });

  it('gives the money back once, and a closed account takes none', async () => {
    const ofCase = newCase();
    const { escrowNo } = await open(ofCase);
    await fund(escrowNo);
    const refund = () => city.clients.escrow.refund(escrowNo, because(ofCase), call());
    expect(await refund()).toMatchObject({ kind: 'ok', value: { status: 'refunded', amountFen: 200_000_000 } });
    expect(await refund()).toMatchObject({ kind: 'ok', value: { amountFen: 0 } });
    expect((await fund(escrowNo)).status).toBe(409);
    expect(await city.clients.escrow.release(escrowNo, because(ofCase), call())).toMatchObject({
      code: 'ESCROW_CLOSED',
    });
    expect((await open(ofCase)).escrowNo).not.toBe(escrowNo);
  });

  it('tells a failed deposit; knows only its own cases; a second contract needs the first to end', async () => {
    const ofCase = newCase();
    const { escrowNo } = await open(ofCase);
    const second = { caseNo: ofCase, contractNo: 'CL-OTHER', amountFen: 1, callbackUrl: receiver.url };
    expect(await city.clients.escrow.openAccount(second, call())).toMatchObject({ code: 'ESCROW_CLOSED' });
    expect(await city.clients.escrow.release(escrowNo, because(otherCaseNo), call())).toMatchObject({
      code: 'ESCROW_NOT_FOUND',
    });
    expect(await city.clients.escrow.fetch('ESC-NONE', call())).toMatchObject({ code: 'ESCROW_NOT_FOUND' });
    await city.control('escrow', 'POST', `/accounts/${escrowNo}/fail`);
    await expect.poll(() => eventsOf(ofCase)).toMatchObject([{ event: 'escrow.failed', escrowNo }]);
  });
});

describe.each(['water', 'power', 'gas', 'tv', 'broadband'] satisfies UtilityService[])('utility %s', (service) => {
  const request = (change: object = {}) => ({
    caseNo: newCase(),
    service,
    accountNo: '3302990001',
    oldHolder: seller,
    newHolder: { ...buyer, phone: '13800000001' },
    address: '海曙区演示路1号',
    arrearsPolicy: 'seller_pays',
    callbackUrl: receiver.url,
    ...change,
  });
  const submit = (body: ReturnType<typeof request>) => city.clients[service].submitTransfer(body, call());
  const settle = (orderNo: string, result: object) =>
    city.control(service, 'POST', `/transfers/${orderNo}/result`, result);

  it('takes an order once per case, and reports done to both who listen and who ask', async () => {
    const body = request({ accountNo: `A-${service}` });
    const { utilityOrderNo } = granted(await submit(body));
    expect(granted(await submit(body)).utilityOrderNo).toBe(utilityOrderNo);
    const fetched = () => city.clients[service].fetchTransfer(utilityOrderNo, call());
    expect(await fetched()).toMatchObject({ value: { state: 'accepted', resultCode: null } });
    await settle(utilityOrderNo, { result: 'DONE' });
    expect(await fetched()).toMatchObject({ value: { state: 'done', resultCode: 'DONE' } });
    await expect
      .poll(() => eventsOf(body.caseNo))
      .toMatchObject([{ event: 'utility.result', service, result: 'DONE', utilityOrderNo }]);
    expect((await settle(utilityOrderNo, { result: 'ARREARS', amountFen: 1 })).status).toBe(409);
    expect(await city.clients[service].fetchTransfer('NONE', call())).toMatchObject({ code: 'TRANSFER_NOT_FOUND' });
  });

  it('says at once that an account is unknown or elsewhere', async () => {
    const accounts = [
      { accountNo: `M-${service}`, state: 'missing' },
      { accountNo: `O-${service}`, state: 'out_of_area' },
    ];
    await city.control(service, 'PUT', '/accounts', { accounts });
    expect(await submit(request({ accountNo: `M-${service}` }))).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
    expect(await submit(request({ accountNo: `O-${service}` }))).toMatchObject({ code: 'OUT_OF_AREA' });
  });
});

describe('what a utility finds by itself', () => {
  it('arrears, another holder, then done once both are settled', async () => {
    await city.stop();
    city = await departments({ auto: true, autoDelayMs: 10 });
    const accounts = [
      { accountNo: '3302990002', holder: { name: '前业主', idNo: '330299196606060072' }, arrearsFen: 4_560 },
    ];
    await city.control('water', 'PUT', '/accounts', { accounts });
    const ofCase = newCase();
    const submit = async (change: object = {}) =>
      city.clients.water.submitTransfer(
        {
          caseNo: ofCase,
          service: 'water',
          accountNo: '3302990002',
          oldHolder: seller,
          newHolder: { ...buyer, phone: '13800000001' },
          address: '海曙区演示路1号',
          arrearsPolicy: 'seller_pays',
          callbackUrl: receiver.url,
          ...change,
        },
        call(),
      );
    const results = () => eventsOf(ofCase).map(({ result, amountFen }) => [result, amountFen]);
    granted(await submit());
    await expect.poll(results).toEqual([['NAME_MISMATCH', undefined]]);
    const proof = { certificateNo: '浙（2026）宁波市海曙不动产权第0000123号' };
    granted(await submit({ proof }));
    await expect.poll(() => results()[1]).toEqual(['ARREARS', 4_560]);
    granted(await submit({ proof, arrearsPolicy: 'buyer_takes_over' }));
    await expect.poll(() => results()[2]?.[0]).toBe('DONE');
    await city.stop();
    city = await departments();
  });
});

describe('identity: household notice', () => {
  it('is received, or tells that somebody is still registered there', async () => {
    const notify = (change: object) =>
      city.clients.identity.notifyHukou(
        { caseNo, address: '海曙区演示路1号', seller, buyer, moveIn: true, movedOut: true, ...change },
        call(),
      );
    expect(await notify({})).toMatchObject({ kind: 'ok', value: { receiptNo: expect.stringMatching(/^HKN/) } });
    expect(await notify({ movedOut: false })).toMatchObject({ kind: 'refused', code: 'HUKOU_OCCUPIED' });
    expect(await notify({ movedOut: false, moveIn: false })).toMatchObject({ kind: 'ok' });
    await city.control('identity', 'PUT', '/addresses', { occupied: ['海曙区演示路 9 号'] });
    expect(await notify({ address: '海曙区演示路9号' })).toMatchObject({ code: 'HUKOU_OCCUPIED' });
  });
});

describe('civil affairs', () => {
  it('knows both sides of a marriage, a death, and says plainly when it has no record', async () => {
    const marriage = { status: 'married', spouse: buyer, certNo: 'J330299-2015-000001', date: '2015-05-20' };
    await city.control('civil', 'PUT', '/people', { people: [{ ...seller, marriage }] });
    expect(await city.clients.civil.queryMarriage(seller, call())).toMatchObject({ value: marriage });
    expect(await city.clients.civil.queryMarriage(buyer, call())).toMatchObject({
      value: { status: 'married', spouse: seller },
    });
    const stranger = { name: '丙', idNo: '330299199304210112' };
    expect(await city.clients.civil.queryMarriage(stranger, call())).toEqual({
      kind: 'ok',
      value: { status: 'no_record' },
    });
    await city.control('civil', 'PUT', '/people', {
      people: [{ ...stranger, death: { status: 'dead', date: '2024-01-02', source: 'civil' } }],
    });
    expect(await city.clients.civil.queryDeath(stranger, call())).toMatchObject({ value: { status: 'dead' } });
    expect(await city.clients.civil.queryDeath(buyer, call())).toMatchObject({ value: { status: 'no_record' } });
    expect(await city.clients.civil.queryMarriage({ ...seller, name: '何涌' }, call())).toMatchObject({
      code: 'CIVIL_NAME_DIFFERS',
    });
    expect(await city.clients.civil.queryDeath({ ...seller, name: '何涌' }, call())).toMatchObject({
      code: 'CIVIL_NAME_DIFFERS',
    });
  });
});

describe('market supervision', () => {
  it('answers a company, takes in a well-formed code, and refuses the unknown and the revoked', async () => {
    const known = '91330299MAXXXX200U';
    await city.control('market', 'PUT', '/companies', {
      companies: [
        { uscc: known, name: '宁波演示小微有限公司', status: 'active', small: true },
        { uscc: '91330299MAXXXX300X', name: '宁波演示已吊销有限公司', status: 'revoked' },
      ],
    });
    const query = (uscc: string) => city.clients.market.queryCompany({ uscc }, call());
    expect(await query(known)).toMatchObject({ value: { name: '宁波演示小微有限公司', small: true } });
    expect(await query('91330299MAXXXX300X')).toMatchObject({ code: 'COMPANY_REVOKED' });
    expect(await query('913302990000000000')).toMatchObject({ code: 'COMPANY_NOT_FOUND' });
  });
});

describe('loan banks', () => {
  const loan = { bankId: 'BANK-03', loanNo: 'DK2026-0001' };
  const disburse = (body: { bankId: string; loanNo: string }, ofCase: string) =>
    city.clients.loanbank.requestDisbursement(
      {
        ...body,
        caseNo: ofCase,
        certificateNos: ['浙（2026）宁波市海曙不动产证明第0000001号'],
        callbackUrl: receiver.url,
      },
      call(),
    );

  it('has loans of its own per bank', async () => {
    await city.control('loanbank', 'PUT', '/loans', {
      loans: [
        { ...loan, product: '二手房按揭', approvedOn: '2026-02-01', amountFen: 130_000_000 },
        { bankId: 'BANK-04', loanNo: loan.loanNo, status: 'refused' },
        { bankId: 'BANK-05', loanNo: loan.loanNo, status: 'unknown' },
      ],
    });
    const query = (bankId: string) => city.clients.loanbank.queryLoan({ bankId, loanNo: loan.loanNo }, call());
    expect(await query('BANK-03')).toMatchObject({ value: { approved: true, amountFen: 130_000_000 } });
    expect(await query('BANK-04')).toMatchObject({ code: 'LOAN_REFUSED' });
    expect(await query('BANK-05')).toMatchObject({ code: 'LOAN_NOT_FOUND' });
    expect(await query('BANK-17')).toMatchObject({ code: 'BANK_NOT_CONNECTED' });
    expect(await disburse({ ...loan, bankId: 'BANK-04' }, caseNo)).toMatchObject({ code: 'LOAN_REFUSED' });
    const payoff = await city.clients.loanbank.queryPayoff({ bankId: 'BANK-05', loanNo: loan.loanNo }, call());
    expect(payoff).toMatchObject({ code: 'LOAN_NOT_FOUND' });
  });

  it.each([
    ['disburse', 'loan.disbursed'],
    ['refuse', 'loan.refused'],
  ])('%s is reported as %s, once', async (action, event) => {
    const ofCase = newCase();
    const mine = { bankId: 'BANK-06', loanNo: `DK-${action}` };
    const { disbursementNo } = granted(await disburse(mine, ofCase));
    expect(granted(await disburse(mine, ofCase)).disbursementNo).toBe(disbursementNo);
    for (let time = 0; time < 2; time++) {
      expect((await city.control('loanbank', 'POST', `/loans/${mine.bankId}/${mine.loanNo}/${action}`)).status).toBe(
        200,
      );
    }
    await expect.poll(() => eventsOf(ofCase)).toMatchObject([{ event, loanNo: mine.loanNo, bankId: mine.bankId }]);
  });

  it('knows a payoff, receives proofs and changes of rank', async () => {
    const query = () => city.clients.loanbank.queryPayoff(loan, call());
    expect(await query()).toMatchObject({ value: { paidOff: false, claimEndedProofNo: null } });
    await city.control('loanbank', 'POST', `/loans/${loan.bankId}/${loan.loanNo}/payoff`);
    expect(await query()).toMatchObject({ value: { paidOff: true, on: '2026-02-13' } });
    const proof = { bankId: 'BANK-03', caseNo, certificateNo: '浙（2026）宁波市海曙不动产证明第0000001号', sha256 };
    expect(await city.clients.loanbank.deliverProof(proof, call())).toMatchObject({ kind: 'ok' });
    const rank = { bankId: 'BANK-03', caseNo, rankShown: 1, rankNow: 2 };
    expect(await city.clients.loanbank.confirmRank(rank, call())).toMatchObject({ kind: 'ok' });
  });

  it('one bank is down, the others are not; a fault of one is taken back alone', async () => {
    const query = (bankId: string) => city.clients.loanbank.queryLoan({ bankId, loanNo: 'DK-9' }, call());
    await city.control('loanbank', 'PUT', '/organisations/BANK-07/faults', { fail: '500' });
    expect(await query('BANK-07')).toMatchObject({ kind: 'unavailable' });
    expect(await query('BANK-08')).toMatchObject({ kind: 'ok' });
    const { body } = await city.control('loanbank', 'GET', '/organisations');
    expect(body.organisations).toHaveLength(16);
    expect((await city.control('loanbank', 'PUT', '/organisations/BANK-99/faults', {})).status).toBe(404);
    await city.control('loanbank', 'DELETE', '/organisations/BANK-07/faults');
    expect(await query('BANK-07')).toMatchObject({ kind: 'ok' });
  });
});

describe('courts', () => {
  it('receive receipts and notices, each court its own', async () => {
    const receipt = { courtId: 'COURT-0203', noticeNo: '（2026）浙0203执1号', sha256, state: 'QUEUED', queueNo: 2 };
    expect(await city.clients.court.deliverReceipt(receipt, call())).toMatchObject({ kind: 'ok' });
    const notice = { courtId: 'COURT-02', kind: 'promoted' as const, noticeNo: receipt.noticeNo, unitCode };
    expect(await city.clients.court.notifyCourt(notice, call())).toMatchObject({ kind: 'ok' });
    const { body } = await city.control('court', 'GET', `/letters?noticeNo=${encodeURIComponent(receipt.noticeNo)}`);
    expect(body.letters).toMatchObject([
      { courtId: 'COURT-0203', kind: 'receipt', queueNo: 2 },
      { courtId: 'COURT-02', kind: 'promoted' },
    ]);
    await city.control('court', 'PUT', '/unknown-notices', { noticeNos: ['X1'] });
    expect(await city.clients.court.notifyCourt({ ...notice, noticeNo: 'X1' }, call())).toMatchObject({
      code: 'COURT_NOTICE_UNKNOWN',
    });
    expect(await city.clients.court.deliverReceipt({ ...receipt, courtId: 'COURT-0299' }, call())).toMatchObject({
      code: 'COURT_NOT_CONNECTED',
    });
    const { body: list } = await city.control('court', 'GET', '/organisations');
    expect(list.organisations).toHaveLength(12);
  });
});

describe('courier, archive, upper platform', () => {
  it('delivers an envelope, and refuses an address that is none', async () => {
    const order = (address: string) =>
      city.clients.logistics.orderDelivery(
        { caseNo, receiver: { name: '何甬', phone: '13800000001', address }, certificateNos: ['浙（2026）第1号'] },
        call(),
      );
    const { trackingNo } = granted(await order('海曙区演示路1号'));
    await city.control('logistics', 'POST', `/deliveries/${trackingNo}/state`, { state: 'returned' });
    expect(await city.clients.logistics.fetchDelivery(trackingNo, call())).toMatchObject({
      value: { state: 'returned' },
    });
    expect(await order('不详不详不详')).toMatchObject({ code: 'ADDRESS_UNDELIVERABLE' });
    expect(await city.clients.logistics.fetchDelivery('NONE', call())).toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
  });

  it('takes a complete file, names what is missing, and adds to a file later', async () => {
    const ofCase = newCase();
    const ingest = (documents: { kind: string; sha256: string; pages: number }[]) =>
      city.clients.archive.ingest({ caseNo: ofCase, itemCode: 'BDC-10', documents }, call());
    await city.control('archive', 'PUT', '/requirements', {
      requirements: [{ itemCode: 'BDC-10', kinds: ['application', 'review'] }],
    });
    const application = { kind: 'application', sha256: 'a'.repeat(64), pages: 3 };
    const review = { kind: 'review', sha256: 'b'.repeat(64), pages: 1 };
    expect(await ingest([])).toMatchObject({ code: 'PAGES_MISSING' });
    expect(await ingest([application])).toMatchObject({
      code: 'PAGES_MISSING',
      message: expect.stringContaining('review'),
    });
    expect(await ingest([application, { ...review, pages: 0 }])).toMatchObject({ code: 'PAGES_MISSING' });
    const first = granted(await ingest([application, review]));
    expect(first).toMatchObject({ pages: 4, documents: 2 });
    const later = granted(await ingest([{ kind: 'certificate', sha256, pages: 2 }]));
    expect(later).toMatchObject({ archiveNo: first.archiveNo, pages: 6, documents: 3 });
    expect(await city.clients.archive.fetchFile(first.archiveNo, call())).toMatchObject({
      value: { caseNo: ofCase, sha256: expect.arrayContaining([sha256]) },
    });
    expect(await city.clients.archive.fetchFile('NONE', call())).toMatchObject({ code: 'ARCHIVE_NOT_FOUND' });
  });

  describe('the upper platform', () => {
    const right = {
      BSM: '7',
      BDCDYH: unitCode,
      QLLX: '4',
      DJLX: '200',
      DJYY: '买卖',
      QXDM: '330203',
      DJJG: '登记机构',
      DBR: 'registrar',
      DJSJ: '2026-02-13T08:59:00.000+08:00',
      QSZT: '1',
      GHYT: '10',
      JZMJ: '89.50',
    };
    const house = {
      BDCDYH: unitCode,
      ZDDM: unitCode.slice(0, 19),
      ZRZH: '0001',
      ZL: '中山西路1号',
      FWYT1: '10',
      SCJZMJ: '89.50',
      SCTNJZMJ: '70.50',
      SCFTJZMJ: '19.00',
    };
    const holder = {
      BSM: '7',
      BDCDYH: unitCode,
      SXH: '1',
      QLRMC: '陈演示',
      ZJZL: '1',
      ZJH: '330299199003070013',
      QLRLX: '1',
      GYFS: '0',
    };
    const messageOf = (messageNo: string, data: Message['data']): Message => ({
      head: {
        messageNo,
        kind: 'REGISTRATION',
        caseNo,
        district: '330203',
        registeredAt: right.DJSJ,
        unitCodes: unitCode,
      },
      data,
    });
    const send = (message: Message, format: 'json' | 'xml' = 'json') =>
      city.clients.upper.report(
        {
          contentHash: createHash('sha256').update(JSON.stringify(message)).digest('hex'),
          format,
          ...(format === 'json' ? { message } : { xml: toXml(message) }),
        },
        call(),
      );
    const findings = async (data: Message['data']) => {
      const answer = granted(await send(messageOf('REG-2', data)));
      return answer.result === 'rejected' ? answer.findings.map(({ field, code }) => `${field} ${code}`) : [];
    };

    it('takes a report once, in either form', async () => {
      const good = messageOf('REG-1', { FDCQ2: [right], H: [house], QLR: [holder] });
      const first = granted(await send(good));
      expect(first).toMatchObject({ result: 'accepted' });
      expect(granted(await send(good, 'xml'))).toEqual(first);
      const day = granted(await city.clients.upper.acceptedOfDay('2026-02-13', call()));
      expect(day.accepted).toMatchObject([{ messageNo: 'REG-1' }]);
    });

    it.each([
      ['an area that is missing', { H: [{ ...house, SCJZMJ: '' }] }, 'SCJZMJ MISSING'],
      ['areas that do not add up', { H: [{ ...house, SCTNJZMJ: '80.00' }] }, 'SCTNJZMJ AREA_SUM'],
      ['an enumeration nobody knows', { FDCQ2: [{ ...right, GHYT: '99' }], QLR: [holder] }, 'GHYT ENUM'],
      ['a holder without a number', { QLR: [{ ...holder, ZJH: '' }] }, 'ZJH MISSING'],
      ['a wrong check digit', { QLR: [{ ...holder, ZJH: '330299199003070012' }] }, 'ZJH ID_CHECK'],
      ['a right without holders', { FDCQ2: [right] }, 'BSM HOLDER_MISSING'],
      ['a wrong unit code', { H: [{ ...house, BDCDYH: '33' }] }, 'BDCDYH UNIT_CODE'],
      ['a house that is not on its land', { H: [{ ...house, ZDDM: '330203001002GB00099' }] }, 'ZDDM PARCEL'],
      ['a time to come', { FDCQ2: [{ ...right, DJSJ: '2027-01-01T00:00:00+08:00' }], QLR: [holder] }, 'DJSJ FUTURE'],
      [
        'shares that are not the whole',
        {
          QLR: [
            { ...holder, GYFS: '2', QLBL: '1/3' },
            { ...holder, SXH: '2', GYFS: '2', QLBL: '1/3' },
          ],
        },
        'QLBL SHARES',
      ],
      ['a field nobody knows', { H: [{ ...house, XYZ: '1' }] }, 'XYZ FIELD_UNKNOWN'],
    ])('rejects %s', async (_what, data, expected) => {
      expect(await findings(data as unknown as Message['data'])).toContain(expected);
    });

    it('keeps a reject until the same number comes right, and refuses what it cannot read', async () => {
      await send(messageOf('REG-3', { H: [{ ...house, SCJZMJ: '0.00' }] }));
      const rejects = async () =>
        (await city.control('upper', 'GET', '/rejects')).body.rejects as { messageNo: string }[];
      expect((await rejects()).map((one) => one.messageNo)).toContain('REG-3');
      expect(granted(await send(messageOf('REG-3', { H: [house] })))).toMatchObject({ result: 'accepted' });
      expect((await rejects()).map((one) => one.messageNo)).not.toContain('REG-3');
      await city.control('upper', 'PUT', '/rejected-units', { unitCodes: [unitCode] });
      expect(granted(await send(messageOf('REG-4', { H: [house] })))).toMatchObject({ result: 'rejected' });
      const unread = { contentHash: 'a'.repeat(64), format: 'xml' as const, xml: '<Message>' };
      expect(await city.clients.upper.report(unread, call())).toMatchObject({ code: 'REPORT_REJECTED' });
    });
  });
});
