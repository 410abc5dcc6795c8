import { dayOf } from '../calendar/local-time.ts';
import type { Actor, Day } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { decidedBefore } from '../two-people.ts';
import { findDefinition } from './definitions.ts';
import { loadRuleBook } from './rule-book.ts';
import type { RuleDecision, RuleName, RuleProposal, RuleScope, RuleValue } from './types.ts';
import { isDay, valueProblem } from './validate-value.ts';

/** Changes of rules concern every district: they have a chain of their own. */
const CHAIN = 'office';

interface Row {
  rule_value_id: string;
  name: RuleName;
  profile: RuleScope;
  value: unknown;
  valid_from: Day;
  valid_to: Day | null;
  source: string;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  decision: RuleDecision | null;
  decided_by: string | null;
  decided_at: Date | null;
  decision_note: string | null;
}

const columns = `rule_value_id, name, profile, value, valid_from::text, valid_to::text, source, reason, proposed_by, proposed_at,
  decision, decided_by, decided_at, decision_note`;

const toValue = (row: Row): RuleValue => ({
  ruleValueId: row.rule_value_id,
  name: row.name,
  profile: row.profile,
  value: row.value,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  source: row.source,
  reason: row.reason,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  decision: row.decision,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  decisionNote: row.decision_note,
});

export async function listValues(
  { pool }: Deps,
  filter: { name?: RuleName; open?: boolean } = {},
): Promise<RuleValue[]> {
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM registry.rule_values
     WHERE ($1::text IS NULL OR name = $1) AND (NOT $2 OR decision IS NULL)
     ORDER BY coalesce(decided_at, proposed_at) DESC, rule_value_id DESC`,
    [filter.name ?? null, filter.open ?? false],
  );
  return rows.map(toValue);
}

export async function findValue(db: Queryable, ruleValueId: string, lock = false): Promise<RuleValue> {
  const row = /^\d{1,18}$/.test(ruleValueId)
    ? await one<Row>(
        db,
        `SELECT ${columns} FROM registry.rule_values WHERE rule_value_id = $1 ${lock ? 'FOR UPDATE' : ''}`,
        [ruleValueId],
      )
    : null;
  if (!row) throw new RegistryError('RULE_UNKNOWN', '没有这条规则变更；请刷新后重试。');
  return toValue(row);
}

async function problemsOf(db: Queryable, proposal: RuleProposal, today: Day) {
  const problems: { field: string; code: string; message: string }[] = [];
  const say = (field: string, code: string, message: string) => problems.push({ field, code, message });
  const definition = findDefinition(proposal.name);
  if (!definition) {
    say('name', 'RULE_NAME', '没有这条规则；请刷新后重新选择。');
    return problems;
  }
  if ((proposal.profile === '*') === definition.perProfile)
    say('profile', 'RULE_PROFILE', definition.perProfile ? '请选择规则版本。' : '这条规则不分规则版本。');
  const wrong = valueProblem(definition.form, proposal.value);
  if (wrong) say('value', 'RULE_VALUE', wrong);
  const { validFrom, validTo = null } = proposal;
  if (!isDay(validFrom)) say('validFrom', 'RULE_DAY', '请填写生效日期。');
  else if (validFrom <= today) say('validFrom', 'RULE_PAST', '规则不溯及既往：最早自审批的次日起生效。');
  if (validTo !== null && !(isDay(validTo) && validTo >= validFrom))
    say('validTo', 'RULE_DAY', '失效日期不能早于生效日期。');
  if (proposal.source.trim() === '') say('source', 'RULE_SOURCE', '请写明依据（文件名称、文号）。');
  if (proposal.reason.trim() === '') say('reason', 'RULE_REASON', '请写明变更理由。');
  if (problems.length === 0) {
    const profile = proposal.profile === '*' ? 'current' : proposal.profile;
    const now = (await loadRuleBook(db)).value(definition.name, profile, validFrom);
    if (JSON.stringify(now) === JSON.stringify(proposal.value))
      say('value', 'RULE_SAME', '与该日已经生效的值相同，无需变更。');
  }
  return problems;
}

export async function propose({ pool, clock }: Deps, proposal: RuleProposal, by: Actor): Promise<RuleValue> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const known = await one<Row>(client, `SELECT ${columns} FROM registry.rule_values WHERE proposal_key = $1`, [
      proposal.proposalKey,
    ]);
    if (known) return toValue(known);
    const problems = await problemsOf(client, proposal, dayOf(now));
    if (problems.length > 0)
      throw new RegistryError('RULE_INVALID', problems.map((one) => one.message).join(''), problems);
    const row = await one<Row>(
      client,
      `INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, valid_to, source, reason, proposed_by, proposed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${columns}`,
      [
        proposal.proposalKey,
        proposal.name,
        proposal.profile,
        JSON.stringify(proposal.value),
        proposal.validFrom,
        proposal.validTo ?? null,
        proposal.source.trim(),
        proposal.reason.trim(),
        by.userId,
        now,
      ],
    );
    const value = toValue(row as Row);
    await tell(client, 'rule.proposed', value, by, now);
    return value;
  });
}

export async function decide(
  { pool, clock }: Deps,
  input: { ruleValueId: string; decision: RuleDecision; note?: string | null; by: Actor },
): Promise<RuleValue> {
  const now = clock.now();
  const { decision, by } = input;
  return inTransaction(pool, async (client) => {
    const value = await findValue(client, input.ruleValueId, true);
    if (decidedBefore(value, input, { decided: 'RULE_DECIDED', samePerson: 'RULE_SAME_PERSON' })) return value;
    if (decision === 'approved' && value.validFrom <= dayOf(now))
      throw new RegistryError(
        'RULE_INVALID',
        '规则不溯及既往，最早自审批的次日起生效；请提出人撤回后按新的日期重新提出。',
      );
    const row = await one<Row>(
      client,
      `UPDATE registry.rule_values SET decision = $2, decided_by = $3, decided_at = $4, decision_note = $5
       WHERE rule_value_id = $1 RETURNING ${columns}`,
      [input.ruleValueId, decision, by.userId, now, input.note ?? null],
    );
    const decided = toValue(row as Row);
    await tell(client, `rule.${decision}`, decided, by, now);
    return decided;
  });
}

async function tell(db: Queryable, topic: string, value: RuleValue, by: Actor, at: Date): Promise<void> {
  const { ruleValueId, name, profile, validFrom, validTo } = value;
  await appendEvent(db, {
    chain: CHAIN,
    topic,
    actor: by.userId,
    at,
    payload: { ruleValueId, name, profile, value: value.value, validFrom, validTo },
  });
}
