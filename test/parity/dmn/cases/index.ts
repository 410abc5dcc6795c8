import { aggregations } from './aggregations.ts';
import { boxed } from './boxed.ts';
import type { DecisionCase } from './case.ts';
import { cells } from './cells.ts';
import { expressions } from './expressions.ts';
import { functions } from './functions.ts';
import { graphs } from './graphs.ts';
import { hitPolicies } from './hit-policies.ts';
import { tables } from './tables.ts';

/** By subject. */
export const DECISIONS: Record<string, DecisionCase[]> = {
  'hit-policies': hitPolicies,
  aggregations,
  tables,
  cells,
  graphs,
  expressions,
  boxed,
  functions,
};
