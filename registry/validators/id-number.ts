import { validateCitizenId } from './citizen-id.ts';
import { invalid, normaliseCode, valid } from './normalise.ts';
import type { Validation } from './types.ts';
import { validateUscc } from './uscc.ts';

/** Number of any identity document by its type (证件种类 ZJZL). Other types: 4–30 letters, digits, hyphens. */
export function validateIdNumber(idType: string, input: string, options: { today: string }): Validation<string> {
  if (idType === 'citizen') {
    const result = validateCitizenId(input, options);
    return result.ok ? valid(result.value.id, result.warnings) : result;
  }
  if (idType === 'uscc') {
    const result = validateUscc(input);
    return result.ok ? valid(result.value.code, result.warnings) : result;
  }
  const no = normaliseCode(input);
  if (!/^[A-Z0-9-]{4,30}$/.test(no)) return invalid('ID_NO_FORMAT', '证件号码应为4至30位字母或数字；请对照证件核对。');
  return valid(no);
}
