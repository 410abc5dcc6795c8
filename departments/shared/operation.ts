/**
 * One operation of a department as data. Client, simulator and OpenAPI document are all made from it, so they cannot
 * drift apart.
 */
import type Type from 'typebox';

export interface OperationContract {
  readonly name: string;
  /** Every POST carries `Idempotency-Key`, so both methods may be repeated. */
  readonly method: 'GET' | 'POST';
  /** Parameters as `:name`; a parameter is a number the department gave out, never a person's. */
  readonly path: string;
  /** Chinese, for the department's engineers. */
  readonly summary: string;
  readonly body?: Type.TSchema;
  readonly answer: Type.TSchema;
  /**
   * Media types of a format that is not ours: both bodies are bytes, read by client and simulator themselves, and a request carries
   * no `Idempotency-Key`.
   */
  readonly binary?: { readonly body: string; readonly answer: string };
  /** Codes of the considered "no" (422). */
  readonly refusals: readonly string[];
}

type Unnamed = Omit<OperationContract, 'name'>;

export type BodyOf<Op extends OperationContract> = Op extends { readonly body: infer Body extends Type.TSchema }
  ? Type.Static<Body>
  : undefined;
export type AnswerOf<Op extends OperationContract> = Type.Static<Op['answer']>;
export type RefusalOf<Op extends OperationContract> = Op['refusals'][number];

/** The `:name` parts of a path. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Readonly<Record<Name, string>> & ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Readonly<Record<Name, string>>
    : unknown;

export type Operations<Ops> = { readonly [Name in keyof Ops & string]: Ops[Name] & { readonly name: Name } };

/** Names each operation by its key. */
export function defineOperations<const Ops extends Record<string, Unnamed>>(ops: Ops): Operations<Ops> {
  return Object.fromEntries(
    Object.entries(ops).map(([name, operation]) => [name, { ...operation, name }]),
  ) as unknown as Operations<Ops>;
}

/** What a department sends by itself, signed, to the `callbackUrl` of an earlier request. */
export interface CallbackContract {
  /** Path below the product's address, for example `/api/callbacks/payment`. */
  readonly path: string;
  readonly summary: string;
  readonly body: Type.TSchema;
}
