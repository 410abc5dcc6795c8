import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import type { FiledCase, TaskDetail, TaskList } from '../../server/api/index.ts';
import { mortgageOf } from './support/applications.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let acceptor: User;
let reviewer: User;
const units = demoCity.saleUnits('330203');
let next = 0;

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
  reviewer = await harness.signIn('reviewer-330203');
});
afterAll(() => harness.stop());

async function fileCase(): Promise<string> {
  next += 1;
  const { status, body } = await acceptor.send<FiledCase>('POST', '/api/cases', mortgageOf(units[next]!, `tasks-test-${next}`));
  expect(status).toBe(201);
  return body.caseNo;
}

test('a filed case reaches the inbox of its district and role', async () => {
  const caseNo = await fileCase();
  const task = await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
  expect(task).toMatchObject({ caseNo, role: 'window_acceptor', itemCode: 'BDC-17', state: 'open', district: '330203' });
  console.log(task);
  const detail = await acceptor.get<TaskDetail>(`/api/tasks/${task.taskKey}`);
  console.log(JSON.stringify(detail.body).slice(0, 3000));
  expect(detail.status).toBe(200);
});
