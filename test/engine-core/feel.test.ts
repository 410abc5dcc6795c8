import { describe, expect, test } from 'vitest';
import { compile, evaluate, scopeOf, toJson } from '../../engine/feel/index.ts';

const NOW = Date.parse('2026-11-23T02:30:00Z');
const run = (text: string, variables: Record<string, unknown> = {}) => evaluate(compile(text), scopeOf(variables), NOW);
const value = (text: string, variables?: Record<string, unknown>) => {
  const result = run(text, variables);
  if (!result.ok) throw new Error(result.message);
  return toJson(result.value);
};

test.each<[string, unknown, Record<string, unknown>?]>([
  ['plain text', 'plain text'],
  ['=a.b.c', 3, { a: { b: { c: 3 } } }],
  ['=a.b.c', null, { a: {} }],
  ['=items.no', [1, 2], { items: [{ no: 1 }, { no: 2 }] }],
  ['=count(items[no > 1])', 1, { items: [{ no: 1 }, { no: 2 }] }],
  ['=x > 5', null],
  ['=x > 5', null, { x: 'much' }],
  ['=x > 5', false, { x: 3 }],
  ['=(x < y)', null, { x: 1, y: '2' }],
  ['=now()', '2026-11-23T02:30Z[Etc/UTC]'],
  ['=today()', '2026-11-23'],
  ['=now() + duration("PT1H")', '2026-11-23T03:30Z[Etc/UTC]'],
  ['=duration("P1D")', 'PT24H'],
  ['=string(duration("P1D"))', 'P1D'],
  ['=duration("-PT90M")', 'PT-1H-30M'],
  ['=duration("P1Y2M")', 'P1Y2M'],
  ['=years and months duration(date("2024-05-20"), date("2026-11-23"))', 'P2Y6M'],
  ['=decimal(2.345, 2)', 2.34],
  ['=decimal(2.355, 2)', 2.36],
  ['=get or else(x, "none")', 'none'],
  ['=is defined(x)', false],
  ['=trim("  a ")', 'a'],
  ['=last day of month(date("2024-02-10"))', '2024-02-29'],
  ['=duplicate values([{a: 1, b: 2}, {b: 2, a: 1}, {a: 1}])', [{ a: 1, b: 2 }]],
  ['=业务.编号', 1, { 业务: { 编号: 1 } }],
  ['=1 / 0', null],
])('%s is %j', (text, expected, variables) => {
  expect(value(text, variables)).toEqual(expected);
});

test('an expression that was asked before is answered by what it sees now', () => {
  const text = '=if n > 1 and list[1] = "a" then "many" else kind';
  const ask = (variables: Record<string, unknown>) => value(text, variables);
  expect(ask({ n: 1, list: ['a'], kind: 'few' })).toBe('few');
  expect(ask({ n: 1, list: ['a'], kind: 'none' })).toBe('none');
  expect(ask({ n: '1', list: ['a'], kind: 'none' })).not.toBe('many');
  expect(ask({ n: 2, list: ['a'], kind: 'few' })).toBe('many');
  expect(ask({ n: 2, list: ['b'], kind: 'few' })).toBe('few');
  const at = (now: number) => evaluate(compile('=string(today()) + " " + part'), scopeOf({ part: 'am' }), now);
  expect(at(NOW)).toMatchObject({ value: '2026-11-23 am' });
  expect(at(NOW + 86_400_000)).toMatchObject({ value: '2026-11-24 am' });
  const large = 'x'.repeat(5_000);
  const long = (items: unknown[]) => value('=count(items[a = 1])', { items });
  expect([long([{ a: 1, large }]), long([{ a: 2, large }])]).toEqual([1, 0]);
  const warned = () => run('=missing + 1').warnings;
  const first = warned();
  first.push('changed by its reader');
  expect(warned()).toEqual(first.slice(0, -1));
});

describe('what goes wrong', () => {
  test('is a warning when a name is missing', () => {
    expect(run('=a + 1')).toMatchObject({
      ok: true,
      value: null,
      warnings: ["[NO_VARIABLE_FOUND] No variable found with name 'a'", expect.anything()],
    });
    expect(run('=a')).toMatchObject({
      ok: true,
      value: null,
      warnings: ["[NO_VARIABLE_FOUND] No variable found with name 'a'"],
    });
  });
  test('names both sides of a comparison that makes no sense', () => {
    const clash = `[NOT_COMPARABLE] Can't compare '"much"' with '100'`;
    for (const comparison of ['=a > 100', '=a = 100', '=(a < 100)']) {
      expect(run(comparison, { a: 'much' })).toMatchObject({ value: null, warnings: [clash] });
    }
    const notBoolean = "[INVALID_TYPE] Expected boolean but found 'null'";
    for (const comparison of ['=a != 100', '=a > 100 and b', '=b and a > 100', '=if a > 100 then 1 else null']) {
      expect(run(comparison, { a: 'much', b: true })).toMatchObject({ value: null, warnings: [clash, notBoolean] });
    }
    expect(run('=b or a > 100', { a: 'much', b: true })).toMatchObject({ value: true, warnings: [] });
  });
  test('is a failure when an assertion says so', () => {
    expect(run('=assert(a, a > 0, "must be positive")', { a: -1 })).toMatchObject({
      ok: false,
      reason: 'must be positive',
    });
    expect(value('=assert(a, a > 0)', { a: 1 })).toBe(1);
  });
});
