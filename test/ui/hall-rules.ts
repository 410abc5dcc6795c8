import { Client } from 'pg';
import { inject } from 'vitest';

/**
 * Sets rule hall.call_gap at once: through the screen a value holds from the day after its approval, and its first one lets a test wait a
 * minute for each 过号.
 */
export async function setCallGap(seconds: number): Promise<void> {
  const client = new Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('ALTER TABLE registry.rule_values DISABLE TRIGGER guard_rule_value');
    await client.query(
      `INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
       VALUES ('test:hall.call_gap:' || gen_random_uuid(), 'hall.call_gap', '*', to_jsonb($1::int), '0001-01-01', '测试', '测试', 'test-1', now(), 'approved', 'test-2', now())`,
      [seconds],
    );
    await client.query('ALTER TABLE registry.rule_values ENABLE TRIGGER guard_rule_value');
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
