import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';
import { fieldErrors } from '../plugins/app/errors.ts';
import { invalid } from './problem-error.ts';

/** The body if it fits the schema. @throws 422 with every finding */
export function checkBody<S extends TSchema>(schema: S, body: unknown): Static<S> {
  if (Value.Check(schema, body)) return body as Static<S>;
  const findings = [...Value.Errors(schema, body)] as unknown as Parameters<typeof fieldErrors>[0];
  throw invalid('填写的内容有误，请按提示修改后再提交。', fieldErrors(findings));
}
