import { classifiedTables } from '../evidence/classified-tables.ts';
import type { Keeping } from './types.ts';

const ever = (why: string): Keeping => ({ kept: 'ever', why });
const bounded = (why: string): Keeping => ({ kept: 'bounded', why });

/** What is not bound to the chain, and could go: each is decided. */
const uncovered: Record<string, Keeping> = {
  row_digests: ever('the proof that no row was changed'),
  covered_tables: bounded('a row a table'),
  register_events: ever('the chain itself: register:verify reads it from its first event on'),
  event_chain_heads: bounded('a row a district'),
  migration: bounded('a row a file of this release'),
  users: ever('who an id of the chain was; accounts are closed, not deleted'),
  query_numbers: ever('numbers drawn for queries, each once (INV-34); append-only as the log of queries is'),
  case_counters: bounded('a row a day and district, some bytes'),
  letter_counters: bounded('a row a year and district'),
  certificate_counters: bounded('a row a year and district'),
  court_delivery_clock: bounded('one row'),
  calendar_years: bounded('a row a year'),
  calendar_days: bounded('the days of a year that are no usual ones'),
  calendar_revision: bounded('one row'),
  rule_revision: bounded('one row'),
  calendar_moves: ever('why a deadline of a case was moved'),
  office_timetables: bounded('a row a change of the opening hours'),
  sla_ledger: ever('how long a case took, for which the office answers; with the case'),
  sla_pauses: ever('why a clock stood; with the case'),
  sla_outages: ever('why clocks stood; some rows a year'),
  upper_reports: ever('that an entry was reported, and the answer; without it, it would be reported again'),
  upper_reconciliations: bounded('a row a day'),
  stock_batches: ever('which file a page of the old stock came from; the stock is taken in once'),
  stock_rows: ever('what stood in that file; the stock is taken in once'),
  stock_houses: ever('how a row of it was linked; the stock is taken in once'),
  stock_findings: ever('what was found in it; the stock is taken in once'),
  unit_quality: bounded('a row a page'),
  utility_transfers: ever('what a case told a company, and its answer; with the case'),
  utility_history: ever('what a case told a company, and its answer; with the case'),
  utility_batch: ever('what a case told a company, and its answer; with the case'),
  department_requests: ever(
    'which result was asked for, under its idempotency key; what it sent goes when it is answered',
  ),
  department_asks: ever('append-only, with its request'),
  hukou_notices: ever('what a case told the police, and their answer; with the case'),

  outbox: {
    kept: 'outbox',
    why: 'delivered messages: what they told is in the chain; the watches of cautions, objections and seizures stay, as they say who was told',
  },
  lookups: { kept: 'lookups', why: 'tally of one day for the daily caps; what was looked up is in the audit log' },
  lookup_counts: {
    kept: 'lookups',
    why: 'tally of one day for the daily caps; what was looked up is in the audit log',
  },
  public_links: {
    kept: 'links',
    why: 'access for some days, and a phone number; what was consented or signed is kept elsewhere',
  },
  department_circuits: { kept: 'circuits', why: 'what a process that has ended reported last' },
  tickets: {
    kept: 'tickets',
    why: 'waits in the hall, for the statistics of a year; the number of a case is in its event',
  },
  ticket_steps: { kept: 'tickets', why: 'with their number' },
  ticket_cases: { kept: 'tickets', why: 'with their number' },
  ticket_counters: { kept: 'tickets', why: 'with the numbers of their day' },
};

/**
 * Every table of schema `registry`, and how long its rows are kept. What is bound to the chain is kept for ever: the register by law (条例
 * §13), what a decision rests on as its file; a row of it that went would be an alarm of `register:verify`.
 */
export const keptTables: Record<string, Keeping> = {
  ...uncovered,
  ...Object.fromEntries(
    Object.entries(classifiedTables).flatMap(([name, { part }]) =>
      part === 'none'
        ? []
        : [[name, ever(part === 'book' ? '登记簿 (条例 §13)' : 'what the register rests on and what was handed out')]],
    ),
  ),
};
