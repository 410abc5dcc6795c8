import fc from 'fast-check';

/** Names that mean something to JavaScript, to SQL or to nobody. */
export const oddName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '$or', '$in', ''),
  fc.constantFrom('a b', 'null', 'true', '0', '-1', "' OR 1=1 --", '../../etc/passwd', '%00', '名称', '=', '\u0000'),
  fc.string({ maxLength: 12, unit: 'binary' }),
);

export const oddText: fc.Arbitrary<string> = fc.oneof(
  oddName,
  fc.constantFrom('$INSTANCE', '$JOB', '$TASK', '$DEFINITION'),
  fc.constantFrom(
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff\ud800',
    '9223372036854775808',
    '-9223372036854775809',
    '1e400',
  ),
  fc.constantFrom('PT99999999999999999H', 'R-5/PT0S', '2026-02-30T25:61:61Z', '-271821-04-20', '0000-00-00', 'now()'),
  fc.integer({ min: 1, max: 300 }).map((size) => 'x'.repeat(size * 1_000)),
  fc.integer({ min: 1, max: 9_999 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.base64String({ maxLength: 40 }),
  fc.json({ maxDepth: 3 }),
);

export const oddNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(-1, 0, 1.5, -0, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, -(2 ** 63), 1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Anything JSON can hold, as its text: objects keep `__proto__` and double members that way. */
export const oddJson: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('null', 'true', 'false', '{}', '[]', '""'),
    oddText.map((text) => JSON.stringify(text)),
    oddNumber.map((number) => JSON.stringify(number)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(oddName, tie('value')), { maxLength: 4 })
      .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`),
  ),
})).value;

/** JSON no parser should take apart by recursion. */
export const deepJson: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 900, max: 60_000 }), fc.boolean())
  .map(([depth, objects]) =>
    objects ? `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}` : `${'['.repeat(depth)}${']'.repeat(depth)}`,
  );
