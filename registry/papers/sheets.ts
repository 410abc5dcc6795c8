/** Where sheets went: printed, void, printed again, written off, destroyed. */
import type { District } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one, violatedInvariant } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { normaliseSerial } from './serials.ts';
import type { PaperSheet, PapersApi } from './types.ts';

interface SheetRow {
  serial: string;
  kind: PaperSheet['kind'];
  state: PaperSheet['state'];
  certificate_no: string | null;
  reason: string | null;
  at: Date;
  user_id: string;
  destroyed_at: Date | null;
  can_reprint: boolean;
}

type SheetsApi = Pick<PapersApi, 'sheets' | 'writeOff' | 'reprint' | 'destroy'>;

export const notInStock = (serial: string) =>
  new RegistryError(
    'SERIAL_NOT_IN_STOCK',
    `印刷序列号${serial}不在本分中心的空白证书库存中；请核对纸上的号码和证书种类，新到的纸先办理入库。`,
  );
export const serialUsed = (serial: string) =>
  new RegistryError('SERIAL_USED', `印刷序列号${serial}已经用过（作废的也不能再用）；请换一张证书纸并核对序列号。`);

/** Writes one sheet; the database finds its batch and refuses what is not in stock. @throws SERIAL_USED, SERIAL_NOT_IN_STOCK */
export async function writeSheet(
  db: Queryable,
  sheet: {
    serial: string;
    certificateNo: string | null;
    decision: PaperSheet['state'];
    reason: string | null;
    by: string;
    at: Date;
  },
): Promise<void> {
  try {
    await db.query(
      'INSERT INTO registry.certificate_papers (serial, certificate_no, decision, reason, user_id, at) VALUES ($1, $2, $3, $4, $5, $6)',
      [sheet.serial, sheet.certificateNo, sheet.decision, sheet.reason, sheet.by, sheet.at],
    );
  } catch (error) {
    if (violatedInvariant(error) === 'INV-31') throw notInStock(sheet.serial);
    if ((error as { code?: string }).code === '23505') throw serialUsed(sheet.serial);
    throw error;
  }
}

async function writeOff(
  { pool, clock }: Deps,
  { district, serials, state, reason, by }: Parameters<PapersApi['writeOff']>[0],
): Promise<void> {
  const at = clock.now();
  await inTransaction(pool, async (client) => {
    for (const serial of [...new Set(serials.map(normaliseSerial))].sort()) {
      await requireStockOf(client, district, serial);
      await writeSheet(client, { serial, certificateNo: null, decision: state, reason, by, at });
    }
    await appendEvent(client, {
      chain: district,
      topic: 'paper.written_off',
      actor: by,
      at,
      payload: { state, reason, serials },
    });
  });
}

async function requireStockOf(db: Queryable, district: District, serial: string): Promise<void> {
  const batch = await one<{ district: string | null }>(db, 'SELECT (registry.paper_batch_of($1)).district', [serial]);
  if (batch?.district !== district) throw notInStock(serial);
}

async function reprint(
  { pool, clock }: Deps,
  { district, serial, newSerial, reason, by }: Parameters<PapersApi['reprint']>[0],
): Promise<void> {
  const at = clock.now();
  const [old, fresh] = [normaliseSerial(serial), normaliseSerial(newSerial)];
  await inTransaction(pool, async (client) => {
    const sheet = await one<{ certificate_no: string; case_no: string | null; district: string }>(
      client,
      `SELECT p.certificate_no, k.case_no, u.district FROM registry.certificate_papers p JOIN registry.certificates k USING (certificate_no)
         JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code) WHERE p.serial = $1 FOR UPDATE OF k`,
      [old],
    );
    if (sheet?.district !== district) throw notInStock(old);
    try {
      await client.query('INSERT INTO registry.paper_voids (serial, reason, at, user_id) VALUES ($1, $2, $3, $4)', [
        old,
        reason,
        at,
        by,
      ]);
    } catch (error) {
      if (violatedInvariant(error) !== 'INV-31' && (error as { code?: string }).code !== '23505') throw error;
      throw new RegistryError(
        'REPRINT_NOT_POSSIBLE',
        `证书纸${old}不能重印：已经作废，或证书已经发出、已经注销；已发出的证书损坏，请当事人申请换发。`,
      );
    }
    await writeSheet(client, {
      serial: fresh,
      certificateNo: sheet.certificate_no,
      decision: 'printed',
      reason: null,
      by,
      at,
    });
    await appendEvent(client, {
      chain: district,
      topic: 'certificate.reprinted',
      caseNo: sheet.case_no,
      actor: by,
      at,
      payload: { certificateNo: sheet.certificate_no, void: old, serial: fresh, reason },
    });
  });
}

async function destroy(
  { pool, clock }: Deps,
  { district, serials, witness, note, by }: Parameters<PapersApi['destroy']>[0],
): Promise<void> {
  const at = clock.now();
  const wanted = [...new Set(serials.map(normaliseSerial))].sort();
  await inTransaction(pool, async (client) => {
    const seen = await one(client, 'SELECT 1 FROM registry.users WHERE user_id = $1 AND active AND district = $2', [
      witness,
      district,
    ]);
    if (!seen || witness === by)
      throw refusedDestruction('监销人应是本分中心的另一位工作人员；请填写其账号。', 'witness');
    const { rows } = await client.query<{ serial: string }>(
      `SELECT serial FROM registry.paper_sheets s LEFT JOIN registry.certificates k USING (certificate_no) LEFT JOIN registry.rights r USING (right_id)
       WHERE serial = ANY ($1) AND state IN ('void', 'damaged') AND destroyed_at IS NULL AND coalesce(s.district, left(r.unit_code, 6)) = $2`,
      [wanted, district],
    );
    const ready = new Set(rows.map((row) => row.serial));
    const strange = wanted.find((serial) => !ready.has(serial));
    if (strange !== undefined || wanted.length === 0)
      throw refusedDestruction(`${strange ?? ''}不是本分中心待销毁的证书纸（作废、损坏且未销毁），请核对。`, 'serials');
    const row = await one<{ destruction_id: string }>(
      client,
      'INSERT INTO registry.paper_destructions (district, at, user_id, witness, note) VALUES ($1, $2, $3, $4, $5) RETURNING destruction_id',
      [district, at, by, witness, note ?? null],
    );
    await client.query('INSERT INTO registry.destroyed_papers SELECT unnest($1::text[]), $2', [
      wanted,
      row?.destruction_id,
    ]);
    await appendEvent(client, {
      chain: district,
      topic: 'paper.destroyed',
      actor: by,
      at,
      payload: { destructionId: row?.destruction_id, witness, serials: wanted },
    });
  });
}

const refusedDestruction = (message: string, field: string) =>
  new RegistryError('DESTRUCTION_REFUSED', message, [{ field, code: 'DESTRUCTION_REFUSED', message }]);

export function sheetsApi(deps: Deps): SheetsApi {
  return {
    async sheets(district, { text, state } = {}) {
      const { rows } = await deps.pool.query<SheetRow>(
        `SELECT s.serial, s.kind, s.state, s.certificate_no, s.reason, s.at, s.user_id, s.destroyed_at,
           s.state = 'printed' AND k.status = 'LIVE' AND k.delivered_at IS NULL AS can_reprint
         FROM registry.paper_sheets s LEFT JOIN registry.certificates k USING (certificate_no) LEFT JOIN registry.rights r USING (right_id)
         WHERE coalesce(s.district, left(r.unit_code, 6)) = $1 AND ($2::text IS NULL OR s.state = $2)
           AND ($3::text IS NULL OR s.serial = $3 OR s.certificate_no = $3)
         ORDER BY s.at DESC, s.serial DESC LIMIT 200`,
        [district, state ?? null, text ?? null],
      );
      return rows.map((row) => ({
        serial: row.serial,
        kind: row.kind,
        state: row.state,
        certificateNo: row.certificate_no,
        reason: row.reason,
        at: row.at,
        by: row.user_id,
        destroyedAt: row.destroyed_at,
        canReprint: row.can_reprint ?? false,
      }));
    },
    writeOff: (input) => writeOff(deps, input),
    reprint: (input) => reprint(deps, input),
    destroy: (input) => destroy(deps, input),
  };
}
