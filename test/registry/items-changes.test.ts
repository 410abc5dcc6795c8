import { describe, expect, it } from 'vitest';
import { nextRegisterTime, openEntry } from '../../registry/enter/open-entry.ts';
import { writeRight } from '../../registry/enter/write-right.ts';
import { type Application, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { loadPages } from '../../registry/rights/rule-context.ts';
import { pageOf, problemsOf, proofOf, withConsents } from './support/pages.ts';
import {
  application,
  courtOfficer,
  enter,
  fileAndAccept,
  loanTerms,
  party,
  readyForBook,
  register,
  registered,
  seizure,
} from './support/play.ts';
import { changeRule } from './support/rules.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const { people, institutions } = demoCity;
const homes = demoCity.saleUnits('330212');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
const own = (itemCode: string, unit: DemoUnit, more: Partial<Application>) =>
  application(itemCode, unit, { acquirers: unit.owners }, more);
const contract = { priceFen: 150_000_000, signedOn: '2026-11-20', payMode: 'full' as const };

describe('BDC-08 变更', () => {
  it('writes the new area and use on the page, keeps what they were, and renews the certificate', async () => {
    const unit = freshHome();
    const facts = { reason: '实测面积变更', basisNo: '测字1号', area: 101, innerArea: 82.5, sharedArea: 18.5 };
    const [certificate] = await registered(fixture.registry, own('BDC-08', unit, { operation: 'change', facts }));
    const page = await pageOf(fixture.registry, unit);
    expect(page.unit).toMatchObject({ area: 101, innerArea: 82.5, sharedArea: 18.5 });
    expect(page.ownership).toMatchObject({ regType: 300, certificateNos: [certificate] });
    expect((await fixture.registry.certificates.getContent(certificate as string))?.area).toBe(101);
    const { rows } = await fixture.pool.query('SELECT before, after FROM registry.unit_changes WHERE unit_code = $1', [
      unit.unitCode,
    ]);
    expect(rows).toEqual([
      {
        before: expect.objectContaining({ area: unit.area.toFixed(2) }),
        after: expect.objectContaining({ area: '101.00' }),
      },
    ]);
  });

  it('says at once what does not add up', async () => {
    const facts = { reason: '面积', basisNo: '测字2号', area: 101, innerArea: 80, sharedArea: 18.5 };
    expect(await problemsOf(fixture.registry, own('BDC-08', freshHome(), { operation: 'change', facts }))).toEqual([
      'AREA_SUM',
    ]);
    expect(
      await problemsOf(
        fixture.registry,
        own('BDC-08', freshHome(), { operation: 'change', facts: { reason: '无', basisNo: '无' } }),
      ),
    ).toEqual(['FACTS_NOTHING']);
  });

  it('BDC-07 坐落门牌: the same home in the same hands under a new address, and nothing else', async () => {
    const unit = freshHome();
    const facts = { reason: '门牌整编', basisNo: '甬地名2026-7号', location: '宁波市测试路77号101室' };
    const address = (more: object = {}) => own('BDC-07', unit, { operation: 'address', facts: { ...facts, ...more } });
    expect(await problemsOf(fixture.registry, address({ use: 'office' }))).toEqual(['FACTS_ADDRESS_ONLY']);
    const before = await pageOf(fixture.registry, unit);
    const [certificateNo] = await registered(fixture.registry, address());
    const page = await pageOf(fixture.registry, unit);
    expect(page.unit).toMatchObject({ location: facts.location, area: before.unit.area, use: before.unit.use });
    expect(page.ownership?.holders.map(({ name }) => name)).toEqual(unit.owners.map(({ name }) => name));
    expect(page.ownership?.certificateNos).toEqual([certificateNo]);
  });

  it('a page cannot be changed by hand, only inside its entry', async () => {
    await expect(
      fixture.pool.query('UPDATE registry.units SET area = 1 WHERE unit_code = $1', [freshHome().unitCode]),
    ).rejects.toMatchObject({ code: 'YT004' });
  });

  it('joint owners become owners by shares: the shares are checked, the people stay', async () => {
    const unit = demoCity.units.jointSale;
    const what = own('BDC-08', unit, {
      operation: 'change',
      facts: { reason: '约定份额', basisNo: '协议1号', ownershipMode: 'shares' },
      parties: unit.owners.map((owner, i) => party('acquirer', owner, { n: i + 1, d: 4 })),
    });
    expect((await register(fixture.registry, what)).result).toMatchObject({ refusal: { rule: 'INV-25' } });
    const whole = { ...what, applicationKey: 'shares-whole' };
    whole.parties = unit.owners.map((owner, i) => party('acquirer', owner, { n: i === 0 ? 1 : 3, d: 4 }));
    await registered(fixture.registry, whole);
    expect((await pageOf(fixture.registry, unit)).ownership?.mode).toBe('shares');
  });
});

describe('BDC-02, 04 土地', () => {
  it('renames and closes a plot without building; a home is no plot', async () => {
    const [plot] = demoCity.land('330212') as [DemoUnit];
    const renamed = { ...institutions.company, name: '甬城模拟置业集团有限公司' };
    const rename = application(
      'BDC-02',
      plot,
      { acquirers: [renamed] },
      {
        operation: 'rename',
        nameChange: {
          previous: [{ name: institutions.company.name, idType: 'uscc', idNo: institutions.company.idNo }],
          reason: '企业更名',
        },
      },
    );
    await registered(fixture.registry, rename);
    expect((await pageOf(fixture.registry, plot)).ownership).toMatchObject({
      rightType: '3',
      holders: [{ name: renamed.name }],
    });
    const cancel = (unit: DemoUnit, person = renamed) =>
      application(
        'BDC-04',
        unit,
        { acquirers: [person] },
        {
          cancellation: { cause: 'expropriated', endedOn: '2026-11-01', evidenceNo: '收回1号' },
        },
      );
    const home = freshHome();
    expect((await register(fixture.registry, cancel(home, home.owners[0] as never))).result).toMatchObject({
      refusal: { rule: 'ITEM-LAND' },
    });
    await registered(fixture.registry, cancel(plot));
    const page = await pageOf(fixture.registry, plot);
    expect([page.states, page.ownership]).toEqual([['EXTINGUISHED'], null]);
  });
});

describe('BDC-16 注销', () => {
  const end = (unit: DemoUnit, cause: 'destroyed' | 'abandoned') =>
    own('BDC-16', unit, { cancellation: { cause, endedOn: '2026-11-01' } });

  it('destruction ends everything on the page, which is then closed for every item', async () => {
    const unit = freshHome();
    await registered(
      fixture.registry,
      application('BDC-17', unit, { acquirers: [institutions.bank], obligors: unit.owners }, { mortgage: loanTerms() }),
    );
    const { asked } = await withConsents(fixture.registry, end(unit, 'destroyed'));
    expect(asked).toEqual([]);
    const page = await pageOf(fixture.registry, unit);
    expect([page.states, page.mortgages]).toEqual([['EXTINGUISHED'], []]);
    expect((await register(fixture.registry, end(unit, 'destroyed'))).result).toMatchObject({ kind: 'refused' });
  });

  it('leaves a page on which nothing is entered any more: no right, no caution, no objection (INV-05)', async () => {
    const { registry, pool } = fixture;
    const unit = freshHome();
    await registered(registry, end(unit, 'destroyed'));
    const { company } = institutions;
    const objection = { ground: 'share' as const, matter: '主张为共有人', evidenceNo: '证据1号' };
    const caution = { agreementNo: 'YG-1', agreedOn: '2026-11-20' };
    const residence = { basis: 'contract' as const, basisNo: 'JZ-1', scope: '整套', conditions: '无' };
    const sides = { acquirers: [people.li], obligors: unit.owners };
    const items = [
      application('BDC-10', unit, sides, { ownershipMode: 'single', contract }),
      application('BDC-17', unit, { acquirers: [institutions.bank], obligors: unit.owners }, { mortgage: loanTerms() }),
      application('BDC-24', unit, { acquirers: [people.li], obligors: [company] }, { contract, caution }),
      application('BDC-26', unit, sides, { operation: 'sale', contract, caution }),
      application('BDC-30', unit, { acquirers: [people.li] }, { objection }),
      application('BDC-33', unit, sides, { residence }),
    ];
    for (const what of items) {
      const { result } = await register(registry, what);
      expect(result, what.itemCode).toMatchObject({ kind: 'refused', refusal: { errorCode: 'REG_CONFLICT' } });
      const blocks = result.kind === 'refused' ? result.refusal.blocks : [];
      expect(
        blocks.map(({ rule }) => rule),
        what.itemCode,
      ).toContain('INV-05');
    }
    // and whoever writes past the rules meets the database
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const now = fixture.clock.now();
      const pages = await loadPages(client, [unit.unitCode], true);
      const entry = await openEntry(client, {
        kind: 'SEIZURE',
        caseNo: null,
        reference: 'past-the-rules',
        step: 'test',
        registeredAt: nextRegisterTime(now, pages),
        registrar: 'registrar-330203',
        result: {},
        pages,
      });
      await expect(
        writeRight(client, entry, {
          kind: 'OBJECTION',
          status: 'CURRENT',
          unitCode: unit.unitCode,
          rightType: '99',
          regType: 600,
          reason: '异议登记',
          note: null,
          holders: [],
        }),
      ).rejects.toMatchObject({ message: expect.stringContaining('closed page') });
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('giving up needs the mortgagee (实施细则 §28), and is no way round a seizure (INV-06)', async () => {
    const [burdened, seized] = [freshHome(), freshHome()];
    await registered(
      fixture.registry,
      application(
        'BDC-17',
        burdened,
        { acquirers: [institutions.bank], obligors: burdened.owners },
        { mortgage: loanTerms() },
      ),
    );
    expect((await register(fixture.registry, end(burdened, 'abandoned'))).result).toMatchObject({
      refusal: { rule: 'INV-06', code: 'CONSENT_MISSING' },
    });
    expect((await withConsents(fixture.registry, end(burdened, 'abandoned'))).result.kind).toBe('entered');
    await fixture.registry.seizures.enterSeizure(seizure(seized), courtOfficer);
    expect((await register(fixture.registry, end(seized, 'abandoned'))).result).toMatchObject({
      refusal: { rule: 'INV-06', errorCode: 'UNIT_RESTRICTED' },
    });
  });
});

describe('BDC-29 更正', () => {
  it('writes a wrongly written name right; the person, the shares and the mode stay', async () => {
    const unit = freshHome();
    const [owner] = unit.owners as [DemoUnit['owners'][number]];
    const what = application(
      'BDC-29',
      unit,
      { acquirers: [{ ...owner, name: `${owner.name}正` }] },
      {
        operation: 'holder',
        correction: { error: '姓名用字错误', evidenceNo: '户籍证明1号', holderConsents: true },
        nameChange: { previous: [{ name: owner.name, idType: owner.idType, idNo: owner.idNo }], reason: '登记错误' },
      },
    );
    await registered(fixture.registry, what);
    expect((await pageOf(fixture.registry, unit)).ownership).toMatchObject({
      regType: 500,
      holders: [{ name: `${owner.name}正`, idNo: owner.idNo }],
    });
  });

  it('INV-32: while it is accepted other disposals wait, unless the office has switched the rule off', async () => {
    const unit = freshHome();
    const correction = own('BDC-29', unit, {
      operation: 'facts',
      correction: { error: '用途错误', evidenceNo: '规划1号', holderConsents: true },
      facts: { reason: '登记错误', basisNo: '规划1号', use: 'commercial' },
    });
    await fileAndAccept(fixture.registry, correction);
    const sale = () =>
      application(
        'BDC-10',
        unit,
        { acquirers: [people.chen], obligors: unit.owners },
        { ownershipMode: 'single', contract },
      );
    expect((await register(fixture.registry, sale())).result).toMatchObject({ refusal: { rule: 'INV-32' } });
    await changeRule(fixture, { name: 'correction.suspends', value: false });
    await registered(fixture.registry, sale());
    await changeRule(fixture, { name: 'correction.suspends', value: true });
    expect((await register(fixture.registry, sale())).result).toMatchObject({ kind: 'refused' });
  });
});

describe('BDC-31 换发', () => {
  it('gives the same right a new number and voids the old one', async () => {
    const unit = freshHome();
    const what = own('BDC-31', unit, {
      targets: [{ certificateNo: unit.certificateNo }],
      reissue: { cause: 'damaged', oldReturned: true },
    });
    expect(
      await problemsOf(fixture.registry, {
        ...what,
        applicationKey: 'lost-paper',
        reissue: { cause: 'damaged', oldReturned: false },
      }),
    ).toEqual(['REISSUE_OLD']);
    const before = (await pageOf(fixture.registry, unit)).ownership;
    const [no] = await registered(fixture.registry, what);
    const after = (await pageOf(fixture.registry, unit)).ownership;
    expect(after).toMatchObject({ rightId: before?.rightId, certificateNos: [no] });
    expect(no).not.toBe(unit.certificateNo);
    expect(await fixture.registry.certificates.getContent(unit.certificateNo)).toMatchObject({ status: 'CANCELLED' });
  });

  it('two applications for one paper: the second does not void the paper that the first one gave', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const what = () =>
      own('BDC-31', unit, {
        targets: [{ certificateNo: unit.certificateNo }],
        reissue: { cause: 'damaged', oldReturned: true },
      });
    const [first, second] = [await readyForBook(registry, what()), await readyForBook(registry, what())];
    const entered = await enter(registry, first);
    expect(await enter(registry, second)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', message: expect.stringContaining('已经由其他业务换发') },
    });
    const { ownership } = await pageOf(registry, unit);
    expect(entered).toMatchObject({ kind: 'entered', certificateNos: ownership?.certificateNos });
  });

  it('co-owners with papers of their own exchange only their own', async () => {
    const unit = freshHome();
    const pair = [cityPerson(951), cityPerson(952)];
    const split = application(
      'BDC-10',
      unit,
      { obligors: unit.owners },
      {
        ownershipMode: 'shares',
        separateCerts: true,
        contract,
      },
    );
    split.parties.unshift(...pair.map((person) => party('acquirer', person, { n: 1, d: 2 })));
    const [first, second] = await registered(fixture.registry, split);
    const no = await proofOf(
      fixture,
      application(
        'BDC-31',
        unit,
        { acquirers: [pair[1] as never] },
        {
          targets: [{ certificateNo: second as string }],
          reissue: { cause: 'damaged', oldReturned: true },
        },
      ),
    );
    const { ownership } = await pageOf(fixture.registry, unit);
    expect(ownership?.certificateNos.toSorted()).toEqual([first, no].toSorted());
  });
});

describe('BDC-28 地役权', () => {
  it('stands on both pages, with one proof on the burdened one, and changes and ends on both', async () => {
    const [servient, dominant] = [freshHome(), freshHome()];
    const terms = {
      servientUnitCode: servient.unitCode,
      dominantUnitCode: dominant.unitCode,
      content: '通行',
      termFrom: '2026-11-20',
      termTo: '2046-11-19',
      contractNo: 'DYQ-1',
    };
    const sides = { acquirers: dominant.owners, obligors: servient.owners };
    const proof = await proofOf(
      fixture,
      application('BDC-28', [servient, dominant], sides, { operation: 'establish', easement: terms }),
    );
    const both = async () => [
      (await pageOf(fixture.registry, servient)).easements,
      (await pageOf(fixture.registry, dominant)).easements,
    ];
    expect(await both()).toMatchObject([
      [{ side: 'servient', otherUnitCode: dominant.unitCode, certificateNos: [proof] }],
      [{ side: 'dominant', otherUnitCode: servient.unitCode, certificateNos: [] }],
    ]);
    const change = (units: DemoUnit[]) =>
      application('BDC-28', units, sides, {
        operation: 'change',
        targets: [{ certificateNo: proof }],
        easement: { ...terms, content: '通行、铺设管线' },
      });
    expect(await problemsOf(fixture.registry, change([servient]))).toContain('EASEMENT_UNITS');
    const changed = await proofOf(fixture, change([servient, dominant]));
    expect((await both()).flat().map((e) => e.content)).toEqual(['通行、铺设管线', '通行、铺设管线']);
    const closing = application(
      'BDC-16',
      servient,
      { acquirers: servient.owners },
      {
        cancellation: { cause: 'destroyed', endedOn: '2026-11-01' },
      },
    );
    expect((await register(fixture.registry, closing)).result).toMatchObject({ refusal: { rule: 'INV-05' } });
    await registered(
      fixture.registry,
      application(
        'BDC-28',
        [servient, dominant],
        { acquirers: dominant.owners },
        {
          operation: 'cancel',
          targets: [{ certificateNo: changed }],
          cancellation: { cause: 'agreement', endedOn: '2026-11-22' },
        },
      ),
    );
    expect((await both()).flat()).toEqual([]);
  });
});

describe('BDC-33, 34 居住权 (scenario 18)', () => {
  const reside = (unit: DemoUnit, scope: string, resident = people.xu) =>
    application(
      'BDC-33',
      unit,
      { acquirers: [resident], obligors: unit.owners },
      {
        residence: { basis: 'contract', basisNo: 'JZ-1', scope, conditions: '无' },
      },
    );

  it('stays when the home is sold, and the buyer signs that he knows', async () => {
    const unit = freshHome();
    await registered(fixture.registry, reside(unit, '南侧卧室'));
    const sale = application(
      'BDC-10',
      unit,
      { acquirers: [people.chen], obligors: unit.owners },
      { ownershipMode: 'single', contract },
    );
    const { asked, result } = await withConsents(fixture.registry, sale);
    expect([asked, result.kind]).toEqual([['INV-24'], 'entered']);
    const page = await pageOf(fixture.registry, unit);
    expect(page.states).toEqual(['RESIDED']);
    expect(page.residences).toMatchObject([{ scope: '南侧卧室', termTo: null, holders: [{ name: people.xu.name }] }]);
    expect(page.ownership?.note).toContain('居住权');
  });

  it('is for homes only, collides with a second one of the same rooms, and is changed but never moved', async () => {
    const [space] = demoCity.parking('330212') as [DemoUnit];
    expect((await register(fixture.registry, reside(space, '整个车位'))).result).toMatchObject({
      refusal: { rule: 'INV-24' },
    });
    const unit = freshHome();
    const proof = await proofOf(fixture, reside(unit, '南侧卧室'));
    expect((await register(fixture.registry, reside(unit, '整套', people.shen))).result).toMatchObject({
      refusal: { rule: 'INV-24', advice: expect.stringContaining('BDC-34') },
    });
    await registered(fixture.registry, reside(unit, '北侧卧室', people.shen));
    const changed = await proofOf(
      fixture,
      application(
        'BDC-34',
        unit,
        { acquirers: [people.xu], obligors: unit.owners },
        {
          operation: 'change',
          targets: [{ certificateNo: proof }],
          residence: {
            basis: 'contract',
            basisNo: 'JZ-2',
            scope: '南侧卧室和书房',
            conditions: '无',
            termTo: '2036-11-19',
          },
        },
      ),
    );
    await registered(
      fixture.registry,
      application(
        'BDC-34',
        unit,
        { acquirers: unit.owners },
        {
          operation: 'cancel',
          targets: [{ certificateNo: changed }],
          cancellation: { cause: 'death', endedOn: '2026-11-20' },
        },
      ),
    );
    expect((await pageOf(fixture.registry, unit)).residences.map((r) => r.scope)).toEqual(['北侧卧室']);
  });

  it('did not exist under the rules of 2019', async () => {
    const unit = freshHome();
    expect(await problemsOf(fixture.registry, { ...reside(unit, '整套'), ruleProfile: '2019' })).toEqual([
      'ITEM_NOT_IN_PROFILE',
    ]);
  });
});
