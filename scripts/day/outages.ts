import { random } from '../../registry/city/random.ts';
import { OUTAGES } from './mix.ts';
import { MINUTE, timeOfDay } from './virtual-clock.ts';

/** A department that does not answer for a while. */
export interface Outage {
  department: string;
  from: number;
  to: number;
  fail: '500' | 'down';
}

/** The day's outages, from the seed; never two of one department at once. */
export function planOutages(departments: readonly string[], opens: number, closes: number, seed: number): Outage[] {
  const roll = random(seed ^ 0x0badcafe);
  const [shortest, longest] = OUTAGES.minutes;
  const outages = Array.from({ length: OUTAGES.count }, () => {
    const from = opens + Math.floor(roll() * (closes - opens - 30 * MINUTE));
    return {
      department: departments[Math.floor(roll() * departments.length)]!,
      from,
      to: from + Math.round((shortest + roll() * (longest - shortest)) * MINUTE),
      fail: roll() < 0.5 ? ('500' as const) : ('down' as const),
    };
  });
  return outages
    .sort((a, b) => a.from - b.from)
    .filter(
      (one, i, all) => !all.slice(0, i).some((other) => other.department === one.department && other.to > one.from),
    );
}

/** Marks what somebody at a screen was refused because a department was out: he tries again, as he was told. */
export const DURING_OUTAGE = '（部门故障期间）';

/** @param step the last step of an outage is the one in which it is mended, beside what else is done in it */
export const someDepartmentIsOut = (outages: readonly Outage[], now: number, step: number): boolean =>
  outages.some(({ from, to }) => from <= now && now < to + step);

/** Also sends every callback of a department twice, all day: what arrives twice must count once. */
export async function setFault(address: string, fail: Outage['fail'] | null): Promise<void> {
  const answer = await fetch(`${address}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ latencyMs: 0, refuse: null, fail, twice: true }),
  });
  if (!answer.ok) throw new Error(`Faults of ${address}: ${answer.status} ${await answer.text()}`);
}

export const describe = ({ department, from, to, fail }: Outage): string =>
  `${timeOfDay(from)}–${timeOfDay(to)} ${department} ${fail}`;
