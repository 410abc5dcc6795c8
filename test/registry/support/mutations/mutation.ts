import type { PoolClient } from 'pg';
import { type DemoUnit, demoCity } from '../../../../registry/index.ts';
import type { OpenRegister } from '../setup.ts';

/** Plays what is lawful and must be there first, for good; answers the unlawful write, whose transaction is rolled back. */
export type Forbidden = (fixture: OpenRegister) => Promise<(db: PoolClient) => Promise<unknown>>;

/** One way to keep one invariant: what keeps it, and the row that gets in when that is gone. */
export interface Mutation {
  rule: string;
  /** The constraint, index, trigger or function, as the schema calls it. */
  kept: string;
  /** Takes it away. */
  drop: string;
  /** SQLSTATE of the refusal, with the constraint's name where PostgreSQL itself refuses. */
  refusal: string;
  forbidden: Forbidden;
}

/** A trigger, which names the rule in the SQLSTATE: `YT0nn`. */
export const byTrigger = (
  rule: string,
  [table, kept]: [table: string, trigger: string],
  forbidden: Forbidden,
  refusal = `YT0${rule.slice('INV-'.length)}`,
): Mutation => ({ rule, kept, drop: `DROP TRIGGER ${kept} ON registry.${table}`, refusal, forbidden });

/** A function that `guard_new_right` or, at COMMIT, `check_new_right` calls with a right that is new on the page. */
export const byCheck = (rule: string, kept: string, forbidden: Forbidden): Mutation => ({
  rule,
  kept,
  drop: `CREATE OR REPLACE FUNCTION registry.${kept}(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'`,
  refusal: `YT0${rule.slice('INV-'.length)}`,
  forbidden,
});

const SQLSTATE = { check: '23514', unique: '23505' };

export const byConstraint = (
  rule: string,
  [table, kept]: [table: string, constraint: string],
  kind: keyof typeof SQLSTATE,
  forbidden: Forbidden,
): Mutation => {
  const drop = `ALTER TABLE registry.${table} DROP CONSTRAINT ${kept} CASCADE`;
  return { rule, kept, drop, refusal: `${SQLSTATE[kind]} ${kept}`, forbidden };
};

export const byIndex = (rule: string, kept: string, forbidden: Forbidden): Mutation => ({
  rule,
  kept,
  drop: `DROP INDEX registry.${kept}`,
  refusal: `${SQLSTATE.unique} ${kept}`,
  forbidden,
});

const homes = [...demoCity.saleUnits('330206'), ...demoCity.saleUnits('330213')];
let used = 0;
/** A home that no other mutation touches. */
export const freshHome = (): DemoUnit => homes[used++] as DemoUnit;
