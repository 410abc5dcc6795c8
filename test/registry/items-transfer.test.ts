import { describe, expect, it } from 'vitest';
import { cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf, problemsOf } from './support/pages.ts';
import {
  application,
  approveAndSign,
  courtOfficer,
  enter,
  fileAndAccept,
  loanTerms,
  readyForBook,
  register,
  registered,
  seizure,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const { people, institutions, units } = demoCity;
const homes = demoCity.saleUnits('330211');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
const contract = { priceFen: 150_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
const ids = (unit: DemoUnit) => unit.owners.map(({ name, idType, idNo }) => ({ name, idType, idNo }));

describe('BDC-09 新建商品房', () => {
  it('goes from the developer to the buyer; the tax tables know that a developer sells', async () => {
    const unit = demoCity.newHomes('330203')[0] as DemoUnit;
    const what = application(
      'BDC-09',
      unit,
      { acquirers: [people.zhou], obligors: unit.owners },
      { ownershipMode: 'single', contract },
    );
    const caseNo = await readyForBook(fixture.registry, what);
    expect((await fixture.registry.cases.getCase(caseNo))?.startVariables).toMatchObject({
      needsContract: true,
      needsTax: true,
      taxRelation: 'new_home',
    });
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    const page = await pageOf(fixture.registry, unit);
    expect(page.ownership).toMatchObject({ reason: '买卖', regType: 200, holders: [{ name: people.zhou.name }] });
  });
});

describe('BDC-11 继承', () => {
  it('goes from the deceased to the heirs, with the tax step and without the deceased as a party', async () => {
    const unit = freshHome();
    const heirs = [cityPerson(901), cityPerson(902)];
    const what = application(
      'BDC-11',
      unit,
      {},
      {
        parties: heirs.map((heir) => ({
          role: 'acquirer' as const,
          nature: 'person' as const,
          name: heir.name,
          idType: heir.idType,
          idNo: heir.idNo,
          phone: heir.phone,
          share: { n: 1, d: 2 },
        })),
        ownershipMode: 'shares',
        transfer: {
          reason: 'inheritance',
          basisNo: '（2026）浙甬天证民字第88号',
          effectiveOn: '2026-10-02',
          previous: ids(unit),
        },
      },
    );
    const caseNo = await readyForBook(fixture.registry, what);
    const filed = await fixture.registry.cases.getCase(caseNo);
    expect(filed?.startVariables).toMatchObject({ taxRelation: 'inheritance_statutory', contractDate: '2026-10-02' });
    expect(JSON.stringify(filed)).not.toContain(unit.owners[0]?.idNo);
    expect(await fixture.registry.money.countHousing(caseNo)).toMatchObject({
      priceFen: 0,
      contractDate: '2026-10-02',
    });
    expect(await fixture.registry.people.getTransferors(caseNo)).toEqual([
      { name: unit.owners[0]?.name, idNo: unit.owners[0]?.idNo },
    ]);
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    expect((await pageOf(fixture.registry, unit)).ownership).toMatchObject({ reason: '继承', mode: 'shares' });
  });

  it('is refused when the named deceased is not who the register says, or nobody is named', async () => {
    const unit = freshHome();
    const base = (previous: { name: string; idType: 'citizen'; idNo: string }[]) =>
      application(
        'BDC-11',
        unit,
        { acquirers: [people.li] },
        {
          ownershipMode: 'single',
          transfer: { reason: 'inheritance', basisNo: '公证1号', effectiveOn: '2026-10-02', previous },
        },
      );
    expect(await problemsOf(fixture.registry, base([]))).toEqual(['PREVIOUS_MISSING']);
    const { name, idNo } = people.wang;
    const { result } = await register(fixture.registry, base([{ name, idType: 'citizen', idNo }]));
    expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-03', code: 'TRANSFEROR_MISMATCH' } });
  });
});

describe('BDC-12 赠与, BDC-13 家庭内', () => {
  it('a gift needs no sale contract and keeps its deed number', async () => {
    const unit = freshHome();
    const gift = { reason: 'gift' as const, basisNo: '赠字1号', effectiveOn: '2026-11-18' };
    const what = application(
      'BDC-12',
      unit,
      { acquirers: [people.chen], obligors: unit.owners },
      { ownershipMode: 'single', transfer: gift },
    );
    expect(
      await problemsOf(fixture.registry, { ...what, applicationKey: 'no-terms-1', transfer: undefined as never }),
    ).toEqual(['TRANSFER_MISSING']);
    expect(
      await problemsOf(fixture.registry, {
        ...what,
        applicationKey: 'reason-11',
        transfer: { ...gift, reason: 'divorce' },
      }),
    ).toEqual(['TRANSFER_REASON']);
    await registered(fixture.registry, what);
    expect((await pageOf(fixture.registry, unit)).ownership).toMatchObject({ reason: '赠与', priceFen: null });
  });

  it('a spouse is added: the owner stands on both sides, joint ownership comes out', async () => {
    const unit = freshHome();
    await registered(
      fixture.registry,
      application(
        'BDC-13',
        unit,
        { acquirers: [...unit.owners, people.li], obligors: unit.owners },
        {
          ownershipMode: 'joint',
          transfer: { reason: 'marital_agreement', basisNo: '约定1号', effectiveOn: '2026-11-18' },
        },
      ),
    );
    const { ownership } = await pageOf(fixture.registry, unit);
    expect(ownership?.mode).toBe('joint');
    expect(ownership?.holders.map((h) => h.name)).toEqual([unit.owners[0]?.name, people.li.name]);
  });
});

describe('BDC-14 凭法律文书', () => {
  it('the seizing court disposes of the whole home: its seizure and the queue end in the same entry (INV-11)', async () => {
    const unit = freshHome();
    await fixture.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    await fixture.registry.seizures.enterSeizure(
      seizure(unit, { authority: '鄞州区人民法院', documentNo: '（2026）浙0212执9号' }),
      courtOfficer,
    );
    const order = (authority: string, wholeDisposal = true) =>
      application(
        'BDC-14',
        unit,
        { acquirers: [people.zhou] },
        {
          ownershipMode: 'single',
          transfer: {
            reason: 'enforcement',
            basisNo: '（2026）浙0203执裁1号',
            effectiveOn: '2026-11-19',
            valueFen: 130_000_000,
            previous: ids(unit),
            court: { authority, noticeNo: '（2026）浙0203执协1号', wholeDisposal },
          },
        },
      );
    const other = await register(fixture.registry, order('北仑区人民法院'));
    expect(other.result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06', errorCode: 'UNIT_RESTRICTED' } });
    const { result } = await register(fixture.registry, order(demoCity.court.authority));
    expect(result.kind).toBe('entered');
    const page = await pageOf(fixture.registry, unit);
    expect(page.seizures).toEqual([]);
    expect(page.ownership?.holders.map((h) => h.name)).toEqual([people.zhou.name]);
    expect(page.history.map((h) => h.text).join()).toContain('轮候查封失效');
  });
});

describe('BDC-32 车位', () => {
  it('is for parking spaces only', async () => {
    const [space] = demoCity.parking('330203');
    const what = (unit: DemoUnit) =>
      application(
        'BDC-32',
        unit,
        { acquirers: [people.chen], obligors: unit.owners },
        { ownershipMode: 'single', contract },
      );
    await registered(fixture.registry, what(space as DemoUnit));
    const { result } = await register(fixture.registry, what(freshHome()));
    expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'ITEM-PARKING' } });
  });
});

describe('co-owners (INV-26)', () => {
  it('two thirds of the shares dispose of the whole; one third does not', async () => {
    const unit = units.sharedSale; // 何建平 1/3, 俞晓雨 2/3
    const by = (seller: (typeof unit.owners)[number]) =>
      application(
        'BDC-10',
        unit,
        { acquirers: [people.chen], obligors: [seller] },
        { ownershipMode: 'single', contract },
      );
    const { result: third } = await register(fixture.registry, by(people.he));
    expect(third).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-26' } });
    const { result } = await register(fixture.registry, by(people.yu));
    expect(result.kind).toBe('entered');
  });

  it('one sells his own share after telling the other; the shares stay exactly whole', async () => {
    const unit = freshHome();
    const [a, b] = [cityPerson(911), cityPerson(912)];
    const share = (n: number, d: number) => ({ n, d });
    const shared = application('BDC-10', unit, { obligors: unit.owners }, { ownershipMode: 'shares', contract });
    shared.parties.unshift(
      { role: 'acquirer', ...a, share: share(1, 3) },
      { role: 'acquirer', ...b, share: share(2, 3) },
    );
    await registered(fixture.registry, shared);
    const transfer = { reason: 'sale' as const, basisNo: '份额1号', effectiveOn: '2026-11-20', shareOnly: true };
    const what = (more: object, sold = share(1, 3)) => {
      const base = application(
        'BDC-10',
        unit,
        { obligors: [a] },
        { ownershipMode: 'shares', contract, transfer: { ...transfer, ...more } },
      );
      base.parties.unshift({ role: 'acquirer', ...people.zhou, share: sold });
      return base;
    };
    expect((await register(fixture.registry, what({}))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-26', advice: expect.stringContaining('通知其他共有人') },
    });
    expect(
      (await register(fixture.registry, what({ preemptionNoticedOn: '2026-11-01' }, share(1, 2)))).result,
    ).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-25' } });
    await registered(fixture.registry, what({ preemptionNoticedOn: '2026-11-01' }));
    const { ownership } = await pageOf(fixture.registry, unit);
    expect(ownership?.holders.map((h) => [h.name, h.share])).toEqual([
      [b.name, share(2, 3)],
      [people.zhou.name, share(1, 3)],
    ]);
  });

  it('a co-owner who buys the other share becomes the single owner, and nobody had to be told', async () => {
    const unit = freshHome();
    const [a, b] = [cityPerson(921), cityPerson(922)];
    const shared = application('BDC-10', unit, { obligors: unit.owners }, { ownershipMode: 'shares', contract });
    shared.parties.unshift(
      { role: 'acquirer', ...a, share: { n: 1, d: 2 } },
      { role: 'acquirer', ...b, share: { n: 1, d: 2 } },
    );
    await registered(fixture.registry, shared);
    const what = application(
      'BDC-10',
      unit,
      { obligors: [a] },
      {
        ownershipMode: 'single',
        contract,
        transfer: { reason: 'sale', basisNo: '份额2号', effectiveOn: '2026-11-20', shareOnly: true },
      },
    );
    what.parties.unshift({ role: 'acquirer', ...b, share: { n: 1, d: 2 } });
    await registered(fixture.registry, what);
    expect((await pageOf(fixture.registry, unit)).ownership).toMatchObject({
      mode: 'single',
      holders: [{ name: b.name, share: null }],
    });
  });

  it('scenario 10: thirds are taken exactly, decimals are refused with advice', async () => {
    const unit = freshHome();
    const thirds = application('BDC-10', unit, { obligors: unit.owners }, { ownershipMode: 'shares', contract });
    const buyers = [cityPerson(931), cityPerson(932), cityPerson(933)];
    thirds.parties.unshift(...buyers.map((buyer) => ({ role: 'acquirer' as const, ...buyer, share: { n: 1, d: 3 } })));
    const decimals = structuredClone(thirds);
    decimals.applicationKey = 'decimals-1';
    for (const [i, n] of [0.33, 0.33, 0.34].entries()) decimals.parties[i]!.share = { n, d: 1 };
    expect(await problemsOf(fixture.registry, decimals)).toEqual(['SHARE_DECIMAL', 'SHARE_DECIMAL', 'SHARE_DECIMAL']);
    await registered(fixture.registry, thirds);
    expect((await pageOf(fixture.registry, unit)).ownership?.holders).toHaveLength(3);
  });
});

it('scenario 14: without the tax proof nobody enters a transfer', async () => {
  const unit = freshHome();
  const what = application(
    'BDC-12',
    unit,
    { acquirers: [people.chen], obligors: unit.owners },
    { ownershipMode: 'single', transfer: { reason: 'gift', basisNo: '赠字2号', effectiveOn: '2026-11-18' } },
  );

  const caseNo = await fileAndAccept(fixture.registry, what);
  await approveAndSign(fixture.registry, caseNo);
  expect(await enter(fixture.registry, caseNo)).toMatchObject({
    kind: 'refused',
    refusal: { rule: 'INV-27', code: 'TAX_CLEARANCE_MISSING' },
  });
});

it('INV-28: the home of a public institution is not mortgaged', async () => {
  const unit = freshHome();
  const school = { ...institutions.company, nature: 'institution' as const, idNo: '91330299MAXXXX0743' };
  await registered(
    fixture.registry,
    application('BDC-10', unit, { acquirers: [school], obligors: unit.owners }, { ownershipMode: 'single', contract }),
  );

  const { result } = await register(
    fixture.registry,
    application('BDC-17', unit, { acquirers: [institutions.bank], obligors: [school] }, { mortgage: loanTerms() }),
  );
  expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-28' } });
});
