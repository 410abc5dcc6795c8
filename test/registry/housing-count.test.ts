import { describe, expect, it } from 'vitest';
import {
  addDays,
  cityPerson,
  type DemoUnit,
  dayOf,
  demoCity,
  type HousingCountRule,
  type HousingCountTerms,
  type HousingFamily,
} from '../../registry/index.ts';
import { type Holding, judgeHomes, oldNumber } from '../../registry/money/count-homes.ts';
import { actor, application, fileAndAccept, registered, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

/** S14, domain §5.8 and §6.1: the rule is a row with a date, and what it cannot decide it says. */

const rule: HousingCountRule = {
  ruleVersion: 'test-rule',
  region: 'city',
  districtGroups: [],
  uses: ['residential'],
  countCautions: 'presale',
  minorShares: 'excluded',
  expropriated: 'excluded',
};
const admin = { ...actor('sysadmin'), district: null };
const otherAdmin = { ...admin, userId: 'sysadmin-2' };
const buyer = { relation: 'buyer' as const, name: '甲', idNo: '330299198001010011' };
const child = { relation: 'child' as const, name: '丙', idNo: '330299201501010033' };
const family: HousingFamily = {
  members: [buyer, child],
  marital: 'single',
  marriage: 'record',
  contractDate: '2026-11-20',
  asOf: null,
  unitCode: null,
  district: '330203',
};
const holding = (more: Partial<Holding> = {}): Holding => ({
  unitCode: 'U1',
  district: '330203',
  location: '演示路1号',
  use: 'residential',
  area: 90,
  kind: 'OWNERSHIP',
  cautionKind: null,
  idNo: buyer.idNo,
  name: buyer.name,
  coOwners: 1,
  excludedBy: null,
  ...more,
});
const count = (holdings: Holding[], more: Partial<HousingCountRule> = {}, of: Partial<HousingFamily> = {}) => {
  const { count: n, items, uncertain } = judgeHomes({ ...rule, ...more }, { ...family, ...of }, holdings);
  return { n, reasons: items.map((item) => item.reason), doubts: uncertain.map((doubt) => doubt.code) };
};

describe('the rule on a family’s holdings', () => {
  it('counts a home once, however many members hold it, and only the uses it names', () => {
    const both = [holding(), holding({ idNo: child.idNo, name: child.name, coOwners: 2 })];
    expect(count(both)).toEqual({ n: 1, reasons: [null], doubts: [] });
    expect(count([holding({ use: 'parking' })]).n).toBe(0);
  });

  it('counts in the whole city, or in the group of districts of the home that is bought', () => {
    const far = [holding({ district: '330206' }), holding({ unitCode: 'U2', district: '330212' })];
    expect(count(far).n).toBe(2);
    const grouped = { region: 'district_group', districtGroups: [['330203', '330212']] } as const;
    expect(count(far, { ...grouped, districtGroups: [['330203', '330212']] })).toMatchObject({
      n: 1,
      reasons: ['不在统计区域内', null],
    });
    // a district in no group is its own
    expect(count(far, { ...grouped, districtGroups: [['330203', '330212']] }, { district: '330206' }).n).toBe(1);
  });

  it('counts cautions as the version says', () => {
    const presale = [holding({ kind: 'CAUTION', cautionKind: 'presale' })];
    const transfer = [holding({ kind: 'CAUTION', cautionKind: 'sale' })];
    const counted = (cautions: HousingCountRule['countCautions']) =>
      [presale, transfer].map((one) => count(one, { countCautions: cautions }).n);
    expect(counted('none')).toEqual([0, 0]);
    expect(counted('presale')).toEqual([1, 0]);
    expect(counted('purchase')).toEqual([1, 1]);
    expect(
      count([holding({ kind: 'CAUTION', cautionKind: 'presale_mortgage' })], { countCautions: 'purchase' }).n,
    ).toBe(0);
  });

  it('leaves out what was expropriated, and a share that only a minor holds beside others', () => {
    const gone = [holding({ excludedBy: '甬征字1号' })];
    expect(count(gone)).toMatchObject({ n: 0, reasons: ['已作出征收决定（甬征字1号）'] });
    expect(count(gone, { expropriated: 'counted' }).n).toBe(1);
    const minor = [holding({ idNo: child.idNo, name: child.name, coOwners: 2 })];
    expect(count(minor)).toMatchObject({ n: 0, reasons: ['只有未成年子女的份额'] });
    expect(count(minor, { minorShares: 'counted' }).n).toBe(1);
    expect(count(minor, { minorShares: 'uncertain' })).toMatchObject({ n: 1, doubts: ['MINOR_SHARE'] });
    // a home that is wholly the child's is the family's
    expect(count([holding({ idNo: child.idNo, name: child.name })]).n).toBe(1);
  });

  it('knows 15-digit numbers; with another name they are a question', () => {
    const old = String(oldNumber(buyer.idNo));
    expect(old).toBe('330299800101001');
    expect(count([holding({ idNo: old })])).toEqual({ n: 1, reasons: [null], doubts: [] });
    expect(count([holding({ idNo: old, name: '乙' })])).toEqual({
      n: 0,
      reasons: [],
      doubts: ['OLD_NUMBER_OTHER_NAME'],
    });
  });

  it('asks for a declaration where no marriage record is known, and for a spouse where one is missing', () => {
    expect(count([], {}, { marriage: 'unknown' }).doubts).toEqual(['MARRIAGE_UNKNOWN']);
    expect(count([], {}, { marriage: 'declared' }).doubts).toEqual([]);
    expect(count([], {}, { marital: 'married' }).doubts).toEqual(['SPOUSE_MISSING']);
    expect(judgeHomes(null, family, []).uncertain.map((doubt) => doubt.code)).toEqual(['NO_RULE']);
  });
});

describe('on the register', () => {
  const fixture = openRegister();
  const homes = demoCity.saleUnits('330206');
  const ownerOf = (unit: DemoUnit) => unit.owners[0] as DemoUnit['owners'][0];
  const of = (unit: DemoUnit, more: Partial<HousingFamily> = {}): HousingFamily => {
    const { name, idNo } = ownerOf(unit);
    return { ...family, members: [{ relation: 'buyer', name, idNo }], ...more };
  };

  it('chooses the version by the day of the contract, on its first day too', async () => {
    const { money } = fixture.registry;
    const version = async (contractDate: string) =>
      (await money.countHomes(of(homes[1] as DemoUnit, { contractDate }))).ruleVersion;
    expect(await version('2016-02-21')).toBe('none');
    expect(await version('2016-02-22')).toMatch(/^2016-02-22[/]/);
    expect(await version('2024-11-30')).toMatch(/^2016-02-22[/]/);
    expect(await version('2024-12-01')).toMatch(/^2024-12-01[/]/);
  });

  it('counts cautions of the presale homes under the current version only', async () => {
    const { money } = fixture.registry;
    const [{ unitCode }] = demoCity.presaleHomes('330213') as [DemoUnit];
    const { name, idNo } = cityPerson(7_000_021);
    await registered(
      fixture.registry,
      application(
        'BDC-24',
        demoCity.presaleHomes('330213')[0] as DemoUnit,
        { acquirers: [cityPerson(7_000_021)], obligors: [demoCity.institutions.company] },
        {
          contract: { priceFen: 300_000_000, signedOn: '2026-11-20', payMode: 'loan' },
          caution: { agreementNo: 'YG-1', agreedOn: '2026-11-20' },
        },
      ),
    );
    const members = [{ relation: 'buyer' as const, name, idNo }];
    const item = async (contractDate: string) =>
      (await money.countHomes({ ...family, members, contractDate })).items.find((one) => one.unitCode === unitCode);
    expect(await item('2026-11-20')).toMatchObject({ via: 'CAUTION', counted: true });
    expect(await item('2020-01-02')).toMatchObject({ counted: false, reason: '预告登记按本口径不计' });
  });

  it('counts the home that is bought once, and an expropriated one no longer', async () => {
    const { money } = fixture.registry;
    const unit = homes[2] as DemoUnit;
    const { count: before } = await money.countHomes(of(unit));
    const other = homes[3] as DemoUnit;
    expect((await money.countHomes(of(unit, { unitCode: other.unitCode }))).count).toBe(before + 1);
    expect((await money.countHomes(of(unit, { unitCode: unit.unitCode }))).count).toBe(before);
    const proposal = {
      changeKey: 'exclusion-1',
      kind: 'add' as const,
      unitCode: unit.unitCode,
      basisNo: '北仑征字〔2026〕1号',
      day: '2026-11-01',
      source: '征收决定公告',
      reason: '已作出征收决定',
    };
    const { changeId } = await money.proposeExclusion(proposal, admin);
    expect((await money.proposeExclusion(proposal, admin)).changeId).toBe(changeId);
    const approve = { changeId, decision: 'approved' as const };
    await expect(money.decideExclusion({ ...approve, by: admin })).rejects.toMatchObject({ code: 'RULE_SAME_PERSON' });
    expect((await money.countHomes(of(unit))).count).toBe(before);
    await money.decideExclusion({ ...approve, by: otherAdmin });
    await money.decideExclusion({ ...approve, by: otherAdmin });
    expect((await money.countHomes(of(unit))).count).toBe(before - 1);
    expect((await money.countHomes(of(unit, { asOf: '2026-10-31' }))).count).toBe(before);
    // the decision is revoked: the home counts again, by two people too
    const end = { ...proposal, changeKey: 'exclusion-2', kind: 'end' as const, day: '2026-11-20' };
    const ending = await money.proposeExclusion(end, otherAdmin);
    const twice = money.proposeExclusion({ ...end, changeKey: 'exclusion-3' }, admin);
    await expect(twice).rejects.toMatchObject({ code: 'RULE_INVALID', problems: [{ code: 'OPEN' }] });
    await money.decideExclusion({ changeId: ending.changeId, decision: 'approved', by: admin });
    expect((await money.countHomes(of(unit))).count).toBe(before);
    expect((await money.countHomes(of(unit, { asOf: '2026-11-10' }))).count).toBe(before - 1);
    const wrong = money.proposeExclusion(
      { ...proposal, changeKey: 'exclusion-4', unitCode: 'X', day: '2027-01-01' },
      admin,
    );
    await expect(wrong).rejects.toMatchObject({ problems: [{ code: 'UNIT_UNKNOWN' }, { code: 'DAY' }] });
    expect(await money.listExclusions()).toMatchObject([{ unitCode: unit.unitCode, endedOn: '2026-11-20' }]);
    expect((await money.listExclusionChanges()).map((one) => one.decision)).toEqual(['approved', 'approved']);
    await expect(
      fixture.pool.query("UPDATE registry.exclusion_changes SET decision = 'rejected' WHERE change_id = $1", [
        changeId,
      ]),
    ).rejects.toMatchObject({ code: 'YT005' });
  });

  it('counts as the book stood on a day', async () => {
    const { registry, clock } = fixture;
    const unit = homes[4] as DemoUnit;
    const seller = of(unit);
    const { count: before } = await registry.money.countHomes(seller);
    await registered(registry, sale(unit, cityPerson(7_000_020)));
    clock.advance(86_400_000);
    expect((await registry.money.countHomes(seller)).count).toBe(before - 1);
    expect((await registry.money.countHomes({ ...seller, asOf: '2026-11-22' })).count).toBe(before);
  });

  it('a count of a case is one line in the log, however often the job runs', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(homes[5] as DemoUnit));
    const facts = await registry.queries.countForCase(caseNo);
    expect(await registry.queries.countForCase(caseNo)).toEqual(facts);
    const lines = await registry.queries.searchLog({ kind: 'AR-04', text: caseNo });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ role: 'system', caseNo, forWhom: `业务${caseNo}的购房家庭` });
  });

  it('a new version is proposed by one, approved by another, and holds from its day on; the old ones stay', async () => {
    const { registry, pool, clock } = fixture;
    const today = dayOf(clock.now());
    const tomorrow = addDays(today, 1);
    const family = (contractDate: string) => of(homes[6] as DemoUnit, { contractDate });
    const [current] = await registry.rules.list({ name: 'housing.count' });
    const terms = current?.value as HousingCountTerms;
    expect(terms).toMatchObject({ region: 'city', uses: ['residential'], countCautions: 'presale' });
    const propose = (value: unknown, proposalKey: string) =>
      registry.rules.propose(
        {
          proposalKey,
          name: 'housing.count',
          profile: '*',
          value,
          validFrom: tomorrow,
          source: '市局通知（2026）9号',
          reason: '住宅不再计入',
        },
        admin,
      );
    // what does not agree is refused with a sentence
    for (const [wrong, words] of [
      [{ uses: [] }, '至少选择一种'],
      [{ uses: ['common'] }, '至少选择一种'],
      [{ region: 'city', districtGroups: [['330203', '330205']] }, '全市统计的不分组'],
      [{ region: 'district_group', districtGroups: [['330203', '330299']] }, '不是本市的区'],
      [{ region: 'district_group', districtGroups: [['330203']] }, '每组两个以上'],
      [
        {
          region: 'district_group',
          districtGroups: [
            ['330203', '330205'],
            ['330205', '330206'],
          ],
        },
        '只能在一组中',
      ],
      [{ minorShares: 'sometimes' }, '未成年人份额'],
      [{ more: 1 }, '逐项填写'],
    ] as const)
      await expect(propose({ ...terms, ...wrong }, `housing-${words}`)).rejects.toMatchObject({
        problems: [{ field: 'value', message: expect.stringContaining(words) }],
      });
    const open = await propose({ ...terms, uses: ['commercial'] }, 'housing-new-version');
    const decision = { ruleValueId: open.ruleValueId, decision: 'approved' as const };
    await expect(registry.rules.decide({ ...decision, by: admin })).rejects.toMatchObject({ code: 'RULE_SAME_PERSON' });
    const before = await registry.money.countHomes(family(tomorrow));
    await registry.rules.decide({ ...decision, by: otherAdmin });
    // then the day of the contract decides, and the version says which value it was
    const after = await registry.money.countHomes(family(tomorrow));
    expect(before.count).toBeGreaterThan(0);
    expect(after).toMatchObject({ count: 0, ruleVersion: `${tomorrow}/${open.ruleValueId}` });
    expect(await registry.money.countHomes(family(today))).toEqual(before);
    expect(await registry.rules.list({ name: 'housing.count' })).toHaveLength(3);
    await expect(
      pool.query("UPDATE registry.rule_values SET valid_to = '2026-12-31' WHERE rule_value_id = $1", [
        open.ruleValueId,
      ]),
    ).rejects.toMatchObject({ constraint: 'rule_history' });
  });
});
