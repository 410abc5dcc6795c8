/** The claims that name who a token was issued to, in the order Camunda prefers them. */
const NAMING_CLAIMS = ['preferred_username', 'client_id', 'azp', 'sub'];

/**
 * Who is calling, from an `authorization` header that has already been checked; null when nobody was asked for one.
 * The name is for showing: what a caller may do never depends on it.
 */
export function callerOf(authorization: string | undefined): string | null {
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+)$/.exec(authorization ?? '') ?? [];
  if (/^basic$/i.test(scheme)) return decoded(credentials).split(':')[0] ?? null;
  if (!/^bearer$/i.test(scheme)) return null;
  const claims = claimsOf(credentials);
  const name = NAMING_CLAIMS.map((claim) => claims[claim]).find((value) => typeof value === 'string');
  return (name as string | undefined) ?? null;
}

const decoded = (text: string): string => Buffer.from(text, 'base64url').toString('utf8');

function claimsOf(token: string): Record<string, unknown> {
  try {
    return JSON.parse(decoded(token.split('.')[1] ?? '')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
