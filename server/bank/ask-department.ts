import type { DepartmentResult } from '../../departments/index.ts';
import { ProblemError } from '../problems/problem-error.ts';

/** The department's answer for somebody who waits at a screen. @throws 503 when it does not answer, 422 when it refuses */
export function answerFor<Value>(what: string, result: DepartmentResult<Value>): Value {
  switch (result.kind) {
    case 'ok':
      return result.value;
    case 'refused':
      throw new ProblemError(422, 'VALIDATION_FAILED', result.message);
    case 'unavailable':
      throw new ProblemError(503, 'DEPARTMENT_UNAVAILABLE', `${what}暂时没有应答，请稍后重试。`);
  }
}
