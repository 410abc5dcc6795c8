/**
 * How long a department usually takes: log-normal with the given median and 99th percentile, as response times of
 * services are. Round figures of the kind such interfaces show; nothing depends on them but the feel of the demo.
 */
import type { DepartmentName } from '../shared/wire.ts';

export interface LatencyProfile {
  readonly name: 'registry' | 'exchange' | 'bank' | 'utility' | 'fast';
  readonly medianMs: number;
  readonly p99Ms: number;
}

const fast: LatencyProfile = { name: 'fast', medianMs: 12, p99Ms: 60 };
const registry: LatencyProfile = { name: 'registry', medianMs: 25, p99Ms: 150 };
const exchange: LatencyProfile = { name: 'exchange', medianMs: 35, p99Ms: 300 };
const bank: LatencyProfile = { name: 'bank', medianMs: 40, p99Ms: 400 };
const utility: LatencyProfile = { name: 'utility', medianMs: 60, p99Ms: 600 };

export const latencyProfiles: Record<DepartmentName, LatencyProfile> = {
  identity: registry,
  housing: registry,
  tax: exchange,
  payment: bank,
  seal: fast,
  sms: fast,
  ecert: registry,
  escrow: bank,
  civil: exchange,
  market: exchange,
  loanbank: bank,
  court: exchange,
  water: utility,
  power: utility,
  gas: utility,
  tv: utility,
  broadband: utility,
  logistics: fast,
  archive: registry,
  upper: exchange,
  timestamp: fast,
};

/** Standard normal quantile of 0.99. */
const z99 = 2.3263;

/** One draw in ms; `random` gives numbers in [0, 1). */
export function drawLatency(profile: LatencyProfile, random: () => number): number {
  const sigma = Math.log(profile.p99Ms / profile.medianMs) / z99;
  // Box-Muller; 1 - random() keeps the logarithm finite.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return profile.medianMs * Math.exp(sigma * normal);
}
