import { isStorable } from '../../registry/validators/readable-text.ts';
import type { FieldError } from '../api/problem.ts';
import { invalid } from './problem-error.ts';

const MESSAGE = '含有无法保存的字符（空字符或不完整的字），请删除后重新输入。';

/** Text that the database cannot keep, by its field. @throws 422 */
export function requireStorable(given: unknown, path = ''): void {
  const errors = unstorable(given, path);
  if (errors.length > 0) throw invalid(`填写的内容${MESSAGE}`, errors);
}

/** Without recursion: what comes in may be nested as deeply as it is long. */
function unstorable(given: unknown, at: string): FieldError[] {
  const errors: FieldError[] = [];
  const say = (path: string) => errors.push({ path, code: 'TEXT', message: MESSAGE });
  const open: { value: unknown; path: string }[] = [{ value: given, path: at }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && !isStorable(value)) say(path);
    if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) continue;
    for (const [key, one] of Object.entries(value)) {
      if (isStorable(key)) open.push({ value: one, path: `${path}/${key}` });
      else say(path);
    }
  }
  return errors;
}
