import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import type { IntakeDraft } from '../../server/api/index.ts';
import { mortgageOf } from './support/applications.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';
import { addColleague } from './support/staff.ts';

let harness: Harness;
let acceptor: User;
const [home, other] = demoCity.saleUnits('330203').toReversed();
const pathOf = (unitCode: string, itemCode: string) => `/api/intake-drafts/${unitCode}/${itemCode}`;

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
});
afterAll(() => harness.stop());

const draftOf = async (user: User, path: string) => (await user.get<IntakeDraft>(path)).body.draft;

test('a draft is kept as it was last typed, for its clerk alone, until it is given up', async () => {
  const path = pathOf(other!.unitCode, 'BDC-10');
  expect(await draftOf(acceptor, path)).toBeNull();
  for (const price of ['1', '1,800,000']) {
    expect((await acceptor.send('PUT', path, { content: { contract: { price } } })).status).toBe(200);
  }
  expect(await draftOf(acceptor, path)).toEqual({
    content: { contract: { price: '1,800,000' } },
    savedAt: harness.clock.now().toISOString(),
  });
  await addColleague(harness.db.pool, 'acceptor2-330203', 'acceptor-330203');
  const colleague = await harness.signIn('acceptor2-330203');
  expect(await draftOf(colleague, path)).toBeNull();
  expect(await draftOf(acceptor, pathOf(other!.unitCode, 'BDC-17'))).toBeNull();

  expect((await colleague.send('DELETE', path)).status).toBe(200);
  expect(await draftOf(acceptor, path)).not.toBeNull();
  expect((await acceptor.send('DELETE', path)).status).toBe(200);
  expect(await draftOf(acceptor, path)).toBeNull();
});

test('filing deletes the draft of what was filed and no other', async () => {
  const form = mortgageOf(home!, 'intake-draft-0001');
  const [filed, kept] = [pathOf(home!.unitCode, form.itemCode), pathOf(home!.unitCode, 'BDC-10')];
  for (const path of [filed, kept]) await acceptor.send('PUT', path, { content: { applicationKey: 'x' } });
  const refused = await acceptor.send('POST', '/api/cases', { ...form, declareTruth: false });
  expect(refused.status).toBe(422);
  expect(await draftOf(acceptor, filed)).not.toBeNull();
  expect((await acceptor.send('POST', '/api/cases', form)).status).toBe(201);
  expect(await draftOf(acceptor, filed)).toBeNull();
  expect(await draftOf(acceptor, kept)).not.toBeNull();
});
