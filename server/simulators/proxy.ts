import { departmentContracts, departmentNames } from '../../departments/index.ts';
import type {
  Faults,
  Simulator,
  SimulatorCall,
  SimulatorCircuit,
  SimulatorName,
  SimulatorOrganisation,
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

/** Circuits that are not closed, with their department. */
export type Circuits = readonly (SimulatorCircuit & { department: string })[];

export const readSimulators = (addresses: Addresses, circuits: Circuits): Promise<Simulator[]> =>
  Promise.all(departmentNames.map((name) => readSimulator(name, addresses[name], circuits)));

/** A simulator's health, switches and last calls; the switches answer even while the department is "down". */
export async function readSimulator(name: SimulatorName, address: string, circuits: Circuits): Promise<Simulator> {
  const began = performance.now();
  const health = await ask<{ status: string }>(`${address}/healthz`);
  const latencyMs = Math.round(performance.now() - began);
  const [faults, refusals, list, log] = await Promise.all([
    ask<Faults>(`${address}/faults`),
    // The simulator knows its own codes.
    ask<{ codes: string[] }>(`${address}/refusals`),
    ask<{ organisations: SimulatorOrganisation[] }>(`${address}/organisations`),
    ask<{ calls: SimulatorCall[] }>(`${address}/calls`),
  ]);
  const { title, callbacks } = departmentContracts[name];
  const callsBack = callbacks.length > 0;
  return {
    name,
    title,
    healthy: health !== null,
    latencyMs: health ? latencyMs : null,
    faults,
    refuseCodes: refusals?.codes ?? [],
    callsBack,
    // The courier delivers without telling.
    actsByItself: callsBack || name === 'logistics',
    organisations: list?.organisations ?? [],
    circuits: circuits.filter(({ department }) => department === name),
    calls: (log?.calls ?? []).slice(0, SHOWN_CALLS),
  };
}

export const writeFaults = (address: string, change: Partial<Faults>): Promise<void> =>
  command(`${address}/faults`, 'PUT', change);

export const writeOrganisationFaults = (address: string, id: string, change: Partial<Faults>): Promise<void> =>
  command(`${address}/organisations/${encodeURIComponent(id)}/faults`, 'PUT', change);

export const clearOrganisationFaults = (address: string, id: string): Promise<void> =>
  command(`${address}/organisations/${encodeURIComponent(id)}/faults`, 'DELETE');

async function command(url: string, method: 'PUT' | 'DELETE', body?: unknown): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new ProblemError(503, 'DEPARTMENT_UNAVAILABLE', '模拟器没有应答，请确认它已启动（npm run departments）。');
  }
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => null)) as { detail?: string } | null;
  throw new ProblemError(422, 'VALIDATION_FAILED', problem?.detail ?? '模拟器拒绝了这个设置。');
}
