import { describe, expect, test } from 'vitest';
import { compile, evaluate, scopeOf, toJson } from '../../engine/feel/index.ts';

// Built-ins that Camunda has since 8.7 (is blank, partition) and 8.9 (from json, to json), from the pages "Built-in functions" of
// its documentation. A broker of 8.6 does not know them, so that no recording can say how they behave.

const NOW = Date.parse('2026-11-23T02:30:00Z');
const run = (text: string) => evaluate(compile(`=${text}`), scopeOf({ nothing: null }), NOW);

describe.each<[string, [string, unknown][]]>([
  [
    'is blank(string)',
    [
      ['is blank("")', true],
      ['is blank(" \\t")', true],
      ['is blank("hello world")', false],
      ['is blank(nothing)', null],
    ],
  ],
  [
    'partition(list, size)',
    [
      ['partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
      ['partition([], 2)', []],
      ['partition([1, 2], 0)', null],
      ['partition([1, 2], -1)', null],
      ['partition(nothing, 2)', null],
    ],
  ],
  [
    'from json(value)',
    [
      ['from json("{\\"a\\": 1, \\"b\\": [2]}")', { a: 1, b: [2] }],
      ['from json("true")', true],
      ['from json("\\"2023-06-14\\"")', '2023-06-14'],
      ['from json("no json")', null],
      ['from json(nothing)', null],
      ['from json("{\\"a\\": 1}").a + 1', 2],
    ],
  ],
  [
    'to json(value)',
    [
      ['to json({a: 1, b: 2})', '{"a":1,"b":2}'],
      ['to json(true)', 'true'],
      ['to json(nothing)', 'null'],
      ['to json(["a", 1.5])', '["a",1.5]'],
      ['to json(@"2023-06-14")', '"2023-06-14"'],
      ['to json(@"2025-11-24T10:00:00@Europe/Berlin")', '"2025-11-24T10:00+01:00[Europe/Berlin]"'],
      ['to json(@"P3Y")', '"P3Y"'],
    ],
  ],
])('%s', (_heading, cases) => {
  test.each(cases)('%s', (text, expected) => {
    const found = run(text);
    expect(found).toMatchObject({ ok: true });
    expect(found.ok && toJson(found.value)).toEqual(expected);
  });
});

test('what they do not take is a warning', () => {
  expect(run('partition([1], 0)').warnings).toEqual([
    "[FUNCTION_INVOCATION_FAILURE] Failed to invoke function 'partition': 'size' should be greater than zero but was 0",
  ]);
  expect(run('is blank(nothing)').warnings).toEqual([
    "[FUNCTION_INVOCATION_FAILURE] Failed to invoke function 'is blank': Illegal arguments: 'null'",
  ]);
});
