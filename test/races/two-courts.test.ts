import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoUnit, demoCity, type Registry, type SeizureResult } from '../../registry/index.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { courtOfficer, seizure } from '../registry/support/play.ts';
import { createRaceRegister, type RaceRegister } from './support/register.ts';

// Scenario 1 of domain §5.13: two courts deliver for the same home 40 ms apart, and at the same time.

let register: RaceRegister;
let haishu: Registry;
let intermediate: Registry;
beforeAll(async () => {
  register = await createRaceRegister(90);
  haishu = await register.connect();
  intermediate = await register.connect();
});
afterAll(() => register.drop());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const orders = (unit: DemoUnit) => [seizure(unit), seizure(unit, { authority: '宁波市中级人民法院' })] as const;

type Entered = Extract<SeizureResult, { kind: 'entered' }>;
function entered(result: SeizureResult): Entered {
  if (result.kind !== 'entered') throw new Error(`${result.rule} ${result.code}: ${result.message}`);
  return result;
}

/** The receipt says who is first, who waits in which place, and that a queue has no dates yet (INV-10). */
function expectFirstAndQueued(first: Entered, second: Entered) {
  expect(first.entries).toMatchObject([{ state: 'EFFECTIVE', queueNo: null, startsAt: first.deliveredAt }]);
  expect(second.entries).toMatchObject([{ state: 'QUEUED', queueNo: 1, startsAt: null, endsAt: null }]);
  expect(first.deliveredAt.getTime()).toBeLessThan(second.deliveredAt.getTime());
}

test('§5.13-1 40 ms apart: the earlier one is 查封, the later one 轮候 #1', async () => {
  for (const unit of demoCity.saleUnits('330205').slice(0, 25)) {
    const [one, two] = orders(unit);
    const [first, second] = await Promise.all([
      haishu.seizures.enterSeizure(one, courtOfficer),
      pause(40).then(() => intermediate.seizures.enterSeizure(two, courtOfficer)),
    ]);
    // A busy machine may let the later order overtake the earlier on its way: received is what counts.
    const inOrder = [entered(first), entered(second)].sort((a, b) => a.deliveredAt.getTime() - b.deliveredAt.getTime());
    expectFirstAndQueued(inOrder[0]!, inOrder[1]!);
  }
  expect(await brokenRules(register.pool, null)).toEqual({});
});

test('at the same time: one is 查封, the other 轮候 #1, by the order in which the register received them', async () => {
  const winners = { haishu: 0, intermediate: 0 };
  for (const [i, unit] of demoCity.saleUnits('330206').slice(0, 40).entries()) {
    const [one, two] = orders(unit);
    const deliver = [
      () => haishu.seizures.enterSeizure(one, courtOfficer),
      () => intermediate.seizures.enterSeizure(two, courtOfficer),
    ];
    const started = (i % 2 === 0 ? deliver : [...deliver].reverse()).map((start) => start());
    const results = (await Promise.all(started)).map(entered);
    const [a, b] = i % 2 === 0 ? results : [...results].reverse();
    if (a!.entries[0]!.state === 'EFFECTIVE') {
      winners.haishu += 1;
      expectFirstAndQueued(a!, b!);
    } else {
      winners.intermediate += 1;
      expectFirstAndQueued(b!, a!);
    }
  }
  expect(Math.min(winners.haishu, winners.intermediate)).toBeGreaterThan(0);
  expect(await brokenRules(register.pool, null)).toEqual({});
});
