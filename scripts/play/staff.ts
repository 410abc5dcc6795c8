import type { RoleName } from '../../server/api/index.ts';
import { DEMO_PASSWORD, type DeskClient, signIn } from './desk-client.ts';

/** What the demo accounts of a role that works in a district begin with; the rest is the district. */
export const ACCOUNT_PREFIXES: Partial<Record<RoleName, string>> = {
  window_acceptor: 'acceptor',
  reviewer: 'reviewer',
  registrar: 'registrar',
  cert_clerk: 'certclerk',
  tax_officer: 'taxofficer',
  trade_officer: 'tradeofficer',
  supervisor: 'supervisor',
};

/** Everybody who works on cases, each signed in once. */
export interface Staff {
  as(account: string): Promise<DeskClient>;
  /** Who does tasks of this role in this district. */
  inRole(role: string, district: string): Promise<DeskClient>;
}

/** `request` = another fetch, for whoever measures. */
export function createStaff(publicUrl: string, request: typeof fetch = fetch): Staff {
  const sessions = new Map<string, Promise<DeskClient>>();
  const as = (account: string) => {
    const session = sessions.get(account) ?? signIn(publicUrl, account, DEMO_PASSWORD, request);
    sessions.set(account, session);
    return session;
  };
  return {
    as,
    inRole: (role, district) => {
      const prefix = ACCOUNT_PREFIXES[role as RoleName];
      if (!prefix) throw new Error(`Nobody plays the role ${role}`);
      return as(`${prefix}-${district}`);
    },
  };
}
