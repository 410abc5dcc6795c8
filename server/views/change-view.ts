import type { ChangeHistory } from '../api/rules.ts';
import type { StaffNames } from './staff.ts';

interface Change {
  source: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  decision: ChangeHistory['decision'];
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionNote: string | null;
}

/** Proposal and decision as screens show them: people by name. */
export function changeHistory(change: Change, staff: StaffNames): ChangeHistory {
  const { source, reason, decision, decisionNote } = change;
  return {
    source,
    reason,
    decision,
    decisionNote,
    proposedBy: staff(change.proposedBy),
    proposedAt: change.proposedAt.toISOString(),
    decidedBy: staff(change.decidedBy),
    decidedAt: change.decidedAt?.toISOString() ?? null,
  };
}
