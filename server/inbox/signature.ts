import type { Pool } from 'pg';
import type { Registry, User } from '../../registry/index.ts';
import { isLockedOut, recordFailure } from '../access/sessions.ts';
import type { Completion } from '../api/completions/index.ts';
import { invalid, ProblemError } from '../problems/problem-error.ts';

interface Deps {
  registry: Pick<Registry, 'users'>;
  pool: Pool;
}

/**
 * F-SIGNBOOK, and the court's approver: whoever signs proves again that it is him. The password is compared and forgotten: it
 * is in no evidence, draft, log or variable. Wrong ones count together with wrong sign-ins.
 * @param address of the caller, for counting failures
 * @throws 422 without a password, 403 WRONG_PIN, 429 after too many wrong ones
 */
export async function checkSignature(deps: Deps, completion: Completion, user: User, address: string): Promise<void> {
  if (completion.elementId === 'SignBook' && completion.signDecision === 'enter')
    await provePin(deps, completion.pin, user, address, { what: '登簿', not: '没有登簿' });
  if (completion.elementId === 'ApproveNotice' && completion.approveDecision === 'sign')
    await provePin(deps, completion.pin, user, address, { what: '签发', not: '没有签发' });
}

/** @param words what is signed, and what did not happen when the signature is wrong */
export async function provePin(
  deps: Deps,
  pin: string | undefined,
  user: User,
  address: string,
  words: { what: string; not: string },
): Promise<void> {
  if (!pin) {
    const message = `${words.what}须本人签名，请输入登录口令。`;
    throw invalid(message, [{ path: '/pin', code: 'REQUIRED', message }]);
  }
  if (await isLockedOut(deps.pool, user.userId, address)) {
    throw new ProblemError(
      429,
      'TOO_MANY_REQUESTS',
      `口令错误次数过多，${words.not}。请五分钟后再试，或联系系统管理员。`,
    );
  }
  if ((await deps.registry.users.authenticate(user.userId, pin)) === null) {
    await recordFailure(deps.pool, user.userId, address);
    throw new ProblemError(403, 'WRONG_PIN', `签名口令不正确，${words.not}。请重新输入本人的登录口令。`);
  }
}
