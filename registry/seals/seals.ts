import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { SealAuthority, SealedDocument, SealsApi } from './types.ts';

interface Row {
  document_id: string;
  sha256: string;
  size: number;
  seal: {
    sealId: string;
    signatureNo: string;
    certSerial: string;
    signedAt: string;
    sm2?: SealedDocument['sm2'];
  };
  certificate_no: string;
  token: string;
}

// The file of a certificate has the certificate's number in its key (documents.put, recordSeal).
const sealedSql = `SELECT d.document_id, d.sha256, d.size, d.seal, k.certificate_no, k.token
  FROM registry.documents d JOIN registry.certificates k
    ON k.case_no = d.case_no AND d.key = 'certificate:' || k.certificate_no || '.signed'
  WHERE d.seal IS NOT NULL AND`;

async function findSealed({ pool }: Deps, by: { sha256: string } | { token: string }): Promise<SealedDocument | null> {
  const [condition, value] = 'sha256' in by ? ['d.sha256 = $1', by.sha256] : ['k.token = $1', by.token];
  const row = await one<Row>(pool, `${sealedSql} ${condition}`, [value]);
  if (!row) return null;
  const { sealId, signatureNo, certSerial, signedAt, sm2 } = row.seal;
  return {
    documentId: row.document_id,
    sha256: row.sha256,
    size: row.size,
    signedAt: new Date(signedAt),
    signatureNo,
    sealId,
    certSerial,
    sm2: sm2 ?? null,
    certificateNo: row.certificate_no,
    token: row.token,
  };
}

async function trustAuthority(
  { pool, clock }: Deps,
  { fingerprint, certificatePem, by, onlyIfFirst = false }: Parameters<SealsApi['trustAuthority']>[0],
): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Two workers that meet their first seal together must not both find the table empty.
    if (onlyIfFirst) await client.query('LOCK TABLE registry.seal_authorities IN SHARE ROW EXCLUSIVE MODE');
    const at = clock.now();
    const { rowCount } = await client.query(
      `INSERT INTO registry.seal_authorities (fingerprint, certificate_pem, trusted_at, trusted_by)
       SELECT $1, $2, $3, $4 WHERE NOT $5 OR NOT EXISTS (SELECT 1 FROM registry.seal_authorities) ON CONFLICT DO NOTHING`,
      [fingerprint, certificatePem, at, by, onlyIfFirst],
    );
    if (rowCount)
      await appendEvent(client, { chain: 'seals', topic: 'seal.authority', actor: by, at, payload: { fingerprint } });
  });
}

export function sealsApi(deps: Deps): SealsApi {
  return {
    async trustedAuthorities() {
      const { rows } = await deps.pool.query<SealAuthority>(
        'SELECT fingerprint, certificate_pem AS "certificatePem" FROM registry.seal_authorities ORDER BY trusted_at, fingerprint',
      );
      return rows;
    },
    trustAuthority: (input) => trustAuthority(deps, input),
    findSealed: (by) => findSealed(deps, by),
  };
}
