/** A department, or one bank or court behind it, that a worker or a server does not call at the moment. */
export interface BrokenCircuit {
  department: string;
  /** `BANK-03`, `COURT-0203`; null: the whole department. */
  organisation: string | null;
  /** half_open: one call is being tried. */
  state: 'open' | 'half_open';
  lastFailure: string | null;
}

export interface CircuitsApi {
  /** Everything that is broken for this process now; what is not named is whole again. Repeat it at least every 30 s. */
  report(input: { reporter: string; broken: readonly BrokenCircuit[] }): Promise<void>;
  /** What any process reported within the last minute, the longest broken first; once, however many processes say so (open before half open). */
  list(): Promise<(BrokenCircuit & { since: Date })[]>;
}
