import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import type {
  CaseDetail,
  CaseList,
  CourtNotice,
  CourtSeizureList,
  NoticeDisposal,
  NoticeFiled,
  NoticeRequest,
} from '../../server/api/index.ts';
import { courtOfficer, party, registered, sale, seizure } from '../registry/support/play.ts';
import { type Harness, PASSWORD, startHarness, type User } from './support/harness.ts';

/** CT-07 司法处置过户 over HTTP: an officer's notice, the approver's signature, and BDC-14 of what the court has seized (domain §2.3, §5.7). */
let harness: Harness;
let officer: User;
let approver: User;
const half = { n: 1, d: 2 };
const [debtor, other] = [cityPerson(951), cityPerson(952)];
const buyer = demoCity.people.zhou;
const homes = demoCity.saleUnits('330203').slice(-7);

beforeAll(async () => {
  harness = await startHarness();
  officer = await harness.signIn('courtofficer-0203');
  approver = await harness.signIn('courtapprover-0203');
});
afterAll(() => harness.stop());

/** A home of two owners by halves, seized by the court for the first one's debt. */
async function seizedHome(scopeShare: typeof half | null) {
  const unit = homes.shift() as DemoUnit;
  const bought = sale(unit, debtor, {
    ownershipMode: 'shares',
    contract: { priceFen: 200_000_000, signedOn: '2026-02-20', payMode: 'full' },
  });
  bought.parties = [party('acquirer', debtor, half), party('acquirer', other, half), ...bought.parties.slice(1)];
  await registered(harness.registry, bought);
  const { name, idNo } = debtor;
  const result = await harness.registry.seizures.enterSeizure(
    seizure(unit, { respondent: { name, idNo }, scopeShare }),
    courtOfficer,
  );
  if (result.kind !== 'entered') throw new Error(result.message);
  return { unit, seizureId: result.entries[0]?.rightId as string };
}

const content = Buffer.from('%PDF-1.4\n').toString('base64');
const officers = [
  { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
  { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
];
const request = (
  targetRightId: string,
  more: Partial<NoticeDisposal> = {},
  said: Partial<NoticeRequest['content']> = {},
): NoticeRequest => ({
  noticeKey: `dispose-${targetRightId}-${JSON.stringify([more, said]).length}`,
  kind: 'dispose',
  targetRightId,
  content: {
    documentNo: '（2026）浙0203执恢8号',
    orderNo: '（2026）浙0203执恢8号之一',
    orderDate: '2026-03-01',
    assistanceNo: '（2026）浙0203执协8号',
    officers,
    disposal: { extent: 'share', priceFen: 80_000_000, takers: [bidder(buyer, half)], cancelledProofs: [], ...more },
    ...said,
  },
  papers: [
    { kind: 'order', title: '成交（以物抵债）裁定书', content },
    { kind: 'assistance', title: '协助执行通知书', content },
  ],
});
const bidder = ({ name, idNo, phone }: CityPerson, share?: typeof half) => ({
  nature: 'person' as const,
  name,
  idType: 'citizen' as const,
  idNo,
  phone: phone ?? '',
  ...(share ? { share } : {}),
});
const file = (body: NoticeRequest, who = officer) => who.send<NoticeFiled>('POST', '/api/court/notices', body);
const sign = (noticeNo: string, who = approver) =>
  who.send<CourtNotice>('POST', `/api/court/notices/${noticeNo}/approve`, {
    approveDecision: 'sign',
    pin: PASSWORD,
  });
/** Filed, signed, decided by the register and its case filed, as the process does it. */
async function carriedOut(body: NoticeRequest): Promise<CourtNotice> {
  const { noticeNo } = (await file(body)).body;
  await sign(noticeNo);
  await harness.registry.court.decideNotice(noticeNo);
  await harness.registry.court.openTransfer(noticeNo);
  return (await officer.get<CourtNotice>(`/api/court/notices/${noticeNo}`)).body;
}

test('nothing is delivered before the approver has signed; the officer does not sign his own notice', async () => {
  const { unit, seizureId } = await seizedHome(half);
  const filed = await file(request(seizureId));
  expect(filed.status).toBe(201);
  const { noticeNo } = filed.body;
  // sent again it is the same notice
  expect((await file(request(seizureId))).body).toEqual({ noticeNo, firstTime: false });
  expect((await sign(noticeNo, officer)).problem.code).toBe('FORBIDDEN_ROLE');
  const seizures = async () =>
    (await harness.registry.units.unitPage(unit.unitCode))?.seizures.map(({ rightId, status }) => [rightId, status]);
  expect(await seizures()).toEqual([[seizureId, 'CURRENT']]);
  expect((await officer.get<CaseList>('/api/cases')).body.items).toEqual([]);
  expect((await sign(noticeNo)).body).toMatchObject({
    kind: 'dispose',
    state: 'DELIVERED',
    signedBy: 'courtapprover-0203',
  });

  // when the register carries it out
  expect(await harness.registry.court.decideNotice(noticeNo)).toMatchObject({ kind: 'decided', state: 'DISPOSED' });
  expect(await seizures()).toEqual([]);
  const { caseNo } = await harness.registry.court.openTransfer(noticeNo);

  // then there is one case, with the papers of the notice; home, debtor and names come from the register
  expect(await harness.registry.court.openTransfer(noticeNo)).toEqual({ caseNo });
  expect(await harness.registry.cases.getCase(caseNo ?? '')).toMatchObject({
    itemCode: 'BDC-14',
    channel: 'court',
    organisationId: 'COURT-0203',
    unitCodes: [unit.unitCode],
  });
  const titles = (await harness.registry.documents.list(caseNo ?? '')).map(({ title }) => title);
  expect(titles.toSorted()).toEqual(['协助执行通知书', '成交（以物抵债）裁定书']);
  // the court follows its own case, another one has none
  const own = (await officer.get<CaseList>('/api/cases')).body;
  expect(own.items.map((one) => one.caseNo)).toEqual([caseNo]);
  expect((await officer.get<CaseDetail>(`/api/cases/${caseNo}`)).body.itemCode).toBe('BDC-14');
  const elsewhere = await harness.signIn('courtofficer-0212');
  expect((await elsewhere.get(`/api/cases/${caseNo}`)).status).toBe(404);
  // the register judges it as it judges every such order: the debtor's share moves, and nothing else
  const check = await harness.registry.units.checkUnit({
    unitCode: unit.unitCode,
    itemCode: 'BDC-14',
    caseNo: caseNo ?? '',
  });
  expect(check.blocks).toEqual([]);
});

test('of the whole home all owners go; a part of a share is named as such, and a mortgage that is not there is said at once', async () => {
  const terms = async (caseNo: string | null) =>
    (
      await harness.deps.pool.query<{ terms: object; ownership_mode: string }>(
        'SELECT terms, ownership_mode FROM registry.cases WHERE case_no = $1',
        [caseNo],
      )
    ).rows[0];
  const { seizureId } = await seizedHome(null);
  const unknownProof = await file(
    request(seizureId, { extent: 'whole', takers: [bidder(buyer)], cancelledProofs: ['浙（2026）证明第1号'] }),
  );
  expect([unknownProof.status, JSON.stringify(unknownProof.problem)]).toEqual([
    422,
    expect.stringContaining('cancelledProofs'),
  ]);
  const whole = await carriedOut(request(seizureId, { extent: 'whole', takers: [bidder(buyer)] }));
  expect(whole).toMatchObject({ state: 'DISPOSED', disposal: { extent: 'whole', kept: null, lapsed: [] } });
  expect(await terms(whole.caseNo)).toMatchObject({
    ownership_mode: 'single',
    terms: { transfer: { previous: [{ idNo: debtor.idNo }, { idNo: other.idNo }], court: { wholeDisposal: true } } },
  });
  const quarter = { n: 1, d: 4 };
  const { seizureId: ofShare } = await seizedHome(half);
  const part = await carriedOut(request(ofShare, { extent: 'part', takers: [bidder(buyer, quarter)] }));
  expect(part).toMatchObject({ state: 'DISPOSED', disposal: { extent: 'part', kept: quarter } });
  expect(await terms(part.caseNo)).toMatchObject({
    ownership_mode: 'shares',
    terms: { transfer: { shareOnly: true, previous: [{ idNo: debtor.idNo }], court: { partOfShare: true } } },
  });
});

test('it is refused to other roles, to another court without the papers of a transfer, and with a scan that is none', async () => {
  const { seizureId } = await seizedHome(half);
  for (const account of ['courtapprover-0203', 'acceptor-330203', 'bankclerk-03'])
    expect((await file(request(seizureId), await harness.signIn(account))).problem.code).toBe('FORBIDDEN_ROLE');
  const seizures = (await officer.get<CourtSeizureList>('/api/court/seizures')).body.items;
  expect(seizures.map((one) => one.rightId)).toContain(seizureId);
  const elsewhere = await harness.signIn('courtofficer-0212');
  const foreign = await file(request(seizureId), elsewhere);
  expect((await harness.registry.court.formFacts(foreign.body.noticeNo)).targetOfThisCourt).toBe(false);
  await sign(foreign.body.noticeNo, await harness.signIn('courtapprover-0212'));
  expect(await harness.registry.court.decideNotice(foreign.body.noticeNo)).toMatchObject({
    kind: 'returned',
    reasons: [expect.stringContaining('不能处置')],
  });
  const noScan = {
    ...request(seizureId),
    papers: [{ kind: 'deal' as const, title: '成交确认书', content: 'bm8gc2Nhbg==' }],
  };
  expect((await file(noScan)).status).toBe(415);
  const gone = cityPerson(953);
  const stranger = await harness.registry.seizures.enterSeizure(
    seizure(homes.shift() as DemoUnit, { respondent: { name: gone.name, idNo: gone.idNo }, courtInsists: true }),
    courtOfficer,
  );
  const rightId = stranger.kind === 'entered' ? (stranger.entries[0]?.rightId ?? '') : '';
  const answer = await file(request(rightId));
  expect([answer.status, answer.problem.detail]).toEqual([422, expect.stringContaining('不是登记的权利人')]);
});

test('two officers present it, each with both certificates (法发〔2004〕5号 §2)', async () => {
  const { seizureId } = await seizedHome(half);
  const [one] = officers;
  if (!one) throw new Error('no officer');
  for (const wrong of [[one, one], [one]]) {
    const answer = await file(request(seizureId, {}, { officers: wrong }));
    expect([answer.status, JSON.stringify(answer.problem)]).toEqual([422, expect.stringContaining('COURT_OFFICERS')]);
  }
  const { caseNo } = await carriedOut(request(seizureId));
  const { rows } = await harness.deps.pool.query<{ officers: object[] }>(
    "SELECT terms -> 'transfer' -> 'court' -> 'officers' AS officers FROM registry.cases WHERE case_no = $1",
    [caseNo],
  );
  expect(rows[0]?.officers).toEqual(officers);
});
