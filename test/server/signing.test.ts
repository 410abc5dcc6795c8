import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaskDetail } from '../../server/api/index.ts';
import { type Harness, PASSWORD, startHarness, type User } from './support/harness.ts';

const WRONG = 'not-the-password-of-anybody';
const ENTER = { elementId: 'SignBook', signDecision: 'enter', opinion: '核对无误，准予登簿。' };

let harness: Harness;
let acceptor: User;
let reviewer: User;
let registrar: User;

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
  reviewer = await harness.signIn('reviewer-330203');
  registrar = await harness.signIn('registrar-330203');
  harness.engine.createWorker({
    type: 'test.department',
    worker: 'department',
    timeoutMs: 10_000,
    maxActive: 5,
    run: async () => ({ kind: 'complete' }),
  });
});
afterAll(() => harness.stop());

/** A case that waits for its signature. */
async function toBeSigned(): Promise<{ caseNo: string; taskKey: string }> {
  const caseNo = await harness.fileAndAccept(acceptor);
  const review = await harness.taskOf(reviewer, caseNo, 'Review');
  const approve = { elementId: 'Review', reviewDecision: 'approve', checklist: [], opinion: '符合登记条件' };
  expect((await reviewer.send('POST', `/api/tasks/${review.taskKey}/complete`, approve)).status).toBe(200);
  return { caseNo, taskKey: (await harness.taskOf(registrar, caseNo, 'SignBook')).taskKey };
}
const signatures = async (caseNo: string) =>
  (await harness.registry.cases.getCase(caseNo))?.reviews.filter((row) => row.step === 'sign_book');

/** Every row of every table, for looking whether something was kept. */
async function everythingStored(): Promise<string> {
  const { rows: tables } = await harness.db.pool.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await harness.db.pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      return rows.map(({ row }) => row).join('\n');
    }),
  );
  return texts.join('\n');
}

describe('签名 at 登簿', () => {
  test('nobody enters without the own password: nothing is recorded, the task stays', async () => {
    const { caseNo, taskKey } = await toBeSigned();
    const unsigned = await registrar.send('POST', `/api/tasks/${taskKey}/complete`, ENTER);
    expect(unsigned.problem).toMatchObject({ status: 422, errors: [{ path: '/pin', code: 'REQUIRED' }] });
    const forged = await registrar.send('POST', `/api/tasks/${taskKey}/complete`, { ...ENTER, pin: WRONG });
    expect(forged.problem).toMatchObject({ status: 403, code: 'WRONG_PIN' });
    expect(forged.problem.detail).toMatch(/[\u4e00-\u9fa5]{6,}/);
    expect(await signatures(caseNo)).toEqual([]);
    expect((await harness.engine.getUserTask(taskKey)).state).toBe('CREATED');
    expect((await registrar.get<TaskDetail>(`/api/tasks/${taskKey}`)).body.canComplete).toBe(true);

    const signed = await registrar.send('POST', `/api/tasks/${taskKey}/complete`, { ...ENTER, pin: PASSWORD });
    expect(signed.status).toBe(200);
    expect(await signatures(caseNo)).toMatchObject([{ decision: 'enter', userId: 'registrar-330203' }]);
  });

  test('sending it back needs no signature', async () => {
    const { caseNo, taskKey } = await toBeSigned();
    const back = { ...ENTER, signDecision: 'return', opinion: '登簿记载有误，退回复核。' };
    expect((await registrar.send('POST', `/api/tasks/${taskKey}/complete`, back)).status).toBe(200);
    expect(await signatures(caseNo)).toMatchObject([{ decision: 'return' }]);
  });

  test('the password is in no table and no log line, not even when it was sent as a draft', async () => {
    const { taskKey } = await toBeSigned();
    const draft = { opinion: '待核', pin: PASSWORD };
    expect((await registrar.send('PUT', `/api/tasks/${taskKey}/draft`, { draft })).status).toBe(200);
    expect((await registrar.get<TaskDetail>(`/api/tasks/${taskKey}`)).body.draft).toEqual({ opinion: '待核' });
    await registrar.send('POST', `/api/tasks/${taskKey}/complete`, { ...ENTER, pin: WRONG });
    expect((await registrar.send('POST', `/api/tasks/${taskKey}/complete`, { ...ENTER, pin: PASSWORD })).status).toBe(
      200,
    );
    const stored = await everythingStored();
    expect(stored).toContain('核对无误，准予登簿。');
    for (const secret of [PASSWORD, WRONG]) {
      expect(stored).not.toContain(secret);
      expect(harness.logged.join('')).not.toContain(secret);
    }
  });

  test('guessing ends after eight wrong passwords, for the right one too', async () => {
    const { taskKey } = await toBeSigned();
    const guess = { ...ENTER, pin: WRONG };
    let answer = await registrar.send('POST', `/api/tasks/${taskKey}/complete`, guess);
    for (let i = 0; i < 8; i++) answer = await registrar.send('POST', `/api/tasks/${taskKey}/complete`, guess);
    expect(answer.problem).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    const right = await registrar.send('POST', `/api/tasks/${taskKey}/complete`, { ...ENTER, pin: PASSWORD });
    expect(right.status).toBe(429);
  });
});
