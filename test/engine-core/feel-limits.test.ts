import { expect, test } from 'vitest';
import { evaluateDmn } from '../../engine/dmn/index.ts';
import { compile, evaluate, judgeUnaryTests, readUnaryTests, scopeOf, toJson } from '../../engine/feel/index.ts';
import { parseExpression } from '../../engine/feel/parser.ts';
import { FeelSyntaxError } from '../../engine/feel/scanner.ts';
import { dmn } from '../parity/dmn/write-dmn.ts';
import { diagram, end, node, start } from '../parity/support/diagram.ts';
import { engineWith } from './support/run.ts';

// What one expression and one command may ask of the engine. Camunda has other bounds, or none: no recording can say.

const LONG = Array.from({ length: 10_000 }, (_, at) => at);
const TEXT = 'x'.repeat(1_000_000);
const scope = scopeOf({ texts: Array(220).fill(TEXT), long: LONG, wide: Array(2_000).fill(LONG), text: TEXT });
const run = (text: string) => evaluate(compile(`=${text}`), scope, 0);

const LARGE = /it makes more than 200 MB of values/;
/** Whichever is reached first: a slow machine makes less in its second. */
const LIMIT = /it (makes more than 200 MB of values|takes longer than 1 s)/;
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

// Each compares its values with each other, or holds what is before it twice.
const doubled = Array.from({ length: 60 }, (_, at) => `a${at + 1}: {x: a${at}, y: a${at}}`).join(', ');
test.each([
  ['distinct values', 'distinct values(many)'],
  ['values of lists put together', 'union(many, many)'],
  ['values that are there twice', 'duplicate values(many)'],
  ['what is there most often', 'mode(many)'],
  ['contexts that are compared', `{a0: {x: 1}, ${doubled}, same: a60 = a60}.same`],
])('%s end when their time is over', (_, text) => {
  // given
  const many = Array.from({ length: 200_000 }, (_, at) => at);

  // when
  const result = evaluate(compile(`=${text}`), scopeOf({ many }), 0);

  // then
  expect(result).toMatchObject({ ok: false, message: expect.stringMatching(/it takes longer than 1 s/) });
});

test('a context that holds the one before twice is no text', () => {
  expect(run(`{a0: {x: 1}, ${doubled}, text: string(a60)}.text`)).toMatchObject({
    ok: false,
    message: expect.stringMatching(LIMIT),
  });
});

// As Java: the lowest 64 bits of a number with more zeros than that are none.
test.each(['10 ** 999999999', '1 + 10 ** 999999999', 'floor(10 ** 99999)'])('%s is a variable at once', (text) => {
  const result = run(text);
  expect(result.ok && toJson(result.value)).toBe(0);
});

test('a number of a billion digits is not rounded', () => {
  expect(run('floor(10 ** 999999999)')).toMatchObject({ ok: true, value: null });
});

/** `f0` calls `f1` twice, and so on: the last one a billion times. */
const calling = (last: string) => {
  const model = (at: number) => `<businessKnowledgeModel id="f${at}" name="f${at}"><variable id="v${at}" name="f${at}"/>
    <encapsulatedLogic id="e${at}"><formalParameter id="p${at}" name="x"/><literalExpression id="l${at}"><text>
    ${at === 30 ? last : `f${at + 1}(x) + f${at + 1}(x)`}</text></literalExpression></encapsulatedLogic>
    ${at === 30 ? '' : `<knowledgeRequirement id="k${at}"><requiredKnowledge href="#f${at + 1}"/></knowledgeRequirement>`}
    </businessKnowledgeModel>`;
  const models = Array.from({ length: 31 }, (_, at) => model(at)).join('');
  return dmn('file', [{ id: 'asked', literal: 'f0(1)', knows: ['f0'] }], models);
};

test.each([
  ['functions that call others twice', 'x'],
  ['lists that functions make', 'count(for i in 1..100000 return i)'],
])('a decision counts as a whole: %s', (_, last) => {
  expect(() => evaluateDmn(calling(last), 'asked', {})).toThrow(LIMIT);
});

test('a decision that others require in many ways is ended', () => {
  // given
  const layers = Array.from({ length: 40 }, (_, at) => [
    { id: `a${at}`, literal: '1', requires: at === 0 ? [] : [`a${at - 1}`, `b${at - 1}`] },
    { id: `b${at}`, literal: '1', requires: at === 0 ? [] : [`a${at - 1}`, `b${at - 1}`] },
  ]).flat();

  // then
  expect(() => evaluateDmn(dmn('file', layers), 'a39', {})).toThrow(LIMIT);
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
