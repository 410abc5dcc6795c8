import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { hashOf, newLinkToken, newSmsCode } from './secrets.ts';
import type { BankApi, LinkState } from './types.ts';

const CODE_MINUTES = 10;
const MOST_CODES = 6;
const MOST_WRONG = 5;
const MINUTE_MS = 60_000;

export interface LinkRow {
  token_hash: Buffer;
  kind: 'consent' | 'signature' | 'progress';
  business_no: string;
  party_no: number | null;
  round: number | null;
  phone: string;
  expires_at: Date;
  code_hash: Buffer | null;
  code_until: Date | null;
  codes_sent: number;
  wrong_codes: number;
  closed_at: Date | null;
}

export async function makeLink(
  db: Queryable,
  link: {
    kind: LinkRow['kind'];
    businessNo: string;
    phone: string;
    partyNo?: number;
    round?: number;
    now: Date;
    expiresAt: Date;
  },
): Promise<string> {
  const token = newLinkToken();
  await db.query(
    `INSERT INTO registry.public_links (token_hash, kind, business_no, party_no, round, phone, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      hashOf(token),
      link.kind,
      link.businessNo,
      link.partyNo ?? null,
      link.round ?? null,
      link.phone,
      link.now,
      link.expiresAt,
    ],
  );
  return token;
}

const unknown = () => new RegistryError('LINK_UNKNOWN', '链接不正确。请点开短信里的完整链接，或请银行重新发送。');

export async function lockLink(db: Queryable, token: string): Promise<LinkRow> {
  const row = await one<LinkRow>(db, 'SELECT * FROM registry.public_links WHERE token_hash = $1 FOR UPDATE', [
    hashOf(token),
  ]);
  if (!row) throw unknown();
  return row;
}

function assertOpen(row: LinkRow, now: Date): void {
  if (row.closed_at) throw new RegistryError('LINK_CLOSED', '这个链接已经办理过，不能再次使用。');
  if (row.expires_at <= now) throw new RegistryError('LINK_CLOSED', '链接已过期，请银行重新发送。');
}

/**
 * The row when the code is right. A wrong one is counted outside the caller's transaction, which rolls back; after five the
 * link is of no use and the bank must send another.
 */
export async function verifiedLink({ pool, clock }: Deps, token: string, code: string): Promise<LinkRow> {
  const now = clock.now();
  const outcome = await inTransaction(pool, async (db) => {
    const row = await lockLink(db, token);
    assertOpen(row, now);
    if (row.wrong_codes >= MOST_WRONG) return 'locked' as const;
    const right =
      row.code_hash !== null && row.code_until !== null && row.code_until > now && row.code_hash.equals(hashOf(code));
    if (right) return row;
    await db.query('UPDATE registry.public_links SET wrong_codes = wrong_codes + 1 WHERE token_hash = $1', [
      row.token_hash,
    ]);
    return 'wrong' as const;
  });
  if (outcome === 'locked') throw new RegistryError('CODE_LIMIT', '验证码输错次数过多，链接已停用，请银行重新发送。');
  if (outcome === 'wrong') throw new RegistryError('CODE_WRONG', '验证码不正确或已过期，请核对短信或重新获取。');
  return outcome;
}

export async function closeLink(db: Queryable, row: LinkRow, at: Date): Promise<void> {
  const { rowCount } = await db.query(
    'UPDATE registry.public_links SET closed_at = $2, code_hash = NULL, code_until = NULL WHERE token_hash = $1 AND closed_at IS NULL',
    [row.token_hash, at],
  );
  if (rowCount === 0) throw new RegistryError('LINK_CLOSED', '这个链接已经办理过，不能再次使用。');
}

async function drawCode({ pool, clock }: Deps, token: string): ReturnType<BankApi['drawCode']> {
  const now = clock.now();
  return inTransaction(pool, async (db) => {
    const row = await lockLink(db, token);
    assertOpen(row, now);
    if (row.codes_sent >= MOST_CODES || row.wrong_codes >= MOST_WRONG)
      throw new RegistryError('CODE_LIMIT', '获取验证码次数过多，链接已停用，请银行重新发送。');
    const code = newSmsCode();
    await db.query(
      'UPDATE registry.public_links SET code_hash = $2, code_until = $3, codes_sent = codes_sent + 1 WHERE token_hash = $1',
      [row.token_hash, hashOf(code), new Date(now.getTime() + CODE_MINUTES * MINUTE_MS)],
    );
    return { businessNo: row.business_no, phone: row.phone, code, nth: row.codes_sent + 1 };
  });
}

async function linkState({ pool, clock }: Deps, token: string): Promise<LinkState> {
  const row = await one<LinkRow>(pool, 'SELECT * FROM registry.public_links WHERE token_hash = $1', [hashOf(token)]);
  if (!row || row.kind === 'progress') throw unknown();
  const state = row.closed_at ? 'closed' : row.expires_at <= clock.now() ? 'expired' : 'open';
  return { kind: row.kind, state, phone: `${row.phone.slice(0, 3)}********`, expiresAt: row.expires_at };
}

export const linksApi = (deps: Deps): Pick<BankApi, 'drawCode' | 'linkState'> => ({
  drawCode: (token) => drawCode(deps, token),
  linkState: (token) => linkState(deps, token),
});
