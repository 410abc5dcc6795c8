import { loadSync, type MessageTypeDefinition, type MethodDefinition } from '@grpc/proto-loader';
import fc from 'fast-check';
import { deepJson, oddJson, oddText } from './odd-values.ts';
import type { Request } from './requests.ts';

type Grpc = Extract<Request, { kind: 'grpc' }>;

/** What proto-loader says of a field. */
interface Field {
  name: string;
  type: string;
  label: string;
  typeName: string;
}

export const PROTO = new URL('../../../engine/gateway/zeebe.proto', import.meta.url).pathname;
export const SERVICE = 'gateway_protocol.Gateway';
const definitions = loadSync(PROTO, { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true });
const methods = Object.entries(definitions[SERVICE] as Record<string, MethodDefinition<object, object>>);

const fieldsOf = (type: MessageTypeDefinition<object, object>) => (type.type as unknown as { field: Field[] }).field;

/** A nested type is known by its full name, or by its name inside the message that has it. */
function typeNamed(name: string, inside: string): { name: string; fields: Field[] } | null {
  const parts = inside.split('.');
  const names = parts.map((_, at) => [...parts.slice(0, parts.length - at), name].join('.'));
  for (const full of [...names, `gateway_protocol.${name}`, name.replace(/^\./, '')]) {
    const found = definitions[full] as MessageTypeDefinition<object, object> | undefined;
    if (found && 'type' in found) return { name: full, fields: fieldsOf(found) };
  }
  return null;
}

const int64 = fc.oneof(
  fc.constantFrom('$INSTANCE', '$JOB', '$TASK', '$DEFINITION'),
  fc.constantFrom('0', '-1', '1', '9223372036854775807', '-9223372036854775808', '2251799813685249'),
);
const int32 = fc.oneof(fc.constantFrom(0, -1, 1, 2 ** 31 - 1, -(2 ** 31)), fc.integer());
const text = fc.oneof(
  { weight: 3, arbitrary: oddText },
  { weight: 2, arbitrary: oddJson },
  { weight: 2, arbitrary: fc.constantFrom('fuzz-target', 'fuzz', 'Wait', '{"a":1}', '') },
  { weight: 1, arbitrary: deepJson.map((deep) => `{"a":${deep}}`) },
);

function oddValueOf(field: Field, inside: string, depth: number): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'TYPE_INT64':
      return int64;
    case 'TYPE_INT32':
      return int32;
    case 'TYPE_BOOL':
      return fc.boolean();
    case 'TYPE_BYTES':
      return fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        text.map((one) => Uint8Array.from(Buffer.from(one))),
      );
    case 'TYPE_STRING':
      return text;
    case 'TYPE_MESSAGE': {
      const nested = typeNamed(field.typeName, inside);
      return nested && depth < 4 ? messageOf(nested.name, nested.fields, depth + 1) : fc.constant({});
    }
    default:
      return int32;
  }
}

function messageOf(name: string, fields: Field[], depth: number): fc.Arbitrary<object> {
  const parts = Object.fromEntries(
    fields.map((field) => {
      const one = oddValueOf(field, name, depth);
      return [field.name, field.label === 'LABEL_REPEATED' ? fc.array(one, { maxLength: 3 }) : one];
    }),
  );
  return fc.record(parts, { requiredKeys: [] });
}

/** Done to the bytes on their way. */
export type Damage =
  | { kind: 'none' }
  /** Cut off, flip a byte: where, as a percentage. */
  | { kind: 'cut'; at: number }
  | { kind: 'flip'; at: number; to: number }
  | { kind: 'append'; bytes: Uint8Array }
  | { kind: 'instead'; bytes: Uint8Array };

const bytes = fc.uint8Array({ maxLength: 60 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 7, arbitrary: fc.constant<Damage>({ kind: 'none' }) },
  { weight: 1, arbitrary: fc.nat(100).map((at): Damage => ({ kind: 'cut', at })) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(100), fc.nat(255)).map(([at, to]): Damage => ({ kind: 'flip', at, to })) },
  { weight: 1, arbitrary: bytes.map((more): Damage => ({ kind: 'append', bytes: more })) },
  // A field 1999 that nobody knows.
  { weight: 1, arbitrary: fc.constant<Damage>({ kind: 'append', bytes: Buffer.from('fa7c03616263', 'hex') }) },
  { weight: 1, arbitrary: bytes.map((other): Damage => ({ kind: 'instead', bytes: other })) },
);

export const grpcRequest: fc.Arbitrary<Grpc> = fc.constantFrom(...methods).chain(([method, { requestType }]) =>
  fc.record({
    kind: fc.constant('grpc' as const),
    method: fc.constant(method),
    message: messageOf(method, fieldsOf(requestType as MessageTypeDefinition<object, object>), 0),
    damage,
  }),
);

/** The request as it goes over the wire; `known` stands for the keys that only the sender knows. */
export function encode({ method, message, damage: hurt }: Grpc, known: Record<string, string>): Buffer {
  if (hurt.kind === 'instead') return Buffer.from(hurt.bytes);
  const definition = methods.find(([name]) => name === method)?.[1];
  const plain = JSON.parse(
    JSON.stringify(message, (_, value) => (value instanceof Uint8Array ? [...value] : value)),
    (_, value) => (typeof value === 'string' ? (known[value] ?? value) : value),
  );
  const whole = Buffer.from(definition?.requestSerialize(plain) ?? []);
  if (hurt.kind === 'cut') return whole.subarray(0, (whole.length * hurt.at) / 100);
  if (hurt.kind === 'append') return Buffer.concat([whole, hurt.bytes]);
  if (hurt.kind === 'flip' && whole.length > 0) whole[Math.floor(((whole.length - 1) * hurt.at) / 100)] = hurt.to;
  return whole;
}
