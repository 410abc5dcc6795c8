import { describe, expect, it } from 'vitest';
import { addDays, type DemoUnit, dayOf, demoCity, type RulesApi } from '../../registry/index.ts';
import { definitions } from '../../registry/rule-values/definitions.ts';
import { ruleBook } from '../../registry/rule-values/rule-book.ts';
import { valueProblem } from '../../registry/rule-values/validate-value.ts';
import { rewriteOwnership, tried } from './support/by-hand.ts';
import { pageOf, problemsOf } from './support/pages.ts';
import {
  acceptor,
  application,
  approveAndSign,
  courtOfficer,
  enter,
  fileAndAccept,
  paidSale,
  payTax,
  register,
  registered,
  rename,
  reviewer,
  sale,
  seizure,
} from './support/play.ts';
import { admin, changeRule, otherAdmin, proposeRule } from './support/rules.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330212');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
/** Only ever forward: the newest approval counts. */
const today = () => dayOf(fixture.clock.now());
const inForce = (name: Parameters<RulesApi['value']>[0]) => fixture.registry.rules.value(name, { day: today() });

describe('which value is in force', () => {
  const entry = (value: number, from: string, to: string | null = null) => ({
    name: 'caution.lapse_days',
    profile: '*' as const,
    value,
    from,
    to,
  });
  const book = ruleBook([entry(30, '2026-06-01', '2026-06-30'), entry(60, '2026-03-01'), entry(90, '0001-01-01')]);

  it.each([
    ['2026-02-28', 90],
    ['2026-03-01', 60],
    ['2026-06-01', 30],
    ['2026-06-30', 30],
    ['2026-07-01', 60],
  ])('on %s: %i, the newest approval that covers the day', (day, days) => {
    expect(book.value('caution.lapse_days', 'current', day)).toBe(days);
  });

  it('a day without a rule is an error that says what to do, never a guess', () => {
    expect(() => ruleBook([]).value('caution.lapse_days', 'current', '2026-11-23')).toThrow(
      /没有生效的值；请系统管理员/,
    );
  });

  it('every rule comes with a value for every profile, of its form', async () => {
    for (const definition of definitions) {
      for (const profile of ['current', '2019'] as const) {
        const value = await fixture.registry.rules.value(definition.name, { profile, day: '2019-01-01' });
        expect(valueProblem(definition.form, value), definition.name).toBeNull();
      }
    }
  });
});

describe('a change of a rule', () => {
  it('is proposed by one and approved by another; the database refuses one person for both', async () => {
    const { registry, pool, clock } = fixture;
    const { ruleValueId } = await proposeRule(fixture, { name: 'supplement.days', value: 10 });
    await expect(registry.rules.decide({ ruleValueId, decision: 'approved', by: admin })).rejects.toMatchObject({
      code: 'RULE_SAME_PERSON',
    });
    const forged = `UPDATE registry.rule_values SET decision = 'approved', decided_by = proposed_by, decided_at = proposed_at WHERE rule_value_id = $1`;
    await expect(pool.query(forged, [ruleValueId])).rejects.toMatchObject({ constraint: 'rule_two_people' });
    const approved = await registry.rules.decide({ ruleValueId, decision: 'approved', by: otherAdmin });
    expect(approved).toMatchObject({ decision: 'approved', proposedBy: 'sysadmin', decidedBy: 'sysadmin-2' });
    expect(await inForce('supplement.days')).toBe(15);
    clock.advance(86_400_000);
    expect(await inForce('supplement.days')).toBe(10);
    // again: the same answer; another decision: too late
    expect(await registry.rules.decide({ ruleValueId, decision: 'approved', by: otherAdmin })).toEqual(approved);
    await expect(registry.rules.decide({ ruleValueId, decision: 'rejected', by: otherAdmin })).rejects.toMatchObject({
      code: 'RULE_DECIDED',
    });
  });

  it('does nothing while it waits, when it is rejected, or when its proposer takes it back', async () => {
    const { rules } = fixture.registry;
    const change = { name: 'supplement.days', value: 20 };
    const one = await proposeRule(fixture, change);
    await rules.decide({ ruleValueId: one.ruleValueId, decision: 'rejected', note: '没有依据', by: otherAdmin });
    const { ruleValueId } = await proposeRule(fixture, change);
    await expect(rules.decide({ ruleValueId, decision: 'withdrawn', by: otherAdmin })).rejects.toMatchObject({
      code: 'RULE_SAME_PERSON',
    });
    expect(await rules.list({ open: true })).toMatchObject([{ ruleValueId }]);
    await rules.decide({ ruleValueId, decision: 'withdrawn', by: admin });
    fixture.clock.advance(86_400_000);
    expect(await inForce('supplement.days')).toBe(10);
    const history = await rules.list({ name: 'supplement.days' });
    expect(history.map((row) => row.decision)).toEqual(['withdrawn', 'rejected', 'approved', 'approved']);
  });

  it('says everything that is wrong with a proposal at once', async () => {
    const wrong = { proposalKey: 'wrong', name: 'caution.lapse_days', profile: 'current' as const, value: 0 };
    const proposal = { ...wrong, validFrom: today(), validTo: '2026-11-01', source: ' ', reason: '' };
    await expect(fixture.registry.rules.propose(proposal, admin)).rejects.toMatchObject({
      code: 'RULE_INVALID',
      problems: ['profile', 'value', 'validFrom', 'validTo', 'source', 'reason'].map((field) => ({ field })),
    });
    await expect(proposeRule(fixture, { name: 'caution.lapse_days', value: 90 })).rejects.toMatchObject({
      problems: [{ code: 'RULE_SAME' }],
    });
    const unknownItem = { name: 'items.not_offered', profile: 'current' as const, value: ['BDC-99'] };
    await expect(proposeRule(fixture, unknownItem)).rejects.toMatchObject({
      problems: [{ field: 'value', message: expect.stringContaining('BDC-99') }],
    });
  });

  it('never reaches back, even when its day comes before the approval does', async () => {
    const { registry, clock, pool } = fixture;
    const { ruleValueId } = await proposeRule(fixture, { name: 'supplement.days', value: 12 });
    clock.advance(86_400_000);
    await expect(registry.rules.decide({ ruleValueId, decision: 'approved', by: otherAdmin })).rejects.toMatchObject({
      code: 'RULE_INVALID',
    });
    const late = `UPDATE registry.rule_values SET decision = 'approved', decided_by = 'x', decided_at = valid_from WHERE rule_value_id = $1`;
    await expect(pool.query(late, [ruleValueId])).rejects.toMatchObject({ constraint: 'rule_not_retroactive' });
    await registry.rules.decide({ ruleValueId, decision: 'withdrawn', by: admin });
  });

  it('is append-only history, bound to the event chain', async () => {
    const { pool, registry } = fixture;
    const approved = "WHERE name = 'supplement.days' AND decision = 'approved'";
    for (const change of ["value = '99'", "valid_to = '2099-12-31'", 'decided_by = NULL']) {
      const forged = `UPDATE registry.rule_values SET ${change} ${approved}`;
      await expect(pool.query(forged), change).rejects.toMatchObject({ constraint: 'rule_history' });
    }
    await expect(pool.query('DELETE FROM registry.rule_values')).rejects.toThrow(/append-only/);
    const { rows } = await pool.query("SELECT topic FROM registry.register_events WHERE chain = 'office' ORDER BY seq");
    expect(rows.map((row) => row.topic.slice('rule.'.length))).toEqual(
      'proposed approved proposed rejected proposed withdrawn proposed withdrawn'.split(' '),
    );
    expect((await registry.evidence.verifyRegister()).ok).toBe(true);
  });
});

describe('the day that the law names decides which value governs', () => {
  const blocksOf = async (caseNo: string) =>
    (await fixture.registry.book.previewEntry(caseNo)).blocks.filter((block) => block.rule !== 'INV-27');

  it('INV-18: consent to the sale of a mortgaged home by the day of acceptance, whatever comes later', async () => {
    const { registry } = fixture;
    const unit = demoCity.units.mortgaged; // of 2022, without a restriction: its sale is free today
    const before = await fileAndAccept(registry, sale(unit));
    const change = { name: 'mortgage.consent_always', profile: 'current' as const };
    await changeRule(fixture, { ...change, value: true });
    const after = await fileAndAccept(registry, sale(unit));
    await changeRule(fixture, { ...change, value: false });
    expect(await blocksOf(before)).toEqual([]);
    expect(await blocksOf(after)).toMatchObject([{ rule: 'INV-18', message: expect.stringContaining('受理时的规则') }]);
  });

  it('INV-18: the day that parts old mortgages from new ones is data, for the rules and for the database itself', async () => {
    const { pool } = fixture;
    const { unitCode } = demoCity.units.mortgaged;
    const before = await paidSale(fixture, demoCity.units.mortgaged);
    await changeRule(fixture, { name: 'mortgage.consent_before', value: '2024-01-01' });
    const after = await paidSale(fixture, demoCity.units.mortgaged);
    expect(await blocksOf(after.caseNo)).toMatchObject([
      { rule: 'INV-18', message: expect.stringContaining('2024年1月1日之前') },
    ]);
    const transferOf = (sold: typeof after) =>
      tried(pool, (db) => rewriteOwnership(db, { unitCode, regType: 200, ...sold }));
    expect(await transferOf(before)).toBe('ok');
    expect(await transferOf(after)).toBe('YT018');
  });

  it('INV-23: an objection keeps the days of its own register day', async () => {
    const { registry } = fixture;
    const terms = { ground: 'share' as const, matter: '主张为共有人', evidenceNo: '证据1号' };
    const objection = (unit: DemoUnit) =>
      application('BDC-30', unit, { acquirers: [demoCity.people.chen] }, { objection: terms });
    const [old, young] = [freshHome(), freshHome()];
    await registered(registry, objection(old));
    const oldDay = addDays(today(), 15);
    await changeRule(fixture, { name: 'objection.lapse_days', value: 30 });
    await registered(registry, objection(young));
    expect((await pageOf(registry, old)).objections).toMatchObject([{ lapsesOn: oldDay }]);
    expect((await pageOf(registry, young)).objections).toMatchObject([{ lapsesOn: addDays(today(), 30) }]);
  });

  it('INV-21: a caution lapses by the rule of the day from which the real registration was possible', async () => {
    const { registry } = fixture;
    const caution = (unit: DemoUnit, registrableFrom: string) =>
      application(
        'BDC-26',
        unit,
        { acquirers: [demoCity.people.chen], obligors: unit.owners },
        {
          operation: 'sale',
          contract: { priceFen: 200_000_000, signedOn: '2026-11-20', payMode: 'full' },
          caution: { agreementNo: 'YG-1', agreedOn: '2026-11-20', registrableFrom },
        },
      );
    const tomorrow = addDays(today(), 1);
    const [old, young] = [freshHome(), freshHome()];
    await registered(registry, caution(old, today()));
    await registered(registry, caution(young, tomorrow));
    await changeRule(fixture, { name: 'caution.lapse_days', value: 30 });
    expect((await pageOf(registry, old)).cautions).toMatchObject([{ lapsesOn: addDays(tomorrow, 89) }]);
    expect((await pageOf(registry, young)).cautions).toMatchObject([{ lapsesOn: addDays(tomorrow, 30) }]);
  });

  it('INV-09: the longest term is that of the day of delivery, at the counter and in the database', async () => {
    const { registry } = fixture;
    expect(await registry.seizures.enterSeizure(seizure(freshHome()), courtOfficer)).toMatchObject({ kind: 'entered' });
    await changeRule(fixture, { name: 'seizure.term_months', value: 24 });
    const late = await registry.seizures.enterSeizure(seizure(freshHome()), courtOfficer);
    expect(late).toMatchObject({ kind: 'refused', message: expect.stringContaining('1至24个月') });
  });

  it('INV-06: what the office lets pass under a seizure is asked again at the 登簿', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    await registry.seizures.enterSeizure(seizure(unit, { termMonths: 12 }), courtOfficer);
    const caseNo = await fileAndAccept(registry, rename(unit, ['新名字']));
    await approveAndSign(registry, caseNo);
    await changeRule(fixture, { name: 'seizure.allows_rename', value: false });
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06' } });
    await changeRule(fixture, { name: 'seizure.allows_rename', value: true });
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'entered' });
  });

  it('INV-29: a third person for the book is the office’s choice; acceptor and reviewer are always two', async () => {
    const { registry } = fixture;
    const play = async () => {
      const caseNo = await fileAndAccept(registry, sale(freshHome()));
      await payTax(registry, caseNo);
      await registry.cases.recordReview({ caseNo, taskKey: 'r', step: 'review', decision: 'approve', by: reviewer });
      return caseNo;
    };
    const sign = (caseNo: string, by = reviewer) =>
      registry.cases.recordReview({ caseNo, taskKey: 's', step: 'sign_book', decision: 'enter', by });
    await expect(sign(await play())).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    await changeRule(fixture, { name: 'registrar.third_person', value: false });
    const caseNo = await play();
    await expect(sign(caseNo, acceptor)).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    await registry.cases.assertMayReview(caseNo, 'sign_book', reviewer);
    await sign(caseNo);
    expect(await registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar: reviewer })).toMatchObject({
      kind: 'entered',
    });
    await changeRule(fixture, { name: 'registrar.third_person', value: true });
  });

  it('an item that is no longer offered: no new application, the filed ones go on; per profile', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const caseNo = await fileAndAccept(registry, rename(unit, ['甲乙丙']));
    await changeRule(fixture, { name: 'items.not_offered', profile: 'current', value: ['BDC-07'] });
    expect(await problemsOf(registry, rename(freshHome(), ['甲乙丙']))).toEqual(['ITEM_NOT_OFFERED']);
    expect(await problemsOf(registry, rename(freshHome(), ['甲乙丙'], { ruleProfile: '2019' }))).toEqual([]);
    const check = await registry.units.checkUnit({ unitCode: freshHome().unitCode, itemCode: 'BDC-07' });
    expect(check.blocks.map((block) => block.rule)).toEqual(['ITEM-ENABLED']);
    await approveAndSign(registry, caseNo);
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'entered' });
    await changeRule(fixture, { name: 'items.not_offered', profile: 'current', value: [] });
  });
});

describe('what a change would do', () => {
  it('names the running cases that the register would decide otherwise, and changes nothing', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    await registry.seizures.enterSeizure(seizure(unit, { termMonths: 12 }), courtOfficer);
    const caseNo = await fileAndAccept(registry, rename(unit, ['新名字']));
    const validFrom = addDays(today(), 5);
    const { ruleValueId } = await proposeRule(fixture, { name: 'seizure.allows_rename', value: false, validFrom });
    const effect = await registry.rules.effect(ruleValueId);
    expect(effect).toMatchObject({ asOf: validFrom, summary: expect.stringContaining('登簿时按届时生效的规则再核对') });
    expect(effect.affected).toMatchObject([{ caseNo, before: [], after: [expect.stringContaining('INV-06')] }]);
    expect(effect.examined).toBe(effect.running);
    expect((await registry.book.previewEntry(caseNo)).blocks).toEqual([]);
  });

  it('of a rule that goes by the day of acceptance: no running case', async () => {
    const { registry } = fixture;
    const { ruleValueId } = await proposeRule(fixture, { name: 'mortgage.consent_before', value: '2025-06-01' });
    const effect = await registry.rules.effect(ruleValueId);
    expect(effect.running).toBeGreaterThan(0);
    expect(effect.affected).toEqual([]);
    expect(effect.summary).toContain('按受理日适用');
  });
});

it('a finished registration reads the same after every change', async () => {
  const { registry } = fixture;
  const unit = freshHome();
  await register(registry, sale(unit));
  const before = await pageOf(registry, unit);
  await changeRule(fixture, { name: 'mortgage.consent_always', profile: '2019', value: false });
  await changeRule(fixture, { name: 'correction.suspends', value: false });
  expect(await pageOf(registry, unit)).toEqual({ ...before, asOf: expect.any(Date) });
});
