import { departmentNames } from '../../departments/index.ts';
import {
  type Faults,
  SIMULATOR_TITLES,
  type Simulator,
  type SimulatorCall,
  type SimulatorName,
} from '../api/simulators.ts';
import { ProblemError } from '../problems/problem-error.ts';

const TIMEOUT_MS = 1_500;
const SHOWN_CALLS = 20;

type Addresses = Record<SimulatorName, string>;

async function ask<T>(url: string, init?: RequestInit): Promise<T | null> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null; // down is what the page shows
  }
}

export const readSimulators = (addresses: Addresses): Promise<Simulator[]> =>
  Promise.all(departmentNames.map((name) => readSimulator(name, addresses[name])));

/** A simulator's health, switches and last calls; the switches answer even while the department is "down". */
export async function readSimulator(name: SimulatorName, address: string): Promise<Simulator> {
  const began = performance.now();
  const health = await ask<{ status: string }>(`${address}/healthz`);
  const latencyMs = Math.round(performance.now() - began);
  const [faults, refusals, log] = await Promise.all([
    ask<Faults>(`${address}/faults`),
    // The simulator knows its own codes.
    ask<{ codes: string[] }>(`${address}/refusals`),
    ask<{ calls: SimulatorCall[] }>(`${address}/calls`),
  ]);
  return {
    name,
    title: SIMULATOR_TITLES[name],
    healthy: health !== null,
    latencyMs: health ? latencyMs : null,
    faults,
    refuseCodes: refusals?.codes ?? [],
    calls: (log?.calls ?? []).slice(0, SHOWN_CALLS),
  };
}

export async function writeFaults(address: string, change: Partial<Faults>): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(`${address}/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new ProblemError(503, 'DEPARTMENT_UNAVAILABLE', '模拟器没有应答，请确认它已启动（npm run departments）。');
  }
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => null)) as { detail?: string } | null;
  throw new ProblemError(422, 'VALIDATION_FAILED', problem?.detail ?? '模拟器拒绝了这个设置。');
}
