import { expect, test } from 'vitest';
import { createRowIndex } from '../../engine/core/row-index.ts';

interface Row {
  key: string;
  of: string;
}

test('rows of a value come in the order of their keys, whatever the order they came in', () => {
  // given
  const index = createRowIndex<Row>(
    ({ key }) => key,
    ({ of }) => of,
  );
  const keys = () => [...index.get('a')].map(({ key }) => key);
  const row = (key: string): Row => ({ key, of: 'a' });

  // then
  expect([keys(), index.last('a')]).toEqual([[], undefined]);
  for (const [key, order] of [
    ['9', ['9']],
    ['10', ['9', '10']],
    ['8', ['8', '9', '10']],
  ] as const) {
    index.add(key, row(key));
    expect(keys()).toEqual(order);
    expect(index.last('a')).toEqual(row(order.at(-1) ?? ''));
  }
  index.drop('10', row('10'), undefined);
  expect([keys(), index.last('a')]).toEqual([['8', '9'], row('9')]);
  index.add('7', row('7'));
  expect([index.last('a'), index.count('a')]).toEqual([row('9'), 3]);
  for (const key of ['7', '8', '9']) index.drop(key, row(key), undefined);
  expect([index.last('a'), index.count('a')]).toEqual([undefined, 0]);
});
