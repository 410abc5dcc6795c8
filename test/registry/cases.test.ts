import { describe, expect, it } from 'vitest';
import { type DemoUnit, demoCity, systemActor } from '../../registry/index.ts';
import {
  acceptor,
  approveAndSign,
  enter,
  fileAndAccept,
  mortgage,
  payTax,
  readyForBook,
  registrar,
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
