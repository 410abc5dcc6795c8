import { describe, expect, it } from 'vitest';
import { businessFindings } from '../../departments/upper/business-checks.ts';
import { checkMessage } from '../../departments/upper/check-message.ts';
import {
  type Application,
  type CityPerson,
  cityPerson,
  type DemoUnit,
  demoCity,
  type InheritanceTerms,
} from '../../registry/index.ts';
import { pageOf, problemsOf } from './support/pages.ts';
import {
  application,
  courtOfficer,
  enter,
  fileAndAccept,
  loanTerms,
  readyForBook,
  register,
  registered,
  seizure,
} from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister();

const { people, institutions, units } = demoCity;
const homes = demoCity.saleUnits('330212');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
const contract = { priceFen: 150_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
const plain = ({ name, idType, idNo }: CityPerson) => ({ name, idType, idNo });
const half = { n: 1, d: 2 };

/** The heirs inherit the home from its owners and sell it to 陈思源: party 1 buys, the sellers follow. */
function inheritAndSell(
  unit: DemoUnit,
  sellers: CityPerson[],
  terms: Partial<InheritanceTerms>,
  more: Partial<Application> = {},
): Application {
  return application(
    'BDC-10',
    unit,
    { acquirers: [people.chen], obligors: sellers },
    {
      combined: ['BDC-11'],
      ownershipMode: 'single',
      contract,
      inheritance: {
        deceased: unit.owners.map(plain),
        basisNo: '（2026）浙甬天证民字第188号',
        diedOn: '2026-05-01',
        unnotarised: false,
        mode: sellers.length > 1 ? 'joint' : 'single',
        heirs: sellers.map((_, i) => ({ partyNo: i + 2 })),
        ...terms,
      },
      ...more,
    },
  );
}

async function eventsOf(caseNo: string) {
  const { rows } = await fixture.pool.query<{ seq: number; topic: string; payload: Record<string, unknown> }>(
    "SELECT seq::integer, topic, payload FROM registry.register_events WHERE case_no = $1 AND topic LIKE 'register.%' ORDER BY seq",
    [caseNo],
  );
  return rows;
}

describe('继承并出售 (BDC-10 + BDC-11)', () => {
  it('two heirs inherit by halves and sell: one entry, both titles in the chain, a certificate for the buyer only', async () => {
    // given
    const unit = freshHome();
    const heirs = [cityPerson(801), cityPerson(802)];
    const what = inheritAndSell(unit, heirs, {
      mode: 'shares',
      heirs: [
        { partyNo: 2, share: half },
        { partyNo: 3, share: half },
      ],
      renunciations: [{ ...plain(cityPerson(803)), statementNo: '放弃声明1号' }],
    });
    // when
    const { caseNo, result } = await register(fixture.registry, what);
    // then: one number, of the buyer
    expect(result).toMatchObject({ kind: 'entered', certificateNos: [expect.stringContaining('不动产权第')] });
    const page = await pageOf(fixture.registry, unit);
    expect(page.registerVersion).toBe(2);
    expect(page.ownership).toMatchObject({
      reason: '买卖',
      priceFen: contract.priceFen,
      holders: [{ name: people.chen.name }],
    });
    // the chain of title: deceased → heirs → buyer, the heirs' title begun and ended in this entry
    const { rows: titles } = await fixture.pool.query(
      `SELECT r.reason, r.reg_type, r.status, r.previous_id IS NOT NULL AS follows, r.registered_at = r.ended_at AS at_once, r.ended_reason,
         (SELECT count(*)::integer FROM registry.certificates c WHERE c.right_id = r.right_id) AS certificates,
         ARRAY(SELECT h.name || coalesce(' ' || h.share_n || '/' || h.share_d, '') FROM registry.right_holders h WHERE h.right_id = r.right_id ORDER BY seq) AS holders
       FROM registry.rights r WHERE unit_code = $1 AND kind = 'OWNERSHIP' AND case_no = $2 ORDER BY right_id`,
      [unit.unitCode, caseNo],
    );
    expect(titles).toMatchObject([
      {
        reason: '继承',
        reg_type: 200,
        status: 'HISTORY',
        follows: true,
        at_once: true,
        ended_reason: '买卖转移',
        certificates: 0,
        holders: heirs.map((heir) => `${heir.name} 1/2`),
      },
      { reason: '买卖', status: 'CURRENT', follows: true, certificates: 1, holders: [people.chen.name] },
    ]);
    expect(page.history.map((line) => line.text).filter((text) => text.includes('继承')).length).toBeGreaterThan(0);
    expect((await fixture.registry.certificates.getContent(unit.certificateNo))?.status).toBe('CANCELLED');
    // two events of one case, one after the other
    const events = await eventsOf(caseNo);
    expect(events).toMatchObject([
      { topic: 'register.inherited', payload: { itemCode: 'BDC-11' } },
      { topic: 'register.entered', payload: { itemCode: 'BDC-10' } },
    ]);
    expect((events[1]?.seq ?? 0) - (events[0]?.seq ?? 0)).toBe(1);
    expect(events[1]?.payload.entryId).toBe(events[0]?.payload.entryId);
    // the page as it was a moment before, and repeated
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    expect(await eventsOf(caseNo)).toHaveLength(2);
  });

  it('is filed as a sale whose sellers are the heirs; the deceased is looked up, and nobody is named in what leaves', async () => {
    const unit = freshHome();
    const heir = cityPerson(811);
    const caseNo = await fileAndAccept(fixture.registry, inheritAndSell(unit, [heir], {}));
    const filed = await fixture.registry.cases.getCase(caseNo);
    expect(filed?.startVariables).toMatchObject({
      combined: ['BDC-11'],
      taxRelation: 'sale',
      needsContract: true,
      publicity: null,
      autoAcceptEligible: false,
    });
    const { people: register } = fixture.registry;
    expect(await register.getTransferors(caseNo)).toEqual([{ name: heir.name, idNo: heir.idNo }]);
    expect(await register.getDeceased(caseNo)).toEqual(unit.owners.map(({ name, idNo }) => ({ name, idNo })));
    expect(JSON.stringify(filed)).not.toContain(unit.owners[0]?.idNo);
    // 国税发〔2005〕172号: what was inherited has been held since the deceased held it
    expect((await fixture.registry.money.countHousing(caseNo)).holdingYears).toBeGreaterThan(0);
    const preview = await fixture.registry.book.previewEntry(caseNo);
    expect(preview.after.join('\n')).toMatch(/权利人（新）[\s\S]*继承：.*不颁发证书/);
  });

  it('with the buyer’s new loan: inheritance, sale, mortgage in this order', async () => {
    const unit = freshHome();
    const what = inheritAndSell(unit, [cityPerson(821)], {}, { combined: ['BDC-11', 'BDC-17'], mortgage: loanTerms() });
    const lender = application('BDC-10', unit, { mortgagees: [institutions.bank] }).parties;
    const { result } = await register(fixture.registry, { ...what, parties: [...what.parties, ...lender] });
    expect(result).toMatchObject({ kind: 'entered', certificateNos: [expect.any(String), expect.any(String)] });
    const page = await pageOf(fixture.registry, unit);
    expect(page.ownership?.holders.map((h) => h.name)).toEqual([people.chen.name]);
    const [, proof] = result.kind === 'entered' ? result.certificateNos : [];
    expect((await fixture.registry.certificates.getContent(proof as string))?.mortgage?.obligors).toEqual([
      people.chen.name,
    ]);
  });

  it('the share of one co-owner is inherited and the whole is sold by heir and co-owner', async () => {
    const unit = units.sharedSale; // 何建平 1/3, 俞晓雨 2/3
    const heir = cityPerson(831);
    const what = inheritAndSell(unit, [heir, people.yu], {
      deceased: [plain(people.he)],
      mode: 'single',
      shareOnly: true,
      heirs: [{ partyNo: 2, share: { n: 1, d: 3 } }],
    });
    const wrong = inheritAndSell(unit, [heir, people.yu], {
      ...what.inheritance,
      heirs: [{ partyNo: 2, share: half }],
    });
    expect((await register(fixture.registry, wrong)).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-25', code: 'SHARES_INVALID' },
    });
    await registered(fixture.registry, what);
    expect((await pageOf(fixture.registry, unit)).ownership).toMatchObject({
      mode: 'single',
      holders: [{ name: people.chen.name }],
    });
  });

  it('a surviving spouse who owned jointly inherits and sells with the children', async () => {
    const unit = units.jointSale;
    const [dead, spouse] = unit.owners as [CityPerson, CityPerson];
    const alone = inheritAndSell(unit, [cityPerson(841)], { deceased: [plain(dead)] });
    expect((await register(fixture.registry, alone)).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', code: 'TRANSFEROR_MISMATCH' },
    });
    await registered(fixture.registry, inheritAndSell(unit, [spouse, cityPerson(841)], { deceased: [plain(dead)] }));
    expect((await pageOf(fixture.registry, unit)).ownership?.holders.map((h) => h.name)).toEqual([people.chen.name]);
  });

  it('reports both titles to the upper platform in a message that it accepts', async () => {
    const unit = freshHome();
    await registered(fixture.registry, inheritAndSell(unit, [cityPerson(851)], {}));
    const reports = await fixture.registry.exchange.claimReports(100);
    const { message } = reports.find((one) => one.message.head.unitCodes === unit.unitCode) ?? {};
    expect(message?.data.FDCQ2).toHaveLength(3);
    expect(message?.data.ZXDJ).toHaveLength(2);
    expect(message?.data.XGDJGL).toHaveLength(2);
    const given = message as unknown as Parameters<typeof checkMessage>[0];
    expect(checkMessage(given)).toEqual([]);
    expect(businessFindings(given, fixture.clock.now())).toEqual([]);
  });
});

describe('a refusal of either part enters nothing', () => {
  const untouched = async (what: Application, unit: DemoUnit) => {
    const before = await pageOf(fixture.registry, unit);
    const { caseNo, result } = await register(fixture.registry, what);
    const after = await pageOf(fixture.registry, unit);
    expect(after.registerVersion).toBe(before.registerVersion);
    expect(after.ownership).toEqual(before.ownership);
    expect(await eventsOf(caseNo)).toEqual([]);
    return result;
  };

  it('the named deceased is not the owner (inheritance)', async () => {
    const unit = freshHome();
    const what = inheritAndSell(unit, [cityPerson(861)], { deceased: [plain(people.wang)] });
    expect(await untouched(what, unit)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', code: 'TRANSFEROR_MISMATCH', errorCode: 'REG_CONFLICT' },
    });
  });

  it('the heirs’ shares do not add up (inheritance)', async () => {
    const unit = freshHome();
    const heirs = [cityPerson(862), cityPerson(863)];
    const shares = { mode: 'shares' as const, heirs: [2, 3].map((partyNo) => ({ partyNo, share: { n: 1, d: 3 } })) };
    expect(await untouched(inheritAndSell(unit, heirs, shares), unit)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-25', code: 'SHARES_INVALID' },
    });
  });

  it('somebody sells who did not inherit (sale)', async () => {
    const unit = freshHome();
    const what = inheritAndSell(unit, [cityPerson(864), cityPerson(865)], {
      mode: 'single',
      heirs: [{ partyNo: 2 }],
    });
    expect(await untouched(what, unit)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', code: 'TRANSFEROR_MISMATCH' },
    });
  });

  it('the buyers’ shares are wrong (sale)', async () => {
    const unit = freshHome();
    const what = inheritAndSell(unit, [cityPerson(866)], {}, { ownershipMode: 'shares' });
    expect(await untouched(what, unit)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-25' } });
  });

  it('the home is seized, or was pre-seized against the heir', async () => {
    const [unit, pre] = [freshHome(), freshHome()];
    const heir = cityPerson(867);
    await fixture.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    expect(await untouched(inheritAndSell(unit, [heir], {}), unit)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-06', errorCode: 'UNIT_RESTRICTED' },
    });
    const order = seizure(pre, { seizureKind: 'pre_seizure', respondent: { name: heir.name, idNo: heir.idNo } });
    await fixture.registry.seizures.enterSeizure(order, courtOfficer);
    expect(await untouched(inheritAndSell(pre, [heir], {}), pre)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-06' },
    });
  });

  it('an objection stands: once the risk is signed it goes on', async () => {
    const unit = units.objected;
    const what = inheritAndSell(unit, [cityPerson(868)], {});
    const result = await untouched(what, unit);
    expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-23', code: 'CONSENT_MISSING' } });
    const rightId = result.kind === 'refused' ? (result.refusal.blockingRow?.id ?? '') : '';
    await registered(fixture.registry, {
      ...what,
      applicationKey: 'inherit-objected',
      consents: [{ rightId, kind: 'objection_risk' }],
    });
  });

  it('the mortgage may not move: what the heirs would inherit freely, they do not sell without consent', async () => {
    const unit = units.mortgagedRestricted;
    expect(await untouched(inheritAndSell(unit, [cityPerson(869)], {}), unit)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-18', code: 'CONSENT_MISSING' },
    });
  });
});

describe('without notary', () => {
  it('the public is asked for fifteen working days before the entry', async () => {
    const unit = freshHome();
    const what = inheritAndSell(unit, [cityPerson(871)], { unnotarised: true, basisNo: '继承协议1号' });
    const caseNo = await readyForBook(fixture.registry, what);
    expect((await fixture.registry.cases.getCase(caseNo))?.startVariables.publicity).toBe('inheritance');
    expect(await enter(fixture.registry, caseNo)).toMatchObject({ kind: 'refused', refusal: { rule: 'PUBLICITY' } });
    await fixture.registry.publicity.open(caseNo);
    fixture.clock.set('2026-12-15T09:00:00+08:00');
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    fixture.clock.set(monday);
  });
});

describe('what cannot be filed', () => {
  it('says everything that is wrong at once', async () => {
    const unit = freshHome();
    const heir = cityPerson(881);
    const wrong = (terms: Partial<InheritanceTerms>, more: Partial<Application> = {}) =>
      problemsOf(fixture.registry, inheritAndSell(unit, [heir], terms, more));
    expect(await wrong({}, { inheritance: undefined as never })).toEqual(['INHERITANCE_MISSING']);
    expect(await wrong({}, { combined: [] })).toEqual(['INHERITANCE_UNEXPECTED']);
    expect(await wrong({ deceased: [], basisNo: ' ', diedOn: '2027-01-01', heirs: [] })).toEqual([
      'PREVIOUS_MISSING',
      'INHERITANCE_BASIS',
      'INHERITANCE_DAY',
      'HEIRS_MISSING',
    ]);
    expect(await wrong({ heirs: [{ partyNo: 1 }] })).toEqual(['HEIR_NOT_SELLER']);
    expect(await wrong({ heirs: [{ partyNo: 2 }, { partyNo: 2 }] })).toEqual(['HEIR_TWICE']);
    expect(await wrong({ deceased: [plain(heir)] })).toEqual(['HEIR_DECEASED']);
    expect(await wrong({ heirs: [{ partyNo: 2, share: { n: 0.5, d: 1 } }] })).toEqual(['SHARE_DECIMAL']);
    expect(await wrong({ renunciations: [{ ...plain(heir), statementNo: '' }] })).toEqual([
      'RENUNCIATION',
      'RENUNCIATION_HEIR',
    ]);
  });

  it('a plain sale cannot borrow the grounds of another item (INV-18, 26)', async () => {
    const unit = freshHome();
    const transfer = { reason: 'sale' as const, basisNo: '1号', effectiveOn: '2026-11-20' };
    const plainSale = (more: object) =>
      problemsOf(
        fixture.registry,
        application(
          'BDC-10',
          unit,
          { acquirers: [people.chen], obligors: unit.owners },
          { ownershipMode: 'single', contract, transfer: { ...transfer, ...more } },
        ),
      );
    expect(await plainSale({ reason: 'judgment' })).toEqual(['TRANSFER_REASON']);
    expect(await plainSale({ previous: unit.owners.map(plain) })).toEqual(['PREVIOUS_UNEXPECTED']);
    const court = { authority: demoCity.court.authority, noticeNo: '执协1号', wholeDisposal: true };
    expect(await plainSale({ court })).toEqual(['COURT_UNEXPECTED']);
  });
});
