import { expect, test } from 'vitest';
import { compile, evaluate, judgeUnaryTests, readUnaryTests, scopeOf, toJson } from '../../engine/feel/index.ts';
import { parseExpression } from '../../engine/feel/parser.ts';
import { FeelSyntaxError } from '../../engine/feel/scanner.ts';
import { diagram, end, node, start } from '../parity/support/diagram.ts';
import { engineWith } from './support/run.ts';

// What one expression and one command may ask of the engine. Camunda has other bounds, or none: no recording can say.

const LONG = Array.from({ length: 10_000 }, (_, at) => at);
const TEXT = 'x'.repeat(1_000_000);
const scope = scopeOf({ texts: Array(220).fill(TEXT), long: LONG, wide: Array(2_000).fill(LONG), text: TEXT });
const run = (text: string) => evaluate(compile(`=${text}`), scope, 0);

const LARGE = /it makes more than 200 MB of values/;
test.each([
  ['a range', 'for i in 1..1000000000 return i'],
  ['a range downwards', 'for i in 1..-1000000000 return i'],
  ['a product of ranges', 'count(for i in 1..100000, j in 1..100000 return i + j)'],
  ['a condition on a range', 'some i in 1..1000000000 satisfies i < 0'],
  ['lists put together', 'concatenate(wide)'],
  ['lists made flat', 'flatten(wide)'],
  ['a list that holds the one before twice', 'for i in 1..40 return [partial[-1], partial[-1]]'],
  ['texts', 'string join(texts)'],
  ['warnings', 'for i in 1..1000 return text + 1'],
])('%s is ended by its size', (_, text) => {
  // when
  const result = run(text);

  // then
  expect(result).toMatchObject({ ok: false, kind: 'exception', message: expect.stringMatching(LARGE) });
});

test.each([
  ['a list in a list', '(for i in 1..1200 return [partial[-1]])[-1]'],
  ['a context in a context', '(for i in 1..1200 return {a: partial[-1]})[-1]'],
])('%s, and so on, is no variable', (_, text) => {
  expect(run(text)).toMatchObject({ ok: false, message: expect.stringMatching(/nested more than 1000 levels deep/) });
});

// Read once more for every way that is tried, each bracket would double the time: this would take longer than there has been time.
test.each([
  ['lists', '[', '1', ']'],
  ['parentheses', '(', '1', ')'],
  ['contexts', '{a:', '1', '}'],
  ['calls', 'count(', '1', ')'],
  ['filters', 'a[', '1', ']'],
  ['choices', 'if ', 'true', ' then 1 else 2'],
  ['choices without an end', 'if ', '', ''],
  ['parentheses without an end', 'if (', '1', ''],
  ['tests', '1 in (', '1', ')'],
])('%s in one another, 200 deep, are read or refused', (_, opens, inside, closes) => {
  expect(['ready', 'invalid']).toContain(readable(`${opens.repeat(200)}${inside}${closes.repeat(200)}`));
});

function readable(text: string): string {
  try {
    parseExpression(text);
    return 'ready';
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error;
    return 'invalid';
  }
}

test('JSON too deep for a variable is no JSON', () => {
  const json = '['.repeat(5_000) + ']'.repeat(5_000);
  expect(run(`from json("${json}")`)).toMatchObject({ ok: true, value: null });
});

test('a cell of a decision table is ended, too', () => {
  const cell = readUnaryTests('some i in 1..1000000000 satisfies i < 0');
  expect(judgeUnaryTests(cell, 1, scope, 0)).toMatchObject({ ok: false, message: expect.stringMatching(LARGE) });
});

test('what a process needs is not', () => {
  // when
  const lists = run('count(for i in 1..20 return long[item = i])');
  const partial = run('for i in 1..5 return count(partial) + i');

  // then
  expect(lists).toMatchObject({ ok: true, value: 20 });
  expect(partial.ok && toJson(partial.value)).toEqual([1, 3, 5, 7, 9]);
});

test('a loop in a diagram may turn 3 000 times without a wait', () => {
  // given
  const turns = (most: number) =>
    diagram(
      'turns',
      [
        start(),
        node('exclusiveGateway', 'Again'),
        node('scriptTask', 'Count', { ext: '<zeebe:script expression="=n + 1" resultVariable="n"/>' }),
        node('exclusiveGateway', 'Enough'),
        end(),
      ],
      ['Start > Again', 'Again > Count', 'Count > Enough', 'Enough > Again : default', `Enough > End : =n >= ${most}`],
    );

  // when
  const { processInstanceKey } = engineWith(turns(2_900)).start('turns', { n: 0 });

  // then
  expect(processInstanceKey).toBeDefined();
  expect(() => engineWith(turns(5_000)).start('turns', { n: 0 })).toThrow(
    /INVALID_STATE.*more than 3000 rounds through '(Again|Count|Enough)'.*loop without a task/,
  );
});
