/** One link of the append-only event chain. */
export interface RegisterEvent {
  chain: string;
  seq: number;
  topic: string;
  caseNo: string | null;
  unitCodes: string[];
  /** userId or `system`. */
  actor: string;
  occurredAt: Date;
  payload: Record<string, unknown>;
  hash: string;
}
export interface ChainReport {
  ok: boolean;
  events: number;
  chains: number;
  /** First broken link. */
  broken: { chain: string; seq: number; why: string } | null;
}
export interface EvidenceApi {
  /** Recomputes every hash and compares each chain's head. */
  verifyEventChain(): Promise<ChainReport>;
  listEvents(filter: { caseNo?: string; unitCode?: string; limit?: number }): Promise<RegisterEvent[]>;
}
