import type { Day, RuleProfile } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { findDefinition } from './definitions.ts';
import type { RuleName, RuleScope, RuleTypes } from './types.ts';

/** An approved value as far as the question "what is in force" needs it. */
export interface RuleEntry {
  name: string;
  profile: RuleScope;
  value: unknown;
  from: Day;
  to: Day | null;
}

/** All approved values. Pure: the same book gives the same answer, at intake and at 登簿. */
export interface RuleBook {
  /** @throws RegistryError RULE_MISSING: a day without a rule is an error, never a guess */
  value<N extends RuleName>(name: N, profile: RuleProfile, day: Day): RuleTypes[N];
  /** The book as it would be if this were approved now. */
  with(entry: RuleEntry): RuleBook;
}

/** @param entries the newest approval first: of those that cover a day, the first is in force */
export function ruleBook(entries: readonly RuleEntry[]): RuleBook {
  return {
    value<N extends RuleName>(name: N, profile: RuleProfile, day: Day): RuleTypes[N] {
      const scope: RuleScope = findDefinition(name)?.perProfile ? profile : '*';
      const found = entries.find(
        (one) => one.name === name && one.profile === scope && day >= one.from && (one.to === null || day <= one.to),
      );
      if (found) return found.value as RuleTypes[N];
      throw new RegistryError(
        'RULE_MISSING',
        `规则“${findDefinition(name)?.title ?? name}”在${day}没有生效的值；请系统管理员在规则配置中补充并审批。`,
      );
    },
    with: (entry) => ruleBook([entry, ...entries]),
  };
}

/** Scalar subquery for whoever reads the name of the rules along with something else; then `ruleBookNamed` is at hand. */
export const ruleRevisionSql = '(SELECT revision FROM registry.rule_revision)';

/** One book, by revision: a random name that every change of the table renews, so that it can never be out of date. */
const known = new Map<'book', { revision: string; book: RuleBook }>();

/** One small row while nothing has changed. */
export async function loadRuleBook(db: Queryable): Promise<RuleBook> {
  const row = await one<{ revision: string }>(db, `SELECT ${ruleRevisionSql} AS revision`, []);
  return ruleBookNamed(db, row?.revision ?? '');
}

/** The rules, of which the caller has just read that they are called `revision`. */
export async function ruleBookNamed(db: Queryable, revision: string): Promise<RuleBook> {
  const entry = known.get('book');
  if (entry?.revision === revision) return entry.book;
  const row = await one<{ revision: string; entries: RuleEntry[] }>(
    db,
    `SELECT ${ruleRevisionSql} AS revision,
       (SELECT coalesce(json_agg(json_build_object('name', name, 'profile', profile, 'value', value, 'from', valid_from, 'to', valid_to)
          ORDER BY decided_at DESC, rule_value_id DESC), '[]') FROM registry.rule_values WHERE decision = 'approved') AS entries`,
    [],
  );
  if (!row) throw new Error('registry.rule_revision has no row');
  const book = ruleBook(row.entries);
  known.set('book', { revision: row.revision, book });
  return book;
}
