import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { type DemoUnit, demoCity } from '../../registry/index.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { awaitAnswer, courtNotice, fileNotice, ownSeizures, signNotice } from '../../scripts/play/court.ts';
import { DeskRefusal } from '../../scripts/play/desk-client.ts';
import type { Application, CourtNotice } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import {
  type EngineUnderTest,
  MONDAY_0900,
  SYSTEM_STARTS_WITHIN_MS,
  type System,
  startSystem,
} from '../support/system.ts';
import { buyer, changeOf, party, saleOf } from './applications.ts';
import { staffWork } from './staff-work.ts';

const DISTRICT = '330212';

/**
 * The legal traps of domain §5.13 between courts and running cases, over HTTP: courts work in their own portal with officer
 * and approver, the registry's staff at their desks.
 */
export function courtTrapsAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const staff = staffWork(() => system, DISTRICT);
  const homes = demoCity.saleUnits(DISTRICT);
  let used = 0;
  const freshHome = () => homes[used++] as DemoUnit;
  let running = 800;
  const at = (minutes: number, seconds = 0) =>
    system.setTime(new Date(Date.parse(MONDAY_0900) + (minutes * 60 + seconds) * 1000));

  /** Filed by the officer and signed by the approver: delivered. */
  async function deliver(court: string, unit: DemoUnit): Promise<string> {
    const [owner] = unit.owners;
    running += 1;
    const respondent = { name: owner!.name, idNo: owner!.idNo };
    const notice = courtNotice(court, running, { content: { unitCodes: [unit.unitCode], respondent } });
    const noticeNo = await fileNotice(await system.as(`courtofficer-${court}`), notice);
    await signNotice(await system.as(`courtapprover-${court}`), noticeNo);
    return noticeNo;
  }
  const answerTo = async (court: string, noticeNo: string): Promise<CourtNotice> =>
    awaitAnswer(await system.as(`courtofficer-${court}`), noticeNo);
  const seize = async (court: string, unit: DemoUnit) => answerTo(court, await deliver(court, unit));
  const superseded = async (application: Application, caseNo: string) => {
    await staff.does(application, caseNo, 'ConfirmSuperseded');
    const detail = await staff.closed(caseNo);
    expect(detail).toMatchObject({ status: 'superseded', registeredAt: null, certificates: [] });
    expect(detail.documents.map(({ kind }) => kind)).toContain('decision_superseded');
    return detail;
  };

  test('§5.13-5 accepted at 09:00, the notice signed at 09:30, reviewed at 09:31: not registered, taxes back', async () => {
    await system.setTime(MONDAY_0900);
    const unit = freshHome();
    const application = saleOf(unit, buyer(801));
    const caseNo = await staff.accept(application);
    await staff.clear(caseNo);
    const reviewer = await staff.as('reviewer');
    const review = await reviewer.waitForTask(caseNo, 'Review', PATIENCE_MS);
    await reviewer.post(`/api/tasks/${review.taskKey}/claim`);
    const opened = await reviewer.openTask(review.taskKey);

    await at(30);
    const noticeNo = await deliver('0203', unit);
    await at(31);
    // the reviewer does not know yet; whether the task is still there is a matter of milliseconds
    await reviewer
      .post(`/api/tasks/${review.taskKey}/complete`, usualWork('Review', opened, application, new Map(), 1))
      .catch((error: unknown) => {
        if (!(error instanceof DeskRefusal) || ![404, 409].includes(error.status)) throw error;
      });

    expect(await answerTo('0203', noticeNo)).toMatchObject({ state: 'EFFECTIVE' });
    const detail = await superseded(application, caseNo);
    expect(detail.tax).toMatchObject({ state: 'REFUNDED' });
    // the refusal names the seizure: which court, which order, when
    const decision = detail.documents.find(({ kind }) => kind === 'decision_superseded');
    const { bytes } = await reviewer.download(`/api/cases/${caseNo}/documents/${decision?.documentId}`);
    const text = await textOfPdf(bytes);
    for (const word of ['海曙区人民法院', `（2026）浙0203执${running}号`, '2026-11-2309:30'])
      expect(text).toContain(word);
    const page = await staff.pageOf(unit.unitCode);
    expect(page.seizures).toMatchObject([{ status: 'CURRENT', deliveredAt: '2026-11-23T01:30:00.000Z' }]);
    expect(page.ownership?.caseNo).not.toBe(caseNo);
  });

  describe('a running case is interrupted by the signed notice', () => {
    test('in review: the task is gone, the reviewer hears why, and confirms the end', async () => {
      const unit = freshHome();
      const application = saleOf(unit, buyer(802));
      const caseNo = await staff.accept(application);
      const reviewer = await staff.as('reviewer');
      const review = await reviewer.waitForTask(caseNo, 'Review', PATIENCE_MS);
      await reviewer.post(`/api/tasks/${review.taskKey}/claim`);
      await seize('0205', unit);
      await reviewer.waitForTask(caseNo, 'ConfirmSuperseded', PATIENCE_MS);
      const body = { elementId: 'Review', reviewDecision: 'approve', checklist: [], opinion: '同意。' };
      await expect(reviewer.post(`/api/tasks/${review.taskKey}/complete`, body)).rejects.toMatchObject({
        status: expect.toSatisfy((status: number) => [404, 409].includes(status)),
        problem: { detail: expect.stringMatching(/[\u4e00-\u9fa5]{6,}/) },
      });
      await superseded(application, caseNo);
    });

    test('with the pen over the book: the registrar’s signature comes too late', async () => {
      const unit = freshHome();
      const application = saleOf(unit, buyer(803));
      const caseNo = await staff.accept(application);
      await staff.clear(caseNo);
      await staff.does(application, caseNo, 'Review');
      const registrar = await staff.as('registrar');
      const sign = await registrar.waitForTask(caseNo, 'SignBook', PATIENCE_MS);
      await registrar.post(`/api/tasks/${sign.taskKey}/claim`);
      const opened = await registrar.openTask(sign.taskKey);
      const noticeNo = await deliver('0206', unit);
      await registrar
        .post(`/api/tasks/${sign.taskKey}/complete`, usualWork('SignBook', opened, application, new Map(), 1))
        .catch((error: unknown) => {
          if (!(error instanceof DeskRefusal) || ![404, 409].includes(error.status)) throw error;
        });
      expect(await answerTo('0206', noticeNo)).toMatchObject({ state: 'EFFECTIVE' });
      const detail = await superseded(application, caseNo);
      expect(detail.tax).toMatchObject({ state: 'REFUNDED' });
      expect((await staff.pageOf(unit.unitCode)).ownership?.caseNo).not.toBe(caseNo);
    });
  });

  test('§5.13-6 delivered one second after 登簿: returned, the home is transferred already', async () => {
    const unit = freshHome();
    const application = saleOf(unit, buyer(804));
    const caseNo = await staff.accept(application);
    const { registeredAt } = await staff.finish(application, caseNo);
    await system.setTime(new Date(Date.parse(registeredAt!) + 1_000));
    const returned = await seize('0211', unit);
    expect(returned).toMatchObject({ state: 'RETURNED', reasons: [expect.stringContaining('已转移登记到他人名下')] });
    expect(returned.papers.map(({ kind }) => kind)).toContain('return');
    expect((await staff.pageOf(unit.unitCode)).seizures).toEqual([]);
  });

  test('delivered after 注销登记 of the whole home: returned with the day, nothing on the closed page', async () => {
    const unit = freshHome();
    const closed = await staff.through({
      ...changeOf(unit),
      itemCode: 'BDC-16',
      operation: undefined,
      facts: undefined,
      cancellation: { cause: 'abandoned', endedOn: '2026-11-20' },
    });
    expect(closed).toMatchObject({ status: 'completed' });
    const returned = await seize('0206', unit);
    expect(returned).toMatchObject({
      state: 'RETURNED',
      units: [],
      reasons: [expect.stringMatching(/注销登记，登记簿已关闭.*退回查封机关/)],
    });
    expect(returned.papers.map(({ kind }) => kind)).toContain('return');
    expect(await staff.pageOf(unit.unitCode)).toMatchObject({ states: ['EXTINGUISHED'], seizures: [] });
  });

  test('§5.13-3 the first court sells the whole home: transferred, both waiting courts lapse and are told', async () => {
    // given 查封 and two 轮候
    const unit = freshHome();
    const notices: Record<string, string> = {};
    const answers: CourtNotice[] = [];
    for (const court of ['0203', '0212', '0213']) {
      notices[court] = await deliver(court, unit);
      answers.push(await answerTo(court, notices[court]));
    }
    expect(answers.map(({ state, units }) => [state, units[0]?.queueNo ?? null])).toEqual([
      ['EFFECTIVE', null],
      ['QUEUED', 1],
      ['QUEUED', 2],
    ]);
    const [effective] = (await staff.pageOf(unit.unitCode)).seizures.filter(({ status }) => status === 'CURRENT');

    // when its order of transfer is registered
    const to = buyer(805);
    const order: Application = {
      ...saleOf(unit, to),
      itemCode: 'BDC-14',
      parties: [party('acquirer', to)],
      contract: undefined,
      transfer: {
        reason: 'enforcement',
        basisNo: '（2026）浙0203执恢8号之一',
        effectiveOn: '2026-11-20',
        valueFen: 200_000_000,
        previous: unit.owners.map(({ name, idType, idNo }) => ({ name, idType: idType as 'citizen', idNo })),
        court: { authority: effective!.authority, noticeNo: '（2026）浙0203执恢8号', wholeDisposal: true },
      },
    };
    // a court that only waits cannot do this
    const waiting = (await staff.pageOf(unit.unitCode)).seizures.find(({ status }) => status === 'QUEUED');
    const presumptuous = {
      ...order,
      applicationKey: `queued-${unit.unitCode}`,
      transfer: { ...order.transfer!, court: { ...order.transfer!.court!, authority: waiting!.authority } },
    };
    expect(await staff.closed(await staff.file(presumptuous))).toMatchObject({ status: 'not_accepted' });
    const detail = await staff.through(order);
    expect(detail.status).toBe('completed');

    // then the home is the buyer's, nothing hangs on it, and the two courts hear of it
    const page = await staff.pageOf(unit.unitCode);
    expect(page.ownership).toMatchObject({ caseNo: detail.caseNo, reason: '法院协助执行' });
    expect(page.seizures).toEqual([]);
    // entries of one instant are a millisecond apart: what the last one tells is due a moment later
    await system.setTime(new Date(system.clock.now().getTime() + 1_000));
    const letters = async (noticeNo: string) => {
      const answer = await fetch(`${system.simulators.addresses.court}/letters?noticeNo=${noticeNo}`);
      const found = (await answer.json()) as { letters: { courtId: string; kind: string }[] };
      return found.letters.filter(({ kind }) => kind === 'lapsed').map(({ courtId }) => courtId);
    };
    for (const court of ['0212', '0213'])
      expect(
        await eventually(`the letter to ${court}`, async () => {
          const told = await letters(notices[court]!);
          return told.length > 0 && told;
        }),
      ).toEqual([`COURT-${court}`]);
    expect(await letters(notices['0203']!)).toEqual([]);
    for (const court of ['0203', '0212', '0213']) {
      const own = await ownSeizures(await system.as(`courtofficer-${court}`));
      expect(own.map(({ unitCode }) => unitCode)).not.toContain(unit.unitCode);
    }
  }, 240_000);
}
