import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import type { DemoUnit } from '../../registry/index.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { payOpenOrders } from '../../scripts/demo/world.ts';
import { type DeskClient, DeskRefusal } from '../../scripts/play/desk-client.ts';
import { decideFromBoard, reviewTo, viewOnSite, withdraw } from '../../scripts/play/registration.ts';
import type { Application, Board, CaseDetail, SeizureResult, StepId } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import { type EngineUnderTest, SYSTEM_STARTS_WITHIN_MS, type System, startSystem } from '../support/system.ts';
import { buyer, changeOf, plainHome, saleOf } from './applications.ts';

const ROLE_OF: Partial<Record<StepId, string>> = {
  CollectMaterials: 'acceptor',
  Review: 'reviewer',
  ReReview: 'reviewer',
  SignBook: 'registrar',
  ConfirmSuperseded: 'reviewer',
  PrintCertificate: 'certclerk',
  Deliver: 'certclerk',
};

/**
 * The ways of a registration beside the main one (domain §5.1, §5.12) and the legal traps 5, 6, 12 and 14 of §5.13, through HTTP
 * on whatever engine runs. Trap 11 is in `registration.ts`.
 */
export function registrationWaysAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  const district = '330203';
  const as = (role: string): Promise<DeskClient> => system.as(`${role}-${district}`);
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const caseOf = async (caseNo: string): Promise<CaseDetail> => (await as('acceptor')).getCase(caseNo);
  const closed = (caseNo: string): Promise<CaseDetail> =>
    eventually(`the end of ${caseNo}`, async () => {
      const detail = await caseOf(caseNo);
      return detail.closedAt ? detail : undefined;
    });
  const kindsOf = (detail: CaseDetail) => detail.documents.map((one) => one.kind);
  const pay = (caseNo: string) => payOpenOrders(system.simulators.addresses as never, caseNo);

  async function does(application: Application, caseNo: string, step: StepId): Promise<void> {
    const person = await as(ROLE_OF[step]!);
    const task = await person.waitForTask(caseNo, step, PATIENCE_MS);
    const detail = await person.openTask(task.taskKey);
    await person.perform(caseNo, usualWork(step, detail, application, new Map(), 1), PATIENCE_MS);
  }
  async function filed(application: Application): Promise<string> {
    return (await (await as('acceptor')).fileCase(application)).caseNo;
  }
  async function accepted(application: Application): Promise<string> {
    const caseNo = await filed(application);
    await does(application, caseNo, 'CollectMaterials');
    await eventually('acceptance', async () => (await caseOf(caseNo)).acceptedAt);
    return caseNo;
  }
  /** Does whatever is open and usual, and pays, until the case is closed. */
  async function finish(application: Application, caseNo: string): Promise<CaseDetail> {
    return eventually(`the end of ${caseNo}`, async () => {
      const detail = await caseOf(caseNo);
      for (const task of detail.openTasks) {
        if (!ROLE_OF[task.elementId as StepId]) continue;
        await does(application, caseNo, task.elementId as StepId).catch((err: unknown) => {
          if (!(err instanceof DeskRefusal) || ![404, 409].includes(err.status)) throw err;
        });
      }
      await pay(caseNo);
      return detail.closedAt ? detail : undefined;
    });
  }
  async function seize(unit: DemoUnit, n: number): Promise<SeizureResult> {
    const [owner] = unit.owners;
    return (await as('registrar')).post<SeizureResult>('/api/seizures', {
      noticeNo: `YITONG-WAYS-${n}`,
      unitCodes: [unit.unitCode],
      seizureKind: 'seizure',
      authority: '宁波市海曙区人民法院（演示）',
      documentNo: `（2026）浙0203执${100 + n}号`,
      termMonths: 36,
      respondent: { name: owner!.name, idNo: owner!.idNo },
      officers: [
        { name: '张执行', workNo: 'G1', dutyNo: 'Z1' },
        { name: '李执行', workNo: 'G2', dutyNo: 'Z2' },
      ],
    });
  }

  describe('before acceptance', () => {
    test('withdrawn at the window: confirmed in writing, never accepted', async () => {
      const caseNo = await filed(saleOf(plainHome(district, 0), buyer(101)));
      const acceptor = await as('acceptor');
      await acceptor.waitForTask(caseNo, 'CollectMaterials', PATIENCE_MS);
      await withdraw(acceptor, caseNo);
      const detail = await closed(caseNo);
      expect(detail).toMatchObject({ status: 'withdrawn', acceptedAt: null });
      expect(kindsOf(detail)).toContain('decision_withdrawn');
    });

    test('seized at the window: not accepted, and the notice says why', async () => {
      const unit = plainHome(district, 1);
      const caseNo = await filed(saleOf(unit, buyer(102)));
      await (await as('acceptor')).waitForTask(caseNo, 'CollectMaterials', PATIENCE_MS);
      expect((await seize(unit, 1)).affectedCases).toContain(caseNo);
      const detail = await closed(caseNo);
      expect(detail).toMatchObject({ status: 'not_accepted', acceptedAt: null, closeReason: 'UNIT_RESTRICTED' });
      expect(kindsOf(detail)).toContain('notice_not_accepted');
    });

    test('an online application waits for what is missing, and is accepted when it came', async () => {
      const application = saleOf(plainHome(district, 2), buyer(103), { channel: 'online' });
      const caseNo = await filed(application);
      const acceptor = await as('acceptor');
      await acceptor.perform(
        caseNo,
        {
          elementId: 'CollectMaterials',
          intakeDecision: 'supplement',
          materials: [],
          missingMaterials: ['contract'],
          reasonCode: 'MATERIAL_INCOMPLETE',
        },
        PATIENCE_MS,
      );
      const waiting = await eventually('the written notice', async () => {
        const detail = await caseOf(caseNo);
        return kindsOf(detail).includes('notice_supplement') ? detail : undefined;
      });
      expect(waiting).toMatchObject({ closedAt: null, acceptedAt: null, actions: { supplement: true } });
      await acceptor.post(`/api/cases/${caseNo}/supplement`, {
        materials: [{ materialId: 'contract', note: '已上传' }],
      });
      await does(application, caseNo, 'CollectMaterials');
      await eventually('acceptance', async () => (await caseOf(caseNo)).acceptedAt);
      expect((await finish(application, caseNo)).status).toBe('completed');
    });
  });

  describe('review that leads further', () => {
    test('an on-site view by two people: paused, then in working days, with the photo in the file', async () => {
      const application = changeOf(plainHome(district, 3));
      const caseNo = await accepted(application);
      const reviewer = await as('reviewer');
      await reviewTo(reviewer, caseNo, 'onsite', '现场情况需核实。');
      await viewOnSite(reviewer, caseNo, new Date('2026-11-24T10:00:00+08:00'), [
        `reviewer-${district}`,
        `acceptor-${district}`,
      ]);
      await reviewer.waitForTask(caseNo, 'Review', PATIENCE_MS);
      expect(await system.registry.sla.get(caseNo)).toMatchObject({ slaClass: '5WD', state: 'running' });
      const detail = await caseOf(caseNo);
      expect(detail.onSiteViews).toMatchObject([
        { decision: 'done', result: 'consistent', photos: [expect.any(String)] },
      ]);
      expect((await finish(application, caseNo)).status).toBe('completed');
    });

    test('an escalation undecided for two hours stands on the board, and is decided from there', async () => {
      await system.setTime('2026-11-23T09:00:00+08:00');
      const application = saleOf(plainHome(district, 4), buyer(105));
      const caseNo = await accepted(application);
      await reviewTo(await as('reviewer'), caseNo, 'escalate', '权属来源疑难。');
      const supervisor = await as('supervisor');
      await supervisor.waitForTask(caseNo, 'DecideEscalation', PATIENCE_MS);
      await eventually('a paused clock', async () =>
        (await system.registry.sla.get(caseNo))?.pauses.some((one) => one.cause === 'escalation' && !one.resumedAt),
      );
      await system.setTime('2026-11-23T11:00:01+08:00');
      await eventually('the late escalation on the board', async () =>
        (await supervisor.get<Board>('/api/board')).escalations.some((one) => one.caseNo === caseNo && one.late),
      );
      await decideFromBoard(supervisor, caseNo, 'approve', '经会商，同意登记。');
      const detail = await finish(application, caseNo);
      expect(detail.status).toBe('completed');
      expect(detail.reviews.map((one) => one.decision)).toEqual(
        expect.arrayContaining(['escalate', 'approve', 'enter']),
      );
    });
  });

  test('a certificate on paper by post: printed, ordered, delivered', async () => {
    const application = saleOf(plainHome(district, 5), buyer(106), {
      certMedium: 'paper',
      delivery: 'mail',
      deliveryAddress: '浙江省宁波市海曙区演示路1号',
    });
    const detail = await finish(application, await accepted(application));
    expect(detail.status).toBe('completed');
    expect(detail.certificates).toMatchObject([{ serialNo: expect.any(String), deliveredAt: expect.any(String) }]);
  });

  test('inherited and sold in one 登簿 (BDC-10 with BDC-11): papers and fee of both, one certificate', async () => {
    const unit = plainHome(district, 9);
    const [heir] = [buyer(111)];
    const application = saleOf({ ...unit, owners: [heir] }, buyer(110), {
      combined: ['BDC-11'],
      inheritance: {
        deceased: unit.owners.map(({ name, idType, idNo }) => ({ name, idType: idType as 'citizen', idNo })),
        basisNo: '（2026）浙甬天证民字第9号',
        diedOn: '2026-05-01',
        unnotarised: false,
        mode: 'single',
        heirs: [{ partyNo: 2 }],
      },
    });
    const caseNo = await filed(application);
    const acceptor = await as('acceptor');
    const task = await acceptor.waitForTask(caseNo, 'CollectMaterials', PATIENCE_MS);
    const { materials } = (await acceptor.openTask(task.taskKey)).case;
    // Civil affairs know of no death of a demo person, so the proof is asked for.
    expect(materials.map((one) => one.materialId)).toEqual(
      expect.arrayContaining(['contract', 'inheritance', 'death_proof']),
    );
    await does(application, caseNo, 'CollectMaterials');
    const detail = await finish(application, caseNo);
    expect(detail.status).toBe('completed');
    expect(detail.certificates).toHaveLength(1);
    expect(detail.payment?.amountFen).toBe(16_000);
    const page = await system.registry.units.unitPage(unit.unitCode);
    expect(
      page?.history
        .slice(0, 3)
        .map((line) => line.text)
        .join(),
    ).toContain('继承');
  });

  describe('legal traps of §5.13', () => {
    test('5: a seizure delivered while the case runs: refused, taxes refunded, the decision cites it', async () => {
      const unit = plainHome(district, 6);
      const application = saleOf(unit, buyer(107));
      const caseNo = await accepted(application);
      await eventually('paid taxes', async () => {
        await pay(caseNo);
        return (await caseOf(caseNo)).tax?.state === 'CLEARED';
      });
      expect((await seize(unit, 2)).affectedCases).toContain(caseNo);
      await does(application, caseNo, 'ConfirmSuperseded');
      const detail = await closed(caseNo);
      expect(detail).toMatchObject({ status: 'superseded', tax: { state: 'REFUNDED' } });
      expect(kindsOf(detail)).toContain('decision_superseded');
    });

    test('§5.13-6 and §5.13-12: after 登簿 a seizure is returned, and 登簿 again gives the same certificate', async () => {
      const unit = plainHome(district, 7);
      const application = saleOf(unit, buyer(108));
      const caseNo = await accepted(application);
      await finish(application, caseNo);
      await expect(seize(unit, 3)).rejects.toMatchObject({ status: 422, code: 'SEIZURE_REFUSED' });
      const [certificate] = (await caseOf(caseNo)).certificates;
      const registrar = { userId: `registrar-${district}`, role: 'registrar' as const, district: district as '330203' };
      const again = await system.registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar });
      expect(again).toMatchObject({
        kind: 'entered',
        firstTime: false,
        certificateNos: [certificate?.certificateNo],
      });
    });

    test('14: with the deed tax unpaid there is no 登簿, not even by a supervisor', async () => {
      const application = saleOf(plainHome(district, 8), buyer(109));
      const caseNo = await accepted(application);
      await does(application, caseNo, 'Review');
      const supervisor = {
        userId: `supervisor-${district}`,
        role: 'supervisor' as const,
        district: district as '330203',
      };
      const result = await system.registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar: supervisor });
      expect(result.kind).toBe('refused');
      const { openTasks } = await caseOf(caseNo);
      expect(openTasks.map((task) => task.elementId)).not.toContain('SignBook');
      expect((await finish(application, caseNo)).status).toBe('completed');
    });
  });
}
