import type { IdType, Nature, OwnershipMode } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { maskIdNo, maskName } from '../people/mask.ts';
import type {
  HolderView,
  MortgageView,
  OwnershipView,
  RightKind,
  RightStatus,
  RightView,
  SeizureView,
} from './types.ts';

interface RightRow {
  right_id: string;
  kind: RightKind;
  unit_code: string;
  status: RightStatus;
  reg_type: number;
  reason: string;
  case_no: string | null;
  registered_at: Date;
  registrar: string;
  ended_at: Date | null;
  ended_reason: string | null;
  note: string | null;
  certificates: string[];
  holders: {
    seq: number;
    name: string;
    nature: Nature;
    idType: IdType;
    idNo: string;
    n: number | null;
    d: number | null;
  }[];
  mode: OwnershipMode;
  price_fen: string | null;
  mortgage_kind: MortgageView['mortgageKind'];
  amount_fen: string;
  term_from: string;
  term_to: string;
  rank: number;
  scope: string;
  restricts_transfer: boolean;
  contract_no: string;
  caution_kind: 'presale' | 'sale' | 'presale_mortgage' | 'mortgage';
  matter: string;
  lapses_on: string;
  seizure_kind: SeizureView['seizureKind'];
  authority: string;
  document_no: string;
  delivered_at: Date;
  term_months: number;
  starts_at: Date | null;
  ends_at: Date | null;
  share_n: string | null;
  share_d: string | null;
  queue_no: string | null;
  respondent_name: string;
  respondent_id_no: string;
}

/** One query for the pages of many units; details of all five kinds side by side, null where they do not apply. */
const sql = `
  SELECT r.right_id, r.kind, r.unit_code, r.status, r.reg_type, r.reason, r.case_no, r.registered_at, r.registrar, r.ended_at, r.ended_reason, r.note,
    o.mode, o.price_fen,
    m.mortgage_kind, m.amount_fen, m.term_from::text, m.term_to::text, m.rank, m.scope, m.restricts_transfer, m.contract_no,
    c.caution_kind, b.matter, b.lapses_on::text,
    s.seizure_kind, s.authority, s.document_no, s.delivered_at, s.term_months, s.starts_at, s.ends_at, s.share_n, s.share_d, debtor.name AS respondent_name, debtor.id_no AS respondent_id_no,
    CASE WHEN r.status = 'QUEUED' THEN row_number() OVER (PARTITION BY r.unit_code, r.status ORDER BY s.delivered_at, r.right_id) END AS queue_no,
    coalesce((SELECT jsonb_agg(jsonb_build_object('seq', h.seq, 'name', h.name, 'nature', h.nature, 'idType', h.id_type, 'idNo', h.id_no, 'n', h.share_n, 'd', h.share_d)
      ORDER BY h.seq) FROM registry.right_holders h WHERE h.right_id = r.right_id), '[]') AS holders,
    coalesce((SELECT jsonb_agg(k.certificate_no ORDER BY k.certificate_no) FROM registry.certificates k
      WHERE k.right_id = r.right_id AND (k.status = 'LIVE' OR r.status = 'HISTORY')), '[]') AS certificates
  FROM registry.rights r
  LEFT JOIN registry.ownership_details o USING (right_id)
  LEFT JOIN registry.mortgage_details m USING (right_id)
  LEFT JOIN registry.caution_details c USING (right_id)
  LEFT JOIN registry.objection_details b USING (right_id)
  LEFT JOIN registry.seizure_details s USING (right_id)
  LEFT JOIN registry.persons debtor ON debtor.person_id = s.respondent_id
  WHERE r.unit_code = ANY ($1)`;

/** Rights on the units, in clear, oldest first. `live` = queued and current ones only. */
export async function loadRights(
  db: Queryable,
  unitCodes: string[],
  which: 'live' | 'all' = 'live',
): Promise<RightView[]> {
  const { rows } = await db.query<RightRow>(
    `${sql} ${which === 'live' ? "AND r.status <> 'HISTORY'" : ''} ORDER BY r.registered_at, r.right_id`,
    [unitCodes],
  );
  return rows.map(toRight);
}

function toRight(row: RightRow): RightView {
  const common = {
    rightId: row.right_id,
    unitCode: row.unit_code,
    status: row.status,
    regType: row.reg_type,
    reason: row.reason,
    caseNo: row.case_no,
    registeredAt: row.registered_at,
    registrar: row.registrar,
    endedAt: row.ended_at,
    endedReason: row.ended_reason,
    note: row.note,
    certificateNos: row.certificates,
    holders: row.holders.map(
      (h): HolderView => ({
        seq: h.seq,
        name: h.name,
        nature: h.nature,
        idType: h.idType,
        idNo: h.idNo,
        share: h.n === null || h.d === null ? null : { n: h.n, d: h.d },
        masked: false,
      }),
    ),
  };
  switch (row.kind) {
    case 'OWNERSHIP':
      return {
        ...common,
        kind: 'OWNERSHIP',
        mode: row.mode,
        priceFen: row.price_fen === null ? null : number(row.price_fen),
      };
    case 'MORTGAGE':
      return {
        ...common,
        kind: 'MORTGAGE',
        mortgageKind: row.mortgage_kind,
        amountFen: number(row.amount_fen),
        termFrom: row.term_from,
        termTo: row.term_to,
        rank: row.rank,
        scope: row.scope,
        restrictsTransfer: row.restricts_transfer,
        contractNo: row.contract_no,
      };
    case 'CAUTION':
      return { ...common, kind: 'CAUTION', cautionKind: row.caution_kind };
    case 'OBJECTION':
      return { ...common, kind: 'OBJECTION', matter: row.matter, lapsesOn: row.lapses_on };
    case 'SEIZURE':
      return {
        ...common,
        kind: 'SEIZURE',
        seizureKind: row.seizure_kind,
        authority: row.authority,
        documentNo: row.document_no,
        deliveredAt: row.delivered_at,
        queueNo: row.queue_no === null ? null : number(row.queue_no),
        termMonths: row.term_months,
        startsAt: row.starts_at,
        endsAt: row.ends_at,
        scopeShare:
          row.share_n === null || row.share_d === null ? null : { n: number(row.share_n), d: number(row.share_d) },
        respondent: { name: row.respondent_name, idNo: row.respondent_id_no },
      };
  }
}

export function maskRight<T extends RightView>(right: T): T {
  return {
    ...right,
    holders: right.holders.map((h) => ({
      ...h,
      name: maskName(h.name, h.nature),
      idNo: maskIdNo(h.idNo),
      masked: true,
    })),
    ...(right.kind === 'SEIZURE' ? { respondent: maskRespondent(right.respondent) } : {}),
  };
}

const maskRespondent = ({ name, idNo }: SeizureView['respondent']): SeizureView['respondent'] => ({
  name: maskName(name, /^\d{17}[\dX]$/i.test(idNo) ? 'person' : 'company'),
  idNo: maskIdNo(idNo),
});

export function currentOwnership(rights: readonly RightView[], unitCode: string): OwnershipView | null {
  return (
    rights.find(
      (r): r is OwnershipView => r.kind === 'OWNERSHIP' && r.status === 'CURRENT' && r.unitCode === unitCode,
    ) ?? null
  );
}
