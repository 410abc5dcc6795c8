/**
 * Types of the register (不动产登记簿). One import for everybody who builds on it.
 *
 * Terminology (docs/glossary.md has the full map; the code uses no second word for the same thing):
 *   unit 不动产单元 · right 权利 · holder 权利人 · certificate 不动产权证书 · proof 不动产登记证明
 *   file 申请 · accept 受理 · review 审核 · enter in register 登簿 · supplement 补正 · entry 一次登簿
 *   caution 预告登记 · objection 异议登记 · seizure 查封 · queued seizure 轮候查封 · registerVersion 登记簿版本
 *
 * Conventions: instants are `Date`; calendar days are `YYYY-MM-DD` in Asia/Shanghai; money is integer fen;
 * areas are ㎡ with two decimals; shares are rationals.
 */
export type * from './bank/types.ts';
export type * from './cadastre/types.ts';
export type * from './calendar/types.ts';
export type * from './cases/types.ts';
export type * from './certificates/types.ts';
export type * from './circuits/types.ts';
export type * from './common.ts';
export type * from './court/types.ts';
export type * from './documents/types.ts';
export type * from './enter/types.ts';
export type * from './evidence/types.ts';
export type * from './exchange/message.ts';
export type * from './exchange/types.ts';
export type * from './items/types.ts';
export type * from './keeping/types.ts';
export type * from './lapse/types.ts';
export type * from './letters/types.ts';
export type * from './money/types.ts';
export type * from './organisations/types.ts';
export type * from './outbox/types.ts';
export type * from './papers/types.ts';
export type * from './people/types.ts';
export type * from './publicity/types.ts';
export type * from './quality/types.ts';
export type * from './queries/types.ts';
export type * from './requests/types.ts';
export type * from './rights/types.ts';
export type * from './rule-values/types.ts';
export type * from './seals/types.ts';
export type * from './seizure/types.ts';
export type * from './sla/types.ts';
export type * from './stock/types.ts';
export type * from './tickets/types.ts';
export type * from './units/types.ts';
export type * from './validators/types.ts';
export type * from './yilutong/types.ts';

import type { BankApi } from './bank/types.ts';
import type { CadastreApi } from './cadastre/types.ts';
import type { CalendarApi } from './calendar/types.ts';
import type { CasesApi } from './cases/types.ts';
import type { CertificatesApi } from './certificates/types.ts';
import type { CircuitsApi } from './circuits/types.ts';
import type { CourtApi } from './court/types.ts';
import type { DocumentsApi } from './documents/types.ts';
import type { BookApi } from './enter/types.ts';
import type { EvidenceApi } from './evidence/types.ts';
import type { ExchangeApi } from './exchange/types.ts';
import type { ItemsApi } from './items/types.ts';
import type { KeepingApi } from './keeping/types.ts';
import type { LapsesApi } from './lapse/types.ts';
import type { PrintedLettersApi } from './letters/types.ts';
import type { MoneyApi } from './money/types.ts';
import type { OrganisationsApi } from './organisations/types.ts';
import type { OutboxApi } from './outbox/types.ts';
import type { PapersApi } from './papers/types.ts';
import type { AuditApi, PeopleApi, UsersApi } from './people/types.ts';
import type { PublicityApi } from './publicity/types.ts';
import type { QualityApi } from './quality/types.ts';
import type { QueriesApi } from './queries/types.ts';
import type { RequestsApi } from './requests/types.ts';
import type { RulesApi } from './rule-values/types.ts';
import type { SealsApi } from './seals/types.ts';
import type { SeizuresApi } from './seizure/types.ts';
import type { SlaApi } from './sla/types.ts';
import type { StockApi } from './stock/types.ts';
import type { TicketsApi } from './tickets/types.ts';
import type { UnitsApi } from './units/types.ts';
import type { YilutongApi } from './yilutong/types.ts';

/** What `createRegistry({ pool, clock })` returns: plain functions, grouped by subject. All of them are safe to repeat. */
export interface Registry {
  units: UnitsApi;
  cadastre: CadastreApi;
  items: ItemsApi;
  cases: CasesApi;
  bank: BankApi;
  lapses: LapsesApi;
  letters: PrintedLettersApi;
  money: MoneyApi;
  documents: DocumentsApi;
  sla: SlaApi;
  calendar: CalendarApi;
  book: BookApi;
  seals: SealsApi;
  publicity: PublicityApi;
  seizures: SeizuresApi;
  court: CourtApi;
  certificates: CertificatesApi;
  papers: PapersApi;
  outbox: OutboxApi;
  people: PeopleApi;
  users: UsersApi;
  organisations: OrganisationsApi;
  circuits: CircuitsApi;
  audit: AuditApi;
  queries: QueriesApi;
  evidence: EvidenceApi;
  yilutong: YilutongApi;
  requests: RequestsApi;
  rules: RulesApi;
  exchange: ExchangeApi;
  stock: StockApi;
  quality: QualityApi;
  tickets: TicketsApi;
  keeping: KeepingApi;
}
