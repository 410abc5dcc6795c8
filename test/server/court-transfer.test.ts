import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import type {
  CaseDetail,
  CaseList,
  CourtSeizureList,
  CourtTransferRequest,
  FiledCase,
} from '../../server/api/index.ts';
import { courtOfficer, party, registered, sale, seizure } from '../registry/support/play.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

/** CT-07 司法处置过户 over HTTP: BDC-14 started by the court that seized, from its own seizure (domain §2.3, §5.7). */
let harness: Harness;
let officer: User;
const half = { n: 1, d: 2 };
const [debtor, other] = [cityPerson(951), cityPerson(952)];
const buyer = demoCity.people.zhou;
const homes = demoCity.saleUnits('330203').slice(-6);

beforeAll(async () => {
  harness = await startHarness();
  officer = await harness.signIn('courtofficer-0203');
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

const pdf = Buffer.from('%PDF-1.4\n').toString('base64');
const request = (seizureId: string, more: Partial<CourtTransferRequest> = {}): CourtTransferRequest => ({
  applicationKey: `court-transfer-${seizureId}-${JSON.stringify(more).length}`,
  seizureId,
  extent: 'share',
  orderNo: '（2026）浙0203执恢8号',
  orderDate: '2026-03-01',
  assistanceNo: '（2026）浙0203执协8号',
  priceFen: 80_000_000,
  buyers: [bidder(buyer, half)],
  officers: [
    { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
    { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
  ],
  cancelledProofs: [],
  papers: [{ kind: 'judgment', content: pdf }],
  ...more,
});
const bidder = ({ name, idNo, phone }: CityPerson, share?: typeof half) => ({
  nature: 'person' as const,
  name,
  idType: 'citizen' as const,
  idNo,
  phone: phone ?? '',
  ...(share ? { share } : {}),
});
const file = (body: CourtTransferRequest, who = officer) => who.send<FiledCase>('POST', '/api/court/transfers', body);

test('the court that seized starts the transfer of the share; home, debtor and names come from the register', async () => {
  const { unit, seizureId } = await seizedHome(half);
  const answer = await file(request(seizureId));
  expect(answer.status).toBe(201);
  const { caseNo } = answer.body;
  // sent again it is the same case
  expect((await file(request(seizureId))).body).toEqual({ caseNo, firstTime: false });
  const filed = await harness.registry.cases.getCase(caseNo);
  expect(filed).toMatchObject({
    itemCode: 'BDC-14',
    channel: 'court',
    organisationId: 'COURT-0203',
    unitCodes: [unit.unitCode],
  });
  expect((await harness.registry.documents.list(caseNo)).map(({ title }) => title)).toEqual(['成交（抵债）裁定书']);
  // the court follows its own case, another one has none
  const own = (await officer.get<CaseList>('/api/cases')).body;
  expect(own.items.map((one) => one.caseNo)).toEqual([caseNo]);
  expect((await officer.get<CaseDetail>(`/api/cases/${caseNo}`)).body.itemCode).toBe('BDC-14');
  const elsewhere = await harness.signIn('courtofficer-0212');
  expect((await elsewhere.get(`/api/cases/${caseNo}`)).status).toBe(404);
  // the register judges it as it judges every such order: the debtor's share moves, and nothing else
  const check = await harness.registry.units.checkUnit({ unitCode: unit.unitCode, itemCode: 'BDC-14', caseNo });
  expect(check.blocks).toEqual([]);
});

test('of the whole home all owners go; a part of a share and the mortgages of the order are named as such', async () => {
  const { seizureId } = await seizedHome(null);
  const whole = (await file(request(seizureId, { extent: 'whole', buyers: [bidder(buyer)] }))).body;
  const terms = async (caseNo: string) =>
    (
      await harness.deps.pool.query<{ terms: object; ownership_mode: string; combined: string[] }>(
        'SELECT terms, ownership_mode, combined FROM registry.cases WHERE case_no = $1',
        [caseNo],
      )
    ).rows[0];
  expect(await terms(whole.caseNo)).toMatchObject({
    ownership_mode: 'single',
    terms: { transfer: { previous: [{ idNo: debtor.idNo }, { idNo: other.idNo }], court: { wholeDisposal: true } } },
  });
  const quarter = { n: 1, d: 4 };
  const part = (await file(request(seizureId, { extent: 'part', buyers: [bidder(buyer, quarter)] }))).body;
  expect(await terms(part.caseNo)).toMatchObject({
    ownership_mode: 'shares',
    terms: { transfer: { shareOnly: true, previous: [{ idNo: debtor.idNo }], court: { partOfShare: true } } },
  });
  const unknownProof = await file(request(seizureId, { extent: 'whole', cancelledProofs: ['浙（2026）证明第1号'] }));
  expect(unknownProof.status).toBe(422);
});

test('it is refused to other roles, for another court’s seizure, and with a scan that is none', async () => {
  const { seizureId } = await seizedHome(half);
  for (const account of ['courtapprover-0203', 'acceptor-330203', 'bankclerk-03'])
    expect((await file(request(seizureId), await harness.signIn(account))).problem.code).toBe('FORBIDDEN_ROLE');
  const elsewhere = await harness.signIn('courtofficer-0212');
  expect((await file(request(seizureId), elsewhere)).status).toBe(404);
  const seizures = (await officer.get<CourtSeizureList>('/api/court/seizures')).body.items;
  expect(seizures.map((one) => one.rightId)).toContain(seizureId);
  const noScan = request(seizureId, { papers: [{ kind: 'deal', content: Buffer.from('no scan').toString('base64') }] });
  expect((await file(noScan)).status).toBe(415);
  const gone = { ...cityPerson(953) };
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
  const [one] = request(seizureId).officers as [CourtTransferRequest['officers'][number]];
  const twice = await file(request(seizureId, { officers: [one, one] }));
  expect([twice.status, JSON.stringify(twice.problem)]).toEqual([422, expect.stringContaining('COURT_OFFICERS')]);
  for (const officers of [[one], [one, { name: '执行乙', workNo: 'W2', dutyNo: '' }]])
    expect((await file(request(seizureId, { officers }))).status).toBe(422);
  const { caseNo } = (await file(request(seizureId))).body;
  const { rows } = await harness.deps.pool.query<{ officers: object[] }>(
    "SELECT terms -> 'transfer' -> 'court' -> 'officers' AS officers FROM registry.cases WHERE case_no = $1",
    [caseNo],
  );
  expect(rows[0]?.officers).toEqual(request(seizureId).officers);
});
