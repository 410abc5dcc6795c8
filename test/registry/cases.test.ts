import { describe, expect, it } from 'vitest';
import {
  type Application,
  type DemoUnit,
  demoCity,
  type PartyInput,
  type RegistryError,
  systemActor,
} from '../../registry/index.ts';
import {
  acceptor,
  application,
  approveAndSign,
  enter,
  fileAndAccept,
  mortgage,
  party,
  payTax,
  readyForBook,
  registrar,
  rename,
  reviewer,
  sale,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330212');
let used = 0;
function freshHome(): DemoUnit {
  used += 1;
  return homes[used] as DemoUnit;
}

describe('filing', () => {
  it('writes case, parties and the outbox row in one go, and answers start variables without personal data', async () => {
    const { registry, pool } = fixture;
    const unit = freshHome();
    const filed = await registry.cases.fileCase(
      sale(unit, demoCity.people.chen, { hasLoan: true, certMedium: 'both', delivery: 'window' }),
      acceptor,
    );
    expect(filed.caseNo).toMatch(/^20261123330212\d{6}$/);
    expect(filed.startVariables).toEqual({
      caseNo: filed.caseNo,
      processId: 'bdc-registration',
      itemCode: 'BDC-10',
      channel: 'window',
      district: '330212',
      unitCode: unit.unitCode,
      unitCodes: [unit.unitCode],
      partyNos: [1, 2],
      ruleProfile: 'current',
      contractDate: '2026-11-20',
      operation: null,
      combined: [],
      filedOn: '2026-11-23',
      taxRelation: 'sale',
      siteView: 'none',
      publicity: null,
      autoAcceptEligible: false,
      needsContract: true,
      needsTax: true,
      hasLoan: true,
      certMedium: 'both',
      delivery: 'window',
    });
    const { rows } = await pool.query('SELECT topic, payload FROM registry.outbox WHERE case_no = $1', [filed.caseNo]);
    expect(rows).toEqual([{ topic: 'case.filed', payload: filed.startVariables }]);
    expect(await registry.people.getParty(filed.caseNo, 1)).toMatchObject({
      name: demoCity.people.chen.name,
      role: 'acquirer',
    });
    await expect(registry.people.getParty(filed.caseNo, 9)).rejects.toMatchObject({ code: 'PARTY_UNKNOWN' });
  });

  it('the same key again is the same case; the same key with other content is refused', async () => {
    const { registry } = fixture;
    const application = sale(freshHome());
    const first = await registry.cases.fileCase(application, acceptor);
    expect(await registry.cases.fileCase(application, acceptor)).toEqual({ ...first, firstTime: false });
    await expect(registry.cases.fileCase({ ...application, hasLoan: true }, acceptor)).rejects.toMatchObject({
      code: 'APPLICATION_KEY_REUSED',
    });
  });

  it.each<[string, (a: Application) => Application, string[]]>([
    ['a wrong unit code', (a) => ({ ...a, unitCodes: ['330212001002GB00012F0001002'] }), ['UNIT_CODE_LENGTH']],
    ['an unknown unit', (a) => ({ ...a, unitCodes: ['330212001002GB00012F00018888'] }), ['UNIT_NOT_FOUND']],
    ['a unit of another city', (a) => ({ ...a, unitCodes: ['330110001002GB00012F00010023'] }), ['UNIT_NOT_OURS']],
    ['no contract, no mode', ({ contract: _c, ownershipMode: _m, ...a }) => a, ['CONTRACT_MISSING', 'OWNERSHIP_MODE']],
    [
      'tomorrow’s contract',
      (a) => ({ ...a, contract: { ...a.contract!, signedOn: '2026-11-24' } }),
      ['CONTRACT_DAY_FUTURE'],
    ],
    [
      'a wrong identity number',
      (a) => ({ ...a, parties: a.parties.map((p) => ({ ...p, idNo: '330299199003070012' })) }),
      ['CITIZEN_ID_CHECK', 'CITIZEN_ID_CHECK'],
    ],
    ['no seller', (a) => ({ ...a, parties: a.parties.filter((p) => p.role === 'acquirer') }), ['OBLIGOR_MISSING']],
    [
      'a decimal share',
      (a) => ({ ...a, parties: a.parties.map((p, i) => (i === 0 ? { ...p, share: { n: 0.5, d: 1 } } : p)) }),
      ['SHARE_DECIMAL'],
    ],
    ['a first registration without its survey', (a) => ({ ...a, itemCode: 'BDC-05' }), ['FIRST_SURVEY_MISSING']],
    [
      'an item of later law',
      (a) => ({ ...a, itemCode: 'BDC-35', operation: 'segment', ruleProfile: '2019' }),
      ['ITEM_NOT_IN_PROFILE', 'MORTGAGEE_MISSING', 'MORTGAGE_MISSING'],
    ],
    ['no declaration', (a) => ({ ...a, declareTruth: false }), ['DECLARATION']],
    ['mail without address', (a) => ({ ...a, delivery: 'mail' }), ['DELIVERY_ADDRESS']],
    [
      'an agent of nobody',
      (a) => ({ ...a, parties: [...a.parties, { ...party('acquirer_agent', demoCity.people.li) }] }),
      ['AGENT'],
    ],
    ['the same buyer twice', (a) => ({ ...a, parties: [a.parties[0]!, ...a.parties] }), ['PARTY_TWICE']],
  ])('refuses %s, says everything at once and names no person', async (_, change, codes) => {
    const application = change(sale(homes[0] as DemoUnit));
    const error = (await fixture.registry.cases
      .fileCase(application, acceptor)
      .catch((e: unknown) => e)) as RegistryError;
    expect(error).toMatchObject({ code: 'APPLICATION_INVALID' });
    expect(error.problems.map((p) => p.code)).toEqual(codes);
    for (const p of application.parties) {
      expect(error.message + JSON.stringify(error.problems)).not.toContain(p.name);
      expect(error.message).not.toContain(p.idNo);
    }
  });

  it('knows the forms of a mortgage and of a change of name', async () => {
    const { registry } = fixture;
    const codes = (application: Application) =>
      registry.cases.fileCase(application, acceptor).then(
        () => [],
        (e: RegistryError) => e.problems.map((p) => p.code),
      );
    const good = mortgage(freshHome());
    expect(await codes(good)).toEqual([]);
    expect(
      await codes({
        ...good,
        applicationKey: 'bad-term-1',
        mortgage: { ...good.mortgage!, termTo: '2020-01-01', amountFen: 0.5 },
      }),
    ).toEqual(['AMOUNT', 'TERM']);
    expect(
      await codes({ ...good, applicationKey: 'bad-kind-1', mortgage: { ...good.mortgage!, mortgageKind: 'maximum' } }),
    ).toEqual(['MORTGAGE_KIND']);
    const change = rename(freshHome(), ['新名']);
    expect(await codes({ ...change, applicationKey: 'bad-name-1', nameChange: { previous: [], reason: 'x' } })).toEqual(
      ['NAME_CHANGE_MISSING'],
    );
    expect(await codes(change)).toEqual([]);
  });
});

describe('what nobody can read or the book cannot hold', () => {
  const codesOf = (what: Application) =>
    fixture.registry.cases.fileCase(what, acceptor).then(
      () => [],
      (error) => (error as { problems: { code: string }[] }).problems.map((problem) => problem.code),
    );

  it('names with unseen characters are refused, rare characters are not', async () => {
    const unit = homes.at(-1) as DemoUnit;
    const named = (name: string) => sale(unit, { ...demoCity.people.chen, name });
    for (const name of ['陈\u200b小', '陈\u202e小', '陈\n小', '陈\ufeff小', '陈\u0000小', '陈\ud842'])
      expect(await codesOf(named(name)), JSON.stringify(name)).toEqual(['NAME_UNSEEN']);
    expect(await codesOf(named('𠮷'))).toEqual(['NAME']);
    expect(await codesOf(named('𠮷𪚥'))).toEqual([]);
  });

  it('areas beyond any building, finer than the survey, or below nothing', async () => {
    const unit = homes.at(-2) as DemoUnit;
    const sized = (area: number, innerArea: number, sharedArea: number) =>
      codesOf(
        application(
          'BDC-08',
          unit,
          { acquirers: unit.owners },
          { operation: 'change', facts: { reason: '实测', basisNo: '测1', area, innerArea, sharedArea } },
        ),
      );
    expect(await sized(1e300, 1e300, 0)).toEqual(['AREA', 'AREA']);
    expect(await sized(100.005, 100.005, 0)).toEqual(['AREA', 'AREA']);
    expect(await sized(100, 120, -20)).toEqual(['AREA']);
    expect(await sized(100.1, 80.05, 20.05)).toEqual([]);
  });

  it('whom somebody acts for is said by agents only', async () => {
    const what = sale(homes.at(-1) as DemoUnit);
    const [buyer, ...others] = what.parties as [PartyInput, ...PartyInput[]];
    expect(await codesOf({ ...what, parties: [{ ...buyer, representsPartyNo: 1e15 }, ...others] })).toEqual(['AGENT']);
  });
});

describe('acceptance', () => {
  it('needs the intake decision, takes its clerk as acceptor, starts the clock, and is idempotent', async () => {
    const { registry, clock } = fixture;
    const { caseNo } = await registry.cases.fileCase(sale(freshHome()), acceptor);
    await expect(registry.cases.acceptCase(caseNo)).rejects.toMatchObject({ code: 'INTAKE_MISSING' });
    await registry.cases.recordIntake({
      caseNo,
      taskKey: 'k',
      decision: 'supplement',
      missingMaterials: ['contract'],
      by: acceptor,
    });
    await expect(registry.cases.acceptCase(caseNo)).rejects.toMatchObject({ code: 'INTAKE_MISSING' });
    clock.advance(1000);
    await registry.cases.recordIntake({ caseNo, taskKey: 'k2', decision: 'accept', by: acceptor });
    const accepted = await registry.cases.acceptCase(caseNo);
    expect(accepted).toMatchObject({ acceptedAt: clock.now(), registerVersion: 1, slaEpoch: 1, firstTime: true });
    clock.advance(60_000);
    expect(await registry.cases.acceptCase(caseNo)).toEqual({ ...accepted, firstTime: false });
    expect(await registry.cases.getCase(caseNo)).toMatchObject({ status: 'ACCEPTED', acceptedBy: acceptor.userId });
  });

  it('what a clerk finds about an identity is found once per task', async () => {
    const { registry } = fixture;
    const { caseNo } = await registry.cases.fileCase(sale(freshHome()), acceptor);
    const found = { caseNo, partyNo: 1, result: 'manual_reject' as const, by: acceptor, key: 'task-1:1' };
    await registry.cases.recordIdentityCheck(found);
    await registry.cases.recordIdentityCheck(found);
    await expect(registry.cases.recordIdentityCheck({ ...found, result: 'manual_ok' })).rejects.toMatchObject({
      code: 'CONFLICTING_RESULT',
      message: expect.stringContaining('“身份不符”'),
    });
    const [party] = (await registry.cases.getCase(caseNo))?.partyDetails ?? [];
    expect(party?.identity).toMatchObject({ result: 'manual_reject' });
  });

  it('keeps identity checks, materials, inquiry', async () => {
    const { registry } = fixture;
    const { caseNo } = await registry.cases.fileCase(sale(freshHome()), acceptor);
    const check = {
      caseNo,
      partyNo: 1,
      result: 'matched' as const,
      verifyNo: 'V1',
      score: 0.98,
      by: acceptor,
      key: 'job-1',
    };
    await registry.cases.recordIdentityCheck(check);
    await registry.cases.recordIdentityCheck({ ...check, verifyNo: 'V2' });
    await registry.cases.saveMaterials(caseNo, [
      { materialId: 'contract', name: '买卖合同', source: 'shared', required: true },
      { materialId: 'certificate', name: '权属证书', source: 'scan', required: true },
    ]);
    await registry.cases.recordMaterial({
      caseNo,
      materialId: 'contract',
      present: true,
      reference: 'HT-1',
      by: acceptor,
    });
    // the list again keeps what is there and drops what is neither asked for nor there
    await registry.cases.saveMaterials(caseNo, [
      { materialId: 'contract', name: '存量房买卖合同', source: 'upload', required: true },
    ]);
    await registry.cases.saveInquiry({ caseNo, answers: { trueIntention: true }, by: acceptor });
    const view = await registry.cases.getCase(caseNo);
    expect(view?.partyDetails[0]?.identity).toMatchObject({ result: 'matched', verifyNo: 'V1' });
    expect(view?.materials).toEqual([
      expect.objectContaining({
        materialId: 'contract',
        name: '存量房买卖合同',
        source: 'shared',
        present: true,
        reference: 'HT-1',
      }),
    ]);
    expect(view?.inquiry).toEqual({ trueIntention: true });
    expect((await registry.cases.timeline(caseNo)).filter((l) => l.topic === 'identity.checked')).toHaveLength(1);
  });

  it('a job that comes a second time after the window has gone on takes nothing back', async () => {
    const { registry } = fixture;
    const { caseNo } = await registry.cases.fileCase(sale(freshHome()), acceptor);
    const list = [
      { materialId: 'contract', name: '买卖合同', source: 'shared' as const, required: true },
      { materialId: 'certificate', name: '权属证书', source: 'scan' as const, required: true },
    ];
    const notFound = { caseNo, materialId: 'contract', present: false, by: systemActor };
    await registry.cases.askMaterials(caseNo, list);
    await registry.cases.recordMaterial({ ...notFound, note: '共享未取得，请申请人提交' });
    // given: an upload was added to the list, and the window has received everything
    const upload = { materialId: 'death_proof', name: '死亡证明', source: 'upload' as const, required: true };
    await registry.cases.saveMaterials(caseNo, [...list, upload]);
    for (const materialId of ['contract', 'certificate'])
      await registry.cases.recordMaterial({ caseNo, materialId, present: true, by: acceptor });
    const before = (await registry.cases.getCase(caseNo))?.materials;
    // when: the first attempt, given up for lost, ends after all
    await registry.cases.askMaterials(caseNo, list);
    await registry.cases.recordMaterial(notFound);
    // then
    expect((await registry.cases.getCase(caseNo))?.materials).toEqual(before);
    // and a person may still take back what was a mistake
    await registry.cases.recordMaterial({ ...notFound, by: acceptor });
    expect((await registry.cases.getCase(caseNo))?.materials[0]).toMatchObject({ present: false });
  });
});

describe('on the way', () => {
  it('supplement: asked once, received once, told to the engine once', async () => {
    const { registry, pool, clock } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    const receive = () =>
      registry.cases.receiveSupplement({ caseNo, materials: [{ materialId: 'marriage' }], by: acceptor });
    await expect(receive()).rejects.toMatchObject({ code: 'NOT_WAITING_FOR_SUPPLEMENT' });
    const ask = {
      caseNo,
      key: 'review-1',
      items: ['marriage'],
      dueAt: new Date(clock.now().getTime() + 15 * 86_400_000),
      by: reviewer,
    };
    await registry.cases.requestSupplement(ask);
    await registry.cases.requestSupplement(ask);
    expect(await receive()).toEqual({ first: true });
    expect(await receive()).toEqual({ first: false });
    const { rows } = await pool.query(
      "SELECT count(*)::int AS n FROM registry.outbox WHERE case_no = $1 AND topic = 'supplement.received'",
      [caseNo],
    );
    expect(rows[0].n).toBe(1);
  });

  it('a decision is recorded once per task, and another one for it is refused', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    const decision = { caseNo, taskKey: 'task-1', step: 'review' as const, decision: 'approve', by: reviewer };
    await registry.cases.recordReview(decision);
    await registry.cases.recordReview(decision);
    const others = [{ decision: 'refuse' }, { reasonCode: 'UNCLEAR' }].map((other) =>
      registry.cases.recordReview({ ...decision, ...other }).catch((error) => error),
    );
    for (const error of await Promise.all(others))
      expect(error).toMatchObject({ code: 'CONFLICTING_RESULT', message: expect.stringContaining('“同意”') });
    expect((await registry.cases.getCase(caseNo))?.reviews.map((r) => r.decision)).toEqual(['approve']);
  });

  it('an approval accepts the register as the reviewer saw it, not as it became', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const caseNo = await fileAndAccept(registry, sale(unit));
    await enter(registry, await readyForBook(registry, mortgage(unit)));
    await registry.cases.recordReview({
      caseNo,
      taskKey: 'r1',
      step: 're_review',
      decision: 'approve',
      seenVersions: { [unit.unitCode]: 1 },
      by: reviewer,
    });
    expect(await registry.units.recheckCase(caseNo)).toMatchObject({ changed: true });
    await registry.cases.recordReview({
      caseNo,
      taskKey: 'r2',
      step: 're_review',
      decision: 'approve',
      seenVersions: { [unit.unitCode]: 2 },
      by: reviewer,
    });
    expect(await registry.units.recheckCase(caseNo)).toMatchObject({ changed: false });
  });

  it('keeps the last refusal of a job for whoever goes on with it, the same one once', async () => {
    const { cases } = fixture.registry;
    const caseNo = await fileAndAccept(fixture.registry, sale(freshHome()));
    const [assess, clearance] = [
      { caseNo, jobType: 'tax.assess', what: '税务核定', reason: '成交价偏低。' },
      { caseNo, jobType: 'tax.clearance', what: '取得完税证明', reason: '没有查到缴款。' },
    ] as const;
    const both = [assess.jobType, clearance.jobType];
    expect(await cases.lastRefusal(caseNo, both)).toBeNull();
    for (const refusal of [assess, assess, clearance]) await cases.recordRefusal(refusal);
    expect(await cases.lastRefusal(caseNo, both)).toBe('没有查到缴款。');
    expect(await cases.lastRefusal(caseNo, ['tax.assess'])).toBe('成交价偏低。');
    await cases.recordRefusal(assess);
    expect(await cases.lastRefusal(caseNo, both)).toBe('成交价偏低。');
    const told = (await cases.timeline(caseNo)).filter(({ topic }) => topic === 'step.refused');
    expect(told.map(({ text }) => text)).toEqual(
      ['税务核定', '取得完税证明', '税务核定'].map((what) => `${what}未成，转人工处理`),
    );
  });

  it('withdrawal is told once', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    expect(await registry.cases.requestWithdrawal({ caseNo, reason: '不买了', by: acceptor })).toEqual({ first: true });
    expect(await registry.cases.requestWithdrawal({ caseNo, reason: '不买了', by: acceptor })).toEqual({
      first: false,
    });
    expect(await registry.cases.checkInterruption(caseNo)).toMatchObject({ entered: false });
    await registry.cases.closeCase({ caseNo, outcome: 'WITHDRAWN', by: acceptor });
    await expect(registry.cases.requestWithdrawal({ caseNo, reason: 'x', by: acceptor })).rejects.toMatchObject({
      code: 'CASE_CLOSED',
    });
  });
});

describe('closing', () => {
  it('only with an outcome that is true', async () => {
    const { registry } = fixture;
    const close = (caseNo: string, outcome: 'COMPLETED' | 'NOT_ACCEPTED' | 'REFUSED' | 'WITHDRAWN') =>
      registry.cases.closeCase({ caseNo, outcome, by: registrar });
    const open = await fileAndAccept(registry, sale(freshHome()));
    await expect(close(open, 'COMPLETED')).rejects.toMatchObject({ code: 'OUTCOME_NOT_POSSIBLE' });
    await expect(close(open, 'NOT_ACCEPTED')).rejects.toMatchObject({ code: 'OUTCOME_NOT_POSSIBLE' });
    const first = await close(open, 'REFUSED');
    expect(await close(open, 'REFUSED')).toEqual({ ...first, firstTime: false });
    await expect(close(open, 'WITHDRAWN')).rejects.toMatchObject({ code: 'OUTCOME_NOT_POSSIBLE' });
    const entered = await readyForBook(registry, sale(freshHome()));
    await enter(registry, entered);
    await expect(close(entered, 'REFUSED')).rejects.toMatchObject({ code: 'OUTCOME_NOT_POSSIBLE' });
    await close(entered, 'COMPLETED');
    const filed = (await registry.cases.fileCase(sale(freshHome()), acceptor)).caseNo;
    await close(filed, 'NOT_ACCEPTED');
    expect(await registry.cases.getCase(filed)).toMatchObject({ status: 'CLOSED', outcome: 'NOT_ACCEPTED' });
  });

  it('the whole story stands in the timeline, in order, without personal data', async () => {
    const { registry, clock } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    clock.advance(60_000);
    await payTax(registry, caseNo);
    await approveAndSign(registry, caseNo);
    await enter(registry, caseNo);
    await registry.sla.stop({ caseNo });
    await registry.cases.archiveCase({ caseNo, archiveNo: 'DA-1', documents: 3, pages: 9 });
    await registry.cases.closeCase({ caseNo, outcome: 'COMPLETED', by: registrar });
    const story = await registry.cases.timeline(caseNo);
    expect(story.map((line) => line.topic)).toEqual([
      'case.filed',
      'decision.intake',
      'case.accepted',
      'tax.assessed',
      'tax.result',
      'tax.cleared',
      'decision.review',
      'decision.sign_book',
      'register.entered',
      'sla.stopped',
      'case.archived',
      'case.closed',
    ]);
    for (const line of story) expect(line.text).toMatch(/[\u4e00-\u9fa5]/);
    const text = JSON.stringify(story);
    for (const p of await registry.people.getParties(caseNo)) {
      expect(text).not.toContain(p.name);
      expect(text).not.toContain(p.idNo);
    }
  });
});

describe('reading', () => {
  it('masks people unless a purpose is given, and logs it (INV-34)', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(freshHome(), demoCity.people.chen));
    const masked = await registry.cases.getCase(caseNo);
    expect(masked?.partyDetails[0]).toMatchObject({
      name: '陈**',
      idNo: '3302**********0044',
      phone: '139****0003',
      masked: true,
    });
    expect(masked?.parties[0]).toBe('陈**');
    const clear = await registry.cases.getCase(caseNo, { unmask: { actor: reviewer, purpose: '审核身份' } });
    expect(clear?.partyDetails[0]).toMatchObject({ name: '陈思源', idNo: '330299200002290044', masked: false });
    expect(await registry.audit.list({ caseNo })).toEqual([
      expect.objectContaining({
        action: 'unmask.case',
        purpose: '审核身份',
        actor: expect.objectContaining({ userId: reviewer.userId }),
      }),
    ]);
    expect(await registry.cases.getCase('20261123330212999999')).toBeNull();
  });

  it('finds cases by district, status, unit, number, address and instance', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const caseNo = await fileAndAccept(registry, sale(unit));
    await registry.cases.linkProcessInstance(caseNo, '2251799813685249', 'bdc-registration');
    const find = async (filter: Parameters<typeof registry.cases.listCases>[0]) =>
      (await registry.cases.listCases(filter)).map((c) => c.caseNo);
    expect(await find({ unitCode: unit.unitCode })).toEqual([caseNo]);
    expect(await find({ text: caseNo })).toEqual([caseNo]);
    expect(await find({ text: unit.location })).toEqual([caseNo]);
    expect(await find({ processInstanceKey: '2251799813685249' })).toEqual([caseNo]);
    expect(await find({ district: '330213' })).toEqual([]);
    expect(await find({ text: '%' })).toEqual([]);
    expect(
      (await registry.cases.listCases({ status: ['ACCEPTED'], district: '330212', limit: 3 })).every(
        (c) => c.status === 'ACCEPTED',
      ),
    ).toBe(true);
  });
});
