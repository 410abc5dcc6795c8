import type { Pool } from 'pg';
import { demoCity, type Registry, type SeizureOrder } from '../../registry/index.ts';
import { actor, type ReadyCase } from './cases.ts';

export interface Latency {
  p50Ms: number;
  p99Ms: number;
  samples: number;
}

const WARM_UP = 100;

/** One after the other on a warm connection, as a clerk's click or a worker's job asks. */
async function measure<Subject>(
  subjects: readonly Subject[],
  ask: (subject: Subject) => Promise<unknown>,
): Promise<Latency> {
  for (const subject of subjects.slice(0, WARM_UP)) await ask(subject);
  const times: number[] = [];
  for (const subject of subjects.slice(WARM_UP)) {
    const began = performance.now();
    await ask(subject);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (part: number) =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN) * 100) / 100;
  return { p50Ms: at(0.5), p99Ms: at(0.99), samples: times.length };
}

export interface Latencies {
  unitPage: Latency;
  unitCheck: Latency;
  housingCount: Latency;
  seizure: Latency;
}

/** Reads all over the city, and a seizure more on homes where fifty already wait. */
export async function measureLatencies(
  pool: Pool,
  registry: Registry,
  input: { reads: number; cases: readonly ReadyCase[]; seed: number; say(line: string): void },
): Promise<Latencies> {
  const { rows: units } = await pool.query<{ unit_code: string }>(
    'SELECT unit_code FROM registry.units ORDER BY hashtextextended(unit_code, $1) LIMIT $2',
    [input.seed, input.reads + WARM_UP],
  );
  const codes = units.map((row) => row.unit_code);
  const say = (name: string, found: Latency) => {
    input.say(`${name}: p50 ${found.p50Ms} ms, p99 ${found.p99Ms} ms (${found.samples})`);
    return found;
  };
  const unitPage = say('unit page', await measure(codes, (code) => registry.units.unitPage(code)));
  const unitCheck = say(
    'unit check',
    await measure(codes, (unitCode) => registry.units.checkUnit({ unitCode, itemCode: 'BDC-10' })),
  );
  const sales = input.cases.filter(({ kind }) => kind.startsWith('sale'));
  const housingCount = say('housing count', await measure(sales, ({ caseNo }) => registry.money.countHousing(caseNo)));
  const orders = await seizuresOf(pool);
  const seizure = say(
    'seizure behind fifty',
    await measure(orders, async (order) => {
      const result = await registry.seizures.enterSeizure(order, actor('court_officer', order.unitCodes[0] ?? ''));
      if (result.kind !== 'entered') throw new Error(`Seizure ${order.noticeNo} was refused`);
    }),
  );
  return { unitPage, unitCheck, housingCount, seizure };
}

/** Four notices for every home with a queue of fifty: the queue a notice meets is 50 to 53 long. */
export async function seizuresOf(pool: Pool): Promise<SeizureOrder[]> {
  const { rows } = await pool.query<{ unit_code: string; name: string; id_no: string }>(
    `SELECT DISTINCT ON (q.unit_code) q.unit_code, h.name, h.id_no FROM (
       SELECT unit_code FROM registry.rights WHERE kind = 'SEIZURE' AND status = 'QUEUED' GROUP BY unit_code HAVING count(*) >= 50) q
     JOIN registry.rights o ON o.unit_code = q.unit_code AND o.kind = 'OWNERSHIP' AND o.status = 'CURRENT' JOIN registry.right_holders h USING (right_id)
     ORDER BY q.unit_code, h.seq`,
  );
  const round = (place: number) =>
    rows.map(
      (row, i): SeizureOrder => ({
        noticeNo: `bench-${place}-${i}`,
        unitCodes: [row.unit_code],
        seizureKind: 'seizure',
        authority: demoCity.court.authority,
        documentNo: `（2026）浙0203执保${place * 1000 + i}号`,
        termMonths: 36,
        respondent: { name: row.name, idNo: row.id_no },
        officers: [
          { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
          { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
        ],
      }),
    );
  return [1, 2, 3, 4].flatMap(round);
}
