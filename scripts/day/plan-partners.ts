import { random } from '../../registry/city/random.ts';
import { demoCity } from '../../registry/index.ts';
import type { BankArrival, BankTurn, CourtArrival, CourtStep } from './arrival.ts';
import { ACCEPTED_PER_DAY, BANK_KINDS, BANK_PER_DAY, BANK_TURNS, COURT_MATTERS, COURT_PER_DAY } from './mix.ts';
import { momentOf, type Supply } from './plan.ts';
import { MINUTE, OPENS } from './virtual-clock.ts';
import { newcomer } from './window-items.ts';

export interface PartnerPlan {
  banks: BankArrival[];
  courts: CourtArrival[];
  /** How many of them reach acceptance: cases of banks and notices of courts. */
  accepted: number;
}

/** Their share of so many accepted cases; on a small day each way is gone once. */
export function planPartners(supply: Supply, accepted: number, seed: number): PartnerPlan {
  const roll = random(seed ^ 0x5eed);
  const share = (perDay: number) => Math.round((perDay * accepted) / ACCEPTED_PER_DAY);
  const banks = planBanks(supply, Math.max(BANK_TURNS.length + 1, share(BANK_PER_DAY)), roll);
  const courts = planCourts(supply, share(COURT_PER_DAY), roll);
  const notices = courts.flatMap(({ steps }) => steps).filter(({ faulty }) => !faulty).length;
  return { banks, courts, accepted: banks.filter(({ turn }) => turn !== 'declined').length + notices };
}

const BANKS: Record<string, string> = {
  [demoCity.institutions.bank.idNo]: '01',
  [demoCity.institutions.otherBank.idNo]: '02',
};

/** `count` that are accepted; one that its signers stop comes on top. The first two want the same home at the same time. */
function planBanks(supply: Supply, count: number, roll: () => number): BankArrival[] {
  const arrivals: BankArrival[] = [];
  const turns: BankTurn[] = [...Array.from({ length: count }, (_, n) => BANK_TURNS[n] ?? 'straight'), 'declined'];
  for (const [n, turn] of turns.entries()) {
    const kind = turn === 'straight' ? BANK_KINDS[n % BANK_KINDS.length]! : 'mortgage';
    const rival = turn === 'rankTaken' ? arrivals.find((one) => one.turn === 'rankTaken') : undefined;
    const home = rival?.home ?? supply.take(kind === 'cancellation' ? 'mortgaged' : 'plain');
    const lender = home.mortgage && BANKS[home.mortgage.mortgagee.idNo];
    arrivals.push({
      at: rival?.at ?? Math.min(momentOf(roll(), roll()), LAST_OF_BANKS),
      district: home.district,
      seed: Math.floor(roll() * 2 ** 31),
      turn,
      kind,
      home,
      bank: lender ?? (rival ? otherThan(rival.bank) : roll() < 0.5 ? '01' : '02'),
      loanNo: `LN-DAY-${String(n + 1).padStart(5, '0')}`,
      buyer: newcomer(500_000 + n),
    });
  }
  return arrivals;
}

/** Banks file all day, the last ones early enough for everybody to sign. */
const LAST_OF_BANKS = new Date(OPENS).getTime() + 6.5 * 60 * MINUTE;
const otherThan = (bank: string) => (bank === '01' ? '02' : '01');

/** Matters in turn until `count` notices are accepted; the first of each sort in any case. */
function planCourts(supply: Supply, count: number, roll: () => number): CourtArrival[] {
  const arrivals: CourtArrival[] = [];
  for (let n = 0, notices = 0; n < COURT_MATTERS.length || notices < count; n++) {
    const steps: readonly CourtStep[] = COURT_MATTERS[n % COURT_MATTERS.length]!;
    notices += steps.filter(({ faulty }) => !faulty).length;
    const home = supply.take('plain');
    arrivals.push({
      // What has several steps begins in the morning.
      at: new Date(OPENS).getTime() + Math.round(roll() * (steps.length > 1 ? 120 : 420)) * MINUTE,
      district: home.district,
      seed: Math.floor(roll() * 2 ** 31),
      steps,
      home,
      running: 50_000 + n,
    });
  }
  return arrivals;
}
