import type { Certificate } from '../certificates/types.ts';
import type { Actor, Day, District, IdType, Nature, OwnershipMode, RuleProfile, Share } from '../common.ts';
import type { DocumentMeta } from '../documents/types.ts';
import type { ContractFiling, PaymentOrder, TaxCase } from '../money/types.ts';
import type { PublicityKind } from '../publicity/types.ts';
import type { SlaStatus } from '../sla/types.ts';
import type { LegacyCode } from '../units/legacy-codes.ts';
import type { HukouChoice, UtilityChoice, UtilityServiceName } from '../yilutong/types.ts';
import type { ApplicationTerms, MortgageTerms, RegisteredPerson, RightTarget } from './application-types.ts';
import type { OnSiteView, ReviewApi } from './review-types.ts';

export type * from './application-types.ts';
export type * from './review-types.ts';

export type Channel = 'window' | 'online' | 'bank' | 'notary' | 'agency' | 'court';
/**
 * 权利人 acquirer (new holder, mortgagee, or holder of a name change) · 义务人 obligor (transferor, mortgagor) · and their agents.
 * `mortgagee` only in combinations, where the acquirer is the buyer: the lender of the mortgage entered together with the sale.
 * `debtor` of a mortgage who owns nothing of the home: checked and asked to sign, never written in the register as a holder.
 */
export type PartyRole =
  | 'acquirer'
  | 'acquirer_agent'
  | 'obligor'
  | 'obligor_agent'
  | 'mortgagee'
  | 'mortgagee_agent'
  | 'debtor';

export interface PartyInput {
  role: PartyRole;
  nature: Nature;
  name: string;
  idType: IdType;
  idNo: string;
  phone?: string | null;
  address?: string | null;
  /** Acquirers of 按份共有 only. */
  share?: Share | null;
  representsPartyNo?: number | null;
}

/** F-APPLY 三合一申请表. Which blocks an item needs is in the catalogue (`ItemOperation.blocks`). */
export interface Application extends ApplicationTerms {
  /** Idempotency key of the intake (client-made UUID): the same key returns the same case. */
  applicationKey: string;
  itemCode: string;
  /** Which of the item's operations; needed only where it has several (BDC-23, 26, 27, 28, 29, 34, 35). */
  operation?: string;
  /**
   * Items entered in the same 登簿 (`Item.combinesWith`): BDC-17/18 = a new mortgage by the buyer, BDC-21 = the old one ends,
   * BDC-11 = the sellers inherit first.
   * The main item stands in `itemCode`. The lender is then a party of role `mortgagee`.
   */
  combined?: string[];
  channel: Channel;
  unitCodes: string[];
  /** Old codes on the papers, each confirmed by the clerk as a unit of the case (crosswalk of 江东). */
  legacyCodes?: LegacyCode[];
  parties: PartyInput[];
  /** Rights the case is about (`targets` block). */
  targets?: RightTarget[];
  ruleProfile?: RuleProfile;
  /** Ownership of the acquirers after the transfer; ignored where nobody acquires ownership. */
  ownershipMode?: OwnershipMode;
  contract?: {
    contractNo?: string | null;
    priceFen: number;
    signedOn: Day;
    payMode: 'full' | 'loan' | 'fund' | 'mixed';
    escrow?: boolean;
  };
  mortgage?: MortgageTerms;
  /** BDC-07: the acquirer parties carry the new identity, in the order of the register's holders. */
  nameChange?: { previous: RegisteredPerson[]; reason: string };
  hasLoan?: boolean;
  certMedium?: 'electronic' | 'paper' | 'both';
  separateCerts?: boolean;
  delivery?: 'window' | 'none' | 'mail';
  deliveryAddress?: string | null;
  taxFamily?: {
    marital: 'single' | 'married' | 'divorced' | 'widowed';
    spouse?: { name: string; idNo: string } | null;
    minorChildren?: { name: string; idNo: string }[];
  };
  /** Written consents handed in with the application, to rights named on the register page (INV-18, 21, 23). */
  consents?: { rightId: string; kind: ConsentKind }[];
  declareTruth: boolean;
  /** Process that is started for the case; `bdc-registration` when left out. */
  process?: ProcessId;
  /** Partner that files; from who is signed in, never from a form. */
  organisationId?: string | null;
  /** Filed by a bank: its loan, and the owner's consent that the case uses up (domain §5.2). */
  loan?: { loanNo: string; consentNo?: string | null };
  /** 一路通 (domain §5.4): services to transfer after 登簿, and what the police are told. */
  utilities?: UtilityChoice[];
  hukou?: HukouChoice | null;
}

/** Processes that a case can be filed for. */
export type ProcessId = 'bdc-registration' | 'bdc-bank-mortgage' | 'bdc-court-measure' | 'bdc-secondhand-yilutong';

/**
 * Written consents and acknowledgements: of a mortgagee (INV-17, 18), a caution's holder (INV-21), another holder of a right that
 * an abandonment would end, and the signed risk of an objection (INV-23) or of a residence right (INV-24).
 */
export type ConsentKind = 'mortgagee' | 'caution_holder' | 'right_holder' | 'objection_risk' | 'residence_risk';

/** Start variables of every process a case is filed for: no personal data. */
export interface StartVariables {
  caseNo: string;
  processId: ProcessId;
  itemCode: string;
  channel: Channel;
  district: District;
  unitCode: string;
  unitCodes: string[];
  partyNos: number[];
  ruleProfile: RuleProfile;
  contractDate: Day | null;
  /** Null = the item has one operation only. */
  operation: string | null;
  /** Items entered together with `itemCode`; empty for a plain case. */
  combined: string[];
  /** Day of filing (申请日): chooses the rows of effective-dated tables before acceptance. */
  filedOn: Day;
  /** Input `relation` of the deed tax table (domain §6.1). */
  taxRelation: TaxRelation;
  /** 条例 §19. */
  siteView: 'none' | 'possible' | 'always';
  /** A machine may accept when every check passes. */
  autoAcceptEligible: boolean;
  needsContract: boolean;
  needsTax: boolean;
  /** Asked of the public for fifteen working days before review; null = nothing is. */
  publicity: PublicityKind | null;
  hasLoan: boolean;
  certMedium: 'electronic' | 'paper' | 'both';
  delivery: 'window' | 'none' | 'mail';
  /** 一路通 only. */
  services?: UtilityServiceName[];
  needsEscrow?: boolean;
  wantsHukou?: boolean;
}

/** Rows of `deed_tax_rate.dmn`. */
export type TaxRelation =
  | 'sale'
  | 'new_home'
  | 'gift'
  | 'inheritance_statutory'
  | 'bequest'
  | 'spouse_change'
  | 'divorce'
  | 'share_change'
  | 'judicial'
  | 'land_grant'
  | 'other'
  | 'none';

export type CaseStatus = 'FILED' | 'ACCEPTED' | 'ENTERED' | 'CLOSED';
export type CaseOutcome =
  | 'COMPLETED'
  | 'COMPLETED_WITH_PENDING'
  | 'NOT_ACCEPTED'
  | 'REFUSED'
  | 'WITHDRAWN'
  | 'SUPERSEDED_BY_SEIZURE';

export interface CasePartyView {
  partyNo: number;
  role: PartyRole;
  nature: Nature;
  /** Masked unless the case was read with `unmask`. */
  name: string;
  idType: IdType;
  idNo: string;
  phone: string | null;
  share: Share | null;
  masked: boolean;
  identity: {
    result: 'matched' | 'mismatch' | 'manual_ok' | 'manual_reject' | 'unavailable';
    verifyNo: string | null;
    at: Date;
  } | null;
}

export interface MaterialRow {
  materialId: string;
  name: string;
  source: 'shared' | 'upload' | 'scan' | 'registry' | 'generated';
  required: boolean;
  /** Fetched or handed in. */
  present: boolean;
  pages: number | null;
  documentId: string | null;
  /** Number of the shared record. */
  reference: string | null;
  note: string | null;
}

export interface ReviewRow {
  taskKey: string;
  step: ReviewStep;
  decision: string;
  reasonCode: string | null;
  opinion: string | null;
  userId: string;
  at: Date;
}
export type ReviewStep = 'review' | 're_review' | 'sign_book' | 'confirm_refusal' | 'confirm_superseded';

export interface CaseSummary {
  caseNo: string;
  itemCode: string;
  itemName: string;
  channel: Channel;
  district: District;
  status: CaseStatus;
  outcome: CaseOutcome | null;
  unitCodes: string[];
  /** 坐落 of the first unit. */
  location: string;
  /** Masked names, acquirers then obligors. */
  parties: string[];
  filedAt: Date;
  filedBy: string;
  processId: ProcessId;
  /** Partner that filed it. */
  organisationId: string | null;
  acceptedAt: Date | null;
  acceptedBy: string | null;
  enteredAt: Date | null;
  closedAt: Date | null;
  processInstanceKey: string | null;
}

export interface CaseView extends CaseSummary {
  bpmnProcessId: string | null;
  ruleProfile: RuleProfile;
  startVariables: StartVariables;
  partyDetails: CasePartyView[];
  ownershipMode: OwnershipMode | null;
  contract: { contractNo: string | null; priceFen: number; signedOn: Day; payMode: string } | null;
  mortgage: MortgageTerms | null;
  operation: string | null;
  combined: string[];
  /** The other blocks of the application. Names inside (former names, the deceased) are masked like those of the parties. */
  terms: ApplicationTerms;
  /** Rights the case is about. */
  targetRightIds: string[];
  separateCerts: boolean;
  materials: MaterialRow[];
  inquiry: Record<string, unknown> | null;
  reviews: ReviewRow[];
  registerVersions: Record<string, number>;
  withdrawalRequestedAt: Date | null;
  recheckNeeded: boolean;
  certificateNos: string[];
  archiveNo: string | null;
  closeReason: string | null;
  sla: SlaStatus | null;
}

export interface CaseFilter {
  district?: District;
  status?: CaseStatus[];
  itemCode?: string;
  unitCode?: string;
  /** Case number prefix, unit code or part of the address. */
  text?: string;
  processInstanceKey?: string;
  organisationId?: string;
  limit?: number;
  /** filedAt of the last row seen. */
  before?: Date;
}

/** One line of the case's story: who did what when. No personal data. */
export interface TimelineLine {
  at: Date;
  actor: string;
  topic: string;
  /** Chinese sentence. */
  text: string;
  detail: Record<string, unknown>;
}

/** What is kept of a case beside the case itself, for its page. */
export interface CaseFile {
  documents: DocumentMeta[];
  paymentOrder: PaymentOrder | null;
  taxCase: TaxCase | null;
  contractFiling: ContractFiling | null;
  certificates: Certificate[];
  onSiteViews: OnSiteView[];
  lastSupplement: Awaited<ReturnType<CasesApi['lastSupplement']>>;
}

export interface CasesApi extends ReviewApi {
  /** Case, parties, evidence and the outbox row `case.filed` in one transaction. Throws RegistryError APPLICATION_INVALID with all problems. */
  fileCase(
    application: Application,
    actor: Actor,
  ): Promise<{ caseNo: string; startVariables: StartVariables; firstTime: boolean }>;
  /** Empty lists and nulls when there is no such case. */
  caseFile(caseNo: string): Promise<CaseFile>;
  getCase(caseNo: string, options?: { unmask?: { actor: Actor; purpose: string } }): Promise<CaseView | null>;
  listCases(filter: CaseFilter): Promise<CaseSummary[]>;
  /** Partner that filed the case; null for the centre's own and for unknown numbers. */
  organisationOf(caseNo: string): Promise<string | null>;
  timeline(caseNo: string): Promise<TimelineLine[]>;
  /** Called processes work for the case as well; only the instance of its own process is remembered. */
  linkProcessInstance(caseNo: string, processInstanceKey: string, bpmnProcessId: string): Promise<void>;

  recordIdentityCheck(input: {
    caseNo: string;
    partyNo: number;
    result: 'matched' | 'mismatch' | 'unavailable' | 'manual_ok' | 'manual_reject';
    verifyNo?: string | null;
    score?: number | null;
    by: Actor;
    key: string;
  }): Promise<void>;
  /** Replaces the list of what is asked for; keeps what is present. Idempotent. */
  saveMaterials(
    caseNo: string,
    materials: Omit<MaterialRow, 'present' | 'pages' | 'documentId' | 'reference' | 'note'>[],
  ): Promise<MaterialRow[]>;
  /**
   * Adds what is not on the list yet and leaves the rest as it is: for jobs that ask side by side and may come twice, the second
   * time after a person has gone on with the list.
   */
  askMaterials(
    caseNo: string,
    materials: Omit<MaterialRow, 'present' | 'pages' | 'documentId' | 'reference' | 'note'>[],
  ): Promise<void>;
  /** What somebody has received, the machine (role `system`) does not take back: its "not found" may be late. */
  recordMaterial(input: {
    caseNo: string;
    materialId: string;
    present: boolean;
    documentId?: string | null;
    reference?: string | null;
    pages?: number | null;
    note?: string | null;
    by: Actor;
  }): Promise<void>;
  saveInquiry(input: { caseNo: string; answers: Record<string, unknown>; by: Actor }): Promise<void>;
  /** Decision of CollectMaterials; its user becomes the acceptor (INV-29). Idempotent by taskKey. */
  recordIntake(input: {
    caseNo: string;
    taskKey: string;
    decision: 'accept' | 'supplement' | 'reject';
    missingMaterials?: string[];
    reasonCode?: string | null;
    /** Which row of a table decided, when a machine did. */
    opinion?: string | null;
    by: Actor;
  }): Promise<void>;
  /** 受理: acceptedAt = now, captures register versions, starts the SLA. Idempotent. Throws INTAKE_MISSING when nobody decided to accept. */
  acceptCase(caseNo: string): Promise<{
    acceptedAt: Date;
    slaWarnAt: Date;
    slaDueAt: Date;
    slaEpoch: number;
    /** When the statutory 30 working days must be looked at (see `sla.statutory`). */
    statutoryCheckAt: Date;
    registerVersion: number;
    registerVersions: Record<string, number>;
    firstTime: boolean;
  }>;
  /** Written consent (mortgagee, caution holder, risk acknowledgement of an objection) to the right that would block. */
  recordConsent(input: {
    caseNo: string;
    rightId: string;
    kind: ConsentKind;
    documentId?: string | null;
    by: Actor;
  }): Promise<void>;
  /**
   * Idempotent by taskKey; another decision for the same task is CONFLICTING_RESULT. Throws SEPARATION_OF_DUTIES: the database
   * refuses the acceptor (INV-29). An approval accepts the register as the reviewer saw it: `seenVersions`, or for `re_review` as
   * it is now.
   */
  recordReview(input: {
    caseNo: string;
    taskKey: string;
    step: ReviewStep;
    decision: string;
    reasonCode?: string | null;
    opinion?: string | null;
    checklist?: Record<string, unknown>;
    seenVersions?: Record<string, number>;
    by: Actor;
  }): Promise<void>;
  /** Throws SEPARATION_OF_DUTIES when this user may not do that step of the case (for 403 before the form opens). */
  assertMayReview(caseNo: string, step: ReviewStep, actor: Actor): Promise<void>;
  /** Outbox `case.withdraw`. Throws ALREADY_ENTERED after 登簿 (INV-30), CASE_CLOSED. */
  requestWithdrawal(input: { caseNo: string; reason: string; by: Actor }): Promise<{ first: boolean }>;
  requestSupplement(input: { caseNo: string; key: string; items: string[]; dueAt: Date; by: Actor }): Promise<void>;
  /** The newest 补正 asked for in the review, answered or not; null when none was. */
  lastSupplement(
    caseNo: string,
  ): Promise<{ key: string; items: string[]; requestedAt: Date; dueAt: Date; receivedAt: Date | null } | null>;
  /** How often a 补正 was asked for since 受理. */
  supplementsAsked(caseNo: string): Promise<number>;
  /** Outbox `supplement.received`. Throws NOT_WAITING_FOR_SUPPLEMENT. */
  receiveSupplement(input: {
    caseNo: string;
    materials: { materialId: string; documentId?: string | null; note?: string | null }[];
    by: Actor;
  }): Promise<{ first: boolean }>;
  /** For the interrupting events: has 登簿 already happened? */
  checkInterruption(caseNo: string): Promise<{
    entered: boolean;
    enteredAt: Date | null;
    certificateNos: string[];
  }>;
  /** Another registration changed a unit of the case: the recheck before 登簿 must run. */
  markRecheck(caseNo: string): Promise<void>;
  /**
   * A department or the register has refused, and a person goes on with it. `what` was to be done and `reason` are Chinese, without
   * personal data. The same refusal twice in a row is written once.
   */
  recordRefusal(input: { caseNo: string; jobType: string; what: string; reason: string }): Promise<void>;
  /** Why one of these jobs was refused the last time; null when none ever was. */
  lastRefusal(caseNo: string, jobTypes: readonly string[]): Promise<string | null>;
  recordNotification(input: {
    caseNo: string;
    key: string;
    template: string;
    partyNo: number | null;
    messageId: string;
  }): Promise<void>;
  /** Where a certificate is posted to; personal data, for the courier's order only. */
  deliveryAddress(caseNo: string): Promise<string | null>;
  archiveCase(input: { caseNo: string; archiveNo: string; documents: number; pages: number }): Promise<void>;
  /** Idempotent. Throws OUTCOME_NOT_POSSIBLE: COMPLETED needs 登簿, all others need none. */
  closeCase(input: {
    caseNo: string;
    outcome: CaseOutcome;
    reasonCode?: string | null;
    by: Actor;
  }): Promise<{ closedAt: Date; firstTime: boolean }>;
}
