import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { type DemoUnit, demoCity } from '../../registry/index.ts';
import { endOfTerm } from '../../registry/seizure/term.ts';
import { awaitAnswer, courtNotice, fileNotice, ownSeizures, signNotice } from '../../scripts/play/court.ts';
import type { DeskClient } from '../../scripts/play/desk-client.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import {
  type EngineUnderTest,
  MONDAY_0900,
  SYSTEM_STARTS_WITHIN_MS,
  type System,
  startSystem,
} from '../support/system.ts';
import { buyer, saleOf } from './applications.ts';

/** The court's flow over HTTP, whatever engine runs it (domain §5.13, scenarios 1, 2, 5 and CT-01). */
export function courtAcceptance(startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>): void {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const officer = (court: string): Promise<DeskClient> => system.as(`courtofficer-${court}`);
  const approver = (court: string): Promise<DeskClient> => system.as(`courtapprover-${court}`);
  /** A notice that is not yet its turn looks again after a second, which passes here. */
  const answerTo = (client: DeskClient, noticeNo: string) =>
    awaitAnswer(client, noticeNo, { meanwhile: () => system.passTime(1_000) });
  /** Templates of the text messages of one notice. */
  async function messagesFor(noticeNo: string): Promise<string[]> {
    const answer = await fetch(`${system.simulators.addresses.sms}/messages?caseNo=${noticeNo}`);
    const { messages } = (await answer.json()) as { messages: { template: string }[] };
    return messages.map((one) => one.template);
  }
  /** What the court's own system has received about one of its notices. */
  async function lettersOf(noticeNo: string): Promise<{ courtId: string; kind: string }[]> {
    const answer = await fetch(`${system.simulators.addresses.court}/letters?noticeNo=${noticeNo}`);
    return ((await answer.json()) as { letters: { courtId: string; kind: string }[] }).letters;
  }
  const homes = demoCity.saleUnits('330205');
  let running = 700;
  let used = 30;
  const freshHome = (): DemoUnit => homes[used++] as DemoUnit;

  const seizure = (court: string, unit: DemoUnit, termMonths = 36) => {
    const [owner] = unit.owners;
    running += 1;
    return courtNotice(court, running, {
      content: {
        unitCodes: [unit.unitCode],
        respondent: { name: owner?.name ?? '', idNo: owner?.idNo ?? '' },
        termMonths,
      },
    });
  };

  test('§5.13-1 and 2: two courts 40 ms apart: one 查封, one 轮候 #1, and the receipts say so; lift promotes with its own term', async () => {
    const unit = freshHome();
    const [one, two] = [await officer('0203'), await officer('0211')];
    const first = await fileNotice(one, seizure('0203', unit));
    const second = await fileNotice(two, seizure('0211', unit, 12));
    await signNotice(await approver('0203'), first);
    await system.setTime(new Date(Date.parse(MONDAY_0900) + 40));
    await signNotice(await approver('0211'), second);
    const effective = await answerTo(one, first);
    const queued = await answerTo(two, second);
    expect(effective).toMatchObject({ state: 'EFFECTIVE', units: [{ state: 'EFFECTIVE', prior: [] }] });
    expect(queued).toMatchObject({
      state: 'QUEUED',
      units: [{ state: 'QUEUED', queueNo: 1, prior: [{ authority: '海曙区人民法院' }] }],
    });
    const receipt = queued.papers.find((paper) => paper.kind === 'receipt');
    expect(receipt).toMatchObject({ sealed: true, mediaType: 'application/pdf' });
    const { bytes } = await two.download(`/api/court/notices/${second}/papers/${receipt?.paperId}`);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    // Another court's notice is as if it did not exist.
    await expect(two.get(`/api/court/notices/${first}`)).rejects.toMatchObject({ status: 404 });

    const [own] = (await ownSeizures(one)).filter((row) => row.unitCode === unit.unitCode);
    running += 1;
    const lift = await fileNotice(
      one,
      courtNotice('0203', running, { kind: 'lift', targetRightId: own?.rightId ?? '' }),
    );
    const signed = await signNotice(await approver('0203'), lift);
    expect(await answerTo(one, lift)).toMatchObject({ state: 'LIFTED' });
    const [promoted] = (await ownSeizures(two)).filter((row) => row.unitCode === unit.unitCode);
    // from the lift on, for the term of its own paper; and its court is told
    const endsAt = endOfTerm(new Date(signed.deliveredAt ?? ''), 12).toISOString();
    expect(promoted).toMatchObject({ state: 'EFFECTIVE', startsAt: signed.deliveredAt, endsAt });
    await eventually('the letter to the promoted court', async () =>
      (await lettersOf(second)).some((letter) => letter.courtId === 'COURT-0211' && letter.kind === 'promoted'),
    );

    // the home is still seized, so its owner hears nothing; when the last court lifts, he does (CT-06)
    await system.db.pool.query(
      `UPDATE registry.persons SET phone = '13800000061' WHERE person_id IN (SELECT h.person_id FROM registry.rights r
         JOIN registry.right_holders h USING (right_id) WHERE r.unit_code = $1 AND r.kind = 'OWNERSHIP')`,
      [unit.unitCode],
    );
    expect(await messagesFor(lift)).toEqual([]);
    running += 1;
    const last = await fileNotice(
      two,
      courtNotice('0211', running, { kind: 'lift', targetRightId: promoted?.rightId ?? '' }),
    );
    await signNotice(await approver('0211'), last);
    expect(await answerTo(two, last)).toMatchObject({ state: 'LIFTED' });
    await eventually('the message to the owner', async () => (await messagesFor(last)).length > 0);
    expect(await messagesFor(last)).toEqual(['seizure_lifted']);
  });

  test('a seizure stops a transfer that is still in intake', async () => {
    const unit = freshHome();
    const acceptor = await system.as('acceptor-330205');
    const { caseNo } = await acceptor.fileCase(saleOf(unit, buyer(used)));
    await acceptor.waitForTask(caseNo, 'CollectMaterials', PATIENCE_MS);
    const court = await officer('0205');
    const noticeNo = await fileNotice(court, seizure('0205', unit));
    await signNotice(await approver('0205'), noticeNo);
    expect(await answerTo(court, noticeNo)).toMatchObject({ state: 'EFFECTIVE' });
    await eventually('the intake task is gone', async () => {
      const { items } = await acceptor.get<{ items: { state: string }[] }>(
        `/api/tasks?caseNo=${caseNo}&elementId=CollectMaterials`,
      );
      return !items.some((task) => task.state === 'open' || task.state === 'claimed');
    });
  });

  test('papers incomplete in form go back with every fault; the officer cannot sign', async () => {
    const unit = freshHome();
    const court = await officer('0203');
    const noticeNo = await fileNotice(court, { ...seizure('0203', unit), papers: [] });
    await expect(signNotice(court, noticeNo)).rejects.toMatchObject({ status: 403 });
    await signNotice(await approver('0203'), noticeNo);
    const returned = await answerTo(court, noticeNo);
    expect(returned.state).toBe('RETURNED');
    expect(returned.reasons.join()).toContain('裁定书');
    expect(returned.papers.map((paper) => paper.kind)).toContain('return');
  });

  test('协助查询 answers with a sealed sheet; a namesake is 查无', async () => {
    const court = await officer('0203');
    const { zhang, wang } = demoCity.people;
    const ask = async (respondent: { name: string; idNo: string }) => {
      running += 1;
      return answerTo(
        court,
        await fileNotice(court, courtNotice('0203', running, { kind: 'query', content: { respondent } })),
      );
    };
    const found = await ask({ name: zhang.name, idNo: zhang.idNo });
    expect(found.query?.found).toBe(true);
    expect(found.papers.find((paper) => paper.kind === 'result')?.sealed).toBe(true);
    expect((await ask({ name: zhang.name, idNo: wang.idNo })).query).toEqual({ found: false, units: [] });
  });
}
