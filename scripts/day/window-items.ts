import { cityPerson } from '../../registry/index.ts';
import type { Application } from '../../server/api/index.ts';
import {
  giftOf,
  mortgageOf,
  newHomeOf,
  parkingSaleOf,
  payoffOf,
  presaleOf,
  renameOf,
  saleOf,
  spouseAddedOf,
} from '../play/applications.ts';
import type { Home, HomeKind } from '../play/homes.ts';
import { chosen, yilutongOf } from '../play/yilutong.ts';
import { ITEMS } from './mix.ts';

/** When everything that is brought today was agreed. */
export const SIGNED_ON = '2026-11-20';
const NEW_NAMES = ['子衿', '怀瑾', '若谷', '清扬', '思齐', '致远'];

/** Somebody who owns nothing in the city. */
export const newcomer = (n: number) => cityPerson(2_000_000 + n);

/** On which homes an item is played, and the application that a window takes for it. */
export const WINDOW_ITEMS: Record<string, { on: HomeKind; build: (home: Home, n: number) => Application }> = {
  'BDC-07': {
    on: 'plain',
    build: (home, n) => renameOf(home, `${home.owners[0]!.name[0]}${NEW_NAMES[n % NEW_NAMES.length]}`),
  },
  'BDC-09': { on: 'new', build: (home, n) => newHomeOf(home, newcomer(n), SIGNED_ON) },
  'BDC-10': { on: 'plain', build: (home, n) => saleOf(home, newcomer(n), SIGNED_ON) },
  'BDC-12': { on: 'plain', build: (home, n) => giftOf(home, newcomer(n), SIGNED_ON) },
  'BDC-13': { on: 'plain', build: (home, n) => spouseAddedOf(home, newcomer(n), SIGNED_ON) },
  'BDC-17': { on: 'plain', build: (home) => mortgageOf(home, SIGNED_ON) },
  'BDC-21': { on: 'mortgaged', build: (home) => payoffOf(home, SIGNED_ON) },
  'BDC-24': { on: 'presale', build: (home, n) => presaleOf(home, newcomer(n), SIGNED_ON) },
  'BDC-32': { on: 'parking', build: (home, n) => parkingSaleOf(home, newcomer(n), SIGNED_ON) },
};

/** The same sale as 一路通: money in escrow, and the companies of the house. A number left out is asked for later. */
export function asYilutong(sale: Application, home: Home, knowsNumbers: boolean): Application {
  const number = home.unitCode.replace(/\D/g, '').slice(-12);
  return yilutongOf({ ...sale, contract: { ...sale.contract!, escrow: true } }, [
    chosen('water', knowsNumbers ? `W-${number}` : undefined),
    chosen('power', `P-${number}`),
    chosen('gas', `G-${number}`),
  ]);
}

/** Items of the mix that nobody plays; their share would go to the others, and the report says so. */
export const unplayedItems = (): string[] =>
  ITEMS.map(({ itemCode }) => itemCode).filter((itemCode) => !Object.hasOwn(WINDOW_ITEMS, itemCode));
