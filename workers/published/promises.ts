/**
 * What released workers promised to the diagrams. A running case stays on the diagram it began with, while the workers are those of
 * today: what a job once gave it gives for ever, and it never asks for more.
 */
import type { JobDescription } from './describe.ts';

/** By job type; names of variables, sorted. */
export type Promises = Record<string, { needs: string[]; gives: string[] }>;

const required = (variables: JobDescription['inputs']) =>
  variables.filter((one) => one.required).map(({ name }) => name);

/** With what `jobs` promise beyond: new types, more outputs, fewer required inputs. */
export function extendPromises(promises: Promises, jobs: readonly JobDescription[]): Promises {
  const extended: Promises = { ...promises };
  for (const { type, inputs, outputs } of jobs) {
    const before = promises[type];
    const needs = required(inputs).filter((name) => before?.needs.includes(name) ?? true);
    const gives = [...new Set([...(before?.gives ?? []), ...required(outputs)])];
    extended[type] = { needs: needs.sort(), gives: gives.sort() };
  }
  return Object.fromEntries(Object.entries(extended).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What `jobs` do not keep, a sentence each. */
export function brokenPromises(promises: Promises, jobs: readonly JobDescription[]): string[] {
  const today = new Map(jobs.map((job) => [job.type, job]));
  return Object.entries(promises).flatMap(([type, { needs, gives }]) => {
    const job = today.get(type);
    if (!job) return [`${type} is served no more`];
    const given = required(job.outputs);
    return [
      ...gives.filter((name) => !given.includes(name)).map((name) => `${type} gives ${name} no more`),
      ...required(job.inputs)
        .filter((name) => !needs.includes(name))
        .map((name) => `${type} needs ${name}, which older diagrams do not pass`),
    ];
  });
}
