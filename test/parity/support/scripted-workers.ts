import type { Stage } from './stage.ts';

/** Scripted answers in place of the product's workers. */
export type Vars = Record<string, unknown>;
/** What a scripted worker answers: variables, or the code of a BPMN error. */
export type Answer = Vars | string;
/** Job type → its answer, or how to find it from the variables that the job carries. */
export type Answers = Record<string, Answer | ((variables: Vars) => Answer)>;

/** An instant `ms` after the stage's time. */
export const iso = (stage: Stage, ms: number): string => new Date(stage.now().getTime() + ms).toISOString();

/**
 * Does every job there is, in the order they were created, until none is left.
 * @param fetch the variables that are compared; a case's other ones are in the trace already
 */
export async function doJobs(stage: Stage, answers: Answers, fetch: string[]): Promise<void> {
  for (let type = stage.waitingJobTypes()[0]; type !== undefined; type = stage.waitingJobTypes()[0]) {
    const [job] = await stage.activate(type, { fetch });
    if (!job) throw new Error(`a job of ${type} was created but cannot be activated`);
    const found = answers[type] ?? {};
    const answer = typeof found === 'function' ? found(job.variables) : found;
    if (typeof answer === 'string') await stage.throwError(job, answer, 'refused by script');
    else await stage.complete(job, answer);
  }
}

/** One answer after the other; the last one stays. */
export function inTurn(...answers: [Answer, ...Answer[]]): () => Answer {
  let next = 0;
  return () => {
    const answer = answers[Math.min(next, answers.length - 1)] ?? {};
    next += 1;
    return answer;
  };
}

/** An answer that refuses the first time only. */
export const refuseOnce = (code: string, then: Vars = {}): (() => Answer) => inTurn(code, then);

/** The oldest job of a type fails for good, is given another try and is done. */
export async function failAndRetry(stage: Stage, type: string, answer: Vars, fetch: string[]): Promise<void> {
  const [job] = await stage.activate(type, { fetch });
  await stage.fail(job, { retries: 0, message: 'connect ECONNREFUSED' });
  await stage.retries(job, 1);
  await stage.resolveIncident();
  const [again] = await stage.activate(type, { fetch });
  await stage.complete(again, answer);
}
