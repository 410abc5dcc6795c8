import type { PartyRole } from '../cases/types.ts';
import type { Actor, District, IdType, Nature, Role, Share } from '../common.ts';

/** A party with personal data in clear. Never log it, never put it into a process variable. */
export interface Party {
  partyNo: number;
  role: PartyRole;
  nature: Nature;
  name: string;
  idType: IdType;
  idNo: string;
  phone: string | null;
  address: string | null;
  share: Share | null;
  /** For agents: the party they act for. */
  representsPartyNo: number | null;
}
export interface PeopleApi {
  /** Throws RegistryError PARTY_UNKNOWN. */
  getParty(caseNo: string, partyNo: number): Promise<Party>;
  getParties(caseNo: string): Promise<Party[]>;
  /** Who gives the property away: the obligors, or the deceased or judged party who does not apply himself. */
  getTransferors(caseNo: string): Promise<{ name: string; idNo: string }[]>;
  /** Owners from whom the case inherits, alone (BDC-11) or before a sale; empty where nobody does. */
  getDeceased(caseNo: string): Promise<{ name: string; idNo: string }[]>;
}

export interface User {
  userId: string;
  displayName: string;
  role: Role;
  district: District | null;
  /** The partner he works for; null for the centre's staff. */
  organisationId: string | null;
  active: boolean;
}
export interface UsersApi {
  /** Null on wrong name or password, and then in the same time. */
  authenticate(userId: string, password: string): Promise<User | null>;
  getUser(userId: string): Promise<User | null>;
  listUsers(): Promise<User[]>;
  /** Creates the accounts of the demo (one per role and district, or per role and partner) and their organisations. Repeatable. */
  seedDemoUsers(): Promise<void>;
}

export interface AuditEntry {
  actor: Actor;
  /** e.g. `unmask.party`, `unit.read`, `document.read`, `session.open`. */
  action: string;
  purpose: string;
  caseNo?: string;
  unitCode?: string;
  detail?: Record<string, unknown>;
}
export interface AuditApi {
  record(entry: AuditEntry): Promise<void>;
  list(filter: {
    caseNo?: string;
    unitCode?: string;
    userId?: string;
    limit?: number;
  }): Promise<(AuditEntry & { at: Date })[]>;
}
