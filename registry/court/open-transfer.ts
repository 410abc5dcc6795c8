import { fileCase } from '../cases/file-case.ts';
import { resolveTargets } from '../cases/targets.ts';
import { validateApplication } from '../cases/validate-application.ts';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { documentsApi } from '../documents/documents.ts';
import { RegistryError } from '../errors.ts';
import { getItem } from '../items/items.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import type { SeizureView } from '../rights/types.ts';
import { disposalApplication, transferKey } from './disposal-application.ts';
import { findNotices, noticeUnknown } from './notice-row.ts';
import { takenSharesProblem } from './taken-shares.ts';
import type { NewNotice, NoticeContent, NoticeDisposal } from './types.ts';

type Disposing = NoticeContent & { disposal: NoticeDisposal };
const disposes = (content: NoticeContent): content is Disposing => content.disposal !== undefined;

/** CT-07, second half: the case that moves the home to its takers, with the papers that the court's notice came with. */
export async function openTransfer(deps: Deps, noticeNo: string): Promise<{ caseNo: string | null }> {
  const { pool } = deps;
  const [notice] = await findNotices(pool, 'notice_no = $1', [noticeNo], 1);
  if (!notice) throw noticeUnknown(noticeNo);
  const { content, state, targetRightId, filedBy } = notice;
  if (state !== 'DISPOSED' || !disposes(content) || !targetRightId)
    throw new Error(`Notice ${noticeNo} has not disposed of anything`);
  const officer: Actor = { userId: filedBy, role: 'court_officer', district: null };
  const caseNo = notice.caseNo ?? (await fileTransfer(deps, { ...notice, content, targetRightId }, officer));
  if (!caseNo) return { caseNo };
  const { rows } = await pool.query<{ kind: string; title: string; media_type: string; bytes: Buffer }>(
    "SELECT kind, title, media_type, bytes FROM registry.notice_papers WHERE notice_no = $1 AND kind NOT IN ('receipt', 'result', 'return') ORDER BY created_at, kind",
    [noticeNo],
  );
  for (const { kind, title, media_type: mediaType, bytes } of rows)
    await documentsApi(deps).put({ caseNo, key: `court:${kind}`, kind: 'other', title, mediaType, bytes, by: officer });
  return { caseNo };
}

async function fileTransfer(
  deps: Deps,
  notice: { noticeNo: string; courtId: string; authority: string; content: Disposing; targetRightId: string },
  officer: Actor,
): Promise<string | null> {
  const { noticeNo, courtId, authority, content, targetRightId } = notice;
  try {
    const court = { key: transferKey(noticeNo), courtId, authority };
    const application = await applicationFor(deps.pool, content, { ...court, targetRightId });
    return (await fileCase(deps, application, officer)).caseNo;
  } catch (error) {
    if (error instanceof RegistryError && ['APPLICATION_INVALID', 'NOTICE_REFUSED'].includes(error.code)) return null;
    throw error;
  }
}

async function applicationFor(
  db: Queryable,
  content: Disposing,
  { targetRightId, ...by }: { key: string; courtId: string; authority: string; targetRightId: string },
) {
  const place = await one<{ unit_code: string }>(db, 'SELECT unit_code FROM registry.rights WHERE right_id = $1', [
    targetRightId,
  ]);
  const unitCode = place?.unit_code ?? '';
  const rights = await loadRights(db, [unitCode], 'all');
  const seizure = rights.find((r): r is SeizureView => r.kind === 'SEIZURE' && r.rightId === targetRightId);
  const holders = currentOwnership(rights, unitCode)?.holders ?? [];
  return disposalApplication(content, { ...by, unitCode, respondent: seizure?.respondent ?? { idNo: '' }, holders });
}

/**
 * Asked before the notice is filed, so that the officer hears at once what the case would be refused for.
 * @throws NOTICE_REFUSED with a finding for each field
 */
export async function requireTransferable(
  db: Queryable,
  now: Date,
  { content, courtId, targetRightId }: Pick<NewNotice, 'content' | 'courtId' | 'targetRightId'>,
): Promise<void> {
  if (!disposes(content)) {
    const message = '请填写处置范围、成交价和买受人（承受人）。';
    throw new RegistryError('NOTICE_REFUSED', message, [{ field: 'content.disposal', code: 'REQUIRED', message }]);
  }
  const by = { key: transferKey('0'.repeat(20)), courtId, authority: '执行法院', targetRightId: targetRightId ?? '' };
  const application = await applicationFor(db, content, by);
  const { problems } = validateApplication(application, getItem('BDC-14'), now);
  if (problems.length > 0) throw asNotice(problems);
  try {
    await resolveTargets(db, application);
  } catch (error) {
    throw error instanceof RegistryError ? asNotice(error.problems) : error;
  }
  const [unitCode = ''] = application.unitCodes;
  const shares = await takenSharesProblem(db, content.disposal, { rightId: by.targetRightId, unitCode });
  if (shares) {
    const message = `${shares.message}${shares.advice}`;
    throw new RegistryError('NOTICE_REFUSED', message, [
      { field: 'content.disposal.takers', code: shares.code, message },
    ]);
  }
}

/** Findings of the application, by the fields of the notice. */
const asNotice = (problems: RegistryError['problems']) =>
  new RegistryError(
    'NOTICE_REFUSED',
    `通知书有${problems.length}处需要改正：${problems.map(({ message }) => message).join(' ')}`,
    problems.map(({ field, ...problem }) => ({
      ...problem,
      field: field
        .replace(/^parties\[/, 'content.disposal.takers[')
        .replace(/^targets\[/, 'content.disposal.cancelledProofs[')
        .replace(/^transfer\.valueFen$/, 'content.disposal.priceFen')
        .replace(/^transfer\.court\.officers$/, 'content.officers')
        .replace(/^transfer\.basisNo$/, 'content.orderNo')
        .replace(/^transfer\.effectiveOn$/, 'content.orderDate'),
    })),
  );
