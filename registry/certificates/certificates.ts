import { lockCase } from '../cases/case-row.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { normaliseSerial } from '../papers/serials.ts';
import { serialUsed, writeSheet } from '../papers/sheets.ts';
import { recordIssued } from '../sla/sla.ts';
import { formatShare } from '../validators/shares.ts';
import { licencesApi } from './licences.ts';
import { cautionNames, type MatterRow, matterOf } from './proof-matter.ts';
import { publicStateApi } from './public-state.ts';
import type { Certificate, CertificateContent, CertificatesApi } from './types.ts';

interface Row {
  certificate_no: string;
  kind: Certificate['kind'];
  status: Certificate['status'];
  right_id: string;
  holder_seq: number | null;
  unit_code: string;
  case_no: string | null;
  issued_at: Date;
  cancelled_at: Date | null;
  token: string;
  paper_serial: string | null;
  licence_id: string | null;
  document_id: string | null;
  delivered_at: Date | null;
  licence_revoked_at: Date | null;
}

const sql = `SELECT k.*, r.unit_code,
  (SELECT serial FROM registry.certificate_papers p WHERE p.certificate_no = k.certificate_no AND decision = 'printed'
    AND NOT EXISTS (SELECT 1 FROM registry.paper_voids v WHERE v.serial = p.serial) ORDER BY at DESC LIMIT 1) AS paper_serial
  FROM registry.certificates k JOIN registry.rights r USING (right_id)`;

function toCertificate(row: Row): Certificate {
  return {
    certificateNo: row.certificate_no,
    kind: row.kind,
    status: row.status,
    rightId: row.right_id,
    unitCode: row.unit_code,
    caseNo: row.case_no,
    issuedAt: row.issued_at,
    cancelledAt: row.cancelled_at,
    token: row.token,
    paperSerial: row.paper_serial,
    licenceId: row.licence_id,
    documentId: row.document_id,
    licenceRevokedAt: row.licence_revoked_at,
    deliveredAt: row.delivered_at,
  };
}

const ofCaseSql = (caseNo: string) => `${sql} WHERE k.case_no = ${caseNo} ORDER BY k.certificate_no`;

export const certificatesPart = partOf<Row, Certificate[]>(
  ofCaseSql,
  ['issued_at', 'cancelled_at', 'delivered_at', 'licence_revoked_at'],
  // The right's number is a bigint: as JSON a number, elsewhere text.
  (rows) => rows.map((row) => toCertificate({ ...row, right_id: String(row.right_id) })),
);

const modeNames: Record<string, string> = {
  single: '单独所有',
  joint: '共同共有',
  shares: '按份共有',
  common: '业主共有',
};
const useNames: Record<string, string> = {
  residential: '住宅',
  commercial: '商业',
  office: '办公',
  industrial: '工业',
  parking: '车位',
  storage: '储藏室',
  common: '业主共有部分',
};
const rightNames: Record<string, string> = {
  '3': '国有建设用地使用权',
  '4': '国有建设用地使用权/房屋所有权',
  '19': '地役权',
  '23': '抵押权',
  JZQ: '居住权',
};

interface ContentRow extends Row, MatterRow {
  right_type: string;
  registered_at: Date;
  note: string | null;
  location: string;
  use: string;
  area: string;
  inner_area: string | null;
  apportioned_land_area: string | null;
  land_nature: string;
  term_to: string | null;
  mode: string | null;
  amount_fen: string | null;
  term_from: string | null;
  mortgage_to: string | null;
  mortgage_kind: string | null;
  scope: string | null;
  restricts_transfer: boolean | null;
  obligors: string[] | null;
  claim_fixed_fen: string | null;
  holders: {
    seq: number;
    name: string;
    id_type: string;
    id_no: string;
    share_n: number | null;
    share_d: number | null;
  }[];
}

/** INV-19: what a certificate says is read from the register, never from the application. */
async function getContent({ pool }: Deps, certificateNo: string): Promise<CertificateContent | null> {
  const row = await one<ContentRow>(
    pool,
    `SELECT k.*, r.unit_code, NULL AS paper_serial, r.right_type, r.registered_at, r.note, u.location, u.use, u.area, u.inner_area, u.apportioned_land_area, p.land_nature, coalesce(u.land_term_to, p.term_to)::text AS term_to,
       o.mode, m.amount_fen, m.term_from::text, m.term_to::text AS mortgage_to, m.mortgage_kind, m.scope, m.restricts_transfer, m.obligors, m.claim_fixed_fen,
       c.caution_kind, c.obligors AS caution_obligors, coalesce(c.amount_fen, c.price_fen) AS caution_fen, c.term_from::text AS caution_from, c.term_to::text AS caution_to,
       c.registrable_from::text, c.agreement_no,
       (SELECT jsonb_build_object('content', e.content, 'from', e.term_from, 'to', e.term_to, 'other', o.location) FROM registry.easement_details e
         JOIN registry.units o ON o.unit_code = e.other_unit_code WHERE e.right_id = r.right_id) AS easement,
       (SELECT jsonb_build_object('scope', j.scope, 'conditions', j.conditions, 'to', j.term_to, 'fen', j.price_fen) FROM registry.residence_details j WHERE j.right_id = r.right_id) AS residence,
       (SELECT jsonb_build_object('matter', b.matter, 'to', b.lapses_on) FROM registry.objection_details b WHERE b.right_id = r.right_id) AS objection,
       (SELECT jsonb_agg(h.name ORDER BY h.seq) FROM registry.rights w JOIN registry.right_holders h USING (right_id)
         WHERE w.unit_code = r.unit_code AND w.kind = 'OWNERSHIP' AND w.registered_at <= r.registered_at AND (w.ended_at IS NULL OR w.ended_at > r.registered_at)) AS owners,
       (SELECT jsonb_agg(h ORDER BY h.seq) FROM registry.right_holders h WHERE h.right_id = r.right_id) AS holders
     FROM registry.certificates k JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code) JOIN registry.parcels p USING (parcel_code)
     LEFT JOIN registry.ownership_details o USING (right_id) LEFT JOIN registry.mortgage_details m USING (right_id)
     LEFT JOIN registry.caution_details c USING (right_id) WHERE k.certificate_no = $1`,
    [certificateNo],
  );
  if (!row) return null;
  const holders = row.holders.filter((h) => row.holder_seq === null || h.seq === row.holder_seq);
  return {
    ...toCertificate(row),
    holders: holders.map((h) => ({
      name: h.name,
      idType: h.id_type,
      idNo: h.id_no,
      share: h.share_n === null || h.share_d === null ? null : formatShare({ n: h.share_n, d: h.share_d }),
    })),
    ownership: modeNames[row.mode ?? ''] ?? '',
    location: row.location,
    rightType: row.objection
      ? '异议登记'
      : (cautionNames[row.caution_kind ?? ''] ?? rightNames[row.right_type] ?? row.right_type),
    rightNature: row.land_nature,
    use: useNames[row.use] ?? row.use,
    area: number(row.area),
    innerArea: row.inner_area === null ? null : number(row.inner_area),
    land: row.unit_code[19] === 'W',
    apportionedLandArea: row.apportioned_land_area === null ? null : number(row.apportioned_land_area),
    landTermTo: row.term_to,
    note: row.note,
    mortgage:
      row.amount_fen === null
        ? null
        : {
            obligors: row.obligors ?? [],
            amountFen: number(row.amount_fen),
            termFrom: row.term_from ?? '',
            termTo: row.mortgage_to ?? '',
            kind: row.mortgage_kind === 'maximum' ? '最高额抵押' : '一般抵押',
            scope: row.scope ?? '',
            restrictsTransfer: row.restricts_transfer ?? false,
          },
    matter: matterOf(row),
    registeredAt: row.registered_at,
  };
}

async function find(db: Queryable, certificateNo: string): Promise<Row> {
  const row = await one<Row>(db, `${sql} WHERE k.certificate_no = $1`, [certificateNo]);
  if (!row) throw new RegistryError('CERTIFICATE_UNKNOWN', `没有证书${certificateNo}；请核对证号。`);
  return row;
}

async function recordPrint({ pool, clock }: Deps, input: Parameters<CertificatesApi['recordPrint']>[0]): Promise<void> {
  await inTransaction(pool, async (client) => {
    const caseRow = await lockCase(client, input.caseNo);
    await find(client, input.certificateNo);
    const serial = normaliseSerial(input.serial);
    const used = await one<{ certificate_no: string | null; decision: string }>(
      client,
      'SELECT certificate_no, decision FROM registry.certificate_papers WHERE serial = $1',
      [serial],
    );
    if (used?.certificate_no === input.certificateNo && used.decision === input.decision) return;
    if (used) throw serialUsed(serial);
    const reason = input.decision === 'void' ? (input.reason ?? '打印损坏') : null;
    const { certificateNo, decision, by } = input;
    await writeSheet(client, { serial, certificateNo, decision, reason, by, at: clock.now() });
    await appendEvent(client, {
      chain: caseRow.district,
      topic: 'certificate.printed',
      caseNo: input.caseNo,
      actor: input.by,
      at: clock.now(),
      payload: { certificateNo, serial, decision },
    });
  });
}

export function certificatesApi(deps: Deps): CertificatesApi {
  const { pool, clock } = deps;
  return {
    ...publicStateApi(deps),
    getContent: (certificateNo) => getContent(deps, certificateNo),
    async listByCase(caseNo) {
      const { rows } = await pool.query<Row>(ofCaseSql('$1'), [caseNo]);
      return rows.map(toCertificate);
    },
    recordPrint: (input) => recordPrint(deps, input),
    ...licencesApi(deps),
    recordDelivery: ({ caseNo, way, by }) =>
      inTransaction(pool, async (client) => {
        const { district } = await lockCase(client, caseNo);
        const { rowCount } = await client.query(
          'UPDATE registry.certificates SET delivered_at = $2, delivery_way = $3 WHERE case_no = $1 AND delivered_at IS NULL',
          [caseNo, clock.now(), way],
        );
        if (!rowCount) return;
        await recordIssued(client, caseNo, clock.now());
        await appendEvent(client, {
          chain: district,
          topic: 'certificate.delivered',
          caseNo,
          actor: by,
          at: clock.now(),
          payload: { way },
        });
      }),
  };
}
