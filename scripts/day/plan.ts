import type { Pool } from 'pg';
import { random } from '../../registry/city/random.ts';
import { type Home, type HomeKind, homesOf } from '../play/homes.ts';
import type { Turn, WindowArrival } from './arrival.ts';
import { ARRIVALS, ITEMS, PER_MILLE } from './mix.ts';
import { MINUTE, OPENS } from './virtual-clock.ts';
import { asYilutong, WINDOW_ITEMS } from './window-items.ts';

/** Homes of each kind, each taken once. */
export interface Supply {
  take(kind: HomeKind): Home;
  has(kind: HomeKind): boolean;
}

/** Homes that a day of so many cases may need, with room for those that are turned away. */
export async function homesForDay(pool: Pool, accepted: number): Promise<Supply> {
  const most = Math.ceil(accepted * 1.05) + 40;
  const homes: Record<HomeKind, Home[]> = { plain: [], mortgaged: [], parking: [], new: [], presale: [] };
  for (const kind of Object.keys(homes) as HomeKind[]) homes[kind] = await homesOf(pool, kind, most);
  const used: Record<HomeKind, number> = { plain: 0, mortgaged: 0, parking: 0, new: 0, presale: 0 };
  return {
    has: (kind) => used[kind] < homes[kind].length,
    take: (kind) => {
      const home = homes[kind][used[kind]++];
      if (!home) throw new Error(`The city has no more homes of kind ${kind} than ${homes[kind].length}`);
      return home;
    },
  };
}

/** A city of so many units has the homes: about one in four is a plain home of one owner, one in seven a mortgaged one. */
export const unitsForDay = (accepted: number): number => Math.max(600, accepted * 6);
/** New estates in each district: 108 new homes each over the city, for about a third of the cases. */
export const estatesForDay = (accepted: number): number => Math.ceil((accepted * 0.35 + 20) / 108);

/**
 * Arrivals at the windows, in order. `accepted` cases reach acceptance; those that are turned away come on top, as they do in
 * the article's number of accepted cases. `yilutong`: share of the second-hand sales. An item without homes gives its share
 * to the others.
 */
export function planDay(supply: Supply, accepted: number, seed: number, { yilutong = 0 } = {}): WindowArrival[] {
  const roll = random(seed);
  const arrivals: WindowArrival[] = [];
  for (let inside = 0; inside < accepted; ) {
    const turn = turnOf(roll());
    if (turn !== 'notAccepted') inside += 1;
    const items = ITEMS.filter(({ itemCode }) => supply.has(WINDOW_ITEMS[itemCode]!.on));
    const itemCode = weighted(items, roll());
    const { on, build } = WINDOW_ITEMS[itemCode]!;
    const home = supply.take(on);
    const plain = build(home, arrivals.length);
    const together = itemCode === 'BDC-10' && roll() < yilutong;
    arrivals.push({
      at: momentOf(roll(), roll()),
      turn,
      district: home.district,
      application: together ? asYilutong(plain, home, roll() > 0.1) : plain,
      owner: home.owners[0] ?? null,
      seed: Math.floor(roll() * 2 ** 31),
    });
  }
  return arrivals.sort((a, b) => a.at - b.at);
}

function turnOf(roll: number): Turn {
  let sum = 0;
  for (const [turn, perMille] of Object.entries(PER_MILLE)) {
    sum += perMille / 1_000;
    if (roll < sum) return turn as Turn;
  }
  return 'straight';
}

function weighted(items: readonly { itemCode: string; weight: number }[], roll: number): string {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  let rest = roll * total;
  for (const { itemCode, weight } of items) {
    rest -= weight;
    if (rest < 0) return itemCode;
  }
  return items.at(-1)!.itemCode;
}

/** When somebody comes, by the day's curve. */
export function momentOf(slotRoll: number, roll: number): number {
  const total = ARRIVALS.reduce((sum, n) => sum + n, 0);
  let rest = slotRoll * total;
  const slot = ARRIVALS.findIndex((n) => {
    rest -= n;
    return rest < 0;
  });
  return new Date(OPENS).getTime() + Math.round((slot + roll) * 30 * MINUTE);
}
