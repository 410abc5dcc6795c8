import type { Actor } from './common.ts';
import { RegistryError, type RegistryErrorCode } from './errors.ts';

type Decision = 'approved' | 'rejected' | 'withdrawn';

/** What was proposed, and what has become of it. Null = it waits. */
interface Proposed {
  proposedBy: string;
  decision: Decision | null;
  decidedBy: string | null;
}

/**
 * What one person proposes another approves or rejects, and only who proposed it withdraws it. True = he has decided so before, and
 * nothing is left to do. @throws the code `decided` when it was decided otherwise, `samePerson`
 */
export function decidedBefore(
  { proposedBy, decision: earlier, decidedBy }: Proposed,
  { decision, by }: { decision: Decision; by: Actor },
  codes: { decided: RegistryErrorCode; samePerson: RegistryErrorCode },
): boolean {
  if (earlier) {
    if (earlier === decision && decidedBy === by.userId) return true;
    throw new RegistryError(codes.decided, '这项变更已经有了决定，请刷新后查看。');
  }
  if ((decision === 'withdrawn') !== (proposedBy === by.userId))
    throw new RegistryError(
      codes.samePerson,
      decision === 'withdrawn' ? '只有提出人可以撤回。' : '提出人不能审批自己的变更；请由另一位管理员审批。',
    );
  return false;
}
