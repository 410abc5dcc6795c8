import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineError } from '../../platform/engine-client/index.ts';
import type { CompletedTask, TakerList, TaskDetail, TaskList, TaskRow } from '../../server/api/index.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';
import { addColleague } from './support/staff.ts';

const APPROVE = { elementId: 'Review', reviewDecision: 'approve', checklist: [], opinion: '符合登记条件' };

let harness: Harness;
let acceptor: User;
let reviewer: User;
let colleague: User;

beforeAll(async () => {
  harness = await startHarness();
  await addColleague(harness.db.pool, 'reviewer2-330203', 'reviewer-330203');
  acceptor = await harness.signIn('acceptor-330203');
  reviewer = await harness.signIn('reviewer-330203');
  colleague = await harness.signIn('reviewer2-330203');
});
afterAll(() => harness.stop());

describe('the inbox', () => {
  test('shows a filed case to its role and district, people masked', async () => {
    const caseNo = await harness.file(acceptor);
    const task = await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
    expect(task).toMatchObject({ caseNo, role: 'window_acceptor', itemCode: 'BDC-17', state: 'open', holder: null });
    expect(task.parties.every((name) => name.includes('*'))).toBe(true);
  });

  test('counts its filters and puts running clocks first', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    await harness.taskOf(reviewer, caseNo, 'Review');
    await harness.file(acceptor);
    const { body } = await reviewer.get<TaskList>('/api/tasks');
    expect(body.counts.todo).toBe(body.total);
    expect(body.counts.unclaimed + body.counts.mine).toBeLessThanOrEqual(body.counts.todo);
    expect(body.items[0]?.sla).toMatchObject({ state: 'normal', targetMinutes: 60, ticking: true });
    const mine = await reviewer.get<TaskList>('/api/tasks?filter=mine');
    expect(mine.body.total).toBe(body.counts.mine);
  });

  test('finds a case by its place, never by a name', async () => {
    const caseNo = await harness.file(acceptor);
    const task = await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
    const place = encodeURIComponent(task.location.slice(-8));
    const found = await acceptor.get<TaskList>(`/api/tasks?q=${place}`);
    expect(found.body.items.map((row) => row.caseNo)).toContain(caseNo);
  });
});

describe('a task', () => {
  test('comes with case, register page and what 登簿 would write', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const task = await harness.taskOf(reviewer, caseNo, 'Review');
    const { status, body } = await reviewer.get<TaskDetail>(`/api/tasks/${task.taskKey}`);
    expect(status).toBe(200);
    expect(body.case).toMatchObject({ caseNo, status: 'accepted', acceptedBy: { userId: 'acceptor-330203' } });
    expect(body.register.pages[0]?.ownership?.holders[0]?.masked).toBe(true);
    expect(body.register.after.join()).toContain('抵押');
    expect(body.decisions.map((decision) => decision.value)).toEqual(['approve', 'supplement', 'refuse', 'escalate']);
    expect(body.checklist.length).toBeGreaterThan(3);
  });

  test('keeps the draft of each reader', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const saved = await reviewer.send('PUT', `/api/tasks/${taskKey}/draft`, { draft: { opinion: '待核' } });
    expect(saved.status).toBe(200);
    expect((await reviewer.get<TaskDetail>(`/api/tasks/${taskKey}`)).body.draft).toEqual({ opinion: '待核' });
    expect((await colleague.get<TaskDetail>(`/api/tasks/${taskKey}`)).body.draft).toBeNull();
  });

  test('goes on to the next step with its evidence in the register', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const done = await reviewer.send<CompletedTask>('POST', `/api/tasks/${taskKey}/complete`, APPROVE);
    expect(done.status).toBe(200);
    const theCase = await harness.registry.cases.getCase(caseNo);
    expect(theCase?.reviews.at(-1)).toMatchObject({ step: 'review', decision: 'approve', userId: 'reviewer-330203' });
    const list = await reviewer.get<TaskList>('/api/tasks?filter=done');
    expect(list.body.items.map((row) => row.taskKey)).toContain(taskKey);
  });

  test('is refused with every wrong field named', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const answer = await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, {
      elementId: 'Review',
      reviewDecision: 'perhaps',
      checklist: [],
    });
    expect(answer.status).toBe(422);
    expect(answer.problem.errors?.map((error) => error.path)).toEqual(
      expect.arrayContaining(['/reviewDecision', '/opinion']),
    );
    const refusal = { ...APPROVE, reviewDecision: 'refuse' };
    const without = await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, refusal);
    expect(without.problem.errors?.[0]?.path).toBe('/reasonCode');
  });
});

describe('races', () => {
  test('two clerks claim at once: one has it, the other gets 409 and a name', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const answers = await Promise.all(
      [reviewer, colleague].map((user) => user.send<TaskRow>('POST', `/api/tasks/${taskKey}/claim`)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const lost = answers.find((answer) => answer.status === 409)!;
    expect(lost.problem).toMatchObject({ code: 'TASK_TAKEN' });
    expect(lost.problem.detail).toMatch(/已由.+签收/);
    const holder = answers.find((answer) => answer.status === 200)!.body.holder?.userId;
    expect((await harness.engine.getUserTask(taskKey)).assignee).toBe(holder);
  });

  test('two clerks complete at once: one succeeds, the other gets 409 and a sentence', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const answers = await Promise.all(
      [reviewer, colleague].map((user) => user.send('POST', `/api/tasks/${taskKey}/complete`, APPROVE)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const lost = answers.find((answer) => answer.status === 409)!;
    expect(['TASK_TAKEN', 'TASK_DONE']).toContain(lost.problem.code);
    expect(lost.problem.detail.length).toBeGreaterThan(10);
    const reviews = (await harness.registry.cases.getCase(caseNo))?.reviews.filter((row) => row.step === 'review');
    expect(reviews).toHaveLength(1);
  });

  test('a task done by somebody else says so', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, APPROVE);
    const late = await colleague.send('POST', `/api/tasks/${taskKey}/complete`, APPROVE);
    expect(late.problem).toMatchObject({ status: 409, code: 'TASK_DONE' });
  });

  test('a withdrawal takes the task away: 409 TASK_CANCELLED', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const withdrawn = await acceptor.send('POST', `/api/cases/${caseNo}/withdraw`, { reason: '当事人协商撤回' });
    expect(withdrawn.status).toBe(202);
    await harness.until('the task to be cancelled', async () => {
      const task = await harness.engine.getUserTask(taskKey);
      return task.state === 'CANCELED';
    });
    const late = await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, APPROVE);
    expect(late.problem).toMatchObject({ status: 409, code: 'TASK_CANCELLED' });
    expect(late.problem.detail).toContain('撤回');
    await harness.until('the inbox to forget it', async () => {
      const { body } = await reviewer.get<TaskList>(`/api/tasks?caseNo=${caseNo}`);
      return body.total === 0;
    });
  });

  test('an engine that is away: 503, and nobody holds the task', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const { assignUserTask, completeUserTask } = harness.deps.engine;
    const away = async () => {
      throw new EngineError('unavailable', 'no answer from the engine');
    };
    Object.assign(harness.deps.engine, { assignUserTask: away, completeUserTask: away });
    try {
      const claim = await reviewer.send('POST', `/api/tasks/${taskKey}/claim`);
      expect(claim.problem).toMatchObject({ status: 503, code: 'ENGINE_UNAVAILABLE' });
      const complete = await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, APPROVE);
      expect(complete.problem).toMatchObject({ status: 503, code: 'ENGINE_UNAVAILABLE' });
    } finally {
      Object.assign(harness.deps.engine, { assignUserTask, completeUserTask });
    }
    // The register holds the decision already: the engine is not to be told another.
    const other = { ...APPROVE, reviewDecision: 'refuse', reasonCode: 'UNCLEAR' };
    const changed = await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, other);
    expect(changed.problem).toMatchObject({ status: 409, code: 'CONFLICTING_RESULT' });
    expect(changed.problem.detail).toContain('“同意”');
    // The evidence is there already; sending the same again brings the token on, and is written once.
    expect((await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, APPROVE)).status).toBe(200);
    const reviews = (await harness.registry.cases.getCase(caseNo))?.reviews.filter((row) => row.step === 'review');
    expect(reviews).toHaveLength(1);
  });

  test('the third 补正 that the engine was not told of is sent again', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    const by = { userId: 'reviewer-330203', role: 'reviewer', district: '330203' } as const;
    const dueAt = new Date(harness.clock.now().getTime() + 15 * 86_400_000);
    for (const key of ['one', 'two'])
      await harness.registry.cases.requestSupplement({ caseNo, key, items: ['合同'], dueAt, by });
    const ask = { ...APPROVE, reviewDecision: 'supplement', reasonCode: 'UNCLEAR', missingMaterials: ['合同'] };
    const { completeUserTask } = harness.deps.engine;
    Object.assign(harness.deps.engine, {
      completeUserTask: async () => {
        throw new EngineError('unavailable', 'no answer from the engine');
      },
    });
    try {
      expect((await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, ask)).status).toBe(503);
    } finally {
      Object.assign(harness.deps.engine, { completeUserTask });
    }
    expect((await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, ask)).status).toBe(200);
  });

  test('a supervisor hands a task over, and its holder is another', async () => {
    const supervisor = await harness.signIn('supervisor-330203');
    const caseNo = await harness.fileAndAccept(acceptor);
    const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
    await reviewer.send('POST', `/api/tasks/${taskKey}/claim`);
    const takers = await supervisor.get<TakerList>(`/api/tasks/${taskKey}/takers`);
    const accounts = takers.body.items.map((one) => one.userId);
    expect(accounts).toContain('reviewer2-330203');
    // not who holds it already, nor another role, nor another district
    expect(accounts.filter((one) => !/^reviewer\d*-330203$/.test(one) || one === 'reviewer-330203')).toEqual([]);
    const moved = await supervisor.send<TaskRow>('POST', `/api/tasks/${taskKey}/reassign`, {
      account: 'reviewer2-330203',
    });
    expect(moved.body.holder?.userId).toBe('reviewer2-330203');
    const late = await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, APPROVE);
    expect(late.problem.code).toBe('TASK_TAKEN');
    const wrong = await supervisor.send('POST', `/api/tasks/${taskKey}/reassign`, { account: 'registrar-330203' });
    expect(wrong.problem.code).toBe('FORBIDDEN_ROLE');
  });
});
