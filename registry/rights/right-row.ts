import type { IdType, Nature, RegisteredMode } from '../common.ts';
import { number } from '../db/transaction.ts';
import type {
  CautionKind,
  EasementView,
  HolderView,
  MortgageView,
  ObjectionView,
  ResidenceView,
  RightKind,
  RightStatus,
  RightView,
  SeizureView,
} from './types.ts';

export interface RightRow {
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
  mode: RegisteredMode;
  price_fen: string | null;
  mortgage_kind: MortgageView['mortgageKind'];
  amount_fen: string;
  term_from: string;
  term_to: string;
  rank: number;
  scope: string;
  restricts_transfer: boolean;
  contract_no: string;
  right_type: string;
  loan_contract_no: string | null;
  rank_since: Date | null;
  existing_claim_fen: string | null;
  claim_fixed_on: string | null;
  claim_fixed_fen: string | null;
  claim_fixed_fact: string | null;
  under_construction: boolean;
  caution_kind: CautionKind;
  agreement_no: string | null;
  agreed_on: string | null;
  registrable_from: string | null;
  caution_price_fen: string | null;
  claim_fen: string | null;
  claim_from: string | null;
  claim_to: string | null;
  claim_scope: string | null;
  claim_contract_no: string | null;
  side: EasementView['side'];
  other_unit_code: string;
  content: string;
  easement_from: string;
  easement_to: string;
  easement_contract_no: string;
  basis: ResidenceView['basis'];
  basis_no: string;
  residence_scope: string;
  conditions: string;
  residence_to: string | null;
  residence_price_fen: string | null;
  caution_lapses_on: string | null;
  matter: string;
  lapses_on: string;
  ground: ObjectionView['ground'];
  suit_no: string | null;
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

const commonColumns =
  'r.right_id, r.kind, r.unit_code, r.status, r.right_type, r.reg_type, r.reason, r.case_no, r.registered_at, r.registrar, r.ended_at, r.ended_reason, r.note';
const plainColumns = `o.mode, o.price_fen,
    m.mortgage_kind, m.amount_fen, m.term_from::text, m.term_to::text, m.rank, m.scope, m.restricts_transfer, m.contract_no,
    m.loan_contract_no, m.rank_since, m.existing_claim_fen, m.claim_fixed_on::text, m.claim_fixed_fen, m.claim_fixed_fact, m.under_construction`;
const partColumns = `coalesce((SELECT jsonb_agg(jsonb_build_object('seq', h.seq, 'name', h.name, 'nature', h.nature, 'idType', h.id_type, 'idNo', h.id_no, 'n', h.share_n, 'd', h.share_d)
      ORDER BY h.seq) FROM registry.right_holders h WHERE h.right_id = r.right_id), '[]') AS holders,
    coalesce((SELECT jsonb_agg(k.certificate_no ORDER BY k.certificate_no) FROM registry.certificates k
      WHERE k.right_id = r.right_id AND (k.status = 'LIVE' OR r.status = 'HISTORY')), '[]') AS certificates`;
const plainTables = `registry.rights r
  LEFT JOIN registry.ownership_details o USING (right_id)
  LEFT JOIN registry.mortgage_details m USING (right_id)`;

/** Kinds that nearly every page has, and no other: a third of the tables and of the columns. */
export const plainKinds: ReadonlySet<RightKind> = new Set(['OWNERSHIP', 'MORTGAGE']);
/** Complete for rights of `plainKinds`; of others it says that they are there. */
export const plainRightsSql = `SELECT ${commonColumns}, ${plainColumns}, ${partColumns} FROM ${plainTables}`;

/** Details of all kinds side by side, null where they do not apply. Whose, the reader adds. */
export const rightsSql = `
  SELECT ${commonColumns}, ${plainColumns},
    c.caution_kind, c.agreement_no, c.agreed_on::text, c.registrable_from::text, c.price_fen AS caution_price_fen, c.amount_fen AS claim_fen,
    c.term_from::text AS claim_from, c.term_to::text AS claim_to, c.scope AS claim_scope, c.loan_contract_no AS claim_contract_no,
    CASE WHEN r.kind = 'CAUTION' THEN registry.caution_lapses_on(r.unit_code, c.caution_kind, c.registrable_from)::text END AS caution_lapses_on,
    e.side, e.other_unit_code, e.content, e.term_from::text AS easement_from, e.term_to::text AS easement_to, e.contract_no AS easement_contract_no,
    j.basis, j.basis_no, j.scope AS residence_scope, j.conditions, j.term_to::text AS residence_to, j.price_fen AS residence_price_fen,
    b.matter, b.lapses_on::text, b.ground, (SELECT p.document_no FROM registry.suit_proofs p WHERE p.right_id = r.right_id) AS suit_no,
    s.seizure_kind, s.authority, s.document_no, s.delivered_at, s.term_months, s.starts_at, s.ends_at, s.share_n, s.share_d, coalesce(s.respondent_name, debtor.name) AS respondent_name, debtor.id_no AS respondent_id_no,
    CASE WHEN r.status = 'QUEUED' THEN row_number() OVER (PARTITION BY r.unit_code, r.status ORDER BY s.delivered_at, r.right_id) END AS queue_no,
    ${partColumns}
  FROM ${plainTables}
  LEFT JOIN registry.caution_details c USING (right_id)
  LEFT JOIN registry.objection_details b USING (right_id)
  LEFT JOIN registry.easement_details e USING (right_id)
  LEFT JOIN registry.residence_details j USING (right_id)
  LEFT JOIN registry.seizure_details s USING (right_id)
  LEFT JOIN registry.persons debtor ON debtor.person_id = s.respondent_id`;

export function toRight(row: RightRow): RightView {
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
        rightType: row.right_type,
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
        loanContractNo: row.loan_contract_no,
        rankSince: row.rank_since ?? row.registered_at,
        existingClaimFen: maybe(row.existing_claim_fen),
        claimFixed:
          row.claim_fixed_on === null
            ? null
            : { on: row.claim_fixed_on, amountFen: number(row.claim_fixed_fen), fact: row.claim_fixed_fact ?? '' },
        underConstruction: row.under_construction,
      };
    case 'CAUTION':
      return {
        ...common,
        kind: 'CAUTION',
        cautionKind: row.caution_kind,
        agreementNo: row.agreement_no,
        agreedOn: row.agreed_on,
        registrableFrom: row.registrable_from,
        lapsesOn: row.caution_lapses_on,
        priceFen: maybe(row.caution_price_fen),
        claim:
          row.claim_fen === null
            ? null
            : {
                amountFen: number(row.claim_fen),
                termFrom: row.claim_from ?? '',
                termTo: row.claim_to ?? '',
                scope: row.claim_scope ?? '',
                loanContractNo: row.claim_contract_no ?? '',
              },
      };
    case 'EASEMENT':
      return {
        ...common,
        kind: 'EASEMENT',
        side: row.side,
        otherUnitCode: row.other_unit_code,
        content: row.content,
        termFrom: row.easement_from,
        termTo: row.easement_to,
        contractNo: row.easement_contract_no,
      };
    case 'RESIDENCE':
      return {
        ...common,
        kind: 'RESIDENCE',
        basis: row.basis,
        basisNo: row.basis_no,
        scope: row.residence_scope,
        conditions: row.conditions,
        termTo: row.residence_to,
        priceFen: maybe(row.residence_price_fen),
      };
    case 'OBJECTION':
      return {
        ...common,
        kind: 'OBJECTION',
        matter: row.matter,
        ground: row.ground,
        lapsesOn: row.lapses_on,
        suitNo: row.suit_no,
      };
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

function maybe(value: string | null): number | null {
  return value === null ? null : number(value);
}
