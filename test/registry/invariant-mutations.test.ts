import { describe, expect, it } from 'vitest';
import { tried } from './support/by-hand.ts';
import { mutations } from './support/mutations/index.ts';
import type { Mutation } from './support/mutations/mutation.ts';
import { openRegister } from './support/setup.ts';

// What keeps an invariant is not decoration: with it the forbidden row is refused, without it the same row gets in. Both happen in
// transactions that are rolled back, so every mutation meets the same, whole register.

const fixture = openRegister({ seeds: ['users'] });

describe.each(mutations.map((one): [string, string, Mutation] => [one.rule, one.kept, one]))(
  '%s, kept by %s',
  (_rule, _kept, { drop, refusal, forbidden }) => {
    it('refuses what is forbidden, and nothing else does', async () => {
      const write = await forbidden(fixture);
      // when: it is in place
      expect(await tried(fixture.pool, write)).toBe(refusal);
      // when: it is taken away
      const without = await tried(fixture.pool, async (db) => {
        await db.query(drop);
        await write(db);
      });
      expect(without).toBe('ok');
    });
  },
);
