import { expect, test } from 'vitest';
import { tryOut } from '../../server/stock/take-in.ts';
import { openRegister } from '../registry/support/setup.ts';
import { buildingRow, house, parcelRow, together, unitOf, writeCsv } from './stock-files.ts';

const admin = { userId: 'sysadmin', role: 'sysadmin' as const, district: null };
const parcels = 20;
const housesOfParcel = 500;

// Evidence: the chain is compared with all of it when the register is dropped.
const fixture = openRegister();

test('a file of 10 000 units comes in whole, with the wrong ones held and the chain right', async () => {
  // given 10 000 houses, one in a hundred with a wrong check digit
  const tables = together(
    ...Array.from({ length: parcels }, (_, p) =>
      together(
        { 宗地: [parcelRow(p + 1)], 自然幢: [buildingRow(p + 1)] },
        ...Array.from({ length: housesOfParcel }, (_, h) =>
          house(p + 1, h + 1, h % 100 === 99 ? { holder: { 证件号: '330299199003070012' } } : {}),
        ),
      ),
    ),
  );
  // when it is tried and taken in
  const batch = await tryOut(fixture.registry, writeCsv(tables), admin);
  expect(batch).toMatchObject({ rows: 30_040, houses: 10_000, byState: { READY: 9_900, HELD: 100 } });
  await fixture.registry.stock.importBatch(batch.batchId, admin);
  // then the good ones are pages of the book, in batches of the chain of their own
  const { rows } = await fixture.pool.query(
    "SELECT count(*)::int AS n FROM registry.units WHERE unit_code LIKE '330206009009%'",
  );
  expect(rows).toEqual([{ n: 9_900 }]);
  expect(await fixture.registry.units.unitPage(unitOf(20, 499))).toMatchObject({ ownership: { regType: 200 } });
  const events = await fixture.pool.query(
    "SELECT count(*)::int AS n FROM registry.register_events WHERE topic = 'stock.imported'",
  );
  expect(events.rows).toEqual([{ n: 20 }]);
}, 300_000);
