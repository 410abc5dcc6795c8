/** How the cases are written: files with one decision, asked with some variables. */
import { type Decision, dmn, type Table } from '../write-dmn.ts';

export type Variables = Record<string, unknown>;

/** A DMN file, and the decisions that are asked with their variables. */
export interface DecisionCase {
  name: string;
  xml: string;
  asked: [decisionId: string, variables: Variables][];
}

/** What a number may be, and what it may be instead. */
export const NUMBERS: Variables[] = [{ n: 0 }, { n: 2 }, { n: 3 }, { n: null }, { n: 'x' }, {}];

/** One variable of every kind. */
export const EVERY_KIND: Variables = {
  n: 3,
  xs: [1, 2],
  text: 'a',
  day: '2026-11-23',
  at: '2026-11-23T09:00:00+08:00',
  time: '09:00:00',
  flag: true,
  c: { a: 1 },
};

/** One file with one decision, asked with each of the variables. */
export function one(name: string, decision: Omit<Decision, 'id'>, asked: Variables[]): DecisionCase {
  return {
    name,
    xml: dmn('file', [{ id: 'asked', ...decision }]),
    asked: asked.map((variables) => ['asked', variables]),
  };
}
export const tableCase = (name: string, logic: Table, asked: Variables[]): DecisionCase =>
  one(name, { table: logic }, asked);

/** Rules for numbers above 1, then above 2, with these outputs. */
export const rules = (...outputs: string[]): string[][] =>
  outputs.map((output, at) => [at === 0 ? '> 1' : '> 2', output]);

/** A table that says of a number whether it is many. */
export const FEW_OR_MANY: Table = {
  hitPolicy: 'FIRST',
  inputs: ['n'],
  outputs: ['out'],
  rules: [
    ['> 1', '"many"'],
    ['-', '"few"'],
  ],
};
