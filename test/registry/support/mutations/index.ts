import { burdenMutations } from './burdens.ts';
import type { Mutation } from './mutation.ts';
import { pageMutations } from './page.ts';
import { paperMutations } from './papers.ts';
import { procedureMutations } from './procedure.ts';
import { seizureMutations } from './seizure.ts';

/** Every invariant of domain §4.2 whose column “how” says DB, and those that the database keeps besides a rule. */
export const mutations: Mutation[] = [
  ...pageMutations,
  ...seizureMutations,
  ...burdenMutations,
  ...procedureMutations,
  ...paperMutations,
];
