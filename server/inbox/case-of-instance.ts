import type { EngineClient, ProcessInstance } from '../../platform/engine-client/index.ts';
import type { CaseSummary, NoticeKind, NoticeView, Registry } from '../../registry/index.ts';
import { maskName } from '../../registry/index.ts';

/** Deeper than this is a diagram that calls itself, not a design of ours. */
const MAX_DEPTH = 32;

/** What the inbox and the incidents need to know of a case; a court's notice has the same. */
export type TaskSubject = Pick<
  CaseSummary,
  | 'caseNo'
  | 'itemCode'
  | 'itemName'
  | 'district'
  | 'organisationId'
  | 'unitCodes'
  | 'location'
  | 'parties'
  | 'acceptedBy'
>;

const NOTICES: Record<NoticeKind, [itemCode: string, itemName: string]> = {
  query: ['CT-01', '司法查询'],
  seize: ['CT-02', '查封登记'],
  pre_seize: ['CT-04', '预查封'],
  renew: ['CT-05', '续封'],
  lift: ['CT-06', '解除查封'],
  dispose: ['CT-07', '司法处置过户'],
};

function subjectOf(notice: NoticeView): TaskSubject {
  const [itemCode, itemName] = NOTICES[notice.kind];
  return {
    caseNo: notice.noticeNo,
    itemCode,
    itemName,
    district: notice.district,
    organisationId: notice.courtId,
    unitCodes: notice.unitCodes,
    location: notice.result?.units[0]?.location ?? notice.documentNo,
    parties: notice.content.respondent ? [maskName(notice.content.respondent.name)] : [],
    acceptedBy: null,
  };
}

/**
 * The case that a process instance works for. The register knows the instance of a case's own process; a called process
 * (sub-tax, sub-certificate, …) at any depth is found by its parents.
 */
export async function caseOfInstance(
  deps: { registry: Pick<Registry, 'cases' | 'court'>; engine: Pick<EngineClient, 'getProcessInstance'> },
  processInstanceKey: string,
): Promise<TaskSubject | null> {
  let key: string | null | undefined = processInstanceKey;
  for (let depth = 0; key && depth < MAX_DEPTH; depth++) {
    const [found] = await deps.registry.cases.listCases({ processInstanceKey: key, limit: 1 });
    if (found) return found;
    const notice = await deps.registry.court.findByInstance(key);
    if (notice) return subjectOf(notice);
    const instance: ProcessInstance | null = await deps.engine.getProcessInstance(key).catch(() => null);
    key = instance?.parentProcessInstanceKey;
  }
  return null;
}
