import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestClock } from '../../platform/clock.ts';
import { migrate } from '../../platform/migrate.ts';
import { createRegistry, demoCity, generateCity, registrySchema } from '../../registry/index.ts';
import { validateCitizenId, validateUscc } from '../../registry/validators/index.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const clock = createTestClock('2026-11-23T09:00:00+08:00');
let db: TestDatabase;
let pool: Pool;
let generated: Awaited<ReturnType<typeof generateCity>>;

beforeAll(async () => {
  db = await createTestDatabase();
  pool = db.pool;
  await migrate(pool, registrySchema);
  generated = await generateCity(pool, { units: 10_000, seed: 1, clock });
}, 120_000);
afterAll(() => db.drop());

describe('a synthetic city', () => {
  it('has whole buildings of 60 units', () => {
    expect(generated).toEqual({ units: 10_020, created: 10_020 });
  });

  it('breaks none of the rules that the register is asked for afterwards', async () => {
    expect(await brokenRules(pool, null)).toEqual({});
  });

  it('does nothing the second time', async () => {
    expect(await generateCity(pool, { units: 10_000, seed: 1, clock })).toEqual({ units: 10_020, created: 0 });
  });

  it('has people only from the unassigned region, all with valid numbers', async () => {
    const { rows } = await pool.query<{ id_type: string; id_no: string }>(
      'SELECT id_type, id_no FROM registry.persons',
    );
    expect(rows.length).toBeGreaterThan(10_000);
    for (const { id_type, id_no } of rows) {
      expect(id_no.includes('330299')).toBe(true);
      const result = id_type === 'citizen' ? validateCitizenId(id_no, { today: '2026-11-23' }) : validateUscc(id_no);
      expect(result.ok, id_no).toBe(true);
    }
  });

  it('has mortgages, seizures, cautions and objections in every district', async () => {
    const { rows } = await pool.query<{ kind: string; districts: string }>(
      'SELECT kind, count(DISTINCT left(unit_code, 6)) AS districts FROM registry.rights GROUP BY kind ORDER BY kind',
    );
    expect(Object.fromEntries(rows.map((r) => [r.kind, Number(r.districts)]))).toEqual({
      CAUTION: 6,
      MORTGAGE: 6,
      OBJECTION: 6,
      OWNERSHIP: 6,
      SEIZURE: 6,
    });
  });

  it('contains the demo units as documented', async () => {
    const registry = createRegistry({ pool, clock });
    const page = async (unitCode: string) =>
      registry.units.unitPage(unitCode, {
        unmask: { actor: { userId: 'test', role: 'sysadmin', district: null }, purpose: 'test' },
      });
    for (const unit of [...Object.values(demoCity.units), ...demoCity.saleUnits('330212')]) {
      const found = await page(unit.unitCode);
      expect(found?.unit).toMatchObject({ location: unit.location, area: unit.area });
      expect(found?.ownership?.mode).toBe(unit.mode);
      expect(found?.ownership?.certificateNos).toEqual([unit.certificateNo]);
      expect(found?.ownership?.holders.map((h) => [h.name, h.idNo])).toEqual(unit.owners.map((o) => [o.name, o.idNo]));
    }
    expect((await page(demoCity.units.seized.unitCode))?.states).toEqual(['SEIZED']);
    expect((await page(demoCity.units.objected.unitCode))?.states).toEqual(['OBJECTED']);
    expect((await page(demoCity.units.cautioned.unitCode))?.states).toEqual(['CAUTIONED']);
    expect((await page(demoCity.units.mortgaged.unitCode))?.states).toEqual(['MORTGAGED']);
    expect((await page(demoCity.units.plainSale.unitCode))?.states).toEqual(['NORMAL']);
  });

  it('is the same city for the same seed, another for another', async () => {
    const fingerprint = async (seed: number) => {
      const other = await createTestDatabase();
      await migrate(other.pool, registrySchema);
      await generateCity(other.pool, { units: 720, seed, clock });
      const { rows } = await other.pool.query(
        `SELECT md5(string_agg(concat_ws('|', u.unit_code, u.location, u.area, r.kind, r.registered_at, h.name, h.id_no, k.certificate_no), ',' ORDER BY u.unit_code, r.right_id, h.seq)) AS md5
         FROM registry.units u JOIN registry.rights r USING (unit_code) LEFT JOIN registry.right_holders h USING (right_id) LEFT JOIN registry.certificates k USING (right_id)`,
      );
      await other.drop();
      return rows[0].md5 as string;
    };
    const one = await fingerprint(1);
    expect(await fingerprint(1)).toBe(one);
    expect(await fingerprint(2)).not.toBe(one);
  });

  it('keeps the event chain whole', async () => {
    const registry = createRegistry({ pool, clock });
    expect(await registry.evidence.verifyEventChain()).toMatchObject({ ok: true });
  });
});
