import type { Stage } from '../support/stage.ts';

/** One small case of the corpus: a diagram and what is done to it, the same on both engines. */
export interface Scenario {
  name: string;
  play(stage: Stage): Promise<void>;
}

/** Deploys one diagram under a file name of its own. */
export const file = (name: string, content: string): { name: string; content: string } => ({ name, content });

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** Takes one job of the type and completes it. */
export async function work(stage: Stage, type: string, variables?: Record<string, unknown>): Promise<void> {
  const [job] = await stage.activate(type);
  await stage.complete(job, variables);
}

/** One job of each type, one after the other. */
export async function workInTurn(
  stage: Stage,
  types: readonly string[],
  variablesOf: (type: string) => Record<string, unknown> | undefined = () => undefined,
): Promise<void> {
  for (const type of types) await work(stage, type, variablesOf(type));
}
