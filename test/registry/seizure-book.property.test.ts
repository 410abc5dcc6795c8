import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { courtOfficer } from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

/*
 * Domain §5.3: "keep the database job as the truth and the timer as trigger: on engine outage a nightly sweep must reach the
 * same result". The same notices, lifts, renewals and jumps of the clock are played on one home each with timers only, with
 * the sweep only, with both mixed, and with nobody looking until the very end.
 */

const fixture = openRegister();

const homes = ['330203', '330205', '330206', '330211', '330212', '330213'].flatMap((d) => demoCity.saleUnits(d));
let used = 0;

type Step =
  | { do: 'seize'; court: number; months: number; half: boolean }
  | { do: 'lift'; which: number }
  | { do: 'renew'; which: number; months: number }
  | { do: 'jump'; days: number };
type Mode = 'timers' | 'sweep' | 'mixed' | 'late';

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('seize' as const),
      court: fc.nat(3),
      months: fc.integer({ min: 1, max: 36 }),
      half: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lift' as const), which: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('renew' as const),
      which: fc.nat(9),
      months: fc.integer({ min: 1, max: 36 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      days: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 200, max: 2500 })),
    }),
  },
);

interface Placed {
  rightId: string;
  authority: string;
  documentNo: string;
}

async function play(steps: readonly Step[], mode: Mode): Promise<unknown> {
  const { registry, clock } = fixture;
  const unit = homes[used++] as DemoUnit;
  clock.set(monday);
  const placed: Placed[] = [];
  const said: string[] = [];
  for (const [i, one] of steps.entries()) {
    clock.advance(1_000);
    if (one.do === 'jump') {
      clock.advance(one.days * 86_400_000);
      await look(mode, unit, i);
      continue;
    }
    const deliveredAt = clock.now();
    const noticeNo = `${unit.unitCode}-${i}`;
    const target = one.do === 'seize' ? undefined : placed[one.which % Math.max(placed.length, 1)];
    if (one.do === 'seize') {
      const authority = `法院${one.court}`;
      const documentNo = `（2026）浙0203执${i + 1}号`;
      const result = await registry.seizures.enterSeizure(
        {
          noticeNo,
          unitCodes: [unit.unitCode],
          seizureKind: 'seizure',
          authority,
          documentNo,
          deliveredAt,
          termMonths: one.months,
          scopeShare: one.half ? { n: 1, d: 2 } : null,
          respondent: unit.owners[0] as CityPerson,
          officers,
        },
        courtOfficer,
      );
      said.push(result.kind === 'entered' ? `${result.entries[0]?.state}` : result.code);
      if (result.kind === 'entered') placed.push({ rightId: result.entries[0]?.rightId ?? '', authority, documentNo });
    } else if (target && one.do === 'lift') {
      const result = await registry.seizures.liftSeizure({ noticeNo, ...target, liftedAt: deliveredAt }, courtOfficer);
      said.push(result.kind === 'lifted' ? `lifted, ${result.promotions.length} promoted` : result.code);
    } else if (target && one.do === 'renew') {
      const result = await registry.seizures.renewSeizure(
        { noticeNo, ...target, termMonths: one.months, deliveredAt, officers },
        courtOfficer,
      );
      said.push(result.kind === 'refused' ? result.code : result.kind);
      if (result.kind === 'late') placed.push({ ...target, rightId: result.entered.entries[0]?.rightId ?? '' });
    }
  }
  await registry.seizures.sweep();
  return { said, book: await book(unit) };
}

const officers = [
  { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
  { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
];

/** Who looks after a jump: the timers that the outbox armed, the sweep, either, or nobody. */
async function look(mode: Mode, unit: DemoUnit, round: number): Promise<void> {
  if (mode === 'sweep' || (mode === 'mixed' && round % 3 === 0)) await fixture.registry.seizures.sweep();
  if (mode === 'timers' || (mode === 'mixed' && round % 3 === 1)) await fireTimers(unit);
}

async function fireTimers(unit: DemoUnit): Promise<void> {
  const { registry, pool, clock } = fixture;
  for (;;) {
    const { rows } = await pool.query<{ right_id: string }>(
      `SELECT payload->>'rightId' AS right_id FROM registry.outbox JOIN registry.rights r ON r.right_id = (payload->>'rightId')::bigint
       WHERE topic = 'seizure.watch' AND r.unit_code = $1 ORDER BY right_id DESC`,
      [unit.unitCode],
    );
    let fired = 0;
    for (const { right_id } of rows) {
      const term = await registry.seizures.term(right_id);
      if (term?.state !== 'EFFECTIVE' || !term.endsAt || term.endsAt > clock.now()) continue;
      expect((await registry.seizures.expireSeizure(right_id)).kind).toBe('expired');
      fired += 1;
    }
    if (fired === 0) return;
  }
}

/** What the book says: who holds, until when, who waits in which place. Not when somebody wrote it down. */
async function book(unit: DemoUnit): Promise<unknown> {
  const { rows } = await fixture.pool.query(
    `SELECT d.authority, d.document_no, d.term_months, r.status, r.ended_reason, d.starts_at, d.ends_at
     FROM registry.rights r JOIN registry.seizure_details d USING (right_id) WHERE r.unit_code = $1 ORDER BY d.delivered_at, r.right_id`,
    [unit.unitCode],
  );
  const live = rows.filter((row) => row.status !== 'HISTORY');
  // Nobody waits for nothing, and a queued one has no term (INV-08, 10).
  if (live.length > 0) expect(live.some((row) => row.status === 'CURRENT')).toBe(true);
  expect(rows.filter((row) => row.status === 'QUEUED' && row.starts_at !== null)).toEqual([]);
  return rows;
}

it('timers, sweep, both, or a sweep after a long outage: the same book', async () => {
  const runs = Math.floor(homes.length / 4) - 1;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const timers = await play(steps, 'timers');
      expect(await play(steps, 'sweep')).toEqual(timers);
      expect(await play(steps, 'mixed')).toEqual(timers);
      expect(await play(steps, 'late')).toEqual(timers);
    }),
    { numRuns: Math.min(25, runs), endOnFailure: true },
  );
}, 300_000);
