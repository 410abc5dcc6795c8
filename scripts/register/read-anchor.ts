import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Anchor } from '../../registry/index.ts';

const AnchorShape = Type.Object({
  format: Type.Literal('yitong-register-anchor/1'),
  takenAt: Type.String(),
  heads: Type.Array(
    Type.Object({
      chain: Type.String(),
      seq: Type.Integer({ minimum: 1 }),
      hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    }),
  ),
});

/** @throws when the text is not an anchor */
export function readAnchor(text: string): Anchor {
  const value: unknown = JSON.parse(text);
  if (!Value.Check(AnchorShape, value)) throw new Error('Not an anchor of a register: see npm run register:anchor.');
  return value;
}
