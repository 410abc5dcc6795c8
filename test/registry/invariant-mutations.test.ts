import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mutation, mutations } from './support/mutations.ts';
import { createRegistryFixture, type RegistryFixture } from './support/setup.ts';

// What keeps an invariant is not decoration: with it the forbidden row is refused, without it the same row gets in. Both happen in
// transactions that are rolled back, so every mutation meets the same, whole register.

let fixture: RegistryFixture;
beforeAll(async () => {
  fixture = await createRegistryFixture();
  await fixture.registry.users.seedDemoUsers();
});
afterAll(() => fixture.drop());

/** Writes, lets the deferred rules speak, and takes everything back; the SQLSTATE of the refusal, or `ok`. */
async function tried(work: (db: PoolClient) => Promise<unknown>): Promise<string> {
  const client = await fixture.pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return 'ok';
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (!code) throw error;
    return constraint && !/^YT/.test(code) ? `${code} ${constraint}` : code;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe.each(mutations.map((one): [string, string, Mutation] => [one.rule, one.kept, one]))(
  '%s, kept by %s',
  (_rule, _kept, { drop, refusal, given, forbidden }) => {
    it('refuses what is forbidden, and nothing else does', async () => {
      const known = given ? await given(fixture) : '';
      // when: it is in place
      expect(await tried((db) => forbidden(db, known))).toBe(refusal);
      // when: it is taken away
      const without = await tried(async (db) => {
        await db.query(drop);
        await forbidden(db, known);
      });
      expect(without).toBe('ok');
    });
  },
);
