import { describe, expect, it } from 'vitest';
import { numberOf } from '../../registry/exchange/codebooks.ts';
import { type Application, cityPerson, demoCity } from '../../registry/index.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import {
  buildingSurvey,
  firstOf,
  home,
  homeOf,
  landGrant,
  landOf,
  newParcel,
  parcelSurvey,
  readyWithView,
  unitOf,
} from './support/estate.ts';
import { pageOf, problemsOf } from './support/pages.ts';
import {
  acceptor,
  application,
  approveAndSign,
  courtOfficer,
  enter,
  fileAndAccept,
  loanTerms,
  register,
  registered,
  sale,
  seizure,
} from './support/play.ts';
import { type OpenRegister, openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['users'] });

const { bank, company, otherBank } = demoCity.institutions;
const record = (survey: Parameters<OpenRegister['registry']['cadastre']['recordSurvey']>[0]) =>
  fixture.registry.cadastre.recordSurvey(survey, acceptor);

async function first(what: Application) {
  const caseNo = await readyWithView(fixture.registry, what);
  return { caseNo, result: await enter(fixture.registry, caseNo) };
}

async function grantedLand(): Promise<string> {
  const parcel = newParcel();
  await record(parcelSurvey(parcel));
  expect((await first(landGrant(parcel))).result.kind).toBe('entered');
  return parcel;
}

/** Land granted, homes 1…n sold off plan: pages with predicted areas. */
async function site(rooms: number): Promise<string> {
  const parcel = await grantedLand();
  await record(
    buildingSurvey(
      'predicted',
      parcel,
      Array.from({ length: rooms }, (_, i) => home(parcel, i + 1)),
    ),
  );
  return parcel;
}

/** 实测绘 of all homes: one square metre more than predicted. */
async function measured(parcel: string, rooms: number): Promise<string> {
  const units = Array.from({ length: rooms }, (_, i) =>
    home(parcel, i + 1, { area: 101, innerArea: 81, sharedArea: 20, apportionedLandArea: 33.33 }),
  );
  const { surveyNo } = await record(buildingSurvey('surveyed', parcel, units));
  return surveyNo;
}

const presale = (unitCode: string, buyer = cityPerson(7_000_001), more: Partial<Application> = {}) =>
  application(
    'BDC-24',
    unitOf(unitCode),
    { acquirers: [buyer], obligors: [company] },
    {
      contract: { priceFen: 200_000_000, signedOn: '2026-11-20', payMode: 'full' },
      caution: { agreementNo: 'YG-1', agreedOn: '2026-11-20' },
      ...more,
    },
  );

describe('权籍调查成果', () => {
  it('opens pages without registration; the same again changes nothing, another content under the number is refused', async () => {
    const parcel = newParcel();
    const survey = parcelSurvey(parcel);
    expect(await record(survey)).toMatchObject({ firstTime: true });
    expect(await record(survey)).toMatchObject({ firstTime: false });
    await expect(record({ ...survey, surveyor: '另一测绘院' })).rejects.toMatchObject({ code: 'SURVEY_CONFLICT' });
    await expect(record(parcelSurvey(parcel))).rejects.toMatchObject({ code: 'SURVEY_INVALID' });
    const page = await pageOf(fixture.registry, landOf(parcel));
    expect([page.registerVersion, page.ownership, page.unit.area]).toEqual([0, null, 12_000]);
  });

  it('says everything that is wrong with it at once', async () => {
    const parcel = await grantedLand();
    const wrong = buildingSurvey('predicted', parcel, [
      home(parcel, 1, { innerArea: 80, sharedArea: 25 }),
      home('330203001002GB00001', 2),
    ]);
    const refusal = await record({ ...wrong, surveyedOn: '2027-01-01' }).catch((error: unknown) => error);
    expect((refusal as { problems: { code: string }[] }).problems.map((one) => one.code)).toEqual([
      'SURVEY_DAY',
      'AREA_SUM',
      'UNIT_ELSEWHERE',
    ]);
  });

  it('fills buildings, entrances and floors with the sums of their homes', async () => {
    const parcel = await site(8);
    const { rows } = await fixture.pool.query(
      `SELECT (SELECT predicted_area FROM registry.buildings b WHERE b.parcel_code = $1) AS building,
         (SELECT predicted_area FROM registry.logical_buildings l WHERE l.parcel_code = $1) AS entrance,
         ARRAY(SELECT predicted_area FROM registry.floors f WHERE f.parcel_code = $1 ORDER BY floor) AS floors`,
      [parcel],
    );
    expect(rows).toEqual([{ building: '800.00', entrance: '800.00', floors: [400, 400] }]);
  });
});

describe('BDC-01 土地首次登记', () => {
  it('keeps what the land was granted by in a word that the standard has a number for', async () => {
    const parcel = newParcel();
    await record(parcelSurvey(parcel));
    const contribution = { method: 'contribution' as const, contractNo: '作价〔2026〕1号', signedOn: '2026-10-20' };
    expect((await first(landGrant(parcel, { landGrant: contribution }))).result.kind).toBe('entered');
    const { landNature } = (await pageOf(fixture.registry, landOf(parcel))).unit;
    expect(numberOf('landNature', landNature)).toBe('103');
  });

  it('writes the land right with its term and price, and the parcel with what it was granted by', async () => {
    const parcel = await grantedLand();
    const page = await pageOf(fixture.registry, landOf(parcel));
    expect(page.ownership).toMatchObject({ rightType: '3', regType: 100, priceFen: 50_000_000_000 });
    expect(page.ownership?.certificateNos).toHaveLength(1);
    expect(page.unit).toMatchObject({ landNature: '出让', landTermTo: '2096-10-19' });
    const content = await fixture.registry.certificates.getContent(page.ownership?.certificateNos[0] as string);
    expect(content).toMatchObject({ land: true, area: 12_000, rightType: '国有建设用地使用权', rightNature: '出让' });
    expect((await register(fixture.registry, landGrant(parcel))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03' },
    });
  });

  it('INV-27: not without the deed tax of the grant; allocated land owes none', async () => {
    const parcel = newParcel();
    await record(parcelSurvey(parcel));
    const unpaid = await fileAndAccept(fixture.registry, landGrant(parcel));
    await approveAndSign(fixture.registry, unpaid);
    expect(await enter(fixture.registry, unpaid)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-27' } });
    const allocated = landGrant(parcel, {
      landGrant: { method: 'allocation', contractNo: '划拨〔2026〕9号', signedOn: '2026-10-20' },
    });
    expect((await first(allocated)).result.kind).toBe('entered');
  });

  it('a grant needs its price and term', async () => {
    const parcel = newParcel();
    await record(parcelSurvey(parcel));
    const what = landGrant(parcel, {
      landGrant: { method: 'assignment', contractNo: 'CR-1', signedOn: '2026-10-20', priceFen: null },
    });
    expect(await problemsOf(fixture.registry, what)).toEqual(['LAND_PRICE', 'LAND_TERM']);
  });
});

describe('BDC-05 首次登记', () => {
  it('registers 60 homes in one entry with their surveyed areas, a certificate each, and the chain from the land', async () => {
    const parcel = await site(60);
    const surveyNo = await measured(parcel, 60);
    const codes = Array.from({ length: 60 }, (_, i) => homeOf(parcel, i + 1));
    const { caseNo, result } = await first(firstOf(codes, surveyNo));
    if (result.kind !== 'entered') throw new Error(result.refusal.message);
    expect(new Set(result.certificateNos).size).toBe(60);
    const page = await pageOf(fixture.registry, codes[59] as string);
    expect(page.ownership).toMatchObject({ rightType: '4', regType: 100, holders: [{ name: company.name }] });
    expect(page.unit.area).toBe(101);
    const land = (await pageOf(fixture.registry, landOf(parcel))).ownership;
    const { rows } = await fixture.pool.query(
      `SELECT DISTINCT r.previous_id, u.area_basis, u.predicted_area, u.apportioned_land_area FROM registry.rights r JOIN registry.units u USING (unit_code)
       WHERE r.case_no = $1`,
      [caseNo],
    );
    expect(rows).toEqual([
      { previous_id: land?.rightId, area_basis: 'surveyed', predicted_area: '100.00', apportioned_land_area: '33.33' },
    ]);
    expect(await brokenRules(fixture.pool, codes)).toEqual({});
  });

  it('the page reads its predicted area before the entry', async () => {
    const parcel = await site(1);
    const surveyNo = await measured(parcel, 1);
    const before = fixture.clock.now();
    await fixture.clock.advance?.(60_000);
    await first(firstOf([homeOf(parcel, 1)], surveyNo));
    const then = await fixture.registry.units.unitPage(homeOf(parcel, 1), { at: before });
    expect([then?.unit.area, then?.ownership]).toEqual([100, null]);
  });

  it('is not entered before two people have looked at the building', async () => {
    const parcel = await site(1);
    const surveyNo = await measured(parcel, 1);
    const caseNo = await fileAndAccept(fixture.registry, firstOf([homeOf(parcel, 1)], surveyNo));
    await approveAndSign(fixture.registry, caseNo);
    expect(await enter(fixture.registry, caseNo)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'SITE-VIEW', errorCode: 'REG_CONFLICT' },
    });
  });

  it('wants the surveyed areas of these homes, and the owner of the land', async () => {
    const parcel = await site(2);
    const surveyNo = await measured(parcel, 1);
    const both = [homeOf(parcel, 1), homeOf(parcel, 2)];
    expect(await problemsOf(fixture.registry, firstOf(both, surveyNo))).toEqual(['SURVEY_UNITS']);
    expect(await problemsOf(fixture.registry, firstOf(both, 'CH-NONE'))).toEqual(['SURVEY_UNKNOWN']);
    const stranger = application(
      'BDC-05',
      unitOf(homeOf(parcel, 1)),
      { acquirers: [otherBank] },
      { ownershipMode: 'single', first: { surveyNo } },
    );
    expect((await first(stranger)).result).toMatchObject({ kind: 'refused', refusal: { code: 'TRANSFEROR_MISMATCH' } });
  });

  it('INV-15: a seizure of the land reaches the building on it', async () => {
    const parcel = await site(1);
    const surveyNo = await measured(parcel, 1);
    await fixture.registry.seizures.enterSeizure(seizure(unitOf(landOf(parcel))), courtOfficer);
    const { result } = await first(firstOf([homeOf(parcel, 1)], surveyNo));
    expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-15' } });
    // nor is anything sold off plan or mortgaged on it
    const onSite = application(
      'BDC-22',
      unitOf(homeOf(parcel, 1)),
      { acquirers: [bank], obligors: [company] },
      { mortgage: loanTerms() },
    );
    for (const what of [presale(homeOf(parcel, 1)), onSite])
      expect((await register(fixture.registry, what)).result).toMatchObject({
        kind: 'refused',
        refusal: { rule: 'INV-15' },
      });
  });

  it('closes the page of the land when it is part of the case: land and house are one right then', async () => {
    const parcel = await site(1);
    const surveyNo = await measured(parcel, 1);
    const caseNo = await readyWithView(fixture.registry, firstOf([landOf(parcel), homeOf(parcel, 1)], surveyNo));
    const preview = await fixture.registry.book.previewEntry(caseNo);
    expect(preview.blocks).toEqual([]);
    expect(preview.after.join('\n')).toContain('宗地页面关闭');
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    const land = await pageOf(fixture.registry, landOf(parcel));
    expect([land.states, land.ownership]).toEqual([['EXTINGUISHED'], null]);
  });

  it('BDC-06: common parts belong to all owners, get no certificate and are never disposed of', async () => {
    const parcel = await grantedLand();
    const common = home(parcel, 900, { use: 'common', roomNo: '物业用房', area: 60, innerArea: 60, sharedArea: 0 });
    const { surveyNo } = await record(buildingSurvey('surveyed', parcel, [home(parcel, 1), common]));
    const { result } = await first(firstOf([homeOf(parcel, 1), common.unitCode], surveyNo));
    if (result.kind !== 'entered') throw new Error(result.refusal.message);
    expect(result.certificateNos).toHaveLength(1);
    const page = await pageOf(fixture.registry, common.unitCode);
    expect(page.ownership).toMatchObject({ mode: 'common', holders: [], certificateNos: [] });
    const sold = sale(unitOf(common.unitCode));
    expect((await register(fixture.registry, sold)).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'ITEM-COMMON' },
    });
    await expect(
      fixture.pool.query(
        `INSERT INTO registry.certificates (certificate_no, kind, right_id, entry_id, issued_at, token)
         SELECT 'X', 'certificate', right_id, entry_id, now(), 'x' FROM registry.rights WHERE right_id = $1`,
        [page.ownership?.rightId],
      ),
    ).rejects.toThrow(/INV-31/);
  });

  it('BDC-06 alone takes nothing but common parts', async () => {
    const parcel = await site(1);
    const surveyNo = await measured(parcel, 1);
    const what = application('BDC-06', unitOf(homeOf(parcel, 1)), { acquirers: [company] }, { first: { surveyNo } });
    expect((await first(what)).result).toMatchObject({ kind: 'refused', refusal: { rule: 'ITEM-COMMON' } });
  });
});

describe('a presale becomes a registered home', () => {
  it('BDC-24, BDC-05, BDC-09: the caution lasts through the first registration and ends in the sale', async () => {
    const parcel = await site(1);
    const unitCode = homeOf(parcel, 1);
    const buyer = cityPerson(7_000_101);
    await registered(fixture.registry, presale(unitCode, buyer));
    const strange = presale(unitCode, cityPerson(7_000_102), {
      parties: [
        { ...presale(unitCode, cityPerson(7_000_102)).parties[0]! },
        { role: 'obligor', nature: 'company', name: otherBank.name, idType: 'uscc', idNo: otherBank.idNo },
      ],
    });
    expect((await register(fixture.registry, strange)).result).toMatchObject({ kind: 'refused' });
    expect((await first(firstOf([unitCode], await measured(parcel, 1)))).result.kind).toBe('entered');
    const page = await pageOf(fixture.registry, unitCode);
    expect(page.cautions).toMatchObject([{ cautionKind: 'presale', lapsesOn: expect.any(String) }]);
    const sold = sale(unitOf(unitCode), buyer, { itemCode: 'BDC-09' });
    const other = sale(unitOf(unitCode), cityPerson(7_000_103), { itemCode: 'BDC-09' });
    expect((await register(fixture.registry, other)).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-21' },
    });
    await registered(fixture.registry, sold);
    const after = await pageOf(fixture.registry, unitCode);
    expect([after.cautions, after.ownership?.holders[0]?.name]).toEqual([[], buyer.name]);
  });

  it('INV-14: a 预查封 against the buyer goes through the first registration and becomes 查封 with the sale', async () => {
    const parcel = await site(1);
    const unitCode = homeOf(parcel, 1);
    const buyer = cityPerson(7_000_201);
    await registered(fixture.registry, presale(unitCode, buyer));
    const order = seizure(unitOf(unitCode, [buyer]), { seizureKind: 'pre_seizure' });
    expect(await fixture.registry.seizures.enterSeizure(order, courtOfficer)).toMatchObject({ kind: 'entered' });
    expect((await first(firstOf([unitCode], await measured(parcel, 1)))).result.kind).toBe('entered');
    expect((await pageOf(fixture.registry, unitCode)).seizures).toMatchObject([{ seizureKind: 'pre_seizure' }]);
    await registered(fixture.registry, sale(unitOf(unitCode), buyer, { itemCode: 'BDC-09' }));
    expect((await pageOf(fixture.registry, unitCode)).seizures).toMatchObject([{ seizureKind: 'seizure' }]);
  });

  it('BDC-22, BDC-23: the unsold homes are mortgaged under construction and turn into mortgages of finished homes', async () => {
    const parcel = await site(2);
    const [one, two] = [homeOf(parcel, 1), homeOf(parcel, 2)];
    await registered(fixture.registry, presale(two));
    const onSite = (codes: string[]) =>
      application(
        'BDC-22',
        codes.map((code) => unitOf(code)),
        { acquirers: [bank], obligors: [company] },
        { mortgage: loanTerms() },
      );
    // given: what is sold is not the developer's to mortgage (INV-21)
    expect((await register(fixture.registry, onSite([one, two]))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-21' },
    });
    const [proof] = await registered(fixture.registry, onSite([one]));
    expect((await pageOf(fixture.registry, one)).mortgages).toMatchObject([{ underConstruction: true, rank: 1 }]);
    const content = await fixture.registry.certificates.getContent(proof as string);
    expect(content?.mortgage?.obligors).toEqual([company.name]);
    // when
    expect((await first(firstOf([one, two], await measured(parcel, 2)))).result.kind).toBe('entered');
    const convert = application(
      'BDC-23',
      unitOf(one),
      { acquirers: [bank], obligors: [company] },
      {
        operation: 'convert',
        targets: [{ certificateNo: proof as string }],
        mortgageChange: { reason: '转现房抵押' },
      },
    );
    await registered(fixture.registry, convert);
    // then
    expect((await pageOf(fixture.registry, one)).mortgages).toMatchObject([{ underConstruction: false, rank: 1 }]);
    expect((await pageOf(fixture.registry, two)).mortgages).toEqual([]);
  });

  it('INV-03: the database lets no plain mortgage before the first registration', async () => {
    const parcel = await site(1);
    const plain = application(
      'BDC-17',
      unitOf(homeOf(parcel, 1)),
      { acquirers: [bank], obligors: [company] },
      { mortgage: loanTerms() },
    );
    expect((await register(fixture.registry, plain)).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03' },
    });
  });
});

describe('other items on land', () => {
  it('BDC-02 changes its use or term, BDC-03 transfers it, BDC-04 ends it', async () => {
    const parcel = await grantedLand();
    const land = unitOf(landOf(parcel));
    await registered(
      fixture.registry,
      application(
        'BDC-02',
        land,
        { acquirers: [company] },
        { operation: 'change', facts: { reason: '用途变更', basisNo: '甬规〔2026〕3号', use: 'office' } },
      ),
    );
    expect((await pageOf(fixture.registry, land)).unit.use).toBe('office');
    await registered(fixture.registry, sale(land, otherBank, { itemCode: 'BDC-03' }));
    const page = await pageOf(fixture.registry, land);
    expect(page.ownership).toMatchObject({ rightType: '3', holders: [{ name: otherBank.name }] });
    await registered(
      fixture.registry,
      application(
        'BDC-04',
        land,
        { acquirers: [otherBank] },
        { cancellation: { cause: 'expropriated', endedOn: '2026-11-20' } },
      ),
    );
    expect((await pageOf(fixture.registry, land)).states).toEqual(['EXTINGUISHED']);
  });

  it('BDC-15 moves a home by contribution of a company; its papers go to a tax officer', async () => {
    const [unit] = demoCity.newHomes('330203');
    const what = application(
      'BDC-15',
      unit!,
      { acquirers: [otherBank], obligors: [company] },
      {
        ownershipMode: 'single',
        transfer: { reason: 'contribution', basisNo: '出资协议1号', effectiveOn: '2026-11-01' },
      },
    );
    const { startVariables } = await fixture.registry.cases.fileCase(
      { ...what, applicationKey: 'tax-relation-1' },
      acceptor,
    );
    expect(startVariables.taxRelation).toBe('other');
    await registered(fixture.registry, what);
    const page = await pageOf(fixture.registry, unit!);
    expect(page.ownership).toMatchObject({ reason: '作价出资（入股）', holders: [{ name: otherBank.name }] });
  });
});
