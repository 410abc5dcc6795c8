import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { type Harness, startHarness } from './support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

async function print(account: string, unitCode: string, query = '') {
  const user = await harness.signIn(account);
  return fetch(`${harness.url}/api/units/${unitCode}/print${query}`, { headers: { cookie: user.cookie } });
}
const textOf = async (answer: Response) => textOfPdf(new Uint8Array(await answer.arrayBuffer()));

test('the page of the book as a PDF: what is registered, names masked, the reading in the audit log', async () => {
  const { mortgaged, seized } = demoCity.units;
  const answer = await print('registrar-330203', mortgaged.unitCode);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const text = await textOf(answer);
  expect(text).toContain('所有权（使用权）');
  expect(text).toContain(mortgaged.location);
  expect(text).toContain(mortgaged.certificateNo);
  expect(text).toContain('第1顺位');
  for (const { name, idNo } of mortgaged.owners) {
    expect(text).not.toContain(name);
    expect(text).not.toContain(idNo);
  }
  const { rows } = await harness.db.pool.query(
    "SELECT user_id FROM registry.audit_log WHERE action = 'unit.print' AND unit_code = $1",
    [mortgaged.unitCode],
  );
  expect(rows).toEqual([{ user_id: 'registrar-330203' }]);
  expect(await textOf(await print('registrar-330203', seized.unitCode))).toContain('查封（生效）');
});

test('as it stood at an instant, and not for who may not read the register', async () => {
  const { plainSale } = demoCity.units;
  const then = await print('reviewer-330203', plainSale.unitCode, '?at=2026-03-02T00:59:00Z');
  expect(await textOf(then)).toContain('2026-03-0208:59');
  expect((await print('analyst', plainSale.unitCode)).status).toBe(403);
  expect((await print('reviewer-330203', '330203001002GB00012F99999999')).status).toBe(404);
});
