/**
 * Every table of schema `registry`, and whether its rows are bound to the event chain (decision 0014). A table that is missing
 * here fails test/registry/evidence-coverage.test.ts; so does a covered table with a column that its digest leaves out.
 */
export interface CoveredTable {
  /**
   * `book`: the register itself; its rows are written only inside a 登簿, a seizure, a migration, a recorded survey, so a batch of them that no
   * event of that kind carries is an alarm. `file`: what a decision rests on and what was handed out.
   */
  part: 'book' | 'file';
  /** Columns the digest leaves out, with the reason. */
  except?: Record<string, string>;
  /** Holds bytes whose SHA-256 stands in column `sha256`. */
  bytes?: true;
}

export interface UncoveredTable {
  part: 'none';
  why: string;
}

const book: CoveredTable = { part: 'book' };
const file: CoveredTable = { part: 'file' };
const none = (why: string): UncoveredTable => ({ part: 'none', why });

export const classifiedTables: Record<string, CoveredTable | UncoveredTable> = {
  parcels: book,
  buildings: book,
  logical_buildings: book,
  floors: book,
  units: book,
  register_entries: book,
  entry_units: book,
  rights: book,
  right_holders: book,
  ownership_details: book,
  mortgage_details: book,
  caution_details: book,
  objection_details: book,
  seizure_details: book,
  easement_details: book,
  residence_details: book,
  unit_changes: book,
  unit_lineage: book,
  land_right_details: book,
  seizure_renewals: book,
  seizure_conversions: book,

  persons: { part: 'file', except: { phone: 'how to reach a person; changes without a registration' } },
  certificates: file,
  certificate_papers: file,
  seal_authorities: file,
  claim_freezes: file,
  printed_letters: { part: 'file', except: { bytes: 'by its SHA-256 in column sha256' }, bytes: true },
  letter_postings: file,
  surveys: file,
  paper_batches: file,
  paper_voids: file,
  paper_destructions: file,
  destroyed_papers: file,
  certificate_recalls: file,
  cases: {
    part: 'file',
    except: {
      start_variables: 'copy for the process engine of what stands in the other columns',
      process_instance_key: 'of the process engine',
      bpmn_process_id: 'of the process engine',
      recheck_needed: 'reminder for the process; the recheck itself reads the pages',
    },
  },
  case_units: file,
  legacy_units: file,
  legacy_confirmations: file,
  case_parties: file,
  case_targets: file,
  identity_checks: file,
  case_materials: file,
  documents: { part: 'file', except: { bytes: 'by its SHA-256 in column sha256' }, bytes: true },
  reviews: file,
  consents: file,
  suit_proofs: file,
  publicities: file,
  publicity_objections: file,
  supplements: file,
  notifications: file,
  contract_filings: file,
  tax_cases: file,
  tax_clearances: file,
  tax_confirmations: file,
  payment_orders: file,
  escrow_accounts: file,
  owner_consents: file,
  case_loans: file,
  contract_infos: file,
  signatures: file,
  confirmed_ranks: file,
  bank_checks: file,
  onsite_views: file,
  escalations: file,
  court_notices: {
    part: 'file',
    except: { alarmed_at: 'reminder to the office', process_instance_key: 'of the process engine' },
  },
  notice_papers: { part: 'file', except: { bytes: 'by its SHA-256 in column sha256' }, bytes: true },
  organisations: file,
  rule_values: file,
  calendar_changes: file,
  audit_log: file,
  queries: file,
  query_papers: { part: 'file', except: { bytes: 'by its SHA-256 in column sha256' }, bytes: true },
  lookup_limits: file,
  lookup_alarms: file,
  housing_exclusions: file,
  exclusion_changes: file,

  ticket_counters: none('last number drawn; the tickets themselves are in tickets'),
  tickets: none('where each number of the hall is now, as its newest step says; no decision rests on it'),
  ticket_steps: none(
    'what was done with each number of the hall and by whom; append-only, and no decision rests on it',
  ),
  ticket_cases: none('which case came of which ticket; the number stands in the event of the filing'),
  row_digests: none('the digests themselves; bound by the batch hashes of the chain'),
  covered_tables: none('column order of the digests; a change of it makes every digest of the table differ'),
  register_events: none('the chain itself; each event is bound by its own hash and the next one'),
  event_chain_heads: none('newest event of each chain; compared with the chain'),
  migration: none('which migrations were applied'),
  users: none('accounts and passwords of the staff; what they did is in the chain under their ids'),
  query_numbers: none('numbers drawn; what was asked and answered under them is in queries'),
  lookups: none('tally of one day for the daily caps; what was looked up is in queries and audit_log'),
  lookup_counts: none('tally of one day for the daily caps; what was looked up is in queries and audit_log'),
  case_counters: none('last number drawn; the numbers themselves are in cases and court_notices'),
  letter_counters: none('last number drawn; the numbers themselves are in printed_letters'),
  certificate_counters: none('last number drawn; the numbers themselves are in certificates'),
  court_delivery_clock: none('last delivery time given; the times themselves are in court_notices'),
  calendar_years: none('working calendar, loaded from a published notice'),
  calendar_days: none('working calendar, loaded from a published notice'),
  calendar_revision: none('counts the loads of the working calendar, so that a copy in memory is read again'),
  rule_revision: none('a name that changes with the rules, so that a copy in memory is read again'),
  calendar_moves: none('management of deadlines; each move is an event of the chain'),
  office_timetables: none('opening hours; who changed them is in calendar_changes'),
  sla_ledger: none('management of deadlines; start, pause, resume and stop are events of the chain'),
  sla_pauses: none('management of deadlines; start, pause, resume and stop are events of the chain'),
  sla_outages: none('management of deadlines; outages are events of the chain'),
  upper_reports: none('reports on their way; each answer of the platform is an event of the chain'),
  upper_reconciliations: none('comparison of a day with the platform, made again at any time'),
  old_id_numbers: file,
  stock_links: file,
  stock_batches: none('files on their way into the book; what entered is in the chain under the number of the batch'),
  stock_rows: none('rows of files that wait to enter the book; what entered is in its tables'),
  stock_houses: none('state of the rows that wait'),
  stock_findings: none('report of the dry run, made again at any time'),
  unit_quality: none('assessed again from the book at any time'),
  outbox: none('messages on their way; what they report is in the chain'),
  public_links: none(
    'access to a page for a few days; what was consented or signed is in owner_consents and signatures',
  ),
  utility_transfers: none('services of other companies that follow a registration and change nothing in it'),
  utility_history: none('services of other companies that follow a registration and change nothing in it'),
  utility_batch: none('services of other companies that follow a registration and change nothing in it'),
  hukou_notices: none('a notice to the police that changes nothing in the register'),
  department_requests: none(
    'what waits for a department, and its request until then; what came of it is in tax_cases, payment_orders and so on',
  ),
  department_asks: none(
    'each time a department was asked again; what somebody did or learned by it is an event of the chain',
  ),
  department_circuits: none('state of connections, rewritten every few seconds'),
};

export const coveredTables: readonly (readonly [name: string, table: CoveredTable])[] = Object.entries(
  classifiedTables,
).flatMap(([name, table]) => (table.part === 'none' ? [] : [[name, table] as const]));
