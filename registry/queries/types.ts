/**
 * Words used here
 *
 * query     档案查询 (AR-01 … 04, CT-01): one question to the register with its purpose and legal ground
 * sheet     查询结果 or 不予查询告知书 as PDF: watermark, verification code, 30 days
 * look-up   a page, a search or a query by a member of staff, counted by day
 */
import type { Actor, Day, District, IdType, OwnershipMode, Share } from '../common.ts';
import type { QueriedUnit } from '../court/types.ts';
import type { HousingCount, HousingFamily, TaxFacts } from '../money/types.ts';
import type { UnitUse } from '../units/types.ts';

export type QueryKind = 'AR-01' | 'AR-02' | 'AR-03' | 'AR-04' | 'CT-01';
/** GIVEN something was shown · NOTHING 查无 · REFUSED 不予查询. */
export type QueryOutcome = 'GIVEN' | 'NOTHING' | 'REFUSED';

export interface QueryPerson {
  name: string;
  idType: IdType;
  idNo: string;
}

/** What the police said about the person at the window. */
export interface IdentityCheck {
  matched: boolean;
  checkNo: string;
}

/** AR-01 权利人查询: one's own property. */
export interface OwnerQuery {
  kind: 'AR-01';
  applicant: QueryPerson;
  identity: IdentityCheck;
  /** Acts for the owner; needs paper `authorisation`, and the identity check is his. */
  agent: QueryPerson | null;
  /** Empty: everything that he holds. */
  unitCodes: string[];
  /** Also who has asked about these homes. */
  askers: boolean;
}

/** AR-02 利害关系人、律师查询: named units, limited view. */
export interface InterestQuery {
  kind: 'AR-02';
  applicant: QueryPerson;
  identity: IdentityCheck;
  capacity: 'party' | 'lawyer';
  /** 律师执业证号; needs paper `lawyer`. */
  licenceNo: string | null;
  /** Contract no. or 案号 of the proof of interest. */
  basisNo: string;
  unitCodes: string[];
  /** Whom the applicant takes for the holder; the answer is yes or no. Without a unit this is 以人查房 and refused. */
  holder: { name: string; idNo: string | null } | null;
}

/** AR-03 国家机关查询. */
export interface AuthorityQuery {
  kind: 'AR-03';
  authority: string;
  officers: { name: string; certificateNo: string }[];
  /** 协助查询函 no.; needs paper `mandate`. */
  mandateNo: string;
  /** The law that lets this authority ask, as the mandate cites it. */
  legalBasis: string;
  unitCodes: string[];
  person: { name: string; idNo: string } | null;
  /** The mandate forbids telling the owner. */
  secret: boolean;
}

/** AR-04 缴税用住房套次查询 at the window or by a tax officer; a running case counts by `countForCase`. */
export interface HousingQuery extends HousingFamily {
  kind: 'AR-04';
  applicant: QueryPerson;
}

export type QueryQuestion = OwnerQuery | InterestQuery | AuthorityQuery | HousingQuery;
export type QueryPaperKind =
  | 'identity'
  | 'authorisation'
  | 'interest'
  | 'lawyer'
  | 'mandate'
  | 'declaration'
  | 'result'
  | 'refusal';

export interface NewQueryPaper {
  kind: QueryPaperKind;
  title: string;
  mediaType: string;
  bytes: Uint8Array;
}

export interface NewQuery {
  /** Made by the client once for each query: a repeated click answers the first one. */
  queryKey: string;
  district: District;
  purpose: string;
  question: QueryQuestion;
  papers: NewQueryPaper[];
}

/** Natural facts: what the building says of itself. */
export interface QueriedFacts {
  unitCode: string;
  location: string;
  use: UnitUse;
  area: number;
  innerArea: number | null;
  sharedArea: number | null;
  floor: number | null;
  totalFloors: number | null;
  structure: string | null;
  completedOn: Day | null;
  landUse: string;
  landNature: string;
  landTermTo: Day | null;
}

/** AR-02: nothing about any person but whether the one who was named is the holder. */
export interface LimitedUnit extends QueriedFacts {
  registered: boolean;
  extinguished: boolean;
  coOwned: boolean;
  mortgaged: boolean;
  cautioned: boolean;
  objected: boolean;
  seized: boolean;
  /** Null: no holder was named. */
  holderMatches: boolean | null;
}

/** AR-01: the owner's own page. Names as the page has them; nobody's number but his own. */
export interface OwnedUnit extends QueriedFacts {
  /** 权利 that the applicant holds here. */
  rights: ('OWNERSHIP' | 'CAUTION' | 'RESIDENCE')[];
  mode: OwnershipMode | null;
  certificateNos: string[];
  registeredAt: Date | null;
  holders: { name: string; share: Share | null; self: boolean }[];
  mortgages: { rank: number; mortgagee: string; amountFen: number; termFrom: Day; termTo: Day }[];
  cautions: { kind: string; holders: string[] }[];
  objections: { matter: string; holders: string[] }[];
  residences: { scope: string; holders: string[] }[];
  seizures: {
    authority: string;
    documentNo: string;
    queueNo: number | null;
    startsAt: Date | null;
    endsAt: Date | null;
  }[];
}

/** Who asked about a home, as its owner may know. Members of the public are masked. */
export interface Asker {
  unitCode: string;
  askedAt: Date;
  kind: QueryKind;
  who: string;
  purpose: string;
}

export type QueryAnswer =
  | { kind: 'AR-01'; units: OwnedUnit[]; askers: Asker[] | null }
  | { kind: 'AR-02'; units: LimitedUnit[] }
  | { kind: 'AR-03'; units: QueriedUnit[] }
  | { kind: 'AR-04'; housing: HousingCount };

export interface QueryRefusal {
  code: QueryRefusalCode;
  /** Chinese, for the 不予查询告知书; no personal data. */
  reason: string;
  /** What to bring or where to go. */
  advice: string;
}
export type QueryRefusalCode =
  | 'PURPOSE_MISSING'
  | 'IDENTITY_NOT_PROVEN'
  | 'AUTHORISATION_MISSING'
  | 'NOT_HOLDER'
  | 'BY_NAME_FORBIDDEN'
  | 'UNIT_NOT_NAMED'
  | 'TOO_MANY_UNITS'
  | 'INTEREST_NOT_PROVEN'
  | 'LAWYER_PAPERS_MISSING'
  | 'MANDATE_MISSING'
  | 'TWO_OFFICERS_NEEDED'
  | 'LEGAL_BASIS_MISSING'
  | 'FAMILY_MISSING'
  | 'DAILY_CAP';

export interface QueryPaper {
  paperId: string;
  kind: QueryPaperKind;
  title: string;
  mediaType: string;
  sha256: string;
  createdAt: Date;
  sealed: boolean;
}

/** Personal data in clear. */
export interface QueryView {
  queryNo: string;
  kind: QueryKind;
  district: District;
  askedAt: Date;
  userId: string;
  role: Actor['role'];
  forWhom: string;
  purpose: string;
  legalBasis: string;
  basisNo: string | null;
  caseNo: string | null;
  unitCodes: string[];
  fields: string[];
  outcome: QueryOutcome;
  refusals: QueryRefusal[];
  /** Null: refused, or kept with the notice or the case. */
  result: QueryAnswer | null;
  resultHash: string | null;
  secret: boolean;
  /** Verification code of the sheet. */
  token: string | null;
  validUntil: Date | null;
  papers: QueryPaper[];
}

/** A line of the audit page: everything but what was given. The applicant is masked. */
export type QueryLogLine = Omit<QueryView, 'result' | 'token' | 'papers'>;

export interface QueryLogFilter {
  kind?: QueryKind;
  outcome?: QueryOutcome;
  userId?: string;
  unitCode?: string;
  district?: District;
  /** Part of purpose, ground or number of the ground. */
  text?: string;
  from?: Day;
  to?: Day;
  limit?: number;
}

export type LookupKind = 'unit.read' | 'unit.search' | 'query' | 'query.refused';
export interface LookupAlarm {
  userId: string;
  day: Day;
  what: LookupKind;
  n: number;
  /** The daily cap was reached: nothing more was shown that day. */
  stopped: boolean;
  at: Date;
}

/** A query that citizens and authorities can ask for: data, like the items of registration. */
export interface QueryItem {
  code: QueryKind;
  name: string;
  situation: string;
  channels: ('window' | 'online' | 'court' | 'system')[];
  slaClass: 'IMM';
  /** Where papers must be fetched from the archive first (不动产登记资料查询暂行办法). */
  slaWithRetrieval: '5WD' | null;
  materials: { id: QueryPaperKind; name: string; required: boolean }[];
  legalBasis: string;
  /** What of a page is given (registry/queries/fields.ts). */
  fields: string[];
}

export interface QueriesApi {
  listItems(): QueryItem[];
  /** The number of a query before it is asked, for the calls to other offices that it needs. Idempotent by key. */
  drawNumber(queryKey: string, district: District): Promise<string>;
  /**
   * Asks the register. A refusal is a result and is kept like an answer. Idempotent by `queryKey`.
   * @throws APPLICATION_KEY_REUSED the key belongs to another question
   */
  ask(input: NewQuery, actor: Actor): Promise<QueryView>;
  getQuery(queryNo: string): Promise<QueryView | null>;
  getPaper(paperId: string): Promise<{ queryNo: string; paper: QueryPaper; bytes: Buffer } | null>;
  /** One of a kind for each query: a second one is not written. */
  putPaper(queryNo: string, paper: NewQueryPaper): Promise<QueryPaper>;
  recordPaperSeal(paperId: string, seal: Record<string, string>): Promise<void>;
  /** Public page: state and hash only. Null for an unknown code. */
  findByToken(token: string): Promise<{
    queryNo: string;
    kind: QueryKind;
    askedAt: Date;
    validUntil: Date;
    valid: boolean;
    sha256: string | null;
  } | null>;
  /** AR-04 of a running case; kept in the log once for each result. */
  countForCase(caseNo: string): Promise<TaxFacts>;
  /** For supervisors and auditors: who asked what, when and why. */
  searchLog(filter: QueryLogFilter): Promise<QueryLogLine[]>;
  /** Counts a look-up once a day; `allowed` is false beyond the cap. Unusual numbers raise an alarm. */
  countLookup(actor: Actor, what: LookupKind, key: string): Promise<{ allowed: boolean }>;
  listAlarms(filter: { district?: District; from?: Day; limit?: number }): Promise<LookupAlarm[]>;
}
