import type { Registry, SlaStatus, User } from '../../registry/index.ts';
import type { TaskRow } from '../api/tasks.ts';
import { isKnownStep, STEPS } from '../inbox/steps/index.ts';
import type { InboxRow } from '../inbox/store.ts';
import { type SlaContext, slaView } from './sla-view.ts';
import type { StaffNames } from './staff.ts';

export function taskRowView(
  row: InboxRow,
  sla: SlaStatus | null | undefined,
  context: SlaContext,
  staff: StaffNames,
  user: User,
): TaskRow {
  return {
    taskKey: row.taskKey,
    elementId: row.elementId,
    stepName: row.stepName,
    formId: row.formId,
    role: row.role,
    state: row.state === 'open' ? (row.holder ? 'claimed' : 'open') : row.state,
    caseNo: row.caseNo ?? '',
    itemCode: row.itemCode ?? '',
    itemName: row.itemName ?? '',
    district: row.district ?? '',
    unitCodes: row.unitCodes,
    location: row.location ?? '',
    parties: row.parties,
    acceptedBy: staff(row.acceptedBy),
    holder: staff(row.holder),
    createdAt: row.createdAt.toISOString(),
    sla: slaView(sla, context),
    blockedReason: blockedReason(row, user),
  };
}

/** Shown in the list; the server asks the register again when the task is opened. */
function blockedReason(row: InboxRow, user: User): string | null {
  const step = isKnownStep(row.elementId) ? STEPS[row.elementId].reviewStep : null;
  const separated = step === 'review' || step === 're_review';
  return separated && row.acceptedBy === user.userId ? '您是本业务的受理人，不能审核（受办分离）。' : null;
}

/** The clocks of these cases, stopped ones too. */
export async function slaByCase(
  registry: Pick<Registry, 'sla'>,
  caseNos: (string | null)[],
): Promise<Map<string, SlaStatus>> {
  const wanted = [...new Set(caseNos.filter((caseNo) => caseNo !== null))];
  const rows = wanted.length > 0 ? await registry.sla.board({ caseNos: wanted }) : [];
  return new Map(rows.map((row) => [row.caseNo, row]));
}
