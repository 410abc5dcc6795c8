import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem, PublicCertificate, Verification } from '../../server/api/index.ts';
import { refusedByEngine } from '../../server/modeler/deploy.ts';
import { type Harness, startHarness } from './support/harness.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const get = async <T>(path: string) => {
  const answer = await fetch(`${harness.url}${path}`);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
};

describe('public verification', () => {
  test('tells that a certificate exists and is live, with a masked holder and nothing else of him', async () => {
    const { rows } = await harness.db.pool.query(
      "SELECT token, certificate_no FROM registry.certificates WHERE status = 'LIVE' LIMIT 1",
    );
    const { status, body } = await get<PublicCertificate>(`/api/public/certificates/${rows[0].token}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      found: true,
      certificateNo: rows[0].certificate_no,
      state: 'LIVE',
      stateText: '证书有效',
    });
    expect(body.holders.every((name) => name.includes('*'))).toBe(true);
    expect(JSON.stringify(body)).not.toMatch(/\d{17}[\dX]/);
  });

  test('answers a token that cannot be one like a made-up one', async () => {
    const { status, body } = await get<Verification>('/api/public/certificates/not-a-token');
    expect(status).toBe(200);
    expect(body).toMatchObject({ found: false });
  });

  test('knows nothing of a made-up token, and asks an eager visitor to wait', async () => {
    const answers = [];
    for (let i = 0; i < 61; i++) {
      answers.push(await get<Verification | Problem>(`/api/public/certificates/${i.toString(16).padStart(32, '0')}`));
    }
    expect(answers[0]).toMatchObject({
      status: 200,
      body: { found: false, message: expect.stringContaining('没有查到这本证书') },
    });
    expect(answers[0]?.body).not.toHaveProperty('certificateNo');
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
  });
});

describe('problems', () => {
  test('are RFC 9457 with a stable code, a Chinese sentence and a trace', async () => {
    const { status, headers, body } = await get<Problem>('/api/no-such-thing');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND', title: '没有找到' });
    expect(body.detail).toMatch(/[\u4e00-\u9fa5]{5,}/);
    expect(body.traceId).toBeTruthy();
  });

  test('of ours say nothing of what is inside', async () => {
    const user = await harness.signIn('acceptor-330203');
    await harness.db.pool.query('ALTER TABLE desk.task_inbox RENAME TO task_inbox_away');
    try {
      const answer = await user.get('/api/tasks');
      expect(answer.problem).toMatchObject({ status: 500, code: 'INTERNAL' });
      expect(JSON.stringify(answer.body)).not.toMatch(/task_inbox|SELECT|relation/);
      expect(answer.problem.detail).toContain(answer.problem.traceId!);
    } finally {
      await harness.db.pool.query('ALTER TABLE desk.task_inbox_away RENAME TO task_inbox');
    }
  });

  test('of a body that is no JSON are 400', async () => {
    const user = await harness.signIn('acceptor-330203');
    const answer = await fetch(`${harness.url}/api/cases`, {
      method: 'POST',
      headers: { cookie: user.cookie, 'content-type': 'application/json' },
      body: '{',
    });
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([400, 'BAD_REQUEST']);
  });

  test('name the element that the engine refuses', () => {
    const text =
      "deploy: Expected to deploy new resources, but encountered the following errors:\n'a.bpmn': - Element: Review\n    - ERROR: Must reference a message\n";
    expect(refusedByEngine(text).extra.findings).toEqual([
      { elementId: 'Review', message: 'Must reference a message' },
    ]);
  });
});

test('screens that are not built say how to build them', async () => {
  const answer = await fetch(`${harness.url}/tasks/123`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('npm run build');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
});
