import type { Pool } from 'pg';
import type { BankArrival, CourtArrival, WindowArrival } from '../day/arrival.ts';
import { YILUTONG_OF_SALES } from '../day/mix.ts';
import { homesForDay, planDay } from '../day/plan.ts';
import { planPartners } from '../day/plan-partners.ts';

export type LoadArrival =
  | { from: 'window'; arrival: WindowArrival }
  | { from: 'bank'; arrival: BankArrival }
  | { from: 'court'; arrival: CourtArrival };

/**
 * The day's mix of all four flows in the day's order; when each comes is the load's to say. Nobody waits for closing time:
 * what the day leaves unpaid is paid here.
 */
export async function planLoad(pool: Pool, cases: number, seed: number): Promise<LoadArrival[]> {
  const supply = await homesForDay(pool, cases);
  const { banks, courts, accepted } = planPartners(supply, cases, seed);
  const windows = planDay(supply, Math.max(1, cases - accepted), seed, { yilutong: YILUTONG_OF_SALES });
  const all: LoadArrival[] = [
    ...windows.map((one) => ({ from: 'window' as const, arrival: one.turn === 'unpaid' ? straight(one) : one })),
    ...banks.map((one) => ({ from: 'bank' as const, arrival: one.turn === 'unpaidOut' ? straight(one) : one })),
    ...courts.map((arrival) => ({ from: 'court' as const, arrival })),
  ];
  return all.sort((a, b) => a.arrival.at - b.arrival.at);
}

const straight = <Arrival extends { turn: unknown }>(arrival: Arrival) => ({ ...arrival, turn: 'straight' as const });
