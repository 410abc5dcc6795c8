import { lockLink, makeLink, verifiedLink } from '../bank/links.ts';
import { hashOf } from '../bank/secrets.ts';
import { type Deps, inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import type { YilutongApi } from './types.ts';

/** Until the services of a case are closed (P30D) and a little longer. */
const LINK_DAYS = 60;
const DAY_MS = 86_400_000;

export const progressLinks = (
  deps: Deps,
): Pick<YilutongApi, 'makeProgressLink' | 'progressLink' | 'openProgressLink'> => ({
  makeProgressLink: ({ caseNo, partyNo, phone }) =>
    inTransaction(deps.pool, async (db) => {
      const now = deps.clock.now();
      // A token is kept as its hash only, so a message that is sent again carries a new one.
      await db.query(
        `UPDATE registry.public_links SET closed_at = $3 WHERE kind = 'progress' AND business_no = $1 AND party_no = $2 AND closed_at IS NULL`,
        [caseNo, partyNo, now],
      );
      const expiresAt = new Date(now.getTime() + LINK_DAYS * DAY_MS);
      return makeLink(db, { kind: 'progress', businessNo: caseNo, partyNo, phone, now, expiresAt });
    }),
  async progressLink(token) {
    const row = await one<{ business_no: string; party_no: number; closed_at: Date | null; expires_at: Date }>(
      deps.pool,
      `SELECT * FROM registry.public_links WHERE token_hash = $1 AND kind = 'progress'`,
      [hashOf(token)],
    );
    if (!row) throw new RegistryError('LINK_UNKNOWN', '链接不正确。请点开短信里的完整链接。');
    if (row.closed_at || row.expires_at <= deps.clock.now())
      throw new RegistryError('LINK_CLOSED', '链接已失效，请使用最近一条短信里的链接，或到窗口查询。');
    return { caseNo: row.business_no, partyNo: row.party_no };
  },
  async openProgressLink(token, code) {
    const kind = await inTransaction(deps.pool, async (db) => (await lockLink(db, token)).kind);
    if (kind !== 'progress') throw new RegistryError('LINK_UNKNOWN', '链接不正确。请点开短信里的完整链接。');
    const row = await verifiedLink(deps, token, code);
    return { caseNo: row.business_no, partyNo: row.party_no ?? 0 };
  },
});
