/**
 * Circuit breaker of one department, or of one organisation behind it: after `failures` technical failures in a row
 * nothing is sent any more, after `halfOpenAfterMs` one call is let through as a probe, and its result closes or opens
 * the circuit again. A refusal is a considered answer and counts as success.
 */
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult } from 'cockatiel';
import type { DepartmentResult } from './result.ts';

export interface CircuitOptions {
  /** Technical failures in a row that open the circuit. Default 5. */
  readonly failures?: number;
  /**
   * Pause before a probe. Default 2 s: well below the 7 s over which a job spreads its attempts, so that a short outage
   * ends in no incident only because the circuit was open.
   */
  readonly halfOpenAfterMs?: number;
}

export interface CircuitStatus {
  readonly department: string;
  /** `BANK-03`, `COURT-0203`; null: the whole department. */
  readonly organisation: string | null;
  readonly state: 'closed' | 'open' | 'half_open';
  /** What failed last, without personal data; null when the last call worked. */
  readonly lastFailure: string | null;
}

export type Circuit = ReturnType<typeof createCircuit>;

/** Time-outs, lost connections and 5xx: the department is not there. What it answered, however wrong, is not counted. */
const isOutage = (result: unknown) => {
  const { kind, technical } = result as DepartmentResult<unknown> & { technical?: { reason: string } };
  return kind === 'unavailable' && ['timeout', 'connection', 'server_error'].includes(technical?.reason ?? '');
};

export function createCircuit(department: string, organisation: string | null, options: CircuitOptions) {
  const breaker = circuitBreaker(handleWhenResult(isOutage), {
    breaker: new ConsecutiveBreaker(options.failures ?? 5),
    halfOpenAfter: options.halfOpenAfterMs ?? 2_000,
  });
  let lastFailure: string | null = null;
  return {
    /** undefined: the circuit is open and the call was not made. */
    async run<Result extends DepartmentResult<unknown>>(call: () => Promise<Result>): Promise<Result | undefined> {
      try {
        const result = await breaker.execute(call);
        lastFailure = result.kind === 'unavailable' ? result.technical.message : null;
        return result;
      } catch (error) {
        if (error instanceof BrokenCircuitError) return undefined;
        throw error;
      }
    },
    status(): CircuitStatus {
      const state =
        breaker.state === CircuitState.Open ? 'open' : breaker.state === CircuitState.HalfOpen ? 'half_open' : 'closed';
      return { department, organisation, state, lastFailure };
    },
  };
}
