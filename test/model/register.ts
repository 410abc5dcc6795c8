import { Pool } from 'pg';
import { createTestClock, type TestClock } from '../../platform/clock.ts';
import { migrate } from '../../platform/migrate.ts';
import { createPool } from '../../platform/pool.ts';
import {
  type CityPerson,
  cityPerson,
  createRegistry,
  type DemoUnit,
  demoCity,
  generateCity,
  type Registry,
  registrySchema,
  seedCalendar,
} from '../../registry/index.ts';
import { monday } from '../registry/support/setup.ts';
import { createTestDatabase } from '../support/database.ts';
import type { Page } from './page.ts';
import type { Connection } from './player.ts';

export const CONNECTIONS = 8;
/** Homes of one run: three of one owner each, one of several. */
const SINGLE = 3;
const SHARED = 1;
export const UNITS = SINGLE + SHARED;
/** Of the synthetic city, about one unit in four is a plain home of one owner. */
const CITY_UNITS_PER_RUN = 16;
/** The demo buildings come first; they have hardly a home of several owners. */
const DEMO_UNITS = 360;
/** Terms of seizures and their renewals reach far; no year of these has a holiday in this test. */
const YEARS = Array.from({ length: 60 }, (_, i) => 2027 + i);

/** A home as the city leaves it: with an owner or several, and nothing else on its page. */
export interface FreshHome {
  unit: DemoUnit;
  page: Page;
  version: number;
}

export interface ModelRegister {
  pool: Pool;
  registry: Registry;
  clock: TestClock;
  connections: Connection[];
  /** Homes that nobody has used; null when there are no more. */
  takeHomes(): FreshHome[] | null;
  drop(): Promise<void>;
}

export async function createModelRegister(runs: number): Promise<ModelRegister> {
  const units = DEMO_UNITS + runs * CITY_UNITS_PER_RUN;
  const db = await createTestDatabase({
    template: `model_${units}`,
    prepare: async (url) => {
      const pool = new Pool({ connectionString: url });
      await migrate(pool, registrySchema);
      await seedCalendar({ pool });
      await generateCity(pool, { units, seed: 1, clock: createTestClock(monday) });
      await pool.end();
    },
  });
  const clock = createTestClock(monday);
  const registry = createRegistry({ pool: db.pool, clock });
  for (const year of YEARS) await registry.calendar.loadYear(year, [], 'test');
  const connections = Array.from({ length: CONNECTIONS }, () => {
    const pool = createPool({ connectionString: db.url, max: 1, idleTimeoutMillis: 0 });
    return { pool, registry: createRegistry({ pool, clock }) };
  });
  const single = await plainHomes(db.pool, "d.mode = 'single'");
  const shared = await plainHomes(db.pool, "d.mode <> 'single'");
  return {
    ...{ pool: db.pool, registry, clock, connections },
    takeHomes: () => {
      if (single.length < SINGLE || shared.length < SHARED) return null;
      return [...single.splice(0, SINGLE), ...shared.splice(0, SHARED)];
    },
    drop: async () => {
      for (const { pool } of connections) await pool.end();
      const { findings } = await registry.evidence.verifyRegister();
      await db.drop();
      if (findings.length > 0) throw new Error(`The register differs from its events: ${JSON.stringify(findings)}`);
    },
  };
}

interface HomeRow {
  unit_code: string;
  location: string;
  register_version: number;
  owners: { name: string; idType: CityPerson['idType']; idNo: string; n: number | null; d: number | null }[];
}

async function plainHomes(pool: Pool, mode: string): Promise<FreshHome[]> {
  const { rows } = await pool.query<HomeRow>(
    `SELECT u.unit_code, u.location, u.register_version,
       (SELECT jsonb_agg(jsonb_build_object('name', h.name, 'idType', h.id_type, 'idNo', h.id_no, 'n', h.share_n, 'd', h.share_d) ORDER BY h.seq)
        FROM registry.right_holders h WHERE h.right_id = r.right_id) AS owners
     FROM registry.units u
     JOIN registry.rights r ON r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
     JOIN registry.ownership_details d ON d.right_id = r.right_id AND ${mode}
     WHERE u.use = 'residential' AND NOT u.extinguished
       AND NOT EXISTS (SELECT 1 FROM registry.rights x WHERE x.unit_code = u.unit_code AND x.kind <> 'OWNERSHIP')
       AND NOT EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = r.right_id AND h.nature <> 'person')
     ORDER BY d.mode = 'shares' DESC, u.unit_code`,
  );
  return rows.map((row) => ({ unit: unitOf(row), page: pageOf(row), version: row.register_version }));
}

function unitOf({ unit_code: unitCode, location, owners }: HomeRow): DemoUnit {
  return {
    ...{ unitCode, location, area: 0, certificateNo: '', proofNo: null },
    mode: owners.length === 1 ? 'single' : 'joint',
    owners: owners.map(({ name, idType, idNo }) => ({ name, nature: 'person', idType, idNo, phone: null })),
  };
}

function pageOf({ location, owners }: HomeRow): Page {
  const whole = { n: 1, d: 1 };
  const shareOf = ({ n, d }: HomeRow['owners'][number]) => (n === null || d === null ? null : { n, d });
  return {
    owners: owners.map((one) => ({ idNo: one.idNo, share: owners.length === 1 ? whole : shareOf(one) })),
    ...{ formerOwners: [], location, mortgages: [], cautions: [], objections: [], seizures: [], sold: [], cases: [] },
  };
}

/** Buyers and objectors, the same few in every run; two banks; three courts. */
export const strangers: CityPerson[] = [7001, 7002, 7003, 7004].map(cityPerson);
export const banks: CityPerson[] = [demoCity.institutions.bank, demoCity.institutions.otherBank];
export const courts = ['海曙区人民法院', '江北区人民法院', '鄞州区人民法院'];
