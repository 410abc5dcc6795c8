import { dayOf } from '../calendar/local-time.ts';
import type { Deps } from '../db/transaction.ts';
import { loadRights } from '../rights/load-rights.ts';
import { termOf } from '../seizure/end-of-term.ts';
import { ownershipOfRespondent } from '../seizure/standing.ts';
import { validateCourtCaseNo } from '../validators/court-case-no.ts';
import { areTwoOfficers } from '../validators/officers.ts';
import { findNotices, noticeUnknown } from './notice-row.ts';
import type { NoticeFormFacts } from './types.ts';

const filled = (text: string | undefined) => (text ?? '').trim() !== '';

/** The notice as flags for `court_form_check`: what is there and what agrees, nothing of what it says. */
export async function formFacts({ pool, clock }: Deps, noticeNo: string): Promise<NoticeFormFacts> {
  const [notice] = await findNotices(pool, 'notice_no = $1', [noticeNo]);
  if (!notice) throw noticeUnknown(noticeNo);
  const { content, unitCodes } = notice;
  const papers = new Set(notice.papers.map((paper) => paper.kind));
  const { rows } = await pool.query('SELECT 1 FROM registry.units WHERE unit_code = ANY ($1)', [unitCodes]);
  const rights = await loadRights(pool, unitCodes, 'all');
  const { respondent } = content;
  const documentNo = validateCourtCaseNo(notice.documentNo);
  const target = notice.targetRightId ? await termOf(pool, notice.targetRightId) : null;
  return {
    noticeKind: notice.kind,
    deliveredOn: dayOf(notice.deliveredAt ?? clock.now()),
    hasOrder: papers.has('order'),
    hasAssistance: papers.has('assistance'),
    hasTransferPaper: papers.has('transfer'),
    officersComplete: areTwoOfficers(content.officers),
    documentNoValid: documentNo.ok,
    documentOfThisCourt: documentNo.ok && documentNo.value.court?.replace('浙', 'COURT-') === notice.courtId,
    numbersGiven: filled(content.assistanceNo) && (notice.kind === 'query' || filled(content.orderNo)),
    termMonths: content.termMonths ?? 0,
    unitsKnown: unitCodes.length > 0 && rows.length === unitCodes.length,
    respondentNamed: filled(respondent?.name) && filled(respondent?.idNo),
    // Held it once is enough here: whether it was sold before delivery is the register's question (INV-12).
    respondentOwns:
      respondent !== undefined &&
      unitCodes.every(
        (code) =>
          ownershipOfRespondent(
            { respondent },
            rights.filter((r) => r.unitCode === code),
          ).held,
      ),
    thirdPartyConfirmed: papers.has('third_party'),
    courtInsists: content.courtInsists ?? false,
    targetOfThisCourt: target !== null && target.authority === notice.authority,
  };
}
