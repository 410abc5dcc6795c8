import type { Pool } from 'pg';
import { random } from '../../registry/city/random.ts';
import { cityPerson } from '../../registry/index.ts';
import type { Application } from '../../server/api/index.ts';
import { giftOf, mortgageOf, parkingSaleOf, payoffOf, renameOf, saleOf } from '../play/applications.ts';
import { type Home, type HomeKind, homesOf } from '../play/homes.ts';
import { ARRIVALS, ITEMS, PER_MILLE } from './mix.ts';
import { MINUTE, OPENS } from './virtual-clock.ts';

/** What becomes of a case beside the straight way. */
export type Turn = 'straight' | keyof typeof PER_MILLE;

/** One application of the day. */
export interface Arrival {
  at: number;
  turn: Turn;
  district: string;
  application: Application;
  /** Who owns the home when the day begins. */
  owner: { name: string; idNo: string };
  /** For everything random about this case, so that its story does not depend on the order of others. */
  seed: number;
}

const SIGNED_ON = '2026-11-20';
const NEW_NAMES = ['子衿', '怀瑾', '若谷', '清扬', '思齐', '致远'];

/** Items that can be played: on which homes, and the application that a window takes for it. */
const BUILDERS: Record<string, { on: HomeKind; build: (home: Home, n: number) => Application }> = {
  'BDC-10': { on: 'plain', build: (home, n) => saleOf(home, newcomer(n), SIGNED_ON) },
  'BDC-32': { on: 'parking', build: (home, n) => parkingSaleOf(home, newcomer(n), SIGNED_ON) },
  'BDC-12': { on: 'plain', build: (home, n) => giftOf(home, newcomer(n), SIGNED_ON) },
  'BDC-17': { on: 'plain', build: (home) => mortgageOf(home, SIGNED_ON) },
  'BDC-21': { on: 'mortgaged', build: (home) => payoffOf(home, SIGNED_ON) },
  'BDC-07': {
    on: 'plain',
    build: (home, n) => renameOf(home, `${home.owners[0]!.name[0]}${NEW_NAMES[n % NEW_NAMES.length]}`),
  },
};

/** Somebody who owns nothing in the city. */
const newcomer = (n: number) => cityPerson(2_000_000 + n);

/** Items of the mix that nobody plays yet; their share goes to the others, and the report says so. */
export const unplayedItems = (): string[] =>
  ITEMS.map(({ itemCode }) => itemCode).filter((itemCode) => !Object.hasOwn(BUILDERS, itemCode));

/**
 * The arrivals of one day, in order. `accepted` cases reach acceptance; those that are turned away at the window come on top,
 * as they do in the article's number of accepted cases.
 */
export function planDay(supply: Supply, accepted: number, seed: number): Arrival[] {
  const roll = random(seed);
  const items = ITEMS.filter(({ itemCode }) => Object.hasOwn(BUILDERS, itemCode));
  const arrivals: Arrival[] = [];
  const used: Record<HomeKind, number> = { plain: 0, mortgaged: 0, parking: 0 };
  for (let inside = 0; inside < accepted; ) {
    const turn = turnOf(roll());
    if (turn !== 'notAccepted') inside += 1;
    const { on, build } = BUILDERS[weighted(items, roll())]!;
    const home = supply[on][used[on]++];
    if (!home) throw new Error(`The city has no more homes of kind ${on} than ${supply[on].length}`);
    arrivals.push({
      at: momentOf(roll(), roll()),
      turn,
      district: home.district,
      application: build(home, arrivals.length),
      owner: home.owners[0]!,
      seed: Math.floor(roll() * 2 ** 31),
    });
  }
  return arrivals.sort((a, b) => a.at - b.at);
}

export type Supply = Record<HomeKind, Home[]>;

/** Homes that a day of so many cases may need, with room for those that are turned away. */
export async function homesForDay(pool: Pool, accepted: number): Promise<Supply> {
  const most = Math.ceil(accepted * 1.05) + 20;
  return {
    plain: await homesOf(pool, 'plain', most),
    mortgaged: await homesOf(pool, 'mortgaged', most),
    parking: await homesOf(pool, 'parking', most),
  };
}

/** A city of so many units has the homes: about one in four is a plain home of one owner, one in seven a mortgaged one. */
export const unitsForDay = (accepted: number): number => Math.max(600, accepted * 6);

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

function momentOf(slotRoll: number, roll: number): number {
  const total = ARRIVALS.reduce((sum, n) => sum + n, 0);
  let rest = slotRoll * total;
  const slot = ARRIVALS.findIndex((n) => {
    rest -= n;
    return rest < 0;
  });
  return new Date(OPENS).getTime() + Math.round((slot + roll) * 30 * MINUTE);
}
