/** 空白证书入库, and what is left of it. */
import type { District } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, number, one, violatedInvariant } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { rangeOf, serialOf } from './serials.ts';
import type { PaperBatch, PapersApi } from './types.ts';

interface BatchRow {
  batch_id: string;
  district: District;
  kind: PaperBatch['kind'];
  prefix: string;
  width: number;
  first_no: string;
  last_no: string;
  received_at: Date;
  received_by: string;
  note: string | null;
  blank: string;
  printed: string;
  void: string;
  damaged: string;
  lost: string;
  returned: string;
  destroyed: string;
}

const batchSql = `SELECT b.*,
    (SELECT count(*) FROM generate_series(b.first_no, b.last_no) AS n
      WHERE NOT EXISTS (SELECT 1 FROM registry.certificate_papers p WHERE p.batch_id = b.batch_id AND p.sheet_no = n)) AS blank,
    s.* FROM registry.paper_batches b CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE state = 'printed') AS printed, count(*) FILTER (WHERE state = 'void') AS void,
        count(*) FILTER (WHERE state = 'damaged') AS damaged, count(*) FILTER (WHERE state = 'lost') AS lost,
        count(*) FILTER (WHERE state = 'returned') AS returned, count(destroyed_at) AS destroyed
      FROM registry.paper_sheets WHERE batch_id = b.batch_id) s`;

function toBatch(row: BatchRow): PaperBatch {
  const [first, last] = [number(row.first_no), number(row.last_no)];
  return {
    batchId: row.batch_id,
    district: row.district,
    kind: row.kind,
    firstSerial: serialOf(row, first),
    lastSerial: serialOf(row, last),
    received: last - first + 1,
    blank: number(row.blank),
    printed: number(row.printed),
    void: number(row.void),
    damaged: number(row.damaged),
    lost: number(row.lost),
    returned: number(row.returned),
    destroyed: number(row.destroyed),
    receivedAt: row.received_at,
    receivedBy: row.received_by,
    note: row.note,
  };
}

type StockApi = Pick<PapersApi, 'receive' | 'batches' | 'suggest'>;

async function receive({ pool, clock }: Deps, input: Parameters<PapersApi['receive']>[0]): Promise<PaperBatch> {
  const { prefix, width, first, last } = rangeOf(input.firstSerial, input.lastSerial);
  const at = clock.now();
  try {
    return await inTransaction(pool, async (client) => {
      const row = await one<{ batch_id: string }>(
        client,
        `INSERT INTO registry.paper_batches (district, kind, prefix, width, first_no, last_no, received_at, received_by, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING batch_id`,
        [input.district, input.kind, prefix, width, first, last, at, input.by, input.note ?? null],
      );
      await appendEvent(client, {
        chain: input.district,
        topic: 'paper.received',
        actor: input.by,
        at,
        payload: { batchId: row?.batch_id, kind: input.kind, first: input.firstSerial, last: input.lastSerial },
      });
      const batch = await one<BatchRow>(client, `${batchSql} WHERE b.batch_id = $1`, [row?.batch_id]);
      return toBatch(batch as BatchRow);
    });
  } catch (error) {
    if (violatedInvariant(error) !== 'INV-31') throw error;
    throw new RegistryError(
      'PAPER_RANGE_TAKEN',
      '这个号段中有序列号已经入过库；请对照包装和入库记录核对起止号，同一张纸不能入库两次。',
    );
  }
}

/** Locks nothing: whoever prints first has the sheet, the other is told that it is used and takes the next. */
async function suggest({ pool }: Deps, caseNo: string): ReturnType<PapersApi['suggest']> {
  const { rows } = await pool.query<{
    certificate_no: string;
    prefix: string | null;
    width: number;
    sheet_no: string;
  }>(
    `WITH wanted AS (
       SELECT k.certificate_no, k.kind, u.district, row_number() OVER (PARTITION BY k.kind, u.district ORDER BY k.certificate_no) AS place
       FROM registry.certificates k JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code)
       WHERE k.case_no = $1 AND k.status = 'LIVE'
         AND NOT EXISTS (SELECT 1 FROM registry.paper_sheets p WHERE p.certificate_no = k.certificate_no AND p.state = 'printed'))
     SELECT w.certificate_no, s.prefix, s.width, s.sheet_no FROM wanted w CROSS JOIN LATERAL (
       SELECT b.prefix, b.width, n AS sheet_no FROM registry.paper_batches b, generate_series(b.first_no, b.last_no) AS n
       WHERE b.district = w.district AND b.kind = w.kind
         AND NOT EXISTS (SELECT 1 FROM registry.certificate_papers p WHERE p.batch_id = b.batch_id AND p.sheet_no = n)
       ORDER BY b.batch_id, n OFFSET w.place - 1 LIMIT 1) s ORDER BY w.certificate_no`,
    [caseNo],
  );
  return rows.map((row) => ({
    certificateNo: row.certificate_no,
    serial: serialOf({ prefix: row.prefix ?? '', width: row.width }, number(row.sheet_no)),
  }));
}

export function stockApi(deps: Deps): StockApi {
  return {
    receive: (input) => receive(deps, input),
    async batches(district) {
      const { rows } = await deps.pool.query<BatchRow>(
        `${batchSql} WHERE b.district = $1 ORDER BY b.received_at DESC, b.batch_id DESC`,
        [district],
      );
      return rows.map(toBatch);
    },
    suggest: (caseNo) => suggest(deps, caseNo),
  };
}
